"""A whole run, ready for every reporter.

A practice with a hundred thousand accounts has millions of verdicts, nearly all of them passes. A `Ruling` therefore
keeps one byte for each subject and whole `Verdict`s only for what needs someone; `Report.verdicts()` makes the others
when they are asked for.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from portalaudit.model.access import Access
from portalaudit.model.action import Action
from portalaudit.model.comparison import Comparison
from portalaudit.model.framework import Framework
from portalaudit.model.not_read import NotRead
from portalaudit.model.place import Place
from portalaudit.model.problem import Problem
from portalaudit.model.question import Question
from portalaudit.model.recorded import RecordedFile
from portalaudit.model.rule_summary import LeftOutRule, RuleSummary
from portalaudit.model.shipping import Shipping
from portalaudit.model.values import dataclass, field
from portalaudit.model.verdict import Named, Status, Subject, Verdict, fingerprint

STATUSES: tuple[Status, ...] = tuple(Status)
"""A status is stored as its position here."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The rules and controls that `--select` or `--ignore` names.

    `set_by` says who: `--ignore`, `PORTALAUDIT_IGNORE` or `portalaudit.toml:2`.
    """

    patterns: tuple[str, ...] = ()
    set_by: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What was wanted of a run, and by which rules.

    `not_evaluated` are the rules in force that it did not evaluate, by id. `shipping` says how the rules in force
    differ from those that ship.
    """

    select: Patterns = field(default_factory=Patterns)
    ignore: Patterns = field(default_factory=Patterns)
    not_evaluated: tuple[RuleSummary, ...] = ()
    shipping: Shipping = field(default_factory=Shipping)

    @property
    def is_partial(self) -> bool:
        """Whether rules in force were not evaluated: then no answer stands for the whole practice."""
        return bool(self.not_evaluated)


@dataclass(frozen=True, slots=True)
class Whose:
    """The portal that a subject belongs to and the person whom it concerns; None where it has none, or several.

    `accounts` are the ids of the accounts that it is about.
    """

    portal: Named | None
    person: Named | None
    accounts: tuple[str, ...] = ()


NO_ONES = Whose(None, None)
"""Whose a subject is that belongs to no portal and concerns no person."""


def _no_ones(_position: int) -> Whose:
    return NO_ONES


@dataclass(frozen=True, slots=True)
class SubjectList:
    """The subjects of one kind, sorted by id. `place(i)` is where the i-th is written, `whose(i)` whose it is.

    `masked` holds the ids, by position, that must be shown otherwise than they are because they hold a secret.
    """

    type: str
    ids: Sequence[str]
    place: Callable[[int], Place]
    whose: Callable[[int], Whose] = _no_ones
    masked: Mapping[int, str] = field(default_factory=dict)

    def shown(self, position: int) -> str:
        """The id of a subject as a report may print it."""
        return self.masked.get(position, self.ids[position])


def _no_evidence(_position: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule's answers: `outcomes[i]` is the status of the i-th subject, as a position in `STATUSES`.

    `verdicts` holds whole verdicts by subject position: every finding and every waived one. `evidence(i)` says why the
    i-th subject passes, where it does; it is worked out when it is asked for, and empty where the rule does not say.
    """

    rule: RuleSummary
    subjects: SubjectList
    outcomes: bytes
    verdicts: Mapping[int, Verdict]
    evidence: Callable[[int], str] = _no_evidence

    def count(self, status: Status) -> int:
        """How many subjects got this status."""
        return self.outcomes.count(STATUSES.index(status))


@dataclass(frozen=True, slots=True, order=True)
class FileInput:
    """A file that was read, with its SHA-256 (hex); one that is not data was only searched for secrets."""

    path: str
    sha256: str
    is_data: bool = True


@dataclass(frozen=True, slots=True)
class GitState:
    """The commit of the inventory's repository, and whether anything that was read differs from it.

    `commit` is None where git did not name it, `dirty` where it is not known; then `note` says why, in sentences. It
    also names what differs.
    """

    commit: str | None
    dirty: bool | None
    note: str = ""


SHIPPED = "portalaudit-policies"
"""What the shipped policies are called among the folders, and what their paths begin with in messages."""


@dataclass(frozen=True, slots=True)
class PoliciesUsed:
    """The policies folders of a run, nearest first, and those that were seen and not used.

    Paths lead from the inventory; what ships stands among them under its own name.
    """

    folders: tuple[str, ...] = ()
    not_used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inputs:
    """What went into a run. The two hashes cover names and contents of all files of their folder.

    `not_read` are files that lie in those folders and are not used as data; `recorded` are those whose SHA-256 the
    inventory holds. `inventory` is the folder of the inventory from where the paths begin.
    """

    inventory_sha256: str
    policies_sha256: str
    files: tuple[FileInput, ...]
    git: GitState | None = None
    policies: PoliciesUsed = field(default_factory=PoliciesUsed)
    not_read: tuple[NotRead, ...] = ()
    recorded: tuple[RecordedFile, ...] = ()
    inventory: str = "."


@dataclass(frozen=True, slots=True)
class Setting:
    """A flag that the config file set for this run, as written there, and where."""

    name: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class PracticeName:
    """The practice that was judged."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file with secrets masked. `column` and `end_column` are those of a place in this text."""

    text: str
    column: int
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """How one leads to the inventory's folder, and to each policies folder by what its paths begin with.

    `not_used` leads to the policies folders that were seen and not used; `beside` to others of which files are named;
    `settings` to the config file.
    Empty where the paths of a report are as they are to be shown.
    """

    inventory: str = ""
    policies: Mapping[str, str] = field(default_factory=dict)
    not_used: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    settings: str = ""

    @property
    def folders(self) -> Mapping[str, str]:
        """How one leads to each folder whose files are named, by what their paths begin with."""
        return {**self.beside, **self.policies}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a reporter may show. `rulings` are sorted by rule id, `problems` by place.

    `line(place)` gives the source line of a place without its line end, secrets masked, or None. Places in the
    inventory are relative to its folder. `from_here` is the way from where the command ran, `from_root` that from the
    top of the repository that holds the inventory, or without one from the folder that holds it. `left_out` are rules
    that the practice does not ask, by id. `frameworks` are those whose controls the rules in force name. `settings` are
    the flags that a config file set.
    """

    tool_version: str
    as_of: datetime.date
    practice: PracticeName
    inputs: Inputs
    rulings: tuple[Ruling, ...]
    problems: tuple[Problem, ...]
    line: Callable[[Place], SourceLine | None]
    from_here: Way = field(default_factory=Way)
    from_root: Way = field(default_factory=Way)
    left_out: tuple[LeftOutRule, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    settings: tuple[Setting, ...] = ()
    run: Run = field(default_factory=Run)
    later_records: int = 0
    """How many records hold something that was done after the day; what they say of it leaves answers open."""
    access: Callable[[], Access] = Access
    """Who can log in where; worked out when it is asked for, because few formats show it."""
    in_repository: bool = False
    """Whether the inventory lies in a git repository, where an earlier state of it can be checked out."""
    actions: tuple[Action, ...] = ()
    """What to do, first things first. Every fail that is not waived is part of one, or settled by one."""
    questions: tuple[Question, ...] = ()
    """What is missing, the fact that most answers wait for first."""
    comparison: Comparison | None = None
    """How the findings compare with those of another commit, where the run was held against one."""

    def findings(self) -> tuple[Verdict, ...]:
        """Every verdict that needs attention: most severe first, then what to do first, then by rule and subject.

        Of the same severity, those that end with another action come after the others.
        """
        orders = {action.verb: order for order, action in enumerate(self.actions)}
        found = (v for ruling in self.rulings for v in ruling.verdicts.values() if v.status.is_finding)
        return tuple(
            sorted(
                found,
                key=lambda v: (
                    v.severity.rank,
                    v.settled_by != "",
                    orders.get(v.settled_by or v.action, len(orders)),
                    v.rule,
                    v.subject,
                ),
            )
        )

    def answered(self, status: Status) -> tuple[Verdict, ...]:
        """The whole verdicts with this status, by rule and then by subject; passes have none."""
        return tuple(v for ruling in self.rulings for v in ruling.verdicts.values() if v.status is status)

    def unanswered(self) -> tuple[Verdict, ...]:
        """Every verdict for which there is not enough information, by rule and subject.

        What later records leave open on a past day comes last, for nothing can be done about it.
        """
        found = self.answered(Status.UNKNOWN)
        return tuple(sorted(found, key=lambda v: (v.left_open, v.rule, v.subject)))

    def due(self, verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
        """Those of some findings and questions that decide the run: all, or what is new or worse than at the base."""
        if self.comparison is None:
            return tuple(verdicts)
        return tuple(filter(self.comparison.is_due, verdicts))

    def first(self, findings: Sequence[Verdict]) -> Verdict | None:
        """Of these findings the one to start with: the worst of the first action, else the first of all.

        None where none needs attention.
        """
        needing = [one for one in findings if not one.is_remark]
        wanted = self.actions[0].verb if self.actions else ""
        of_action = (one for one in needing if one.action == wanted and not one.settled_by)
        return next(of_action, needing[0] if needing else None)

    def verdicts(self) -> Iterator[Verdict]:
        """Every verdict, by rule and then by subject. Made one at a time."""
        return chain.from_iterable(self.verdicts_of(ruling) for ruling in self.rulings)

    def verdicts_of(self, ruling: Ruling) -> Iterator[Verdict]:
        """Every verdict of one rule, by subject."""
        return verdicts_of(ruling, self.practice.id)

    def whose(self) -> Mapping[str, Whose]:
        """The portal, the person and the accounts of each answer that is told whole, by its fingerprint."""
        return {
            verdict.fingerprint: ruling.subjects.whose(position)
            for ruling in self.rulings
            for position, verdict in ruling.verdicts.items()
        }

    def count(self, status: Status) -> int:
        """How many verdicts have this status."""
        return sum(ruling.count(status) for ruling in self.rulings)


def said_of(ruling: Ruling, position: int) -> str:
    """What is said of a subject that is no finding: why it passes, or else what the rule is."""
    is_pass = STATUSES[ruling.outcomes[position]] is Status.PASS
    return (ruling.evidence(position) if is_pass else "") or ruling.rule.title


def verdicts_of(ruling: Ruling, practice: str) -> Iterator[Verdict]:
    """Every verdict of one rule, by subject; those that are not kept whole are made here."""
    rule, subjects = ruling.rule, ruling.subjects
    for position, (subject_id, outcome) in enumerate(zip(subjects.ids, ruling.outcomes, strict=True)):
        verdict = ruling.verdicts.get(position)
        if verdict is None:
            verdict = Verdict(
                rule=rule.id,
                subject=Subject(subjects.type, subjects.shown(position)),
                status=STATUSES[outcome],
                severity=rule.severity,
                message=said_of(ruling, position),
                place=subjects.place(position),
                fingerprint=fingerprint(rule.id, practice, Subject(subjects.type, subject_id)),
            )
        yield verdict
