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
    """A text that no spreadsheet computes: an apostrophe before it says that it is one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
