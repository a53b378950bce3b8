"""The commits of a practice, each judged once: what is known of one is kept in the cache for the next run.

What a commit shows depends on the contents of its files and of the policies, on the day and on the program, so a digest
of these tells whether it is known. All that is known of one inventory is one entry. Unlike compiled rules it names
people and their logins, as the history itself does: no one but this user can read it (see `cli.cache`), nothing is kept
where a file holds what looks like a secret, and with `--no-cache` nothing is kept at all.
"""

import datetime
import hashlib
import json
import zlib
from collections.abc import Callable
from pathlib import Path

from portalaudit.cli.base_commit import against
from portalaudit.cli.cache_option import shelf
from portalaudit.cli.practice_options import opened_practice
from portalaudit.cli.redacting import knows_secrets
from portalaudit.model import Severity
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.history import Controls, Finding, Point, point_of
from portalaudit.pipeline.spine import judged

Day = Callable[[str | None], datetime.date]
"""The day to judge, by the time zone of the practice; None where no one says which that is."""

_FORM = "judged commits 2"


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found at a commit: time zone and name of the practice, and its state, None where files have problems."""

    timezone: str | None
    name: str
    point: Point | None


class JudgedCommits:
    """The states of one practice, by commit."""

    def __init__(self, assignment: Assignment, policies: Path | None) -> None:
        self.practice = ""
        """The name of the practice, as the commit that was looked at last gives it."""
        self._assignment, self._policies = assignment, policies
        self._shelf = shelf()
        self._kept: dict[str, _Known] = {}
        self._used: dict[str, _Known] = {}
        self._name = self._key("", str(assignment.inventory.resolve()), str(policies and policies.resolve()))
        if self._shelf is not None and (data := self._shelf.take(self._name)) is not None:
            self._kept = _read(data)

    def on(self, commit: str, when: str, day: Day) -> tuple[Point | None, str | None]:
        """The state of a commit on the day told for its time zone, and that zone; None where it has problems.

        `when` is all that the day depends on besides the time zone.
        """
        found = replace(against(commit, self._assignment, self._policies).assignment, as_of=day)
        key = self._key(when, _digest(found))
        known = self._used.get(key) or self._kept.get(key) or _judged(found, day)
        self._used[key] = known
        self.practice = known.name or self.practice
        return known.point and replace(known.point, commit=commit), known.timezone

    def keep(self) -> None:
        """Keep what this run looked at for the next one, and nothing else."""
        if self._shelf is not None and self._used != self._kept and not knows_secrets():
            self._shelf.put(self._name, _written(self._used))

    def _key(self, *parts: str) -> str:
        program = b"" if self._shelf is None else self._shelf.program
        return hashlib.sha256(program + "\0".join((_FORM, *parts)).encode("utf-8", "surrogateescape")).hexdigest()


def _judged(found: Assignment, day: Day) -> _Known:
    opened = opened_practice(found)
    practice = opened.world.inventory.practice
    zone, name = (practice.timezone, practice.name) if practice else (None, "")
    return _Known(zone, name, None if opened.problems else point_of(judged(found, opened), "", day(zone)))


def _digest(assignment: Assignment) -> str:
    """One hash over the contents of everything that a state is made of."""
    whole = hashlib.sha256()
    for text in (*(assignment.stored.texts if assignment.stored else ()), *assignment.policies.texts):
        whole.update(f"{text.path}\0{hashlib.sha256(text.data).hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _written(known: dict[str, _Known]) -> bytes:
    states = {key: [one.timezone, one.name, one.point and _as_json(one.point)] for key, one in sorted(known.items())}
    return zlib.compress(json.dumps(states).encode())


def _as_json(point: Point) -> list[object]:
    findings = {
        name: [one.rule, one.about, one.severity.value, one.message] for name, one in sorted(point.findings.items())
    }
    return [point.day.isoformat(), findings, point.unanswered, point.controls]


def _read(data: bytes) -> dict[str, _Known]:
    """What `_written` made; the cache gives back nothing else."""
    states = json.loads(zlib.decompress(data))
    return {
        key: _Known(zone, name, None if point is None else _point(*point))
        for key, (zone, name, point) in states.items()
    }


def _point(
    day: str, findings: dict[str, list[str]], unanswered: int, controls: dict[str, list[tuple[str, str]]]
) -> Point:
    named: Controls = {rule: tuple((framework, one) for framework, one in of) for rule, of in controls.items()}
    found = {
        name: Finding(rule, about, Severity(severity), message)
        for name, (rule, about, severity, message) in findings.items()
    }
    return Point(datetime.date.fromisoformat(day), "", found, unanswered, named)
