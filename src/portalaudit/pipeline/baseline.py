"""A file of findings and questions that are known, for practices without git: only others, and worse ones, count.

It names no message and no place, so that a renamed file or another wording changes nothing. A rule whose findings may
not be waived is never in it: what no one may accept for a day, no file accepts for good.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Literal

from portalaudit.model import Place, Problem, Severity, Status, Subject, Verdict
from portalaudit.model.comparison import Base, Change, Comparison, changed, needs_someone, worst_first
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass, replace
from portalaudit.model.verdict import Listed
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load
from portalaudit.source.record_types import StringConstraints, field, record, validator
from portalaudit.source.statements import Filled
from portalaudit.source.typed import read

SCHEMA_ID = "portalaudit/baseline/v1"

_KINDS = (Status.FAIL, Status.UNKNOWN)
"""What a baseline may hold. That a rule could not be evaluated is never usual."""


@record
class KnownSubject:
    """Whom or what a finding is about."""

    type: Filled = field(description="For example account")
    id: Filled = field(description="Its id")


@record
class Known:
    """One finding or question that is known."""

    rule: Filled = field(description="The rule")
    subject: KnownSubject = field(description="What it is about")
    status: Literal["fail", "unknown"] = field(description="Whether it is a finding or a question")
    severity: Literal["critical", "high", "medium", "low", "info"] = field(description="How severe it was")
    checks: tuple[Filled, ...] = field((), description="The checks that failed, where the rule has several")
    listed: tuple[Filled, ...] = field((), description="Digests of what it listed")
    fingerprint: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = field(description="What names it")


@record
class BaselineFile:
    """The whole file."""

    schema: Literal["portalaudit/baseline/v1"] = field(description="The form of this file")
    practice: Filled = field(description="The practice that it is of")
    as_of: Filled = field(description="The day for which it was written")
    known: tuple[Known, ...] = field((), description="What is known, by rule and subject")


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline that was read. `name` is what the user calls its file."""

    name: str
    practice: str
    as_of: str
    known: tuple[Verdict, ...]


def read_baseline(text: Text, name: str) -> tuple[Baseline | None, tuple[Problem, ...]]:
    """The baseline of a file, or what is wrong with the file."""
    document, problems = load(text)
    if document is None or problems:
        return None, problems
    written, problems = _typed(document)
    if written is None or problems:
        return None, problems
    return Baseline(name, written.practice, written.as_of, tuple(map(_verdict, written.known))), ()


def _typed(document: Document) -> tuple[BaselineFile | None, tuple[Problem, ...]]:
    return read(document, (), document.data, validator(BaselineFile), "baseline")


def _verdict(known: Known) -> Verdict:
    subject = Subject(known.subject.type, known.subject.id)
    return Verdict(
        rule=known.rule,
        subject=subject,
        status=Status(known.status),
        severity=Severity(known.severity),
        message=f"{subject.type} {subject.id}",
        place=Place("."),
        fingerprint=known.fingerprint,
        checks=known.checks,
        listed=tuple(Listed(key, "") for key in known.listed),
    )


def against_baseline(report: Report, baseline: Baseline, policies: PolicySet) -> Report:
    """The report held against a baseline."""
    lasting = {rule.id for rule in policies.rules if not may_be_waived(rule)}
    known = {one.fingerprint: one for one in baseline.known if one.rule not in lasting}
    now = {one.fingerprint: one for one in _found(report)}
    evaluated = {ruling.rule.id for ruling in report.rulings}
    lost = [one for name, one in known.items() if name not in now and one.rule in evaluated]
    unrecorded = {one.fingerprint for one in _unrecorded(report, lost)}
    comparison = Comparison(
        base=Base(baseline.name, "", "", has_inventory=True, notes=tuple(_notes(report, baseline, lasting))),
        changes={name: changed(one, known.get(name)) for name, one in now.items()},
        fixed=worst_first(one for one in lost if one.fingerprint not in unrecorded),
        unrecorded=worst_first(one for one in lost if one.fingerprint in unrecorded),
    )
    return replace(report, comparison=comparison)


def _unrecorded(report: Report, lost: Sequence[Verdict]) -> Iterator[Verdict]:
    """Of what is there no more, what was about a record that is gone."""
    for ruling in report.rulings:
        found = [one for one in lost if one.rule == ruling.rule.id]
        recorded = set(map(ruling.subjects.shown, range(len(ruling.subjects.ids)))) if found else set()
        yield from (one for one in found if one.subject.id not in recorded)


def may_be_waived(rule: Rule) -> bool:
    """Whether a rule's findings may be accepted, as it ships or by the practice's policy."""
    return rule.waivable or any(one.allows_waivers for one in rule.loosened)


def _notes(report: Report, baseline: Baseline, lasting: Collection[str]) -> Iterator[str]:
    if baseline.practice != report.practice.id:
        yield f"{baseline.name} is of the practice '{baseline.practice}', so everything counts as new"
    if lasts := sum(one.rule in lasting for one in _found(report)):
        yield f"{lasts} of rules that allow no waivers: a baseline does not hold those, so they count as new each time"


def _found(report: Report) -> Iterator[Verdict]:
    for ruling in report.rulings:
        yield from (one for _, one in sorted(ruling.verdicts.items()) if needs_someone(one))


def new_baseline(report: Report, policies: PolicySet) -> tuple[Verdict, ...]:
    """What a baseline of a report holds: findings and questions of rules that may be waived."""
    allowed = {rule.id for rule in policies.rules if may_be_waived(rule)}
    return tuple(one for one in _found(report) if one.status in _KINDS and one.rule in allowed)


def shrunk(report: Report, baseline: Baseline) -> tuple[Verdict, ...] | None:
    """What is left of a baseline: what is fixed is gone, and what became less is less. None where nothing is left out.

    A run of only some rules, one with problems, one for a day before the baseline's, and one of another practice tell
    of nothing that is gone.
    """
    is_whole = not (report.run.is_partial or report.problems or report.as_of.isoformat() < baseline.as_of)
    if report.comparison is None or not is_whole or baseline.practice != report.practice.id:
        return None
    now = {one.fingerprint: one for one in _found(report)}
    left = tuple(
        _less(one, now[one.fingerprint], report.comparison) for one in baseline.known if one.fingerprint in now
    )
    return left if _lines(left) != _lines(baseline.known) else None


def _less(known: Verdict, now: Verdict, comparison: Comparison) -> Verdict:
    is_same = comparison.of(now).change is Change.SAME and known.status is now.status
    return now if is_same else known


def baseline_text(practice: str, as_of: str, known: Sequence[Verdict]) -> Iterator[str]:
    """The file: one line for each that is known, so that two of them compare well."""
    head: Mapping[str, str] = {"schema": SCHEMA_ID, "practice": practice, "as_of": as_of}
    start = ", ".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items())
    yield f'{{{start}, "known": ['
    yield ",".join(f"\n{line}" for line in _lines(known))
    yield "\n]}\n"


def _lines(known: Sequence[Verdict]) -> list[str]:
    ordered = sorted(known, key=lambda one: (one.rule, one.subject, one.fingerprint))
    return [json.dumps(_as_json(one), ensure_ascii=False) for one in ordered]


def _as_json(one: Verdict) -> dict[str, object]:
    return {
        "rule": one.rule,
        "subject": {"type": one.subject.type, "id": one.subject.id},
        "status": one.status,
        "severity": one.severity,
        "checks": one.checks,
        "listed": [each.key for each in one.listed],
        "fingerprint": one.fingerprint,
    }
