"""What running a rule's own cases showed."""

import datetime

from portalaudit.model.place import Place
from portalaudit.model.problem import Problem, in_order
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case run: every difference between marks and verdicts, and which statuses came out."""

    rule: str
    name: str
    place: Place
    differences: tuple[str, ...]
    statuses: frozenset[Status]


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of an expression that no case has seen with one of the two answers; `because` explains why none can."""

    site: str
    part: str
    missing: bool
    place: Place
    because: str = ""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change to an expression that no case notices; `because` explains why none can, where someone wrote so."""

    site: str
    change: str
    place: Place
    because: str = ""


@dataclass(frozen=True, slots=True)
class RuleCases:
    """All cases of one rule, or of one file of facts, run: what came out, what is wrong with them or missing from them.

    `gaps` are looked for only where that was asked, `survivors` among so many `mutants` likewise.
    """

    rule: str
    results: tuple[CaseResult, ...]
    problems: tuple[Problem, ...]
    lacking: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    mutants: int = 0
    place: Place = Place(".")
    title: str = ""
    are_facts: bool = False

    @property
    def open_gaps(self) -> tuple[Gap, ...]:
        """The gaps that no one has explained."""
        return tuple(gap for gap in self.gaps if not gap.because)

    @property
    def unexplained(self) -> tuple[Survivor, ...]:
        """The survivors that no one has explained."""
        return tuple(survivor for survivor in self.survivors if not survivor.because)

    @property
    def is_good(self) -> bool:
        """Whether every case gave what its marks say and nothing that was looked for is missing."""
        wrong = self.problems or self.lacking or self.open_gaps or self.unexplained
        return not wrong and not any(result.differences for result in self.results)


@dataclass(frozen=True, slots=True)
class Proof:
    """One run of cases.

    The day of the run, what was looked for, the result of each rule and of each file of facts, and what is wrong with
    the policies.
    """

    tool_version: str
    day: datetime.date
    coverage: bool
    mutation: bool
    rules: tuple[RuleCases, ...]
    problems: tuple[Problem, ...]

    @property
    def every_problem(self) -> tuple[Problem, ...]:
        """What is wrong with the policies and the cases files."""
        return in_order((*self.problems, *(problem for rule in self.rules for problem in rule.problems)))

    @property
    def files_of_facts(self) -> int:
        """How many of the results are of facts."""
        return sum(one.are_facts for one in self.rules)

    @property
    def wrong_cases(self) -> int:
        """How many cases gave something else than their marks say."""
        return sum(bool(case.differences) for rule in self.rules for case in rule.results)

    @property
    def is_good(self) -> bool:
        """Whether rules were tested, and nothing is left to do."""
        return bool(self.rules) and not self.every_problem and all(rule.is_good for rule in self.rules)
