"""The results file: every verdict, passes too, because they are the evidence.

Its shape is fixed by `assets/results.schema.json`. One result stands on one line, so that two files compare well and a
million results are never in memory at once.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from portalaudit.model.access import Access
from portalaudit.model.recorded import RecordedFile, counts
from portalaudit.model.report import STATUSES, GitState, Inputs, Report, Ruling, SubjectList, Whose, said_of
from portalaudit.model.verdict import (
    Severity,
    Status,
    Subject,
    Verdict,
    fingerprint,
)
from portalaudit.model.whereabouts import from_root
from portalaudit.report.access_parts import access_as_json
from portalaudit.report.characters import encodable
from portalaudit.report.controls import ControlView, FrameworkView, framework_views
from portalaudit.report.json_parts import (
    action_as_json,
    change_as_json,
    comparison_as_json,
    location,
    named,
    problem_as_json,
    question_as_json,
    related_places,
    root,
    waiver_as_json,
)
from portalaudit.report.partial import banner
from portalaudit.report.rule_parts import deviation_as_json, left_out_as_json, rule_as_json
from portalaudit.report.summary import Summary, summarize
from portalaudit.report.wording import disclaimer

NAME = "json"
SUFFIX = ".json"
READ_BY = "Programs: every answer, passes too; `portalaudit schema report` is its schema"
SCHEMA_ID = "portalaudit/report/v1"
SCHEMA_PATH = Path(__file__).parent / "assets" / "results.schema.json"

_BATCH = 1_000
_ReadySubject = tuple[Subject, str, str, str]
_encode: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def schema() -> str:
    """The JSON Schema of the results file, as text."""
    return SCHEMA_PATH.read_text(encoding="utf-8")


def render(report: Report) -> Iterator[str]:
    """The report as one JSON object; results by rule, then by subject."""
    report = from_root(report)
    yield encodable(f"{{{_head(report)},\n")
    yield encodable(_array("rules", (rule_as_json(ruling.rule) for ruling in report.rulings)) + ",\n")
    yield encodable(_array("left_out", map(left_out_as_json, report.left_out)) + ",\n")
    yield encodable(_array("frameworks", map(_framework, framework_views(report))) + ",\n")
    yield encodable(_array("actions", map(action_as_json, report.actions)) + ",\n")
    yield encodable(_array("questions", map(question_as_json, report.questions)) + ",\n")
    yield from _access(report.access())
    yield '"results": ['
    yield from _results(report)
    yield "\n],\n"
    yield encodable(_array("problems", map(problem_as_json, report.problems)) + "\n}\n")


def _head(report: Report) -> str:
    values = {
        "schema": SCHEMA_ID,
        "disclaimer": disclaimer(is_partial=report.run.is_partial),
        "tool": {"name": "portalaudit", "version": report.tool_version},
        "as_of": report.as_of.isoformat(),
        **({"later_records": report.later_records} if report.later_records else {}),
        "practice": {"id": report.practice.id, "name": report.practice.name},
        "inputs": {"root": root(report), **_inputs(report.inputs)},
        "settings": [
            {"name": one.name, "value": one.value, "location": location(one.place)} for one in report.settings
        ],
        "run": _run(report),
        "summary": _summary(summarize(report)),
        **({} if report.comparison is None else {"comparison": comparison_as_json(report, report.comparison)}),
    }
    return ",\n".join(f"{_encode(name)}: {_encode(value)}" for name, value in values.items())


def _array(name: str, values: Iterable[object]) -> str:
    lines = ",\n".join(_encode(value) for value in values)
    return f"{_encode(name)}: [\n{lines}\n]" if lines else f"{_encode(name)}: []"


def _inputs(inputs: Inputs) -> dict[str, object]:
    return {
        "inventory_sha256": inputs.inventory_sha256,
        "policies_sha256": inputs.policies_sha256,
        "files": [
            {"path": file.path, "sha256": file.sha256, **({} if file.is_data else {"data": False})}
            for file in inputs.files
        ],
        "policies": {"folders": inputs.policies.folders, "not_used": inputs.policies.not_used},
        "git": None if inputs.git is None else _git(inputs.git),
        "not_read": [{"path": one.path, "why": one.why, "searched": one.is_searched} for one in inputs.not_read],
        "recorded": {
            "counts": {match.replace(" ", "_"): number for match, number in counts(inputs.recorded).items()},
            "files": [_recorded(one) for one in inputs.recorded],
        },
    }


def _recorded(one: RecordedFile) -> dict[str, object]:
    return {
        "name": one.name,
        "sha256": one.sha256,
        "match": one.match,
        "path": one.path or None,
        "location": location(one.place),
    }


def _run(report: Report) -> dict[str, object]:
    run = report.run
    return {
        "banner": banner(report),
        "select": run.select.patterns,
        "ignore": run.ignore.patterns,
        "set_by": {"select": run.select.set_by or None, "ignore": run.ignore.set_by or None},
        "rules_in_force": len(report.rulings) + len(run.not_evaluated),
        "rules_evaluated": len(report.rulings),
        "rules_as_shipped": run.shipping.as_shipped,
        "edited": [deviation_as_json(one) for one in run.shipping.deviations],
        "not_evaluated": list(map(rule_as_json, run.not_evaluated)),
    }


def _git(state: GitState) -> dict[str, object]:
    return {"commit": state.commit, "dirty": state.dirty, "note": state.note or None}


def _summary(summary: Summary) -> dict[str, object]:
    return {
        "by_status": {status: summary.by_status[status] for status in Status},
        "findings_by_severity": {severity: summary.of_severity(severity) for severity in Severity},
        "subjects": summary.subjects,
        "rules": summary.rules,
        "problems": summary.problems,
        "questions": summary.questions,
        "answers_waiting": summary.waiting,
    }


def _framework(view: FrameworkView) -> dict[str, object]:
    framework = view.framework
    return {
        "id": framework.id,
        "title": framework.title,
        "version": framework.version,
        "source": {"title": framework.source, "url": framework.url, "seen_on": framework.seen_on},
        "controls": [_control(control) for control in view.controls],
    }


def _control(view: ControlView) -> dict[str, object]:
    return {
        "id": view.control.id,
        "title": view.control.title,
        "note": view.control.note,
        "verified": view.control.is_verified,
        "implementation": view.control.implementation,
        "state": view.state,
        "weakened": view.weakened,
        "rules": view.control.rules,
        "covered_by": view.control.covered_by,
        "left_out": view.control.left_out,
        "asked": view.rules,
        "findings": view.findings,
        "questions": view.questions,
        "worst": view.worst,
        "waived": view.waived,
    }


def _access(access: Access) -> Iterator[str]:
    parts = access_as_json(access)
    yield '"access": {\n'
    yield encodable(",\n".join(_array(name, values) for name, values in parts.items()))
    yield "\n},\n"


def _results(report: Report) -> Iterator[str]:
    separator = "\n"
    ready: dict[int, list[_ReadySubject]] = {}
    for ruling in report.rulings:
        if id(ruling.subjects) not in ready:
            ready[id(ruling.subjects)] = _ready_subjects(ruling.subjects)
        for lines in _batches(_ruling(report, ruling, ready[id(ruling.subjects)])):
            yield encodable(separator + ",\n".join(lines))
            separator = ",\n"


def _ready_subjects(subjects: SubjectList) -> list[_ReadySubject]:
    """Each subject with its id, whose it is and its place as JSON, made once for all rules that share the list."""
    return [
        (
            Subject(subjects.type, one),
            _encode(subjects.shown(position)),
            _fields(_whose(subjects.whose(position), Subject(subjects.type, one))),
            _encode(location(subjects.place(position))),
        )
        for position, one in enumerate(subjects.ids)
    ]


def _whose(whose: Whose, subject: Subject) -> dict[str, object]:
    """The portal and the person; the accounts as well, where they are not the subject itself."""
    itself = (subject.id,) if subject.type == "account" else ()
    return {
        **{name: one and named(one) for name, one in (("portal", whose.portal), ("person", whose.person))},
        **({} if whose.accounts == itself else {"accounts": whose.accounts}),
    }


def _fields(values: dict[str, object]) -> str:
    """Members of an object, without its braces."""
    return ", ".join(f"{_encode(name)}: {_encode(value)}" for name, value in values.items())


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _ruling(report: Report, ruling: Ruling, subjects: list[_ReadySubject]) -> Iterator[str]:
    """One line for each subject. A pass is the bulk of a file and is put together from ready parts."""
    rule, practice = ruling.rule, report.practice.id
    start = f'{{"rule": {_encode(rule.id)}, "subject": {{"type": {_encode(ruling.subjects.type)}, "id": '
    middle = [_fields({"status": status, "severity": rule.severity, "message": ""})[:-2] for status in STATUSES]
    for position, (subject, name, whose, place) in enumerate(subjects):
        verdict = ruling.verdicts.get(position)
        if verdict is not None:
            whole = _verdict(
                verdict, ruling.subjects.whose(position), Subject(subject.type, ruling.subjects.ids[position])
            )
            yield _encode({**whole, **change_as_json(report, verdict)})
            continue
        digest = fingerprint(rule.id, practice, subject)
        said = _encode(said_of(ruling, position))
        answer = f'{start}{name}}}, {whose}, {middle[ruling.outcomes[position]]}{said}, "location": {place}'
        yield f'{answer}, {_NOTHING_MORE}, "fingerprint": "{digest}", "waiver": null}}'


_NOTHING_MORE = '"related": [], "checks": [], "undetermined": [], "missing": [], "action": null, "settled_by": null'


def _verdict(verdict: Verdict, whose: Whose, subject: Subject) -> dict[str, object]:
    return {
        "rule": verdict.rule,
        "subject": {"type": verdict.subject.type, "id": verdict.subject.id},
        **_whose(whose, subject),
        "status": verdict.status,
        "severity": None if verdict.status is Status.UNKNOWN else verdict.severity,
        "message": verdict.message,
        "location": location(verdict.place),
        "related": related_places(verdict.related),
        **({"more_related": verdict.more} if verdict.more else {}),
        "checks": verdict.checks,
        "undetermined": verdict.undetermined,
        "missing": verdict.missing,
        **({"left_open": True} if verdict.left_open else {}),
        "action": verdict.action or None,
        "settled_by": verdict.settled_by or None,
        "fingerprint": verdict.fingerprint,
        "waiver": None if verdict.waiver is None else waiver_as_json(verdict.waiver),
    }
