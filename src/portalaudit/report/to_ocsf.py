"""OCSF Compliance Findings (class 2003), one JSON object on each line: what SIEM and data lakes take in.

One event for each problem in a file, each answer that needs someone, each that a waiver covers or that was looked into,
and one for everything that passes a rule, as in the JUnit report. A question is a warning: the schema calls so what
gives no result because information is missing. Against a base, an event creates, updates or closes a finding.
"""

import datetime
import json
import uuid
from collections.abc import Iterator, Mapping

from portalaudit.model.comparison import Change
from portalaudit.model.place import Place
from portalaudit.model.report import Report, Ruling
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status, Subject, Verdict, fingerprint
from portalaudit.model.whereabouts import from_root
from portalaudit.report import compared, partial, wording
from portalaudit.report.characters import encodable, prose, visible
from portalaudit.report.entries import Entry, entries, run_note

NAME = "ocsf"
SUFFIX = ".jsonl"
READ_BY = "SIEM and data lakes that take OCSF 1.5: Amazon Security Lake, Splunk and others"
SCHEMA_VERSION = "1.5.0"

_CLASS, _CATEGORY = 2003, 2
_SPACE = uuid.UUID("b0a5c8ab-3c36-5b6e-8c7e-0f3e3c4d5a21")
_ACTIVITIES = {1: "Create", 2: "Update", 3: "Close"}
_SEVERITIES = {
    Severity.CRITICAL: (5, "Critical"),
    Severity.HIGH: (4, "High"),
    Severity.MEDIUM: (3, "Medium"),
    Severity.LOW: (2, "Low"),
    Severity.INFO: (1, "Informational"),
}
_PASSES, _WARNS, _FAILS, _OTHER = (1, "Pass"), (2, "Warning"), (3, "Fail"), (99, "Error")
_NEW, _SUPPRESSED, _RESOLVED = (1, "New"), (3, "Suppressed"), (4, "Resolved")
_COMPLIANCE = {
    Status.PASS: _PASSES,
    Status.FAIL: _FAILS,
    Status.WAIVED: _FAILS,
    Status.RESOLVED: _PASSES,
    Status.UNKNOWN: _WARNS,
    Status.ERROR: _OTHER,
}
_STANDING = {Status.PASS: _RESOLVED, Status.WAIVED: _SUPPRESSED, Status.RESOLVED: _RESOLVED}


@dataclass(frozen=True, slots=True)
class _Event:
    """What differs from event to event."""

    uid: str
    title: str
    message: str
    severity: tuple[int, str]
    compliance: Mapping[str, object]
    more: Mapping[str, object]
    unmapped: Mapping[str, object]
    status: tuple[int, str] = _NEW
    activity: int = 1
    rule: RuleSummary | None = None


def render(report: Report) -> Iterator[str]:
    """The events: about files, then by rule."""
    report = from_root(report)
    head = _Head(report)
    for number, event in enumerate(_events(report)):
        yield encodable(json.dumps(head.whole(event, number), ensure_ascii=False, separators=(",", ":")) + "\n")


def _events(report: Report) -> Iterator[_Event]:
    yield _of_run(report)
    yield from (_of_problem(entry) for entry in entries(report) if entry.verdict is None)
    for ruling in report.rulings:
        yield from (_of_verdict(report, verdict, ruling.rule) for _, verdict in sorted(ruling.verdicts.items()))
        if ruling.count(Status.PASS):
            yield _of_passes(report, ruling)
    yield from _gone(report)


class _Head:
    """What all events of a run have in common."""

    def __init__(self, report: Report) -> None:
        self.time = int(datetime.datetime.combine(report.as_of, datetime.time(), datetime.UTC).timestamp() * 1000)
        self.practice = {"uid": visible(report.practice.id), "name": prose(report.practice.name), "type": "practice"}
        banner = partial.banner(report)
        self.metadata = {
            "version": SCHEMA_VERSION,
            "product": {"name": "portalaudit", "vendor_name": "portalaudit", "version": visible(report.tool_version)},
            "log_name": "portalaudit",
            "correlation_uid": str(uuid.uuid5(_SPACE, f"{visible(report.practice.id)} {report.as_of.isoformat()}")),
            "labels": [f"as of {report.as_of.isoformat()}", *([banner] if banner else [])],
        }

    def whole(self, event: _Event, number: int) -> dict[str, object]:
        """An event with everything that the schema asks for."""
        rule = event.rule
        return {
            "activity_id": event.activity,
            "activity_name": _ACTIVITIES[event.activity],
            "category_uid": _CATEGORY,
            "category_name": "Findings",
            "class_uid": _CLASS,
            "class_name": "Compliance Finding",
            "type_uid": _CLASS * 100 + event.activity,
            "type_name": f"Compliance Finding: {_ACTIVITIES[event.activity]}",
            "time": self.time,
            "severity_id": event.severity[0],
            "severity": event.severity[1],
            "status_id": event.status[0],
            "status": event.status[1],
            "message": event.message,
            "metadata": {**self.metadata, "sequence": number},
            "finding_info": {
                "uid": event.uid,
                "title": event.title,
                "desc": event.message,
                **({"types": [visible(rule.id)], "analytic": _analytic(rule)} if rule else {}),
            },
            "compliance": event.compliance,
            "resources": [self.practice],
            **event.more,
            "unmapped": {"practice": self.practice["uid"], **event.unmapped},
        }


def _analytic(rule: RuleSummary) -> dict[str, object]:
    return {
        "uid": visible(rule.id),
        "name": prose(rule.title),
        "type_id": 1,
        "type": "Rule",
        "version": visible(rule.version),
    }


def _of_run(report: Report) -> _Event:
    """What to know of the whole: it stands first, and keeps a run without findings from being an empty file."""
    note = run_note(report)
    bad = bool(report.problems)
    state = _OTHER if bad else (99, "Partial" if report.run.is_partial else "Evaluated")
    return _Event(
        uid=f"portalaudit/{visible(report.practice.id)}",
        title="What was checked, and when",
        message=note,
        severity=_SEVERITIES[Severity.INFO],
        status=(99, "Information"),
        compliance={"control": "portalaudit", "status_id": state[0], "status": state[1]},
        more={},
        unmapped={
            "inventory_sha256": report.inputs.inventory_sha256,
            "policies_sha256": report.inputs.policies_sha256,
            "answers": {status.value: report.count(status) for status in Status},
            **({"flags": partial.flags(report)} if report.run.is_partial else {}),
            **({"comparison": dict(compared.rows(report))} if report.comparison else {}),
        },
    )


def _of_problem(entry: Entry) -> _Event:
    place = _location(entry.place) if entry.has_line else {"path": visible(entry.place.path)}
    return _Event(
        uid=entry.identity,
        title=f"Problem in a file: {entry.name}",
        message=entry.message,
        severity=_SEVERITIES[Severity.HIGH],
        compliance={"control": visible(entry.name), "status_id": _OTHER[0], "status": _OTHER[1]},
        more={"remediation": {"desc": "Fix the file at the place that is named, then run again."}},
        unmapped={"location": place},
    )


def _of_verdict(report: Report, verdict: Verdict, rule: RuleSummary) -> _Event:
    old, changed = compared.is_old(report, verdict), report.comparison is not None
    is_known = changed and (old or _is_worse(report, verdict))
    return _Event(
        uid=verdict.fingerprint,
        title=prose((rule.fault if verdict.status is Status.FAIL else "") or rule.title),
        message=prose(verdict.message),
        severity=(0, "Unknown") if verdict.status is Status.UNKNOWN else _SEVERITIES[verdict.severity],
        status=_STANDING.get(verdict.status, (2, "In Progress") if is_known else _NEW),
        compliance=_compliance(report, rule, verdict.status, verdict.checks),
        more={
            "resources": [_resource(verdict.subject)],
            "remediation": {
                "desc": wording.what_to_do(verdict, rule) or "See the rule.",
                **({"references": [rule.url]} if rule.url else {}),
            },
            **({"comment": wording.waiver_line(verdict)} if verdict.waiver else {}),
        },
        unmapped=_of_answer(report, verdict),
        activity=2 if is_known else 1,
        rule=rule,
    )


def _is_worse(report: Report, verdict: Verdict) -> bool:
    found = report.comparison.changes.get(verdict.fingerprint) if report.comparison else None
    return found is not None and found.change is Change.WORSE


def _of_answer(report: Report, verdict: Verdict) -> dict[str, object]:
    waiver = verdict.waiver
    found: dict[str, object] = {
        "answer": verdict.status.value,
        "location": _location(verdict.place),
        "related": [{**_location(one.place), "label": prose(one.label)} for one in verdict.related],
        "missing": [visible(one) for one in verdict.missing],
        "change": compared.change_of(report, verdict),
        "action": visible(verdict.action),
        "settled_by": visible(verdict.settled_by),
        "waiver": waiver and {"id": visible(waiver.id), "expires_on": waiver.expires_on.isoformat()},
    }
    return {name: value for name, value in found.items() if value}


def _of_passes(report: Report, ruling: Ruling) -> _Event:
    """Everything that passes a rule, told once with its number."""
    rule, number = ruling.rule, ruling.count(Status.PASS)
    every = Subject("rule", rule.id)
    kind = visible(ruling.subjects.type.replace("_", " "))
    return _Event(
        uid=fingerprint(rule.id, report.practice.id, every),
        title=prose(rule.title),
        message=f"{number:,} of {wording.counted(len(ruling.outcomes), kind, f'answers for each {kind}')} passed",
        severity=_SEVERITIES[Severity.INFO],
        status=_RESOLVED,
        compliance=_compliance(report, rule, Status.PASS, ()),
        more={},
        unmapped={
            "answer": Status.PASS.value,
            "passed": number,
            "not_applicable": ruling.count(Status.NOT_APPLICABLE),
            "location": _location(rule.place),
        },
        rule=rule,
    )


def _gone(report: Report) -> Iterator[_Event]:
    """What is there no more since the base is closed: resolved only where its record says so."""
    rules = {ruling.rule.id: ruling.rule for ruling in report.rulings}
    for label, verdict in compared.gone(report):
        is_fixed = label == compared.FIXED
        number, words = _PASSES if is_fixed else (0, "Unknown")
        rule = rules.get(verdict.rule)
        said = _compliance(report, rule, Status.PASS, ()) if rule else {"control": visible(verdict.rule)}
        yield _Event(
            uid=verdict.fingerprint,
            title=prose(rule.title if rule else verdict.rule),
            message=prose(verdict.message),
            severity=(0, "Unknown") if verdict.status is Status.UNKNOWN else _SEVERITIES[verdict.severity],
            status=_RESOLVED if is_fixed else (99, label.capitalize()),
            compliance={**said, "status_id": number, "status": words},
            more={"resources": [_resource(verdict.subject)]},
            unmapped={"change": label},
            activity=3,
            rule=rule,
        )


def _compliance(report: Report, rule: RuleSummary, status: Status, checks: tuple[str, ...]) -> dict[str, object]:
    """The controls that a rule supports evidence for stand as requirements; it decides none of them."""
    number, said = _COMPLIANCE[status]
    controls = {name: ids for name, ids in rule.controls.items() if ids}
    label = wording.controls_label(is_partial=report.run.is_partial).capitalize()
    found: dict[str, object] = {
        "control": visible(rule.id),
        "desc": prose(rule.title),
        "standards": [wording.framework(name) for name in controls],
        "requirements": [f"{wording.framework(name)} {visible(one)}" for name, ids in controls.items() for one in ids],
        "status_id": number,
        "status": said,
        "status_details": [f"{label}: {wording.controls(rule)}"] if controls else [],
        "checks": [
            {"uid": visible(f"{rule.id}/{one}"), "name": visible(one), "status_id": 3, "status": "Fail"}
            for one in checks
        ],
    }
    return {name: value for name, value in found.items() if value}


def _resource(subject: Subject) -> dict[str, object]:
    return {"uid": visible(subject.id), "name": wording.subject(subject), "type": visible(subject.type)}


def _location(place: Place) -> dict[str, object]:
    return {"path": visible(place.path), "line": place.line, "column": place.column}
