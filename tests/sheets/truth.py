"""What the lists in `lists/` say, as `truth.yaml` there holds it, and rows in the same form."""

from pathlib import Path

from portalaudit.sheets.list_reading import Sheet, open_list, shipped_maps
from portalaudit.sheets.listed import ListedRow, SkippedRow, WrittenName
from portalaudit.source.files import Text
from portalaudit.source.load import load

LISTS = Path(__file__).parent / "lists"
MAPS = shipped_maps()


def truth() -> dict:
    """The truth of every table, by its name; a workbook has several."""
    document, problems = load(Text("truth.yaml", (LISTS / "truth.yaml").read_bytes()))
    assert problems == ()
    assert document is not None
    return document.data


def table(name: str) -> Sheet:
    """The table of that name."""
    path = name.partition("#")[0]
    sheets, problems = open_list(path, (LISTS / path).read_bytes(), MAPS)
    assert problems == ()
    return next(sheet for sheet in sheets if sheet.path == name)


def facts_of_row(row: ListedRow | SkippedRow) -> dict[str, str | list[str]]:
    """Every field of a row that says something, in the form of the truth."""
    if isinstance(row, SkippedRow):
        return {"skipped": row.reason}
    told = {name: getattr(row, name) for name in type(row).__value_fields__ if name != "place"}
    return {name: _plain(value) for name, value in told.items() if value and value != "unknown"}


def _plain(value: object) -> str | list[str]:
    if isinstance(value, WrittenName):
        return value.written
    return [_plain(one) for one in value] if isinstance(value, tuple) else str(value)
