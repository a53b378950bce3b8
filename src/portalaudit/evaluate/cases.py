"""The cases of a rule: small inventories with marks that say which verdict belongs to which line."""

import copy
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from portalaudit.evaluate.answering import answered, ordered
from portalaudit.evaluate.fact_values import worked_out
from portalaudit.evaluate.judge import judge
from portalaudit.evaluate.marks import OPEN, Mark, checks_of, read_marks
from portalaudit.inventory.days import world_on
from portalaudit.inventory.misplaced import WAIVERS
from portalaudit.inventory.records.common import Date, Text
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.reference.standing import Source
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.subjects import File, SuspectedSecret
from portalaudit.inventory.tables import Inventory
from portalaudit.inventory.world import Facts, World
from portalaudit.model import Place, Problem, ProblemCode, Status, Verdict
from portalaudit.model.problem import in_order
from portalaudit.model.proof import CaseResult, RuleCases
from portalaudit.model.report import Ruling, verdicts_of
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.message_spelling import did_you_mean
from portalaudit.policy.rule_records import Value
from portalaudit.policy.rules import Rule
from portalaudit.policy.shared_facts import SharedFact
from portalaudit.policy.waiving import Authority
from portalaudit.source import secrets, typed
from portalaudit.source.document import Document, Node, Route, Written
from portalaudit.source.files import Text as FileText
from portalaudit.source.load import load
from portalaudit.source.record_types import field, record, validator
from portalaudit.waivers.application import Exceptions

GIVEN, CASES = "given", "cases"
DEFAULT_PRACTICE = b"practice: {id: case, name: A practice, timezone: America/Los_Angeles}\n"


@record
class Case:
    """One small inventory."""

    name: Text = field(description="What the case shows, in plain words")
    as_of: Date | None = field(None, description="Day on which this case is judged; that of the file if absent")
    sources_seen_on: Date | None = field(
        None, description="Day on which the sources of the reference data count as read; their own days if absent"
    )
    params: dict[str, Value] | None = field(None, description="Parameters other than the rule's defaults")
    inventory: dict[str, object] = field(description="Sections of an inventory, with marks; and waivers")
    files: dict[str, str] | None = field(None, description="Other files of the inventory folder, by name, as text")


@record
class Explanation:
    """Why no case can notice a change to an expression."""

    site: Text = field(alias="in", description="The expression: when, require, escalate 1, downgrade 2")
    change: Text = field(description="The change, as `portalaudit test --mutate` names it")
    because: Text = field(description="Why the changed expression gives the same answer everywhere")


@record
class GapExplanation:
    """Why no case can make a part of an expression true, or false."""

    site: Text = field(alias="in", description="The expression: when, require, escalate 1, downgrade 2")
    part: Text = field(description="The part, as `portalaudit test --coverage` names it")
    never: bool = field(description="The answer that it never gives where it is evaluated")
    because: Text = field(description="Why it never does")


@record
class CasesFile:
    """All cases of one rule."""

    as_of: Date = field(description="Day on which the cases are judged")
    given: dict[str, object] | None = field(None, description="Sections that every case shares")
    cases: tuple[Case, ...] = field(description="The cases")
    survivors: tuple[Explanation, ...] = field((), description="Changes to the rule that no case can notice")
    gaps: tuple[GapExplanation, ...] = field((), description="Answers of parts of the rule that no case can show")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a document that stands for a document of its own: places stay those of the whole."""

    whole: Document
    route: Route
    data: Mapping[str, Node]

    @property
    def path(self) -> str:
        """Path of the whole document."""
        return self.whole.path

    def place(self, route: Route, *, key: bool = False) -> Place:
        """The place in the whole document."""
        return self.whole.place((*self.route, *route), key=key)


@dataclass(frozen=True, slots=True)
class ReadyCase:
    """One case made ready: its world, and the marks on its lines. Any number of rules can be asked of it.

    The cases of one day share an evaluator. `others` are the rules that its waivers may name.
    """

    name: str
    place: Place
    params: Mapping[str, Value]
    world: World
    evaluator: Evaluator
    marks: Sequence[Mark]
    others: Sequence[Rule]


@dataclass(frozen=True, slots=True)
class ReadyCases:
    """The cases of a rule made ready, what its file explains, and what is wrong with the file."""

    document: Document
    cases: tuple[ReadyCase, ...]
    explanations: tuple[Explanation, ...]
    explained_gaps: tuple[GapExplanation, ...]
    problems: tuple[Problem, ...]


def ready_cases(
    rule: Rule,
    document: Document,
    reference: Reference,
    others: Sequence[Rule] = (),
    facts: Sequence[SharedFact] = (),
) -> ReadyCases:
    """Every case of a cases file with its inventory resolved; none where the file cannot be read as one.

    `others` are the rules that waivers in the cases may name, `facts` those that the rule may read beside the
    program's own.
    """
    marks, unread = read_marks(document.path, document.text)
    file, problems = typed.read(document, (), document.data, validator(CasesFile), noun="cases file")
    strange = tuple(_strange(rule, document, marks))
    if file is None or unread or problems or strange:
        return ReadyCases(document, (), (), (), in_order((*unread, *problems, *strange)))
    named = [other for other in others if other.id != rule.id]
    shared = cache(lambda as_of: worked_out(facts, as_of))
    bench = _CasesBench(rule, document, reference, file, marks, named, cache(Evaluator), shared)
    found = [_ready(bench, index) for index in range(len(file.cases))]
    wrong = in_order(problem for _, several in found for problem in several)
    return ReadyCases(document, tuple(case for case, _ in found), file.survivors, file.gaps, wrong)


def _strange(rule: Rule, document: Document, marks: Sequence[Mark]) -> Iterator[Problem]:
    """Checks in marks that the rule does not have."""
    known = [check.id for check in rule.checks if check.id]
    for mark in marks:
        for name in sorted({check.removesuffix(OPEN) for check in mark.checks}.difference(known)):
            message = f"the rule has no check `{name}`"
            hint = did_you_mean(
                name, known, f"its checks are {', '.join(known)}" if known else "it has no named checks"
            )
            yield Problem(ProblemCode.BAD_CASES, message, Place(document.path, mark.line), hint)


def run_ready(rule: Rule, ready: ReadyCases) -> RuleCases:
    """Run every case that was made ready against its rule."""
    results = tuple(_result(rule, case) for case in ready.cases)
    # What cannot be read may hold every kind of case; a file without cases holds none.
    lacking = tuple(_lacking(results)) if results or not ready.problems else ()
    return RuleCases(rule.id, results, ready.problems, lacking, place=rule.place, title=rule.title)


def ruling_of(rule: Rule, case: ReadyCase) -> Ruling:
    """What a rule says of a case, with the case's parameters and after its waivers."""
    asked, _ = rule.with_params(case.params)
    if not case.world.inventory.tables[WAIVERS].records:
        (ruling,) = judge([asked], case.world, case.evaluator)
        return ruling
    every = (asked, *case.others)
    exceptions = Exceptions(every, case.world, Authority())
    rulings = answered(*ordered([asked], every, case.world), case.world, exceptions, case.evaluator)
    return next(one for one in rulings if one.rule.id == asked.id)


def _result(rule: Rule, case: ReadyCase) -> CaseResult:
    ruling = ruling_of(rule, case)
    statuses = frozenset(status for status in Status if ruling.count(status))
    return CaseResult(rule.id, case.name, case.place, tuple(differences(ruling, case.marks)), statuses)


def _lacking(results: Sequence[CaseResult]) -> Iterator[str]:
    """The kinds of case without which a rule counts as untested."""
    seen = frozenset(status for result in results for status in result.statuses)
    if Status.FAIL not in seen:
        yield "a failing case"
    if Status.PASS not in seen:
        yield "a passing case"
    if not seen & {Status.NOT_APPLICABLE, Status.UNKNOWN}:
        yield "a case that does not apply or is unknown"


@dataclass(frozen=True, slots=True)
class _CasesBench:
    """What all cases of a rule share."""

    rule: Rule
    document: Document
    reference: Reference
    file: CasesFile
    marks: Sequence[Mark]
    others: Sequence[Rule]
    evaluator: Callable[[datetime.date], Evaluator]
    shared: Callable[[datetime.date], Facts]


def _ready(bench: _CasesBench, index: int) -> tuple[ReadyCase, tuple[Problem, ...]]:
    rule, document, reference, file = bench.rule, bench.document, bench.reference, bench.file
    case = file.cases[index]
    _, wrong = rule.with_params(case.params or {})
    inventory, problems = inventory_of(document, index, reference)
    lines = _lines(document, index, len(file.cases))
    as_of = datetime.date.fromisoformat(case.as_of or file.as_of)
    files = _files(document, index, case, lines)
    world = world_on(inventory, _dated(reference, case), as_of, files, bench.shared(as_of))
    marks = [mark for mark in bench.marks if mark.line in lines]
    place = document.place((CASES, index, "name"))
    evaluator = bench.evaluator(as_of)
    ready = ReadyCase(case.name, place, case.params or {}, world, evaluator, marks, bench.others)
    return ready, (*problems, *(_bad_param(document, index, name, text) for name, text in wrong.items()))


def inventory_of(document: Document, index: int, reference: Reference) -> tuple[Inventory, tuple[Problem, ...]]:
    """The inventory of a case, with what all cases share, and what is wrong with it."""
    waivers = [part for part in map(_waivers, _parts(document, index)) if part]
    documents = tuple(_documents(document, index))
    return resolve(documents, reference.ids, waivers=waivers, schemas=reference.attributes)


def _dated(reference: Reference, case: Case) -> Reference:
    """The reference data as read on the case's day: no case may change its answer when a source is read again."""
    if case.sources_seen_on is None:
        return reference
    known = reference.sources.items()
    sources = {key: Source(title=one.title, url=one.url, seen_on=case.sources_seen_on) for key, one in known}
    return replace(reference, sources=sources)


def _documents(document: Document, index: int) -> Iterator[Written]:
    """The practice of the cases file or the built-in one, what all cases share, and the case's own inventory."""
    parts = _parts(document, index)
    if not any("practice" in part.data for part in parts):
        yield _built_in()
    for part in parts:
        yield replace(part, data={section: node for section, node in part.data.items() if section != WAIVERS})


def _parts(document: Document, index: int) -> list[Excerpt]:
    return [part for route in ((GIVEN,), (CASES, index, "inventory")) if (part := _excerpt(document, route))]


def _waivers(part: Excerpt) -> Excerpt | None:
    """The waivers among the sections of a case: outside of cases they have a file of their own."""
    return replace(part, data={WAIVERS: part.data[WAIVERS]}) if WAIVERS in part.data else None


@cache
def _built_in() -> Document:
    document, _ = load(FileText("built-in practice", DEFAULT_PRACTICE))
    if document is None:
        raise ValueError("the built-in practice cannot be read")
    return document


def _excerpt(document: Document, route: Route) -> Excerpt | None:
    node: Node = document.data
    for step in route:
        if isinstance(node, dict):
            node = node.get(str(step), {})
        elif isinstance(node, list) and isinstance(step, int):
            node = node[step]
    # A copy, because resolving uses up what it read, and all cases share `given`.
    return Excerpt(document, route, copy.deepcopy(node)) if isinstance(node, dict) and node else None


def _lines(document: Document, index: int, count: int) -> range:
    """The lines of one case."""
    first = document.place((CASES, index)).line
    after = document.place((CASES, index + 1)).line if index + 1 < count else document.text.count("\n") + 2
    return range(first, after)


def _files(document: Document, index: int, case: Case, lines: range) -> tuple[File, ...]:
    """The files that a case shows; without any, the lines of the case itself stand for one."""
    if not case.files:
        return (_file(document.inside, [s for s in secrets.scan(document.text) if s.line in lines]),)
    found = []
    for name, text in case.files.items():
        # The text of a `|` block begins on the line below the indicator.
        above = document.place((CASES, index, "files", name)).line
        shifted = [replace(s, line=s.line + above) for s in secrets.scan(text)]
        found.append(_file(document.inside, shifted))
    return tuple(found)


def _file(path: str, suspicions: Sequence[secrets.Suspicion]) -> File:
    return File(path, tuple(SuspectedSecret(s.kind, s.line) for s in suspicions), tuple(suspicions))


def differences(ruling: Ruling, marks: Sequence[Mark]) -> Iterator[str]:
    """What came out and is not marked, and what is marked and did not come out."""
    verdicts = list(_verdicts(ruling))
    left = list(marks)
    for verdict in verdicts:
        mark = next((mark for mark in left if mark.fits(verdict)), None)
        if mark is not None:
            left.remove(mark)
        elif verdict.status in _TO_MARK:
            yield f"line {verdict.place.line}: {_answer(verdict)} is not marked: {verdict.message}"
    for mark in left:
        here = [f"{_answer(v)}: {v.message}" for v in verdicts if v.place.line == mark.line]
        yield f"line {mark.line}: expected {mark}, got {'; '.join(here) or 'nothing here'}"


_TO_MARK = frozenset({Status.FAIL, Status.UNKNOWN, Status.ERROR})
"""Answers that a case must mark wherever they come out."""


def _answer(verdict: Verdict) -> str:
    """A verdict as a mark says it."""
    return " ".join((verdict.status, verdict.severity, *sorted(checks_of(verdict))))


def _verdicts(ruling: Ruling) -> Iterator[Verdict]:
    """Every verdict of a case. Findings first, so that a mark is not used up by a pass."""
    yield from sorted(verdicts_of(ruling, ""), key=lambda v: v.status not in _TO_MARK)


def _bad_param(document: Document, index: int, name: str, text: str) -> Problem:
    place = document.place((CASES, index, "params", name))
    return Problem(ProblemCode.BAD_PARAMETER, text, place, hint="`portalaudit explain` shows the rule's parameters")
