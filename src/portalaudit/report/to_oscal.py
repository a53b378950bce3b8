"""OSCAL assessment results: what tools for governance, risk and compliance take in.

An observation stands for each answer that needs someone, that a waiver covers or that was looked into, and one for
everything that passes a rule. A rule with open findings is a risk. A control is a finding where rules that support
evidence for it have findings, and never else: that none of them has any decides nothing. All ids are made from what
they name, so that the same files and day give the same bytes.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from portalaudit.model.problem import Problem
from portalaudit.model.report import Report, Ruling
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status, Subject, Verdict
from portalaudit.model.whereabouts import from_root
from portalaudit.report import compared, partial, wording
from portalaudit.report.characters import encodable
from portalaudit.report.controls import ControlState, FrameworkView, framework_views
from portalaudit.report.entries import Entry, entries, run_note
from portalaudit.report.oscal_parts import control_tokens, identifier, line, lines, props
from portalaudit.report.provenance import provenance

NAME = "oscal"
SUFFIX = ".json"
READ_BY = "Tools for governance, risk and compliance that take OSCAL 1.2 assessment results"
OSCAL_VERSION = "1.2.1"

_NO_DETERMINATION = (
    "Rules that are mapped to this control have findings. The format has no other word for that than not-satisfied: "
    "whether the control is met is for people to decide."
)
_TOOL, _PLAN = identifier("tool"), identifier("rules")
_encode: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class _Run:
    """A report with what its parts need of each other."""

    report: Report
    day: str
    tokens: Mapping[tuple[str, str], str]
    frameworks: tuple[FrameworkView, ...]


def render(report: Report) -> Iterator[str]:
    """The document, one observation, risk or finding on each line."""
    report = from_root(report)
    run = _Run(
        report, f"{report.as_of.isoformat()}T00:00:00Z", control_tokens(report.frameworks), framework_views(report)
    )
    head = {
        "uuid": identifier("document", report.practice.id, report.as_of.isoformat()),
        "metadata": _metadata(run),
        "import-ap": {"href": f"#{_PLAN}"},
        "back-matter": {"resources": [_plan(report)]},
    }
    yield encodable('{"assessment-results": {\n' + "".join(f"{_encode(n)}: {_encode(v)},\n" for n, v in head.items()))
    yield encodable('"results": [{\n' + ",\n".join(f"{_encode(n)}: {_encode(v)}" for n, v in _result(run).items()))
    for name, items in (("observations", _observations(run)), ("risks", _risks(run)), ("findings", _findings(run))):
        yield from _array(name, items)
    yield "\n}]\n}}\n"


def _array(name: str, items: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """A member with a list; OSCAL knows no empty one."""
    start = f",\n{_encode(name)}: [\n"
    end = ""
    for item in items:
        yield encodable(start + _encode(item))
        start, end = ",\n", "\n]"
    yield end


def _metadata(run: _Run) -> dict[str, object]:
    report = run.report
    practice = {"uuid": _party(report), "type": "organization", "name": line(report.practice.name)}
    return {
        "title": line(f"Portal access: {report.practice.name}"),
        "last-modified": run.day,
        "version": report.as_of.isoformat(),
        "oscal-version": OSCAL_VERSION,
        **props({"practice": report.practice.id, "run": partial.banner(report)}),
        "parties": [practice],
        "remarks": lines((wording.disclaimer(is_partial=report.run.is_partial), wording.CONFIDENTIAL)),
    }


def _party(report: Report) -> str:
    return identifier("practice", report.practice.id)


def _plan(report: Report) -> dict[str, object]:
    """The rules stand in for the plan that an assessment is to have."""
    return {
        "uuid": _PLAN,
        "title": "The rules that were in force",
        "description": "portalaudit evaluates typed rules instead of following a written assessment plan.",
        **props({"policies_sha256": report.inputs.policies_sha256, **dict(provenance(report))}),
    }


def _result(run: _Run) -> dict[str, object]:
    report, banner = run.report, partial.banner(run.report)
    git = {"git_commit": wording.commit(report.inputs.git)} if report.inputs.git else {}
    return {
        "uuid": identifier("result", report.practice.id, report.as_of.isoformat()),
        "title": line(f"{banner}: {partial.flags(report)}" if banner else "Access to payer portals"),
        "description": lines((run_note(report),)),
        "start": run.day,
        "end": run.day,
        **props({"inventory_sha256": report.inputs.inventory_sha256, **git, **dict(compared.rows(report))}),
        "local-definitions": _definitions(run),
        "reviewed-controls": _reviewed(run),
    }


def _definitions(run: _Run) -> dict[str, object]:
    """Whom and what answers are about, and the tool that gave them."""
    report = run.report
    tool = {
        "uuid": _TOOL,
        "type": "software",
        "title": "portalaudit",
        "description": "Evaluates typed rules over an inventory of portal accounts.",
        **props({"version": report.tool_version}),
        "status": {"state": "operational"},
    }
    platform = {"uuid": identifier("platform"), "uses-components": [{"component-uuid": _TOOL}]}
    told = (verdict.subject for ruling in report.rulings for verdict in ruling.verdicts.values())
    practice = Subject("practice", report.practice.id)
    return {
        "inventory-items": [_item(one) for one in dict.fromkeys((practice, *sorted(set(told))))],
        "assessment-assets": {"components": [tool], "assessment-platforms": [platform]},
    }


def _item(subject: Subject) -> dict[str, object]:
    return {
        "uuid": _of(subject),
        "description": line(wording.subject(subject)),
        **props({"type": subject.type, "id": subject.id}),
    }


def _of(subject: Subject) -> str:
    return identifier("subject", subject.type, subject.id)


def _reviewed(run: _Run) -> dict[str, object]:
    """The controls for which rules were evaluated, by framework."""
    selections = [
        {"description": line(view.framework.title), "include-controls": controls}
        for view in run.frameworks
        if (
            controls := [
                {"control-id": run.tokens[view.framework.id, one.control.id]} for one in view.controls if one.rules
            ]
        )
    ]
    return {
        "description": "Controls that rules of this run are mapped to.",
        "control-selections": selections or [{"description": "No rule that was evaluated names a control."}],
    }


def _observations(run: _Run) -> Iterator[dict[str, object]]:
    report = run.report
    problems = {entry.identity: problem for entry, problem in zip(entries(report), report.problems, strict=False)}
    yield from (_of_problem(run, entry, problems[entry.identity]) for entry in entries(report) if not entry.verdict)
    for ruling in report.rulings:
        yield from (_of_verdict(run, verdict, ruling) for _, verdict in sorted(ruling.verdicts.items()))
        if ruling.count(Status.PASS):
            yield _of_passes(run, ruling)


def _observation(run: _Run, uuid: str, title: str, told: Iterable[str], subject: Subject) -> dict[str, object]:
    return {
        "uuid": uuid,
        "title": line(title),
        "description": lines(told),
        "methods": ["TEST"],
        "origins": [{"actors": [{"type": "tool", "actor-uuid": _TOOL}]}],
        "subjects": [{"subject-uuid": _of(subject), "type": "inventory-item"}],
        "collected": run.day,
    }


def _of_problem(run: _Run, entry: Entry, problem: Problem) -> dict[str, object]:
    practice = Subject("practice", run.report.practice.id)
    title = f"A file cannot be used as it is: {entry.name}"
    found = _observation(run, identifier("problem", entry.identity), title, (entry.message,), practice)
    return found | props({"answer": "problem", "location": wording.whereabouts(problem)})


def _of_verdict(run: _Run, verdict: Verdict, ruling: Ruling) -> dict[str, object]:
    report, rule = run.report, ruling.rule
    waived = wording.waiver_line(verdict) if verdict.waiver else ""
    told = (verdict.message, waived)
    found = _observation(run, _uuid_of(verdict), rule.title, told, verdict.subject)
    values = {
        "rule": rule.id,
        "answer": wording.STATUS_LABELS[verdict.status],
        "severity": "" if verdict.status is Status.UNKNOWN else verdict.severity.value,
        "location": str(verdict.place),
        "missing": ", ".join(verdict.missing),
        "change": compared.change_of(report, verdict),
        "fingerprint": verdict.fingerprint,
    }
    return found | props(values)


def _uuid_of(verdict: Verdict) -> str:
    return identifier("observation", verdict.fingerprint)


def _of_passes(run: _Run, ruling: Ruling) -> dict[str, object]:
    """Everything that passes a rule, told once with its number."""
    rule, passed = ruling.rule, ruling.count(Status.PASS)
    kind = ruling.subjects.type.replace("_", " ")
    told = f"{passed:,} of {len(ruling.outcomes):,} answers passed, one for each {kind}."
    practice = Subject("practice", run.report.practice.id)
    found = _observation(run, _uuid_of_passes(run, ruling), rule.title, (told,), practice)
    left = ruling.count(Status.NOT_APPLICABLE)
    return found | props({"rule": rule.id, "answer": "pass", "passed": str(passed), "not_applicable": str(left)})


def _uuid_of_passes(run: _Run, ruling: Ruling) -> str:
    return identifier("passes", run.report.practice.id, ruling.rule.id)


def _risks(run: _Run) -> Iterator[dict[str, object]]:
    """One for each rule with findings; where waivers accept all of them, as a deviation."""
    for ruling in run.report.rulings:
        open_, waived = _open(ruling), _waived(ruling)
        if not (open_ or waived):
            continue
        rule = ruling.rule
        told = open_ or waived
        worst = min((verdict.severity for verdict in told), key=lambda severity: severity.rank)
        remediation = {
            "uuid": identifier("remediation", run.report.practice.id, rule.id),
            "lifecycle": "recommendation",
            "title": "What to do",
            "description": lines((rule.remediation,)),
        }
        yield {
            "uuid": _risk(run, ruling),
            "title": line(rule.fault or rule.title),
            "description": lines(
                (wording.counted(len(open_), "open finding"), wording.counted(len(waived), "accepted one"))
            ),
            "statement": lines((rule.rationale or rule.title,)),
            **props({"rule": rule.id, "severity": worst.value}),
            **({"links": [{"href": rule.url, "rel": "reference"}]} if rule.url else {}),
            "status": "open" if open_ else "deviation-approved",
            "remediations": [remediation],
            "related-observations": [{"observation-uuid": _uuid_of(verdict)} for verdict in (*open_, *waived)],
        }


def _open(ruling: Ruling) -> list[Verdict]:
    found = (verdict for _, verdict in sorted(ruling.verdicts.items()))
    return [verdict for verdict in found if verdict.status.is_finding and not verdict.is_remark]


def _waived(ruling: Ruling) -> list[Verdict]:
    return [verdict for _, verdict in sorted(ruling.verdicts.items()) if verdict.status is Status.WAIVED]


def _risk(run: _Run, ruling: Ruling) -> str:
    return identifier("risk", run.report.practice.id, ruling.rule.id)


def _findings(run: _Run) -> Iterator[dict[str, object]]:
    """A control is one where rules that support evidence for it have findings."""
    rulings = {ruling.rule.id: ruling for ruling in run.report.rulings}
    are = "related to it" if run.report.run.is_partial else "that support evidence for it"
    for view in run.frameworks:
        for control in view.controls:
            if control.state is not ControlState.FINDINGS:
                continue
            found = [rulings[rule] for rule in control.rules if _open(rulings[rule])]
            told = [verdict for ruling in found for verdict in _open(ruling)]
            if not told:
                continue
            name = f"{wording.framework(view.framework.id)} {control.control.id}"
            rules = ", ".join(ruling.rule.id for ruling in found)
            title = f"{name}: {control.control.title}" if control.control.title else name
            yield {
                "uuid": identifier("finding", run.report.practice.id, view.framework.id, control.control.id),
                "title": line(title),
                "description": lines((f"{wording.counted(len(told), 'finding')} of rules {are}: {rules}.",)),
                **props({"framework": view.framework.id, "control": control.control.id}),
                "target": {
                    "type": "objective-id",
                    "target-id": run.tokens[view.framework.id, control.control.id],
                    "status": {"state": "not-satisfied", "reason": "other", "remarks": _NO_DETERMINATION},
                },
                "related-observations": [{"observation-uuid": _uuid_of(verdict)} for verdict in told],
                "related-risks": [{"risk-uuid": _risk(run, ruling)} for ruling in found],
            }
