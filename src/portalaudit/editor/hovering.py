"""What the mouse is told: the verdicts of a record, or what a field means."""

from collections.abc import Iterator

from portalaudit.editor.cursor import Written, text_at, value_of
from portalaudit.editor.judging import Judged
from portalaudit.editor.references import field_at, record_route, section_meant
from portalaudit.inventory.shape import ENTITY_OF_SECTION
from portalaudit.model import Status, Subject
from portalaudit.model.report import STATUSES, Report
from portalaudit.report.characters import prose
from portalaudit.report.entries import QUESTION, Entry, entries
from portalaudit.report.wording import counted

MOST_LISTED = 12
"""Findings and questions that are listed of one record; more would hide the file."""


def hover_text(text: str, line: int, column: int, judged: Judged) -> tuple[str, Written] | None:
    """What there is to say at a place, and the text there.

    Of a key it is the field's meaning, of a reference the verdicts of the record that it names, of any other value
    those of the record that it stands in.
    """
    at = text_at(text, line, column)
    if at is None:
        return None
    if at.is_key:
        field = field_at(at.route)
        return (f"{field.name}: {field.meaning}.", at) if field is not None and field.meaning else None
    subject = _subject(at, text)
    said = "\n".join(_verdicts(subject, judged.report)) if subject is not None else ""
    return (said, at) if said else None


def _subject(at: Written, text: str) -> Subject | None:
    """The record that is meant at a value."""
    meant = section_meant(at.route)
    if meant in ENTITY_OF_SECTION:
        return Subject(ENTITY_OF_SECTION[meant], at.text)
    section, route = record_route(at.route)
    name = value_of(text, (*route, "id")) if section in ENTITY_OF_SECTION else None
    return Subject(ENTITY_OF_SECTION[section], name) if name is not None else None


def _verdicts(subject: Subject, report: Report) -> Iterator[str]:
    """How many rules found what of a record, then its findings and questions; nothing where no rule applies to it."""
    counts = _counts(subject, report)
    if not sum(counts.values()):
        return
    findings = sum(number for status, number in counts.items() if status.is_finding)
    numbers = {"finding": findings, "question": counts[Status.UNKNOWN], "waived finding": counts[Status.WAIVED]}
    told = [counted(number, noun) for noun, number in numbers.items() if number]
    yield f"{subject.type} {prose(subject.id)}: {', '.join((*told, f'{counts[Status.PASS]} passed'))}"
    found = [one for one in entries(report) if one.verdict is not None and one.verdict.subject == subject]
    yield from map(_line, found[:MOST_LISTED])
    if len(found) > MOST_LISTED:
        yield f"and {len(found) - MOST_LISTED} more"


def _line(entry: Entry) -> str:
    return f"{entry.name} ({'question' if entry.label == QUESTION else entry.label}): {entry.message}"


def _counts(subject: Subject, report: Report) -> dict[Status, int]:
    """How many rules gave each status for a subject."""
    counts = dict.fromkeys(Status, 0)
    positions: dict[int, int | None] = {}
    for ruling in report.rulings:
        listed = ruling.subjects
        if listed.type != subject.type:
            continue
        if id(listed) not in positions:
            positions[id(listed)] = next((at for at, name in enumerate(listed.ids) if name == subject.id), None)
        position = positions[id(listed)]
        if position is not None:
            counts[STATUSES[ruling.outcomes[position]]] += 1
    return counts
