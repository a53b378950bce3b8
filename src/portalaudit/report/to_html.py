"""The report as one self-contained page: opens from a mail, without network, and without JavaScript too.

The page says by its content security policy that nothing is loaded and that only our own styles and scripts run, which
it names by their hashes. One script runs before anything is drawn: of many parts only one is then laid out.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portalaudit.model.report import Report
from portalaudit.model.whereabouts import from_root
from portalaudit.report.findings_data import findings_data
from portalaudit.report.page import make_page
from portalaudit.report.paper import paper_style
from portalaudit.report.report_directory import Directory
from portalaudit.report.seal import sealed

NAME = "html"
SUFFIX = ".html"
READ_BY = "Anyone with a browser: one file without a network, to print, mail and file"

_ASSETS = Path(__file__).parent / "assets"
_BATCH = 64

Masking = Callable[[Iterable[str]], Iterable[str]]


def render(report: Report, masked: Masking = iter) -> Iterator[str]:
    """The report as an HTML document, with its own digest at the end: of the text as `masked` lets it out."""
    return sealed(masked(_pieces(from_root(report))))


def _pieces(report: Report) -> Iterator[str]:
    style, early, script = map(asset, ("report.css", "early.js", "report.js"))
    findings = report.findings()
    directory = Directory(report)
    page = make_page(report, findings, directory)
    paper = paper_style(page.head.practice, page.head.as_of_words)
    stream = (
        environment()
        .get_template("report.html.jinja")
        .stream(
            page=page,
            data=Markup(findings_data(report, findings, directory)) if findings else "",  # noqa: S704
            style=Markup(style),  # noqa: S704
            paper=Markup(paper),  # noqa: S704
            early=Markup(early),  # noqa: S704
            script=Markup(script),  # noqa: S704
            policy=content_policy((style, paper), (early, script)),
        )
    )
    stream.enable_buffering(_BATCH)
    return iter(stream)


def content_policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """A content security policy that allows these styles and these scripts and nothing else."""
    own = f"style-src {_named(styles)}; script-src {_named(scripts)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _named(texts: Iterable[str]) -> str:
    return " ".join(f"'{_digest(text)}'" for text in texts)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def asset(name: str) -> str:
    """The text of a file that pages are made with."""
    return (_ASSETS / name).read_text(encoding="utf-8")


def environment() -> Environment:
    """What fills the templates of pages, everything escaped."""
    made = Environment(
        loader=FileSystemLoader(_ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["coded"] = _coded
    return made


def _coded(text: str) -> Markup:
    """Escaped text in which what stands between backticks is code; a backtick without its fellow stays."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))
