"""What changed between two versions of a practice's files: as a list of sentences, and as JSON."""

from collections.abc import Callable, Iterator, Mapping

from portalaudit.inventory.lists.differences import TITLES
from portalaudit.model.difference import Differences
from portalaudit.model.listing import Cell, Listing, Table
from portalaudit.model.place import Place
from portalaudit.model.whereabouts import place_from
from portalaudit.report import differences_to_json, listings
from portalaudit.report.characters import visible
from portalaudit.report.spreadsheets import Book

_COLUMNS = ("Change", "Where")


def _listing(answer: Differences) -> Listing:
    names = visible(f"{answer.base} to {answer.head or 'the files as they are'}")
    tables = tuple(_tables(answer))
    return Listing(f"Changes from {names}", tables, about=answer.practice.name, as_of=answer.as_of, notes=answer.notes)


def _tables(answer: Differences) -> Iterator[Table]:
    """What changed of the records, then of the rules; one that says so where nothing did."""

    def row(words: str, place: Place | None) -> tuple[Cell, ...]:
        return words, str(place_from(place, answer.from_here)) if place else ""

    for section, title in TITLES.items():
        rows = tuple(row(one.change.words, one.place) for one in answer.records if one.section == section)
        if rows:
            yield Table(title, _COLUMNS, rows)
    if answer.policies:
        policies = tuple(row(differences_to_json.sentence(one), one.place) for one in answer.policies)
        yield Table("Rules and waivers", _COLUMNS, policies)
    if not answer.records and not answer.policies:
        yield Table("", _COLUMNS, (), empty="Nothing changed that the records or the rules say.")


def _listed(write: Callable[[Listing], Iterator[str] | Book]) -> Callable[[Differences], Iterator[str] | Book]:
    return lambda answer: write(_listing(answer))


FORMATS: Mapping[str, Callable[[Differences], Iterator[str] | Book]] = {
    **{name: _listed(write) for name, write in listings.FORMATS.items()},
    "json": differences_to_json.render,
}
"""How the changes can be written."""
