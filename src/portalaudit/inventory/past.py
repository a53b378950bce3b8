"""An inventory as it was on a day, as far as its dates tell.

What was done on a later day had not happened: an account that was closed later was open, a review completed later was
not. Of some things only the last time is written, such as a login or the review of a document, and it says nothing of
earlier times. So there are two readings of a day: in one nothing of that kind had happened, in the other it had on that
very day. A verdict is certain where both readings give it. The same holds for an account that is closed on a day that
no one wrote down: in one reading it still works. And for an account whose first day no one wrote down and whose people
began to work only later: in one reading it was not there.
"""

import operator
from collections.abc import Iterator, Sequence
from typing import Any

from portalaudit.inventory.calendar import Calendar
from portalaudit.inventory.facts.accounts import LIVE, NOT_YET, PARKED
from portalaudit.inventory.past_fields import ITS_DAY, LAST, NESTED, ONCE, PLACED, TOGETHER
from portalaudit.inventory.records import Account, Contract
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.records.portal_records import Registration
from portalaudit.inventory.tables import Inventory, Record, Table
from portalaudit.model.values import dataclass, replace
from portalaudit.source.record_types import with_values

MANY = 2
"""One date to come may be a slip of the pen. So many show that the day looked at is past."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An inventory as seen from a day: its two readings, one object where nothing is later or left open.

    `later` counts the records that hold something later; `is_past` says whether that makes it a past day.
    """

    reading: Inventory
    other: Inventory
    later: int
    is_past: bool


def seen_on(inventory: Inventory, calendar: Calendar) -> Seen:
    """The inventory as it was on the calendar's day."""
    dates = [sum(1 for _ in _later(record, calendar)) for record in _records(inventory, calendar)]
    later, is_past = sum(1 for count in dates if count), sum(dates) >= MANY
    if not later:
        return Seen(inventory, inventory, 0, is_past=False)
    to_come = frozenset(_to_come(inventory, calendar)) if is_past else frozenset()
    first, second = (_reading(inventory, _Day(calendar, is_past, done, to_come)) for done in (False, True))
    return Seen(first, second, later, is_past)


def _records(inventory: Inventory, calendar: Calendar) -> Iterator[Record]:
    """The records of every section in which something may be later than the day."""
    for records in (table.records for table in inventory.tables.values()):
        yield from records if records and _hold_later(type(records[0]), records, calendar) else ()
    yield from () if inventory.practice is None else (inventory.practice,)


def _hold_later(cls: type, records: Sequence[Record], calendar: Calendar) -> bool:
    """Whether any of these records holds something later, asked of all at once: of a day that is today, none does."""
    for name in (*ONCE.get(cls, ()), *LAST.get(cls, ()), *ITS_DAY.get(cls, ())):
        texts = set(map(operator.attrgetter(name), records)) - {None}
        if any(_is_later(text, calendar) for text in texts):
            return True
    for name in NESTED.get(cls, ()):
        inner = [item for record in records for item in _several(getattr(record, name))]
        if inner and _hold_later(type(inner[0]), inner, calendar):
            return True
    return False


def _later(record: Record, calendar: Calendar) -> Iterator[str]:
    """Everything in a record that was done after the day."""
    cls = type(record)
    for name in (*ONCE.get(cls, ()), *LAST.get(cls, ()), *ITS_DAY.get(cls, ())):
        text = getattr(record, name)
        if text is not None and _is_later(text, calendar):
            yield text
    for name in NESTED.get(cls, ()):
        for item in _several(getattr(record, name)):
            yield from _later(item, calendar)


def _is_later(text: str, calendar: Calendar) -> bool:
    return text != NEVER and calendar.day(text) > calendar.today


def _to_come(inventory: Inventory, calendar: Calendar) -> Iterator[str]:
    """The ids of the people whose work began after the day."""
    for person in inventory.tables["staff"].records:
        starts = [engagement.start for engagement in person.engagements or ()]
        if starts and all(_is_later(start, calendar) for start in starts):
            yield person.id


def _several(value: Any) -> Sequence[Record]:
    return () if value is None else value if isinstance(value, tuple) else (value,)


# ---------------------------------------------------------------- a reading


@dataclass(frozen=True, slots=True)
class _Day:
    """The day, whether it is past and what may have been done was done on it, and whose work began only later."""

    calendar: Calendar
    is_past: bool
    done: bool
    to_come: frozenset[str]

    def is_later(self, text: str | None) -> bool:
        return text is not None and _is_later(text, self.calendar)

    def has_come(self, text: str | None) -> bool:
        return text is not None and not _is_later(text, self.calendar)


def _reading(inventory: Inventory, day: _Day) -> Inventory:
    kept: dict[tuple[str, str], tuple[int, ...]] = {}
    tables = {name: _table(table, day, kept) for name, table in inventory.tables.items()}
    practice = None if inventory.practice is None else _seen(inventory.practice, day)
    return replace(inventory, tables=tables, practice=practice, kept_parts=kept)


def _table(table: Table, day: _Day, kept: dict[tuple[str, str], tuple[int, ...]]) -> Table:
    records = [_seen(record, day) for record in table.records]
    seen = replace(table, records=records, rows=dict(table.rows))
    seen.leave_out({row for row, record in enumerate(table.records) if _had_not_begun(record, day)})
    for record in table.records if table.section in PLACED else ():
        parts = getattr(record, PLACED[table.section]) or ()
        if any(_had_not_begun(part, day) for part in parts):
            kept[table.section, record.id] = tuple(i for i, each in enumerate(parts) if not _had_not_begun(each, day))
    return seen


def _had_not_begun(record: Record, day: _Day) -> bool:
    """Whether a record stands for something that happened later: a completion, a user list, a decision, a review."""
    written = (getattr(record, name) for name in ITS_DAY.get(type(record), ()))
    first = next((text for text in written if text is not None), None)
    return day.is_later(first)


def _seen(record: Record, day: _Day) -> Record:
    """A record as it was on the day; the very same where nothing of it is later."""
    changes = dict(_changes(record, day))
    if isinstance(record, Account):
        status = _status(record, day)
        changes |= {} if status == record.status else {"status": status}
    return with_values(record, changes) if changes else record


def _changes(record: Record, day: _Day) -> Iterator[tuple[str, Any]]:
    cls = type(record)
    for name in ONCE.get(cls, ()):
        if day.is_later(getattr(record, name)):
            yield name, None
            yield from ((other, None) for other in TOGETHER.get((cls, name), ()))
    for name in LAST.get(cls, ()):
        if day.is_later(getattr(record, name)):
            yield name, day.calendar.as_of.isoformat() if day.done else None
    if isinstance(record, Registration):
        yield from _registration(record, day)
    if isinstance(record, Contract) and record.status == "ended" and day.is_later(record.ended_on):
        yield "status", "active"
    for name in NESTED.get(cls, ()):
        value = getattr(record, name)
        inner = tuple(_seen(item, day) for item in _several(value) if not _had_not_begun(item, day))
        if len(inner) != len(_several(value)) or any(a is not b for a, b in zip(inner, _several(value), strict=True)):
            yield name, inner if isinstance(value, tuple) else inner[0]


def _registration(registration: Registration, day: _Day) -> Iterator[tuple[str, Any]]:
    """The state of a registration before the step that is written as the last one."""
    status, submitted = registration.status, day.has_come(registration.submitted_on)
    if status == "closed" and day.is_later(registration.closed_on):
        yield "status", "verified" if day.has_come(registration.verified_on) else None
    elif status == "verified" and day.is_later(registration.verified_on):
        yield "status", "submitted" if submitted else None
    elif status == "submitted" and day.is_later(registration.submitted_on):
        yield "status", "not_started"


def _status(account: Account, day: _Day) -> str:
    """The status of an account on the day."""
    grants = (grant.granted_on for grant in account.grants or () if grant.kind == "create" and grant.granted_on)
    made = account.created_on or min(grants, default=None)
    if day.is_later(made) or (made is None and not day.done and _is_of_people_to_come(account, day)):
        return NOT_YET
    return _open_status(account, day) if account.status in LIVE else _ended_status(account, day)


def _is_of_people_to_come(account: Account, day: _Day) -> bool:
    users = {account.person, *(use.person for use in account.used_by or ())} - {None}
    return bool(users) and users <= day.to_come


def _open_status(account: Account, day: _Day) -> str:
    """What an account that works was: off, where it was enabled only later."""
    if not day.is_later(account.enabled_on):
        return account.status
    if day.has_come(account.deactivated_on):
        return "deactivated"
    if day.has_come(account.suspended_on) or day.done:
        return "suspended"
    return account.status


def _ended_status(account: Account, day: _Day) -> str:
    """What an account that does not work was: open, where it was closed only later."""
    suspended, enabled = account.suspended_on, account.enabled_on
    if suspended is not None and enabled is not None and suspended <= enabled and day.has_come(enabled):
        suspended = None
    if day.has_come(account.deactivated_on):
        return account.status
    if day.has_come(suspended):
        return account.status if account.status in PARKED or account.deactivated_on is None else "suspended"
    if account.deactivated_on is None and suspended is None:
        return "active" if day.is_past and day.done else account.status
    return "active"
