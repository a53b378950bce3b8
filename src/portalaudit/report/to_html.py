"""The report as one self-contained page: opens from a mail, without network, and without JavaScript too.

The page says by its content security policy that nothing is loaded and that only our own style and script run. Both
are constants of this package, so their hashes name them.
"""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from portalaudit.model.report import Report
from portalaudit.model.whereabouts import from_root
from portalaudit.report.findings_data import findings_data
from portalaudit.report.page import make_page

NAME = "html"
SUFFIX = ".html"

_ASSETS = Path(__file__).parent / "assets"
_BATCH = 64


def render(report: Report) -> Iterator[str]:
    """The report as an HTML document."""
    report = from_root(report)
    style, script = _asset("report.css"), _asset("report.js")
    findings = report.findings()
    template = _environment().from_string(_asset("report.html.jinja"))
    stream = template.stream(
        page=make_page(report, findings),
        data=Markup(findings_data(report, findings)) if findings else "",  # noqa: S704
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=content_policy(style, script),
    )
    stream.enable_buffering(_BATCH)
    return iter(stream)


def content_policy(style: str, script: str) -> str:
    """A content security policy that allows this style and this script and nothing else."""
    own = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _environment() -> Environment:
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
