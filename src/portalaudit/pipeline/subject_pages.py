"""One subject told whole: every rule asked of it, the answer, and the facts that the rule read."""

from collections.abc import Iterable, Iterator, Sequence

from portalaudit.evaluate.judge import subjects_of
from portalaudit.inventory.called import Called, called
from portalaudit.inventory.subjects import Group, Subjects
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World
from portalaudit.model import Status, Verdict
from portalaudit.model.article import Article, Part
from portalaudit.model.values import dataclass, replace
from portalaudit.model.whereabouts import from_where_it_ran
from portalaudit.pipeline.assignment import Assignment
from portalaudit.pipeline.opening import Opened
from portalaudit.pipeline.spine import judged
from portalaudit.policy.rules import Rule
from portalaudit.report import wording

_ORDER = (Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.WAIVED, Status.RESOLVED, Status.PASS, Status.NOT_APPLICABLE)
_LABELS = {status: status.value.replace("_", " ") for status in Status}
MOST_VALUES = 12
"""Values of one fact that are shown; more would hide the others."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says of one subject."""

    rule: Rule
    verdict: Verdict
    record: Record


def subject_page(name: str, assignment: Assignment, opened: Opened) -> Article | None:
    """Every rule asked of the subjects with this id, name or login, and of the groups that such an account is in.

    None where nothing is called so or no rule is asked of it.
    """
    world = opened.world
    meant = called(name, world)
    found = sorted(_answers(meant, assignment, opened), key=_order)
    if not found:
        return None
    is_one = sum(map(len, meant.values())) == 1
    return Article(
        title=name,
        summary=_summary(meant, found, world),
        parts=tuple(_part(answer, world, is_one=is_one) for answer in found),
        about=opened.practice.name,
        as_of=world.calendar.as_of,
    )


def _order(answer: Answer) -> tuple[int, int, str]:
    return _ORDER.index(answer.verdict.status), answer.verdict.severity.rank, answer.rule.id


def _answers(meant: Called, assignment: Assignment, opened: Opened) -> Iterator[Answer]:
    """What is said of each subject, through the very stages that `check` goes through."""
    concerned = {
        rule.id: (rule, subjects, positions)
        for rule in opened.policies.rules.rules
        if (positions := _positions(meant, subjects := subjects_of(rule, opened.world)))
    }
    wanted = replace(assignment, chosen=lambda rule: rule.id in concerned)
    report = from_where_it_ran(judged(wanted, opened))
    for ruling in report.rulings:
        rule, subjects, positions = concerned[ruling.rule.id]
        verdicts = list(report.verdicts_of(ruling))
        yield from (Answer(rule, verdicts[at], subjects.records[at]) for at in positions)


def _positions(meant: Called, subjects: Subjects) -> list[int]:
    """Where subjects that are meant stand, or groups with an account that is meant."""
    ids, accounts = meant.get(subjects.listed.type, frozenset()), meant.get("account", frozenset())
    return [
        position
        for position, (one, record) in enumerate(zip(subjects.ids, subjects.records, strict=True))
        if one in ids or (isinstance(record, Group) and any(account.id in accounts for account in record.accounts))
    ]


def _summary(meant: Called, answers: Sequence[Answer], world: World) -> str:
    counts = {status: sum(a.verdict.status is status for a in answers) for status in _ORDER}
    told = ", ".join(f"{number} {_LABELS[status]}" for status, number in counts.items() if number)
    return " ".join(filter(None, (f"{len(answers)} rules evaluated: {told}.", _what(meant, world))))


def _what(meant: Called, world: World) -> str:
    """Who or what is meant, in sentences; empty where the id says enough."""
    return " ".join((*_accounts(meant, world), *_people(meant, world)))


def _accounts(meant: Called, world: World) -> Iterator[str]:
    for account in map(world.indexes.account, sorted(meant.get("account", ()))):
        if account is not None:
            yield f"Account {account.login} at the portal {account.portal}, {account.status}."


def _people(meant: Called, world: World) -> Iterator[str]:
    for person in map(world.indexes.person, sorted(meant.get("person", ()))):
        if person is not None:
            accounts = ", ".join(each.id for each in world.indexes.accounts_of_person.get(person.id, ()))
            name = f"{person.name} ({person.id})" if len(meant["person"]) > 1 else f"{person.name}"
            yield f"{name}. Accounts (run `explain ID` for details): {accounts or 'none'}."


def _part(answer: Answer, world: World, *, is_one: bool) -> Part:
    """What one rule says; of which subject, where several are meant or it is a group."""
    verdict = answer.verdict
    severity = f", {verdict.severity}" if verdict.status.is_finding else ""
    subject = "" if is_one and verdict.subject.type != "group" else f" ({verdict.subject.id})"
    return Part(
        heading=f"{answer.rule.id}{subject}: {_LABELS[verdict.status]}{severity}",
        paragraphs=(_message(answer), _accepted(verdict), f"At {verdict.place}."),
        points=tuple(_facts(answer, world)),
    )


def _message(answer: Answer) -> str:
    verdict, rule = answer.verdict, answer.rule
    if verdict.status is Status.PASS:
        return f"{verdict.message.rstrip('.')}."
    if verdict.status is not Status.NOT_APPLICABLE:
        return verdict.message
    population = f"to {rule.applies_to}" if rule.applies_to else f"where `{' '.join(rule.form.when.split())}`"
    return f"{rule.title}. The rule does not apply here. It applies {population}."


def _accepted(verdict: Verdict) -> str:
    """Why, by whom and until when a waived finding is accepted; empty for any other."""
    return f"{wording.waiver_line(verdict)}." if verdict.waiver else ""


def _facts(answer: Answer, world: World) -> Iterator[str]:
    """The facts that the rule reads of the subject, with their values."""
    rule = answer.rule
    for name, below in rule.reads.get(rule.variable, {}).items():
        for route, values in _leaves(world, [answer.record], (name,), below):
            yield f"{rule.variable}.{'.'.join(route)}: {_shown(values)}"


def _leaves(
    world: World, records: Iterable[Record], route: tuple[str, ...], below: object
) -> Iterator[tuple[tuple[str, ...], list[Value]]]:
    """The values at the end of each route that is read, over all records on the way."""
    values = [value for record in records for value in _several(record and world.value(record, route[-1]))]
    if not isinstance(below, dict) or not below:
        yield route, values
        return
    for name, deeper in below.items():
        yield from _leaves(world, values, (*route, name), deeper)


def _several(value: Value) -> Iterable[Value]:
    """The items of a list, else the value; None, which is not known, stays."""
    return value if isinstance(value, tuple) else (value,)


def _shown(values: Sequence[Value]) -> str:
    if not values:
        return "nothing"
    words = [_word(value) for value in values[:MOST_VALUES]]
    more = f" and {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
    return ", ".join(words) + more


def _word(value: Value) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    name = getattr(value, "id", None)
    return str(name) if isinstance(name, str) else "one"
