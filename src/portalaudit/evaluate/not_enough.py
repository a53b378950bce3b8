"""Words for a verdict that cannot be reached: what is not recorded, of whom, and which field to add."""

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from portalaudit.evaluate.gaps import Gap
from portalaudit.inventory.field_words import field_words
from portalaudit.inventory.phrases import phrase
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.shape import fields_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import World
from portalaudit.source.patterns import late

MOST_NAMED = 3
"""Gaps that one message names; the others are counted."""

_OF = "{of}"
"""The mark for what lacks something."""

_SENTENCE_END = late(r"(?<=\.)\s+")
_CONDITIONS = ("Not known", "Unknown")


def not_enough_information(gaps: Sequence[Gap], world: World) -> str:
    """What a finding says that needs more than is recorded."""
    more = [f"and {len(gaps) - MOST_NAMED} more like these"] if len(gaps) > MOST_NAMED else []
    advice = _advice(gaps)
    said = "; ".join((*_sentences(gaps[:MOST_NAMED], world), *more))
    return f"Not enough information: {said}." + (f" {advice}" if advice else "")


def _sentences(gaps: Sequence[Gap], world: World) -> Iterator[str]:
    """What is missing, in one sentence of everything that lacks the same."""
    lacking: dict[str, dict[str, None]] = {}
    for gap in gaps:
        lacking.setdefault(_missing(gap, world), {})[phrase(gap.record, world)] = None
    for sentence, names in lacking.items():
        yield sentence.replace(_OF, _listed(list(names), "and"))


def written_later(day: datetime.date) -> str:
    """Why nothing can be said of a past day of which the records hold only what came after."""
    return f"Not enough information for {day}: the records that would show it were changed after that day."


def _missing(gap: Gap, world: World) -> str:
    """What is missing, with a mark where the record is to be named."""
    if gap.section:
        return f"the inventory has no `{gap.section}:`"
    if gap.fact is not None:
        return f"{gap.fact.name.replace('_', ' ')} of {_OF} is {_condition(gap.fact.meaning)}"
    field = gap.fields[0]
    if gap.is_written:
        return _unclear(gap.record, field, world)
    if field in _ABSENT:
        return _ABSENT[field]
    words = field_words(field)
    if "." not in field and world.value(gap.record, field) == NEVER:
        return f"the {words} of {_OF} is `{NEVER}`, which is not a day"
    return f"no {words} {'are' if _is_plural(gap.record, field) else 'is'} recorded for {_OF}"


def _unclear(record: Record, field: str, world: World) -> str:
    """What a field says that leaves the answer open."""
    if field == "exports" and (newest := world.value(record, "newest_list")):
        taken_on = newest.taken_on
        return f"the newest user list from {_OF} is of {taken_on}, {world.calendar.days_since(taken_on)} days old"
    known = f"the {field_words(field)} of {_OF} {'do' if _is_plural(record, field) else 'does'} not say enough"
    return _UNCLEAR.get(field, known)


def _is_plural(record: Record, field: str) -> bool:
    cls: type = type(record)
    shape = fields_of(cls).get(field)
    return shape is not None and shape.shape.type.many


def _condition(meaning: str) -> str:
    sentences = _SENTENCE_END.split(" ".join(meaning.split()))
    condition = next((one for one in sentences if one.startswith(_CONDITIONS)), "Not known")
    return f"{condition[0].lower()}{condition[1:].rstrip('.')}"


def _advice(gaps: Sequence[Gap]) -> str:
    """Which keys to add."""
    sections = dict.fromkeys(gap.section for gap in gaps if gap.section)
    absent, written = (_keys([gap for gap in gaps if gap.is_written is there]) for there in (False, True))
    parts = (
        [f"Add {_listed(absent, 'and')}."] if absent else [],
        [_TO_DO.get(key, f"Check {key}.") for key in written],
        map(_section_to_add, sections),
    )
    return " ".join(itertools.chain(*parts))


def _keys(gaps: Sequence[Gap]) -> Sequence[str]:
    """The keys in question, each once; of several that would do, none where one is named already."""
    alone = {gap.fields[0] for gap in gaps if len(gap.fields) == 1}
    wanted = (gap.fields for gap in gaps if gap.fields and (len(gap.fields) == 1 or alone.isdisjoint(gap.fields)))
    return tuple(dict.fromkeys(_listed([f"`{name}:`" for name in names], "or") for names in wanted))


def _listed(names: Sequence[str], last: str) -> str:
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]


def _section_to_add(section: str) -> str:
    return f"Add `{section}:`; `{section}: []` says that there are none."


_ABSENT: Mapping[str, str] = MappingProxyType(
    {
        "audit_log": "whether {of} keeps an activity log, and when it was reviewed, is not recorded",
        "automation_allowed": "whether {of} allows robots is not recorded",
        "credential_custody": "where the password of {of} is kept is not recorded",
        "engagements": "no dates of work are recorded for {of}",
        "executed_on": "when {of} was carried out is not recorded",
        "exports": "no user list from {of} is on file",
        "part2_program": "whether {of} runs a program under 42 CFR Part 2 is not recorded",
        "part2_terms": "whether the agreement of {of} has the terms of 42 CFR Part 2 is not recorded",
        "person": "no one is recorded as the user of {of}",
        "required": "whether {of} is required is not recorded",
        "roles": "no job role is recorded for {of}",
        "users_managed_by": "whether the practice or the payer manages the users of {of} is not recorded",
    }
)
"""What is said of a field that is not recorded, where its name does not make a good sentence."""

_UNCLEAR: Mapping[str, str] = MappingProxyType(
    {
        "last_login_on": "the last login date of {of} cannot be relied on: it is a day ahead, later than the user list "
        "or long before it, or from an import or an unlock",
        "native_roles": "what the native roles of {of} allow is not known",
        "status": "the status of {of} is not understood",
    }
)
"""What is said of a field that is recorded and leaves the answer open."""

_TO_DO: Mapping[str, str] = MappingProxyType({"`exports:`": "Add a newer one to `exports:`."})
"""What to do about a field that is recorded, where looking at it again is not enough."""
