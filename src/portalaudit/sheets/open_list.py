"""The bytes of a list to tables whose lines can be gone through: what kind of file it is, its encoding, its cells."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import islice

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.sheets import stacked, worksheets
from portalaudit.sheets.cell_places import CellPlaces
from portalaudit.sheets.delimited import DELIMITERS, GAPS, delimited
from portalaudit.sheets.list_text import text_of
from portalaudit.sheets.map_files import KnownMap, headings_of
from portalaudit.sheets.sheet import DamagedListError, Line, Sheet
from portalaudit.sheets.stacked import Stack, stack_of
from portalaudit.sheets.table_heads import LOOKED_AT, head_of
from portalaudit.source.files import MAX_FILE_BYTES, too_large

_FORMS = (*DELIMITERS, GAPS)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = ((b"%PDF-", "a PDF"), (b"{\\rtf", "rich text"), (b"\x1f\x8b", "a compressed file"))
_WEB_PAGES = (b"<!doctype html", b"<html", b"<?xml", b"<table")
_SAVE = "save the list as CSV or Excel workbook (.xlsx)"


def open_list(
    path: str, content: bytes, maps: Sequence[KnownMap] = ()
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The tables of a file, one for each worksheet that holds something, and what is wrong. Never raises.

    `path` is what every output calls the file. What maps know of headings helps to find them.
    """
    if len(content) > MAX_FILE_BYTES:
        return (), (too_large(path),)
    if worksheets.is_workbook(content):
        return _filled(path, *worksheets.open_workbook(path, content))
    other = _other_format(content)
    found = None if other else text_of(content)
    if found is None:
        return (), (_problem(path, f"this file is {other or 'not text'}, not a list that can be read", _SAVE),)
    sheet = _text_sheet(path, *found, headings_of(maps))
    if isinstance(sheet, str):
        return (), (_problem(path, sheet, "copy the table again, or save it as CSV"),)
    return _filled(path, (sheet,), ())


def _filled(
    path: str, sheets: Sequence[Sheet], problems: Sequence[Problem]
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    filled = tuple(filter(_says_something, sheets))
    if not filled and not problems:
        message = "there is nothing in this list"
        problems = (Problem(ProblemCode.EMPTY_FILE, message, Place(path), "download the list again"),)
    return filled, tuple(problems)


def _says_something(sheet: Sheet) -> bool:
    try:
        return any(any(cells) for _, cells in islice(sheet.lines(), LOOKED_AT))
    except DamagedListError:
        return True


def _text_sheet(path: str, text: str, encoding: str, more: Collection[str]) -> Sheet | str:
    """The table of a text; where its cells stand one below the other and do not make records, the reason."""
    form, known = _form(text, more)
    if known == 0:
        lines = stacked.split(text)
        stack = stack_of(lines, more)
        if isinstance(stack, str):
            return stack
        if stack is not None:
            return Sheet(path, partial(_stacked, stack, lines), "one cell a line", encoding, find=stack.find)
    places = CellPlaces(text, form)
    return Sheet(path, partial(delimited, text, form), form, encoding, find=places, is_torn=places.is_torn)


def _stacked(stack: Stack, lines: Sequence[str]) -> Iterator[Line]:
    yield from stack.lines(lines)


def _form(text: str, more: Collection[str]) -> tuple[str, int]:
    """The form in which most headings are understood, then that in which most lines have equally many cells."""
    scores = []
    for form in _FORMS:
        head = head_of(delimited(text, form), more)
        counts = [len(cells) for _, cells in islice(delimited(text, form), LOOKED_AT) if len(cells) > 1]
        known = head.known if head else 0
        even = max(map(counts.count, set(counts)), default=0)
        scores.append((known, even, -_FORMS.index(form), form))
    known, _, _, form = max(scores)
    return form, known


def _other_format(content: bytes) -> str:
    if content.startswith(_OLD_OFFICE):
        return "an old or locked Office file"
    start = content[:256].lstrip()
    if start.lower().startswith(_WEB_PAGES):
        return "a web page"
    return next((what for beginning, what in _OTHERS if start.startswith(beginning)), "")


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(ProblemCode.OTHER_FORMAT, message, Place(path), hint)
