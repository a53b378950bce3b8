"""Verdicts that lack information turned into questions: one for each missing fact, whatever number of answers waits.

What later records leave open of a past day is no question: nothing that is added now answers it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.actions.concerned import name_of
from portalaudit.actions.nouns import counted
from portalaudit.inventory.field_words import field_words
from portalaudit.inventory.tables import Record
from portalaudit.inventory.whose import whose
from portalaudit.inventory.world import World
from portalaudit.model import Place, Severity, Status, Subject, Verdict
from portalaudit.model.question import Asked, Question
from portalaudit.model.report import NO_ONES, Ruling
from portalaudit.model.values import dataclass, field
from portalaudit.model.verdict import MissingFact, Named


@dataclass(slots=True)
class _Open:
    """A question while it is put together: how many answers wait for each record, and of which rules."""

    gap: MissingFact
    waiting: dict[Subject, int] = field(default_factory=dict)
    places: dict[Subject, Place] = field(default_factory=dict)
    rules: dict[str, Severity] = field(default_factory=dict)
    answers: int = 0


def questions(rulings: Iterable[Ruling], world: World) -> tuple[Question, ...]:
    """What is to be found out, the fact that most answers wait for first."""
    found: dict[tuple[object, ...], _Open] = {}
    for ruling in rulings:
        for verdict in ruling.verdicts.values():
            if verdict.status is Status.UNKNOWN and not verdict.left_open:
                _wait(found, verdict, ruling)
    asked = (_question(one, world) for one in found.values())
    return tuple(sorted(asked, key=lambda one: (-one.answers, len(one.records), one.id)))


def _wait(found: dict[tuple[object, ...], _Open], verdict: Verdict, ruling: Ruling) -> None:
    """Count a verdict for everything that it waits for: once for each fact, and for each record that it needs it of."""
    seen: set[tuple[object, ...]] = set()
    for gap in verdict.gaps or (MissingFact(verdict.subject, (verdict.rule,)),):
        of = gap.of if gap.of.id or gap.section else verdict.subject
        key = (gap.section, gap.fields, gap.is_written, of.type)
        one = found.setdefault(key, _Open(gap))
        one.waiting[of] = one.waiting.get(of, 0) + 1
        one.places.setdefault(of, verdict.place)
        one.rules.setdefault(verdict.rule, ruling.rule.severity)
        one.answers += key not in seen
        seen.add(key)


def _question(one: _Open, world: World) -> Question:
    gap = one.gap
    kind = next(iter(one.waiting)).type
    table = _table(kind, world)
    records = () if gap.section else tuple(_asked(one, table, world))
    recorded = 0 if gap.section else _recorded(gap.fields, table.values(), kind, world)
    words = _words(gap, kind)
    return Question(
        title=_title(words, gap, records, recorded=recorded),
        words=words,
        fields=gap.fields,
        section=gap.section,
        is_written=gap.is_written,
        records=records,
        recorded=recorded,
        answers=one.answers,
        rules=tuple(sorted(one.rules)),
        severity=min(one.rules.values(), key=lambda severity: severity.rank),
        not_listed=tuple(_not_listed(gap, records, world)),
    )


def _table(kind: str, world: World) -> Mapping[str, Record]:
    """The records of a kind by id; empty for what is no section of the inventory."""
    practice = world.inventory.practice
    if kind == "practice" and practice is not None:
        return {practice.id: practice}
    for table in world.inventory.tables.values():
        if table.entity == kind:
            return {name: table.records[row] for name, row in table.rows.items()}
    return {}


def _asked(one: _Open, table: Mapping[str, Record], world: World) -> Iterator[Asked]:
    for subject in sorted(one.waiting):
        record = table.get(subject.id)
        owner = NO_ONES if record is None else whose(record, world)
        yield Asked(
            of=subject,
            name=subject.id if record is None else name_of(record, world),
            place=one.places[subject] if record is None else world.places(record, ())[0],
            answers=one.waiting[subject],
            person=owner.person,
            portal=owner.portal,
        )


def _recorded(fields: Sequence[str], records: Iterable[Record], kind: str, world: World) -> int:
    """How many records have one of the fields; what is a field of a part is counted with no record."""
    own = (name.partition(".")[2] for name in fields if name.startswith(f"{kind}."))
    columns = [world.values(tuple(records), name) for name in dict.fromkeys(name.partition(".")[0] for name in own)]
    return sum(row.count(None) < len(row) for row in zip(*columns, strict=True))


def _words(gap: MissingFact, kind: str) -> str:
    """The fact in words: `second factor`, `approver of the grant`, `permissions or native roles`."""
    if gap.section:
        return field_words(gap.section)
    said = dict.fromkeys(_words_of(name, kind) for name in gap.fields)
    return " or ".join(said) + (", recorded but not clear" if gap.is_written else "")


def _words_of(name: str, kind: str) -> str:
    entity, _, fact = name.partition(".")
    words = field_words(fact or entity)
    return words if entity == kind or not fact else f"{words} of the {entity.replace('_', ' ')}"


def _title(words: str, gap: MissingFact, records: Sequence[Asked], *, recorded: int) -> str:
    start = f"{words[:1].upper()}{words[1:]}"
    if gap.section:
        return f"{start}: the inventory has no `{gap.section}:`"
    if len(records) == 1:
        portal = f" on {records[0].portal.name}" if records[0].of.type == "account" and records[0].portal else ""
        return f"{start}: {records[0].name}{portal}"
    number = counted(len(records), records[0].of.type)
    return f"{start}: {number}" + (", none recorded" if recorded == 0 and not gap.is_written else "")


def _not_listed(gap: MissingFact, records: Iterable[Asked], world: World) -> Iterator[Named]:
    """The portals of these logins whose newest user list says that it does not give the fact."""
    names = {name.removeprefix("account.") for name in gap.fields if name.startswith("account.")}
    portals = {one.portal.id: one.portal for one in records if one.portal is not None}
    for portal_id in sorted(portals if names else ()):
        portal = world.indexes.portal(portal_id)
        newest = max(portal.exports or (), key=lambda export: export.taken_on, default=None) if portal else None
        if newest is not None and names <= {*(newest.lacks or ())}:
            yield portals[portal_id]
