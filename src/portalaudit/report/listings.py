"""Listings as text, Markdown, a web page, CSV, JSON and a workbook."""

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from portalaudit.model.listing import Cell, Link, Listing, Table
from portalaudit.report import comma_separated
from portalaudit.report.characters import encodable, prose, visible
from portalaudit.report.spreadsheets import Book, Row, Sheet
from portalaudit.report.to_html import asset, content_policy
from portalaudit.report.wording import CONFIDENTIAL, DISCLAIMER

SCHEMA_ID = "portalaudit/listing/v1"
WIDTH = 100
_CALLS = re.compile(r"(?<![\w.+-])(?:@(?=\w)|#(?=\d))")
"""What GitHub takes for the name of a user or the number of an issue, and tells them of."""
_SAFE_SCHEMES = ("https://", "http://")


def _text(listing: Listing) -> Iterator[str]:
    """Blocks for a terminal: the first cell of a row, and the others below it by name."""
    yield f"{heading(listing)}\n"
    for table in listing.tables:
        yield f"\n{table.title}\n" if table.title else ""
        yield f"{_filled(table.intro)}\n" if table.intro else ""
        if not table.rows:
            yield f"  {table.empty}\n"
        for row in table.rows:
            yield f"\n{_plain(row[0])}\n"
            yield from (
                f"{_named(name, cell)}\n" for name, cell in zip(table.columns[1:], row[1:], strict=True) if cell
            )
    yield from closing(listing)


def closing(listing: Listing) -> Iterator[str]:
    """The last words of a list on a terminal, each after an empty line."""
    for note in _notes(listing):
        yield f"\n{_filled(note)}\n"


def _notes(listing: Listing) -> tuple[str, ...]:
    """The list's own notes; one about a practice names people, so it says how to treat it."""
    return (*listing.notes, CONFIDENTIAL, DISCLAIMER) if listing.about else listing.notes


def heading(listing: Listing) -> str:
    """Its title, whom it is about, and the day."""
    day = f"as of {listing.as_of.isoformat()}" if listing.as_of else ""
    return ", ".join(filter(None, (visible(listing.title), prose(listing.about), day)))


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(prose(text), WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _named(name: str, cell: Cell) -> str:
    words = f"{name[:1].upper()}{name[1:]}: {_plain(cell)}"
    return textwrap.fill(
        words, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _plain(cell: Cell) -> str:
    return prose(_bare(cell))


def _markdown(listing: Listing) -> Iterator[str]:
    yield f"# {_escaped(heading(listing))}\n"
    for table in listing.tables:
        yield f"\n## {_escaped(table.title)}\n" if table.title else ""
        yield f"\n{_escaped(table.intro)}\n" if table.intro else ""
        yield from _markdown_rows(table)
    for note in _notes(listing):
        yield f"\n{_escaped(note)}\n"


def _markdown_rows(table: Table) -> Iterator[str]:
    if not table.rows:
        yield f"\n{_escaped(table.empty)}\n"
        return
    yield f"\n| {' | '.join(map(_escaped, table.columns))} |\n|{'---|' * len(table.columns)}\n"
    for row in table.rows:
        yield f"| {' | '.join(map(_markdown_cell, row))} |\n"


def _markdown_cell(cell: Cell) -> str:
    if isinstance(cell, Link) and cell.url.startswith(_SAFE_SCHEMES):
        address = cell.url.replace(" ", "%20").replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
        return f"[{_escaped(cell.text)}](<{visible(address)}>)"
    return _escaped(_plain(cell))


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is: no address in it becomes a link, and GitHub calls no one by an `@name`."""
    safe = prose(text)
    for character in "\\`*_<[]|":
        safe = safe.replace(character, f"\\{character}")
    return _CALLS.sub(r"\g<0><!-- -->", safe.replace("://", "\\://").replace("www.", "www\\."))


def _html(listing: Listing) -> Iterator[str]:
    style = asset("report.css")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = _plain
    environment.tests["followable"] = lambda cell: isinstance(cell, Link) and cell.url.startswith(_SAFE_SCHEMES)
    yield environment.from_string(asset("listing.html.jinja")).render(
        listing=listing,
        notes=_notes(listing),
        style=Markup(style),  # noqa: S704 -- our own file
        policy=content_policy((style,), ()),
    )


def _csv(listing: Listing) -> Iterator[str]:
    """One table after the other with an empty line between."""
    yield comma_separated.MARK
    for position, table in enumerate(listing.tables):
        yield "\r\n" if position else ""
        yield from comma_separated.lines(table.columns, _bare_rows(table))


def _bare_rows(table: Table) -> Iterator[Row]:
    return (tuple(map(_plain, row)) for row in table.rows)


def _xlsx(listing: Listing) -> Book:
    """What the list is about, and each table as a sheet."""
    about = (visible(listing.title), prose(listing.about), listing.as_of.isoformat() if listing.as_of else "")
    intros = ((table.title, prose(table.intro if table.rows else table.empty)) for table in listing.tables)
    notes = (("Note", prose(note)) for note in _notes(listing))
    rows = (*zip(("List", "Practice", "As of"), about, strict=True), *intros, *notes)
    first = Sheet("About", ("", ""), tuple(row for row in rows if row[1]), has_heads=False)
    sheets = (Sheet(table.title or listing.title, table.columns, _bare_rows(table)) for table in listing.tables)
    return Book(heading(listing), (first, *sheets), listing.as_of)


def _json(listing: Listing) -> Iterator[str]:
    value = {
        "schema": SCHEMA_ID,
        "title": listing.title,
        "about": listing.about,
        "as_of": listing.as_of.isoformat() if listing.as_of else None,
        "tables": [_json_table(table) for table in listing.tables],
        "notes": list(_notes(listing)),
    }
    yield encodable(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _json_table(table: Table) -> dict[str, object]:
    names = [name.lower().replace(" ", "_") for name in table.columns]
    rows = [dict(zip(names, map(_bare, row), strict=True)) for row in table.rows]
    return {"title": table.title, "columns": names, "rows": rows}


def _bare(cell: Cell) -> str:
    return cell.url or cell.text if isinstance(cell, Link) else cell


TEXTS: Mapping[str, Callable[[Listing], Iterator[str]]] = {
    "text": _text,
    "md": _markdown,
    "html": _html,
    "csv": _csv,
    "json": _json,
}
"""How a listing can be written as text."""

FORMATS: Mapping[str, Callable[[Listing], Iterator[str] | Book]] = {**TEXTS, "xlsx": _xlsx}
"""How a listing can be written."""
