"""The main job: files in, report out, one stage after the other."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portalaudit.evaluate.parallel import judge_with
from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.tables import Inventory
from portalaudit.inventory.vocabulary import vocabulary
from portalaudit.inventory.world import File, SuspectedSecret, World
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.problem import in_order
from portalaudit.model.report import FileInput, GitState, Inputs, PracticeName, Report, Ruling
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.packs import PolicySet, compile_policies
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load_all
from portalaudit.source.secrets import redact, scan

CASES = ".cases.yaml"
"""The end of the name of a file that holds a rule's cases."""


@dataclass(frozen=True, slots=True)
class Inventories:
    """Files of an inventory folder: `records` are YAML and are read, all of them are searched for secrets."""

    records: tuple[Text, ...]
    others: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyFiles:
    """Files of the policies folders, each path relative to its own folder. `roots` gives the folder of each path."""

    texts: tuple[Text, ...]
    roots: Mapping[str, str]

    def shown(self, place: Place) -> Place:
        """The place as the user finds it."""
        root = self.roots.get(place.path)
        return place if root is None else replace(place, path=f"{root}/{place.path}")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What to judge, by what, as of when. `chosen` says which rules to ask; `as_of` gives the day in a time zone."""

    inventory: Inventories
    policies: PolicyFiles
    as_of: Callable[[str | None], datetime.date]
    chosen: Callable[[Rule], bool]
    version: str
    jobs: int = 1
    git: GitState | None = None


@dataclass(frozen=True, slots=True)
class Policies:
    """Compiled policies: rules ready to be asked, and the reference data that facts need."""

    rules: PolicySet
    reference: Reference
    documents: tuple[Document, ...]


def compile_all(files: PolicyFiles, *, with_cases: bool = False) -> tuple[Policies, tuple[Problem, ...]]:
    """Everything below the policies folders, checked before any inventory is read.

    The rules' cases are left unread unless asked for: they are most of the text.
    """
    texts = [text for text in files.texts if with_cases or not text.path.endswith(CASES)]
    documents, unread = load_all(texts, jobs=1)
    reference, in_reference = load_reference(documents)
    rules, in_rules = compile_policies(documents, vocabulary())
    problems = (_shown(files, problem) for problem in (*unread, *in_reference, *in_rules))
    return Policies(rules, reference, documents), tuple(problems)


def _shown(files: PolicyFiles, problem: Problem) -> Problem:
    related = tuple(replace(second, place=files.shown(second.place)) for second in problem.related)
    return replace(problem, place=files.shown(problem.place), related=related)


def check(assignment: Assignment, *, watch: Callable[[Sequence[Rule], Iterable[Ruling]], Iterable[Ruling]]) -> Report:
    """Judge one practice and report.

    What could be read is judged even where there are problems; the report holds both.
    """
    policies, in_policies = compile_all(assignment.policies)
    documents, unread = load_all(assignment.inventory.records, jobs=assignment.jobs)
    inventory, unresolved = resolve(documents, policies.reference.ids)
    world = _world(assignment, policies, inventory)
    rules = [_placed(assignment.policies, rule) for rule in policies.rules.rules if assignment.chosen(rule)]
    judged = judge_with(assignment.jobs, rules, world, Evaluator(world.calendar.as_of))
    rulings = tuple(watch(rules, judged))
    problems = [*in_policies, *unread, *unresolved, *_nothing_judged(rulings, assignment)]
    return _report(assignment, world, rulings, in_order(problems))


def _world(assignment: Assignment, policies: Policies, inventory: Inventory) -> World:
    timezone = inventory.practice.timezone if inventory.practice else None
    files = [_searched(text) for text in (*assignment.inventory.records, *assignment.inventory.others)]
    return World(inventory, policies.reference, assignment.as_of(timezone), files)


def _searched(text: Text) -> File:
    found = scan(text.data.decode("utf-8", errors="replace"))
    return File(text.path, tuple(SuspectedSecret(s.kind, s.line) for s in found), found)


def _placed(files: PolicyFiles, rule: Rule) -> Rule:
    return replace(rule, place=files.shown(rule.place))


def _nothing_judged(rulings: Sequence[Ruling], assignment: Assignment) -> Iterator[Problem]:
    """A run that asked nothing must not look like a run that found nothing."""
    if not rulings:
        yield Problem(
            ProblemCode.NOTHING_TO_JUDGE,
            "no rule was asked",
            Place("."),
            hint="check --select and --ignore, and that the policies folder holds a pack",
        )
    elif not assignment.inventory.records:
        yield Problem(
            ProblemCode.NOTHING_TO_JUDGE,
            "the inventory folder holds no YAML file",
            Place("."),
            hint="name the folder that holds the practice's files, or make one with `portalaudit init`",
        )


def _report(assignment: Assignment, world: World, rulings: tuple[Ruling, ...], problems: tuple[Problem, ...]) -> Report:
    practice = world.inventory.practice
    return Report(
        tool_version=assignment.version,
        as_of=world.calendar.as_of,
        practice=PracticeName(practice.id, practice.name) if practice else PracticeName("", ""),
        inputs=_inputs(assignment),
        rulings=rulings,
        problems=problems,
        line=_Lines(assignment, world.inventory.documents).line,
    )


class _Lines:
    """Source lines for excerpts, with anything that looks like a secret masked."""

    def __init__(self, assignment: Assignment, documents: Sequence[Document]) -> None:
        self._documents: Mapping[str, Document] = {d.path: d for d in documents}
        self._texts = {t.path: t.data for t in (*assignment.inventory.records, *assignment.inventory.others)}
        for text in assignment.policies.texts:
            self._texts[f"{assignment.policies.roots[text.path]}/{text.path}"] = text.data
        self._split: dict[str, list[str]] = {}

    def line(self, place: Place) -> str | None:
        document = self._documents.get(place.path)
        if document is not None:
            return redact(document.line(place.line))
        lines = self._lines(place.path)
        return redact(lines[place.line - 1]) if 0 < place.line <= len(lines) else None

    def _lines(self, path: str) -> list[str]:
        """The lines of a file that could not be read as a document."""
        if path not in self._split:
            self._split[path] = self._texts.get(path, b"").decode("utf-8", errors="replace").split("\n")
        return self._split[path]


def _inputs(assignment: Assignment) -> Inputs:
    inventory = _hashed((*assignment.inventory.records, *assignment.inventory.others))
    policies = _hashed(assignment.policies.texts)
    moved = tuple(FileInput(f"{assignment.policies.roots[f.path]}/{f.path}", f.sha256) for f in policies)
    return Inputs(_digest(inventory), _digest(policies), (*inventory, *moved), assignment.git)


def _hashed(texts: Iterable[Text]) -> tuple[FileInput, ...]:
    return tuple(sorted(FileInput(t.path, hashlib.sha256(t.data).hexdigest()) for t in texts))


def _digest(files: Iterable[FileInput]) -> str:
    """One hash over names and contents."""
    return hashlib.sha256("".join(f"{f.sha256}  {f.path}\n" for f in files).encode()).hexdigest()
