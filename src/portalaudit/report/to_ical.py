"""iCalendar (RFC 5545): what is due, as days of a calendar.

Every action, end of a waiver, review, training and other day of the records is an event of a whole day. An event keeps
its UID from run to run, so that a calendar which takes the file again moves it. There is no clock in it: `DTSTAMP` is
the day of the report. What to know of the whole run is a journal entry, for a calendar must hold one thing at least.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence

from portalaudit.model.report import Report
from portalaudit.model.verdict import Severity
from portalaudit.model.whereabouts import from_root
from portalaudit.report.characters import prose, visible
from portalaudit.report.due_dates import DueDate, due_dates
from portalaudit.report.entries import run_note

NAME = "ical"
SUFFIX = ".ics"
READ_BY = "Outlook, Google Calendar, Apple Calendar: what is due, and when"

MOST_TEXT = 2_000
"""So many characters of a text are kept: calendars cut longer ones, some within a word."""

_SPACE = uuid.UUID("5d0c1f0a-6f0b-5a52-9d5e-1f6a9f6f0c11")
_LINE = 75
_PRIORITIES = {Severity.CRITICAL: 1, Severity.HIGH: 3, Severity.MEDIUM: 5, Severity.LOW: 7, Severity.INFO: 9}
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})

Masking = Callable[[Iterable[str]], Iterable[str]]


def render(report: Report, masked: Masking = iter) -> Iterator[str]:
    """The calendar, line by line; `masked` sees each line whole, before it is folded."""
    report = from_root(report)
    return (_folded(line) for line in "".join(masked(f"{line}\n" for line in _lines(report))).splitlines() if line)


def _lines(report: Report) -> Iterator[str]:
    name = prose(f"Portal access: {report.practice.name}")
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//portalaudit//{_escaped(visible(report.tool_version))}//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{_escaped(name)}"
    yield from _journal(report)
    seen: set[str] = set()
    for due in due_dates(report):
        yield from _event(report, due, _uid(report, (due.kind, due.key), seen))
    yield "END:VCALENDAR"


def _journal(report: Report) -> Iterator[str]:
    """Whose calendar it is, of which day, and what it is not."""
    yield "BEGIN:VJOURNAL"
    yield f"UID:{_uid(report, ('run',), set())}"
    yield from _stamps(report)
    yield f"DTSTART;VALUE=DATE:{_day(report.as_of)}"
    yield f"SUMMARY:{_escaped('What was checked, and when')}"
    yield f"DESCRIPTION:{_escaped(run_note(report))}"
    yield "CLASS:CONFIDENTIAL"
    yield "END:VJOURNAL"


def _event(report: Report, due: DueDate, uid: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield from _stamps(report)
    yield f"DTSTART;VALUE=DATE:{_day(due.on)}"
    yield f"DTEND;VALUE=DATE:{_day(due.on + datetime.timedelta(1))}"
    yield f"SUMMARY:{_escaped(_cut(due.what))}"
    if due.details:
        yield f"DESCRIPTION:{_escaped(_cut(chr(10).join(due.details)))}"
    yield f"CATEGORIES:{due.kind}"
    if due.severity is not None:
        yield f"PRIORITY:{_PRIORITIES[due.severity]}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _stamps(report: Report) -> Iterator[str]:
    """When it was made, and its number among the versions of the same event: each later day has a higher one."""
    yield f"DTSTAMP:{_day(report.as_of)}T000000Z"
    yield f"SEQUENCE:{report.as_of.toordinal()}"


def _day(day: datetime.date) -> str:
    return day.strftime("%Y%m%d")


def _uid(report: Report, key: Sequence[str], seen: set[str]) -> str:
    """The name of an event for good; of several of the same, each has a number."""
    name = "\0".join(visible(part) for part in (report.practice.id, *key))
    numbered = (name, *(f"{name}\0{number}" for number in range(2, len(seen) + 3)))
    own = next(one for one in numbered if one not in seen)
    seen.add(own)
    return f"{uuid.uuid5(_SPACE, own)}@portalaudit"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…"


def _folded(line: str) -> str:
    """A line of at most 75 octets, folded between characters where it is longer."""
    data = line.encode()
    if len(data) <= _LINE:
        return f"{line}\r\n"
    pieces, start = [], 0
    while start < len(data):
        end = min(start + (_LINE if not start else _LINE - 1), len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end].decode())
        start = end
    return "\r\n ".join(pieces) + "\r\n"
