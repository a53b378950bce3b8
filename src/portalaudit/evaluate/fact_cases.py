"""The cases of facts written in YAML: small inventories, and what each fact of a record is in them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from portalaudit.evaluate.cases import CASES, Explanation, GapExplanation, inventory_of
from portalaudit.evaluate.fact_values import worked_out
from portalaudit.inventory.days import world_on
from portalaudit.inventory.holders import holders, parts_of
from portalaudit.inventory.records.common import Date, Text
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.shape import entity_name, fields_of
from portalaudit.inventory.tables import Inventory, Record
from portalaudit.inventory.world import Value, World
from portalaudit.model import FactType, Kind, Place, Problem, ProblemCode
from portalaudit.model.problem import in_order
from portalaudit.model.proof import CaseResult, Gap, RuleCases, Survivor
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.choices import with_expression
from portalaudit.policy.expressions import Expression
from portalaudit.policy.fact_compiler import EXPRESSION, compile_fact
from portalaudit.policy.mutation import mutants
from portalaudit.policy.probing import probes
from portalaudit.policy.rule_records import ParamName
from portalaudit.policy.rule_records import Value as Expected
from portalaudit.policy.scalars import place_in
from portalaudit.policy.scope import Language
from portalaudit.policy.shared_facts import SharedFact
from portalaudit.source import typed
from portalaudit.source.document import Document
from portalaudit.source.record_types import field, record, validator

UNKNOWN = "unknown"
"""What is expected of a fact that the inventory does not tell."""


@record
class FactCase:
    """One small inventory, and facts of its records."""

    name: Text = field(description="What the case shows, in plain words")
    as_of: Date | None = field(None, description="Day of this case; that of the file if absent")
    inventory: dict[str, object] = field(description="Sections of an inventory")
    expect: dict[str, dict[ParamName, Expected]] = field(
        description="Facts by the id of the record; of a part of a record by the way there too, like a1/grants/0. "
        "A fact that gives records names their ids, and one that the inventory does not tell is `unknown`"
    )


@record
class FactCasesFile:
    """All cases of the facts in one file."""

    as_of: Date = field(description="Day of the cases")
    given: dict[str, object] | None = field(None, description="Sections that every case shares")
    cases: tuple[FactCase, ...] = field(description="The cases")
    survivors: tuple[Explanation, ...] = field((), description="Changes to facts that no case can notice")
    gaps: tuple[GapExplanation, ...] = field((), description="Answers of parts of facts that no case can show")


@dataclass(frozen=True, slots=True)
class FactsToProve:
    """The facts of one kind of record in one file. `every` are those of all files, because facts read each other."""

    facts: tuple[SharedFact, ...]
    every: tuple[SharedFact, ...]
    document: Document
    cases: Document | None
    reference: Reference
    language: Language


@dataclass(frozen=True, slots=True)
class _Ready:
    """A case with its inventory, in which facts of any make can be worked out."""

    case: FactCase
    day: date
    inventory: Inventory
    reference: Reference
    place: Place
    records: Mapping[str, Record]

    def world(self, facts: Sequence[SharedFact]) -> World:
        """The case with these facts."""
        return world_on(self.inventory, self.reference, self.day, shared=worked_out(facts, self.day))

    def differences(self, world: World, only: str = "") -> Iterator[str]:
        """What is otherwise than expected, of one fact or of all."""
        for name, facts in self.case.expect.items():
            for fact, expected in facts.items():
                if only in ("", fact):
                    found = _said(world.value(self.records[name], fact))
                    if found != expected:
                        yield f"{name}: `{fact}` is {_listed(found)}, not {_listed(expected)}"


def prove_facts(task: FactsToProve, *, coverage: bool, mutation: bool) -> RuleCases:
    """What the cases of facts show: of the facts themselves, of every part of them, and of small changes to them."""
    name, place = task.document.inside, Place(task.document.path)
    title = f"Facts of the record `{task.facts[0].entity}`" if task.facts else ""
    blank = RuleCases(name, (), (), (), place=place, title=title, are_facts=True)
    if task.cases is None:
        return replace(blank, lacking=("a file of cases beside the facts",))
    file, problems = typed.read(task.cases, (), task.cases.data, validator(FactCasesFile), noun="cases file")
    if file is None:
        return replace(blank, problems=problems)
    ready, unread = _made_ready(task, file)
    results = tuple(_run(task, one) for one in ready) if not unread else ()
    found = replace(
        blank, results=results, problems=in_order((*problems, *unread)), lacking=tuple(_lacking(task, file))
    )
    if found.problems or any(case.differences for case in results):
        return found
    bench = _Examined(task, file, ready)
    if coverage:
        found = replace(found, gaps=tuple(bench.gaps()))
    if mutation:
        survivors = tuple(bench.survivors())
        found = replace(found, survivors=survivors, mutants=bench.tried)
    return replace(found, problems=in_order(bench.stale(found, coverage=coverage, mutation=mutation)))


def _run(task: FactsToProve, ready: _Ready) -> CaseResult:
    differences = tuple(ready.differences(ready.world(task.every)))
    return CaseResult(task.document.inside, ready.case.name, ready.place, differences, frozenset())


def _lacking(task: FactsToProve, file: FactCasesFile) -> Iterator[str]:
    shown = {name for case in file.cases for facts in case.expect.values() for name in facts}
    yield from (f"a case of the fact `{one.name}`" for one in task.facts if one.name not in shown)


def _made_ready(task: FactsToProve, file: FactCasesFile) -> tuple[tuple[_Ready, ...], tuple[Problem, ...]]:
    """Every case with its inventory, and what is wrong with them."""
    entity = task.facts[0].entity if task.facts else ""
    ready: list[_Ready] = []
    problems: list[Problem] = []
    for index, case in enumerate(file.cases):
        document = task.cases
        if document is None:
            break
        inventory, wrong = inventory_of(document, index, task.reference)
        records = dict(_records(inventory, entity))
        problems += (*wrong, *_unknown(task, document, index, case, records))
        day = date.fromisoformat(case.as_of or file.as_of)
        ready.append(_Ready(case, day, inventory, task.reference, document.place((CASES, index, "name")), records))
    return tuple(ready), tuple(problems)


def _records(inventory: Inventory, entity: str) -> Iterator[tuple[str, Record]]:
    """Every record of a kind, by its id and, in a part of another record, the way there."""
    for cls, holder in holders().items():
        if entity_name(cls) == entity:
            table = inventory.tables.get(holder.section)
            for whole in table.records if table else filter(None, [inventory.practice]):
                for part, route in parts_of(whole, holder.path):
                    yield "/".join(map(str, (whole.id, *route))), part


def _unknown(
    task: FactsToProve, document: Document, index: int, case: FactCase, records: Mapping[str, Record]
) -> Iterator[Problem]:
    """What a case expects of records or facts that are not there."""
    known = {one.name for one in task.facts}
    for name, facts in case.expect.items():
        where = (CASES, index, "expect", name)
        if name not in records:
            hint = f"it can be {', '.join(records) or 'nothing, because the inventory holds none'}"
            message = f"no record `{name}` in this case"
            yield Problem(ProblemCode.BAD_CASES, message, document.place(where, key=True), hint)
        for fact in facts:
            if fact not in known:
                message = f"these are cases of {', '.join(sorted(known))}, and `{fact}` is none of them"
                yield Problem(ProblemCode.BAD_CASES, message, document.place((*where, fact), key=True))


def _said(value: Value) -> Expected:
    """A value as cases write it."""
    if value is None:
        return UNKNOWN
    if isinstance(value, tuple):
        return tuple(str(_said(item)) for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else _named(value)


def _named(value: Record) -> str:
    """A record by its id, or by the first thing that is written of it."""
    cls: type = type(value)
    written = (getattr(value, shape.attribute) for shape in fields_of(cls).values())
    return str(getattr(value, "id", None) or next((one for one in written if one is not None), UNKNOWN))


def _listed(value: Expected) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else value


class _Examined:
    """Facts looked at closely, over cases that all give what is expected."""

    def __init__(self, task: FactsToProve, file: FactCasesFile, ready: Sequence[_Ready]) -> None:
        self._task, self._file, self._ready = task, file, ready
        self._sound = [(one, one.expression) for one in task.facts if one.expression is not None]
        self._scope = task.language.scope(task.facts[0].entity) if task.facts else task.language.scope("practice")
        self.tried = 0

    def gaps(self) -> Iterator[Gap]:
        """Every part of a fact that no case has seen true, or false."""
        reasons = {(one.site, one.part, one.never): one.because for one in self._file.gaps}
        for fact, expression in self._sound:
            for probe in probes(expression.text):
                for answer, question in ((True, probe.is_true), (False, probe.is_false)):
                    if not self._is_seen(fact, question):
                        because = reasons.get((fact.name, probe.part, answer), "")
                        place = self._place(fact, probe.start, probe.end)
                        yield Gap(fact.name, probe.part, answer, place, because)

    def _is_seen(self, fact: SharedFact, question: str) -> bool:
        asked = self._with(replace(fact, type=FactType(Kind.BOOLEAN)), question)
        if asked is None:
            return True
        worlds = ((ready, ready.world(asked)) for ready in self._ready)
        return any(world.value(one, fact.name) is True for ready, world in worlds for one in ready.records.values())

    def survivors(self) -> Iterator[Survivor]:
        """Every small change to a fact that no case notices."""
        reasons = {(one.site, one.change): one.because for one in self._file.survivors}
        for fact, expression in self._sound:
            for mutant in mutants(expression.text):
                changed = self._with(fact, mutant.text)
                if changed is None:
                    continue
                self.tried += 1
                if not any(any(ready.differences(ready.world(changed), fact.name)) for ready in self._ready):
                    place = self._place(fact, mutant.start, mutant.end)
                    yield Survivor(fact.name, mutant.change, place, reasons.get((fact.name, mutant.change), ""))

    def _with(self, fact: SharedFact, text: str) -> tuple[SharedFact, ...] | None:
        """All facts, this one with another expression; None where it is none."""
        expression = compile_fact(text, fact, self._scope)
        if not isinstance(expression, Expression):
            return None
        changed = with_expression(fact, expression)
        return tuple(changed if one.full_name == fact.full_name else one for one in self._task.every)

    def _place(self, fact: SharedFact, start: int, end: int) -> Place:
        return place_in(self._task.document, ("facts", fact.name, EXPRESSION), start, end - start)

    def stale(self, found: RuleCases, *, coverage: bool, mutation: bool) -> Iterator[Problem]:
        """Explanations of what cases do notice."""
        gaps = {(gap.site, gap.part, gap.missing) for gap in found.gaps}
        changes = {(one.site, one.change) for one in found.survivors}
        for index, gap in enumerate(self._file.gaps if coverage else ()):
            if (gap.site, gap.part, gap.never) not in gaps:
                yield self._not_needed(("gaps", index), f"`{gap.part}` in {gap.site}")
        for index, one in enumerate(self._file.survivors if mutation else ()):
            if (one.site, one.change) not in changes:
                yield self._not_needed(("survivors", index), f"`{one.change}` in {one.site}")

    def _not_needed(self, route: tuple[str | int, ...], what: str) -> Problem:
        document = self._task.cases or self._task.document
        message = f"cases show {what}, so nothing is to be explained"
        return Problem(ProblemCode.BAD_CASES, message, document.place(route), "take the explanation out")
