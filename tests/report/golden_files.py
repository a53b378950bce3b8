"""Golden files: what each reporter writes for `sample.everything()`, byte for byte.

After a change that is meant: look at the difference between `golden/` and `actual/`, then accept it with
`python -m tests.report.accept`.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from portalaudit.model.report import Report
from portalaudit.report import reporter
from portalaudit.report.spreadsheets import Book
from portalaudit.report.workbook import to_bytes
from tests.report import sample

FOLDER = Path(__file__).parent
GOLDEN = FOLDER / "golden"
ACTUAL = FOLDER / "actual"


def written(name: str) -> bytes:
    return text_of(sample.everything(), name).encode()


def text_of(report: Report, name: str) -> str:
    """What a format says of a report, as text."""
    rendered = reporter(name).render(report)
    return "".join(_cells(rendered) if isinstance(rendered, Book) else rendered)


def _cells(book: Book) -> Iterator[str]:
    """The cells of a workbook: its bytes are those of the library of the day as well."""
    workbook = openpyxl.load_workbook(io.BytesIO(to_bytes(book)))
    for sheet in workbook:
        yield f"{'' if sheet is workbook.worksheets[0] else chr(10)}== {sheet.title}\n"
        for row in sheet.iter_rows():
            yield f"{json.dumps([[cell.value, cell.data_type] for cell in row], ensure_ascii=False)}\n"


def file_name(name: str) -> str:
    suffix = reporter(name).SUFFIX
    return f"everything-{name}{'.txt' if suffix == '.xlsx' else suffix}"
