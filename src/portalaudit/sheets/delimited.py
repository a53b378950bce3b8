"""Texts whose cells stand between commas, semicolons, tabs, bars, or wide gaps as a copied screen table has them."""

import csv
import re
from collections.abc import Iterator, Mapping

from portalaudit.sheets.sheet import Line

DELIMITERS: Mapping[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
"""How a list is written, and the sign between its cells."""

GAPS = "gaps"
_LARGEST_CELL = 1 << 30
LINE_END = re.compile(r"\r\n|\r|\n")
GAP = re.compile(r"\t| {2,}")
_NOTHING = frozenset({"", "-", "--", "\u2013", "\u2014", "n/a", "#n/a"})
_COMPUTED = "=+-@"
_LEADING_TEXT = re.compile(r'="([^"]*)"')


def delimited(text: str, form: str) -> Iterator[Line]:
    """The lines of a text in one of these forms. A quoted cell may hold line ends."""
    if form == GAPS:
        yield from _gapped(text)
        return
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(text_lines(text), delimiter=DELIMITERS[form])
    begin = 1
    for cells in reader:
        yield begin, tuple(map(cell, cells))
        begin = reader.line_num + 1


def is_torn(text: str, begin: int, form: str) -> bool:
    """Whether the record that begins there has a quotation mark that nothing closes, or text behind a closed one."""
    try:
        next(csv.reader(text_lines(text, begin), delimiter=DELIMITERS[form], strict=True), None)
    except csv.Error:
        return True
    return False


def text_lines(text: str, begin: int = 0) -> Iterator[str]:
    """The lines of a text with their ends, as editors count them, one by one: no second copy of the text is made."""
    for end in LINE_END.finditer(text, begin):
        yield text[begin : end.end()]
        begin = end.end()
    if begin < len(text):
        yield text[begin:]


def cell(written: str) -> str:
    """A cell without the blanks around it, hard ones too, and without signs that only tell Excel to take it as text."""
    if written.isascii():
        text = written.strip()
    else:
        text = written.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "").strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _COMPUTED:
        return text[1:]
    if text.startswith('="') and (kept := _LEADING_TEXT.fullmatch(text)) is not None:
        return kept.group(1).strip()
    return text


def says_nothing(written: str) -> bool:
    """Whether a cell only says that there is nothing to say. `None` and `NA` are not among it: people are called so."""
    return written.casefold() in _NOTHING


def _gapped(text: str) -> Iterator[Line]:
    for number, line in enumerate(text_lines(text), 1):
        stripped = line.strip("\r\n ")
        yield number, tuple(map(cell, GAP.split(stripped))) if stripped.strip() else ()
