import subprocess
import sys

import pytest

from portalaudit.report import REPORTERS, reporter


def modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_formats_are_listed_once() -> None:
    assert (
        *("console", "json", "junit", "junit-strict", "sarif", "html"),
        *("markdown", "xlsx", "concise", "github", "gitlab"),
        *("oscal", "ocsf", "ical", "badge", "badge-json"),
        *("csv", "csv-actions", "csv-questions", "csv-access", "csv-population"),
    ) == REPORTERS


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError, match="pdf"):
        reporter("pdf")


@pytest.mark.parametrize("name", [name for name in REPORTERS if name not in {"html", "markdown"}])
def test_a_plain_format_does_not_load_what_html_needs(name: str) -> None:
    loaded = modules_after(f"from portalaudit.report import reporter; reporter({name!r})")

    assert loaded & {"jinja2", "jsonschema", "pydantic", "click", "xml", "rich", "openpyxl"} == set()
