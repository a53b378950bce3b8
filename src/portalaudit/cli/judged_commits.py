"""The commits of a practice, judged day by day: what is known of one is kept in the cache for the next run.

What a commit shows on a day depends on the contents of its files and of the policies, on that day and on the program,
so a digest of the contents tells what is known. All that is known of one inventory is one entry. Unlike compiled rules
it names people and their logins, as the history itself does: no one but this user can read it (see `cli.cache`),
nothing is kept where a file holds what looks like a secret, and with `--no-cache` nothing is kept at all.
"""

import datetime
import gc
import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from portalaudit.cli.base_commit import against
from portalaudit.cli.cache_option import shelf
from portalaudit.cli.past_commits import Commit
from portalaudit.cli.practice_options import found, opened_practice
from portalaudit.cli.redacting import knows_secrets
from portalaudit.model import Severity
from portalaudit.model.history import Controls, Finding, LeftOut, Point
from portalaudit.model.report import PracticeName
from portalaudit.model.values import dataclass, replace
from portalaudit.model.verdict import Subject
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.findings_over_time import findings_of
from portalaudit.pipeline.opening import Opened, on_day
from portalaudit.pipeline.spine import judged

Findings: TypeAlias = dict[str, Finding]

_FORM = "judged commits 3"
_MOST_BYTES = 8 * 1024 * 1024
"""Above that only what the last run looked at is kept."""


_DAYS_IN_MEMORY = 20
"""So many days are evaluated before the memory that they took is looked for; the program itself never does."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a commit's files: findings and number of questions by day, and why there are none, if so."""

    timezone: str | None
    practice: PracticeName
    why: str
    controls: Controls
    days: dict[str, tuple[Findings, int]]


class State:
    """The files of one commit, and what they show on whichever days are asked for."""

    def __init__(self, commit: Commit, known: _Known, assignment: Assignment, opened: Opened | None) -> None:
        self.commit, self.timezone, self.practice = commit.id, known.timezone, known.practice
        self.day = commit.day(known.timezone)
        self.controls = known.controls
        self._known, self._assignment, self._opened = known, assignment, opened

    @property
    def left_out(self) -> LeftOut | None:
        """Why it is not to be judged; None where it is."""
        return LeftOut(self.commit, self.day, self._known.why) if self._known.why else None

    def on(self, day: datetime.date, *, by_time: bool = False) -> Point:
        """What it shows on a day; `by_time` where it is not that of its commit."""
        name = day.isoformat()
        if name not in self._known.days:
            assignment = replace(self._assignment, as_of=lambda _timezone: day)
            self._opened = on_day(self._opened, day) if self._opened else opened_practice(assignment)
            self._known.days[name] = _judged(assignment, self._opened, day)
            if len(self._known.days) % _DAYS_IN_MEMORY == 0:
                gc.collect()
        return Point(day, self.commit, *self._known.days[name], by_time)

    def close(self) -> None:
        """Let go of the files; they are read again where another day is asked for."""
        self._opened = None


class JudgedCommits:
    """The states of one practice, by commit."""

    def __init__(self, assignment: Assignment, policies: Path | None) -> None:
        self.inventory = assignment.inventory
        self._assignment, self._policies = assignment, policies
        self._shelf = shelf()
        self._kept: dict[str, _Known] = {}
        self._used: dict[str, _Known] = {}
        self._name = self._key("", str(assignment.inventory.resolve()), str(policies and policies.resolve()))
        if self._shelf is not None and (data := self._shelf.take(self._name)) is not None:
            self._kept = _read(data)

    def of(self, commit: Commit) -> State:
        """The state of a commit."""
        assignment = replace(against(commit.ref, self._assignment, self._policies).assignment, as_of=commit.day)
        key = self._key(_digest(assignment))
        known = self._kept.get(key)
        opened = opened_practice(assignment) if known is None else None
        if opened is not None:
            known = self._kept[key] = _known(assignment, opened)
        self._used[key] = self._kept[key]
        return State(commit, self._used[key], assignment, opened)

    def keep(self) -> None:
        """Keep what is known for the next run."""
        if self._shelf is not None and not knows_secrets():
            data = _written(self._kept)
            self._shelf.put(self._name, data if len(data) <= _MOST_BYTES else _written(self._used))

    def _key(self, *parts: str) -> str:
        program = b"" if self._shelf is None else self._shelf.program
        return hashlib.sha256(program + "\0".join((_FORM, *parts)).encode("utf-8", "surrogateescape")).hexdigest()


def _known(assignment: Assignment, opened: Opened) -> _Known:
    practice = opened.world.inventory.practice
    controls = {
        rule.id: tuple((framework, one) for framework, ids in rule.summary.controls.items() for one in ids)
        for rule in opened.policies.rules.rules
    }
    return _Known(practice.timezone if practice else None, opened.practice, _why(assignment, opened), controls, {})


def _why(assignment: Assignment, opened: Opened) -> str:
    """The first problem of the files with its place, and how many others there are; empty where there is none."""
    if not opened.reading.documents:
        return "it holds no inventory"
    problems = found(opened.problems, assignment, opened)
    if not problems:
        return ""
    others = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    return f"{problems[0].place}: {problems[0].message}{others}"


def _judged(assignment: Assignment, opened: Opened, day: datetime.date) -> tuple[Findings, int]:  # noqa: ARG001 -- tests see it
    report = judged(assignment, opened)
    return findings_of(report), len(report.unanswered())


def _digest(assignment: Assignment) -> str:
    """One hash over the contents of everything that a state is made of."""
    whole = hashlib.sha256()
    for text in (*(assignment.stored.texts if assignment.stored else ()), *assignment.policies.texts):
        whole.update(f"{text.path}\0{hashlib.sha256(text.data).hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _written(known: Mapping[str, _Known]) -> bytes:
    return zlib.compress(json.dumps({key: _as_json(one) for key, one in sorted(known.items())}).encode())


def _as_json(one: _Known) -> list[object]:
    """A finding reads the same on many days, so each text stands once."""
    numbers: dict[tuple[str, ...], int] = {}
    days = {
        day: [
            [numbers.setdefault(_row(name, each), len(numbers)) for name, each in sorted(findings.items())],
            unanswered,
        ]
        for day, (findings, unanswered) in sorted(one.days.items())
    }
    return [one.timezone, [one.practice.id, one.practice.name], one.why, one.controls, list(numbers), days]


def _row(name: str, one: Finding) -> tuple[str, ...]:
    return name, one.rule, one.subject.type, one.subject.id, one.severity.value, one.message


def _read(data: bytes) -> dict[str, _Known]:
    """What `_written` made; the cache gives back nothing else."""
    return {key: _known_again(*one) for key, one in json.loads(zlib.decompress(data)).items()}


def _known_again(
    timezone: str | None,
    practice: list[str],
    why: str,
    controls: dict[str, list[tuple[str, str]]],
    rows: list[list[str]],
    days: dict[str, tuple[list[int], int]],
) -> _Known:
    every = [
        (name, Finding(rule, Subject(kind, subject), Severity(severity), message))
        for name, rule, kind, subject, severity, message in rows
    ]
    return _Known(
        timezone,
        PracticeName(*practice),
        why,
        {rule: tuple((framework, one) for framework, one in of) for rule, of in controls.items()},
        {day: (dict(every[number] for number in numbers), unanswered) for day, (numbers, unanswered) in days.items()},
    )
