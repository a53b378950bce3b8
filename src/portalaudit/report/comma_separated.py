"""CSV as spreadsheets take it: UTF-8 that says so, lines that end as in RFC 4180, and nothing that is computed."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from portalaudit.report.characters import encodable
from portalaudit.report.spreadsheets import FORMULA, Row, Value

MARK = "\N{BYTE ORDER MARK}"
"""Begins a file: without it Excel takes UTF-8 for the alphabet of its own computer."""

_BATCH = 1_000
_LONGEST = 32_767
"""So many characters a spreadsheet takes in a cell; the rest would run into the rows below."""


def lines(columns: tuple[str, ...], rows: Iterable[Row]) -> Iterator[str]:
    """The heads and the rows, in pieces of many lines."""
    every = iter(rows)
    batch: list[Row] = [columns]
    while batch:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerows([*map(_inert, row)] for row in batch)
        yield encodable(buffer.getvalue())
        batch = list(islice(every, _BATCH))


def _inert(value: Value) -> Value:
    """A text that no spreadsheet computes: an apostrophe before it says that it is one. One without an end is cut."""
    if not isinstance(value, str):
        return value
    text = f"'{value}" if value.startswith(FORMULA) else value
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
