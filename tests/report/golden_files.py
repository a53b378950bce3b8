"""Golden files: what each reporter writes for `sample.everything()`, byte for byte.

After a change that is meant: look at the difference between `golden/` and `actual/`, then accept it with
`python -m tests.report.accept`.
"""

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl

from portalaudit.model.report import Report
from portalaudit.report import reporter
from portalaudit.report.access_answer import FORMATS, AccessAnswer
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
    return as_text(reporter(name).render(report))


def as_text(rendered: Iterable[str] | Book) -> str:
    """A text that came in pieces, or the cells of a workbook."""
    return "".join(_cells(rendered) if isinstance(rendered, Book) else rendered)


def access_written(name: str) -> bytes:
    """What a format says of who can log in where."""
    return as_text(FORMATS[name](AccessAnswer(sample.everything(), ("portal <UHC>",)))).encode()


def access_file(name: str) -> str:
    suffixes = {"text": ".txt", "xlsx": ".xlsx.txt"}
    return f"access{suffixes.get(name, f'.{name}')}"


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
