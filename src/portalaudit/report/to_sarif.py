"""SARIF 2.1.0: what code scanning services, editors and security dashboards read.

Only what needs someone is a result, and what a waiver covers, as suppressed: these services show each result as an
alert. A question is of the kind `open`, whose level the standard fixes as `none`. Results that are fixed since a base
are not listed as `absent`, for the same reason, but named in the properties of the run.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from portalaudit.model.comparison import Change
from portalaudit.model.place import Place, Related
from portalaudit.model.project_pages import HOME
from portalaudit.model.report import Report
from portalaudit.model.rule_summary import Maturity, RuleSummary
from portalaudit.model.verdict import Severity, Status, Verdict, Waiver
from portalaudit.model.whereabouts import from_root
from portalaudit.report import compared, partial, wording
from portalaudit.report.characters import encodable, prose, visible
from portalaudit.report.entries import PROBLEM, Entry, entries, run_note

NAME = "sarif"
SUFFIX = ".sarif"
READ_BY = "GitHub code scanning, the SARIF viewers of editors, Heimdall"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
"""GitHub refuses a file with more, and shows the worst 5,000 of these."""

_ROOT = "%SRCROOT%"
_ROOT_MEANING = "The top of the repository that holds the inventory, or without one the folder that holds it."
_FINGERPRINT = "portalaudit/v1"
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_SECURITY_SEVERITY = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""How GitHub tells critical from high; less than 0.1 it does not take."""
_STATES = {Change.NEW: "new", Change.WORSE: "updated", Change.SAME: "unchanged"}
_MOST_TAGS = 20
_LINK = re.compile(r"[\[\]]")


def render(report: Report) -> Iterator[str]:
    """The report as a log with one run; a result on each line."""
    report = from_root(report)
    listed = tuple(_entries(report))
    ids = {name: index for index, name in enumerate(_rule_ids(report))}
    head = {
        "tool": {"driver": _driver(report)},
        "automationDetails": {"id": _category(report)},
        "originalUriBaseIds": {_ROOT: {"description": {"text": _ROOT_MEANING}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(listed))],
        "properties": _run_properties(report, len(listed)),
    }
    yield encodable(f'{{"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n')
    yield encodable("".join(f"{_json(name)}: {_json(value)},\n" for name, value in head.items()))
    yield '"results": ['
    separator = "\n"
    for entry in listed[:MOST_RESULTS]:
        yield encodable(separator + _json(_result(report, entry, ids)))
        separator = ",\n"
    yield "\n]\n}]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entries(report: Report) -> Iterator[Entry]:
    """What needs someone, then what a waiver covers."""
    yield from entries(report)
    for one in report.answered(Status.WAIVED):
        yield Entry(
            one.severity, visible(one.rule), prose(one.message), one.place, one.fingerprint, one.related, verdict=one
        )


def _category(report: Report) -> str:
    """What a service keeps apart from other uploads. A partial one must not close the alerts of a whole one."""
    part = "partial/" if report.run.is_partial else ""
    return f"portalaudit/{visible(report.practice.id)}/{part}"


def _rule_ids(report: Report) -> list[str]:
    problems = sorted({f"{PROBLEM}/{one.code}" for one in report.problems})
    return [*(visible(ruling.rule.id) for ruling in report.rulings), *problems]


def _driver(report: Report) -> dict[str, object]:
    label = wording.controls_label(is_partial=report.run.is_partial)
    rules = [_rule(ruling.rule, label) for ruling in report.rulings]
    return {
        "name": "portalaudit",
        "version": visible(report.tool_version),
        "informationUri": HOME,
        "rules": [*rules, *(_problem_rule(name) for name in _rule_ids(report)[len(rules) :])],
    }


def _rule(rule: RuleSummary, label: str) -> dict[str, object]:
    controls = wording.controls(rule)
    help_ = (prose(rule.remediation), f"{label.capitalize()}: {controls}." if controls else "", _explained(rule))
    tags = ["security", *(f"{name}/{visible(one)}" for name, ids in rule.controls.items() for one in ids)]
    return {
        "id": visible(rule.id),
        "shortDescription": _text(rule.title),
        "fullDescription": _text(f"{prose(rule.title)}. {prose(rule.rationale)}".strip()),
        "help": _text(" ".join(filter(None, help_))),
        **({"helpUri": rule.url} if rule.url else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [visible(tag) for tag in tags[:_MOST_TAGS]],
            "precision": "high" if rule.maturity is Maturity.STABLE else "medium",
            **_security_severity(rule.severity),
            "severity": rule.severity,
            "version": visible(rule.version),
            "maturity": rule.maturity,
            **_said("loosened", map(wording.loosened, rule.loosened)),
            **_said(
                "severityChanged",
                [wording.severity_changed(rule, rule.severity_changed)] if rule.severity_changed else (),
            ),
        },
    }


def _explained(rule: RuleSummary) -> str:
    """How to see the rule as it is in force here; the page on the web tells of it as it ships."""
    return f"For the whole page of this rule: portalaudit explain {visible(rule.id)}"


def _security_severity(severity: Severity) -> dict[str, str]:
    score = _SECURITY_SEVERITY.get(severity)
    return {"security-severity": score} if score else {}


def _problem_rule(name: str) -> dict[str, object]:
    what = name.removeprefix(f"{PROBLEM}/").replace("-", " ")
    return {
        "id": name,
        "shortDescription": _text(f"Problem in a file: {what}"),
        "fullDescription": _text(f"A file of the inventory or the policies cannot be used as it is: {what}."),
        "help": _text("Fix the file at the place that is named, then run again."),
        "defaultConfiguration": {"level": "error"},
    }


def _text(text: str) -> dict[str, str]:
    """A message in which nothing becomes a link of the reader's page."""
    safe = prose(text)
    return {"text": _LINK.sub(r"\\\g<0>", safe) if "](" in safe else safe}


def _said(name: str, texts: Iterable[str]) -> dict[str, object]:
    found = list(texts)
    return {name: found} if found else {}


def _invocation(report: Report, listed: int) -> dict[str, object]:
    """Whether the run could look at everything, and what it says of itself."""
    notes = [{"level": "note", "message": _text(run_note(report))}]
    if banner := partial.banner(report):
        notes.insert(0, {"level": "warning", "message": _text(f"{banner}: {partial.flags(report)}.")})
    if cut := _cut(listed):
        notes.insert(0, {"level": "warning", "message": _text(cut)})
    return {"executionSuccessful": not report.problems, "toolExecutionNotifications": notes}


def _cut(listed: int) -> str:
    if listed <= MOST_RESULTS:
        return ""
    return f"Only the worst {MOST_RESULTS:,} of {listed:,} results are listed. Write a JSON report to see all."


def _run_properties(report: Report, listed: int) -> dict[str, object]:
    summary = {status.value: report.count(status) for status in Status}
    gone = [(label, f"{visible(one.rule)}: {prose(one.message)}") for label, one in compared.gone(report)]
    return {
        "asOf": report.as_of.isoformat(),
        "practice": {"id": visible(report.practice.id), "name": prose(report.practice.name)},
        "results": listed,
        "answers": summary,
        "inventorySha256": report.inputs.inventory_sha256,
        "policiesSha256": report.inputs.policies_sha256,
        **({"comparison": dict(compared.rows(report))} if report.comparison else {}),
        **_said("fixed", (text for label, text in gone if label == compared.FIXED)),
        **_said("noLongerRecorded", (text for label, text in gone if label == compared.UNRECORDED)),
        "disclaimer": wording.disclaimer(is_partial=report.run.is_partial),
    }


def _result(report: Report, entry: Entry, ids: Mapping[str, int]) -> dict[str, object]:
    verdict = entry.verdict
    related = [_related(number, one) for number, one in enumerate(entry.related)]
    name = entry.name if verdict else f"{PROBLEM}/{entry.name}"
    return {
        "ruleId": name,
        "ruleIndex": ids[name],
        **_kind(verdict),
        "message": _text(entry.message),
        "locations": [{**_physical(entry.place, has_line=entry.has_line), **_logical(verdict)}],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {_FINGERPRINT: entry.identity},
        **(_of_verdict(report, verdict) if verdict else {}),
    }


def _kind(verdict: Verdict | None) -> dict[str, str]:
    if verdict is not None and verdict.status is Status.UNKNOWN:
        return {"kind": "open", "level": "none"}
    return {"kind": "fail", "level": _LEVELS[verdict.severity] if verdict else "error"}


def _of_verdict(report: Report, verdict: Verdict) -> dict[str, object]:
    changed = report.comparison.changes.get(verdict.fingerprint) if report.comparison else None
    return {
        **({"baselineState": _STATES[changed.change]} if changed else {}),
        **({"suppressions": [_suppression(verdict, verdict.waiver)]} if verdict.waiver else {}),
        "properties": {
            "status": verdict.status,
            **({} if verdict.status is Status.UNKNOWN else {"severity": verdict.severity}),
            **_said("missing", map(visible, verdict.missing)),
            **_said("why", map(prose, changed.why if changed else ())),
            **({"action": verdict.action} if verdict.action else {}),
            **({"settledBy": verdict.settled_by} if verdict.settled_by else {}),
            **({"moreRelated": verdict.more} if verdict.more else {}),
        },
    }


def _related(number: int, one: Related) -> dict[str, object]:
    return {"id": number, **_physical(one.place), "message": _text(one.label)}


def _suppression(verdict: Verdict, waiver: Waiver) -> dict[str, object]:
    place = _physical(waiver.place)
    return {"kind": "external", "status": "accepted", "justification": wording.waiver_line(verdict), "location": place}


def _logical(verdict: Verdict | None) -> dict[str, object]:
    """Whom or what a finding is about, which stays the same where its line moves."""
    if verdict is None:
        return {}
    named = {"fullyQualifiedName": wording.subject(verdict.subject), "kind": visible(verdict.subject.type)}
    return {"logicalLocations": [named]}


def _physical(place: Place, *, has_line: bool = True) -> dict[str, object]:
    """A place below the root. Without a known end it is one character long: GitHub wants one."""
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.end_column or place.column + 1,
    }
    file = {"artifactLocation": {"uri": _uri(place.path), "uriBaseId": _ROOT}}
    return {"physicalLocation": {**file, "region": region} if has_line else file}


def _uri(path: str) -> str:
    """A path as a relative address; one from the root of a file system would name this machine."""
    return quote(path.lstrip("/"), safe="/", errors="replace")
