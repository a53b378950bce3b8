"""Times of a practice as its own clocks show them.

One moment may be written in any offset: `2026-11-21T03:00:00Z` is still the 20th in Los Angeles. Before anything is
judged every time with an offset is rewritten to the practice's zone, so that its first ten characters are the local
day and text compares as the days do.
"""

import datetime
import itertools
import operator
import types
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from portalaudit.inventory import timezones
from portalaudit.inventory.records import Person, Practice
from portalaudit.inventory.records.common import Timed, ends_too_soon
from portalaudit.inventory.shape import fields_of
from portalaudit.inventory.tables import Inventory, Record
from portalaudit.model import Problem, ProblemCode
from portalaudit.source import dates
from portalaudit.source.record_types import record_fields, with_values

Localize = Callable[[Record, datetime.tzinfo], Record]


def make_local(inventory: Inventory) -> tuple[Problem, ...]:
    """Put records with local times in the place of those with others, and tell what by local days cannot be.

    A record of which something is told is left out.
    """
    zone = timezones.zone(inventory.practice.timezone if inventory.practice else "UTC")
    for table in inventory.tables.values():
        kind: type = type(table.records[0]) if table.records else Practice
        localize = _localizer(kind)
        if localize is not None and _hold_times(kind, table.records):
            table.records[:] = [localize(record, zone) for record in table.records]
    return tuple(_without_impossible_spells(inventory))


def _hold_times(cls: type, records: Sequence[Record]) -> bool:
    """Whether any of these records holds a time, asked of all at once: nearly every inventory gives days alone."""
    times = _times(cls)
    texts = (map(operator.attrgetter(name), records) for name in times.own)
    if any(dates.has_time(text) for text in itertools.chain.from_iterable(texts) if text is not None):
        return True
    for name, _ in times.below:
        values = [value for value in map(operator.attrgetter(name), records) if value is not None]
        inner = [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
        if inner and _hold_times(type(inner[0]), inner):
            return True
    return False


def _without_impossible_spells(inventory: Inventory) -> Iterator[Problem]:
    staff = inventory.tables["staff"]
    wrong = {row: found for row, person in enumerate(staff.records) if (found := _impossible(person))}
    for row, spells in wrong.items():
        for index, start in spells:
            place = inventory.place(staff.origin(row), ("engagements", index, "end"))
            message, _, hint = ends_too_soon(start).partition("; ")
            yield Problem(ProblemCode.INVALID_VALUE, f"'end' {message}", place, hint)
    if wrong:
        staff.leave_out(wrong)


def _impossible(person: Person) -> list[tuple[int, str]]:
    """The spells of work that end on a local day before they start, with that start."""
    return [
        (index, spell.start)
        for index, spell in enumerate(person.engagements or ())
        if spell.end is not None and dates.has_time(spell.end) and dates.written_day(spell.end) < spell.start
    ]


class _Times(NamedTuple):
    """Where a kind of record holds times: its own fields, and the fields with records that hold some."""

    own: tuple[str, ...]
    below: "tuple[tuple[str, Localize], ...]"


@cache
def _localizer(cls: type) -> Localize | None:
    """What gives a record with its times made local, the same where there are none; None where it can hold none."""
    times = _times(cls)
    if not times.own and not times.below:
        return None

    def localize(record: Record, zone: datetime.tzinfo) -> Record:
        changes: dict[str, Any] = {}
        for name in times.own:
            text = getattr(record, name)
            if text is not None and dates.has_time(text):
                changes[name] = dates.in_zone(text, zone)
        for name, localize_below in times.below:
            value = getattr(record, name)
            if value is None:
                continue
            several = value if isinstance(value, tuple) else (value,)
            local = tuple(localize_below(inner, zone) for inner in several)
            if any(map(operator.is_not, local, several)):
                changes[name] = local if isinstance(value, tuple) else local[0]
        return with_values(record, changes) if changes else record

    return localize


@cache
def _times(cls: type) -> _Times:
    shapes = fields_of(cls).values()
    nested = ((shape.attribute, _localizer(shape.shape.nested)) for shape in shapes if shape.shape.nested is not None)
    own = (name for name, field in (record_fields(cls) or {}).items() if _is_timed(field.annotation))
    return _Times(tuple(own), tuple((name, each) for name, each in nested if each is not None))


def _is_timed(annotation: Any) -> bool:
    args = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return Timed in args[1:] or _is_timed(args[0])
    return get_origin(annotation) in {Union, types.UnionType, tuple} and any(map(_is_timed, args))
