"""A report made again of its results in JSON, so that every format can be written of it later.

What is not in the file is not in the report: the lines of the practice's own files, which a terminal shows.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from portalaudit.model.comparison import Base, Change, Changed, Comparison, PolicyChange, PolicyPart
from portalaudit.model.not_read import NotRead, Why
from portalaudit.model.place import Place
from portalaudit.model.problem import Problem
from portalaudit.model.recorded import Match, RecordedFile
from portalaudit.model.report import (
    STATUSES,
    FileInput,
    GitState,
    Inputs,
    Patterns,
    PoliciesUsed,
    PracticeName,
    Report,
    Ruling,
    Run,
    Setting,
    SubjectList,
    Whose,
)
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.shipping import Deviation, How, Part, Shipping
from portalaudit.model.verdict import MissingFact, Severity, Status, Subject, Verdict
from portalaudit.report import saved_parts as parts
from portalaudit.report.saved_json import amiss, load_saved
from portalaudit.report.saved_parts import AmissError, Value

_NOT_KEPT_WHOLE = frozenset({Status.PASS, Status.NOT_APPLICABLE})


def saved_report(text: str, name: str) -> tuple[Report | None, tuple[Problem, ...]]:
    """The report of a file's text, or what is wrong with the file. `name` is what the user calls it."""
    value, problems = load_saved(text, name)
    if value is None:
        return None, problems
    try:
        report = _report(value)
        _refuse_what_cannot_be(value, report)
    except AmissError as error:
        return None, (amiss(text, name, error.path, str(error)),)
    return report, ()


def _report(value: Value) -> Report:
    access = parts.access(value["access"])
    rulings = tuple(_rulings(value))
    return Report(
        tool_version=value["tool"]["version"],
        as_of=parts.day(value["as_of"], "as_of"),
        practice=PracticeName(**value["practice"]),
        inputs=_inputs(value["inputs"]),
        rulings=rulings,
        problems=tuple(parts.problem(one, "problems", n) for n, one in enumerate(value["problems"])),
        line=lambda _place: None,
        left_out=tuple(map(parts.left_out, value["left_out"])),
        frameworks=tuple(map(parts.framework, value["frameworks"])),
        settings=tuple(Setting(one["name"], one["value"], parts.place(one["location"])) for one in value["settings"]),
        run=_run(value["run"]),
        later_records=value.get("later_records", 0),
        access=lambda: access,
        in_repository=value["inputs"]["root"]["is"] == "repository",
        actions=tuple(map(parts.action, value["actions"])),
        questions=tuple(map(parts.question, value["questions"])),
        comparison=_comparison(value["comparison"], value["results"]) if "comparison" in value else None,
    )


def _inputs(value: Value) -> Inputs:
    git = value["git"]
    return Inputs(
        inventory_sha256=value["inventory_sha256"],
        policies_sha256=value["policies_sha256"],
        files=tuple(FileInput(one["path"], one["sha256"], one.get("data", True)) for one in value["files"]),
        git=git and GitState(git["commit"], git["dirty"], git["note"] or ""),
        policies=PoliciesUsed(tuple(value["policies"]["folders"]), tuple(value["policies"]["not_used"])),
        not_read=tuple(_not_read(one, n) for n, one in enumerate(value["not_read"])),
        recorded=tuple(map(_recorded, value["recorded"]["files"])),
        inventory=value["root"]["inventory"],
    )


def _not_read(value: Value, position: int) -> NotRead:
    if value["why"] not in tuple(Why):
        raise AmissError(("inputs", "not_read", position, "why"), "this is no reason to pass over a file")
    return NotRead(value["path"], Why(value["why"]), value["searched"])


def _recorded(value: Value) -> RecordedFile:
    place = parts.place(value["location"])
    return RecordedFile(value["name"], value["sha256"], place, Match(value["match"]), value["path"] or "")


def _run(value: Value) -> Run:
    by = value["set_by"]
    return Run(
        select=Patterns(tuple(value["select"]), by["select"] or ""),
        ignore=Patterns(tuple(value["ignore"]), by["ignore"] or ""),
        not_evaluated=tuple(map(parts.rule, value["not_evaluated"])),
        shipping=Shipping(value["rules_as_shipped"], tuple(map(_deviation, value["edited"]))),
    )


def _deviation(value: Value) -> Deviation:
    return Deviation(
        how=How(value["how"]),
        part=Part(value["what"]),
        name=value["name"],
        place=value["location"] and parts.place(value["location"]),
        of=value["of"],
        lost=tuple(value["lost"]),
        edited=tuple(value["edited"]),
    )


def _comparison(value: Value, results: Sequence[Value]) -> Comparison:
    base = value["base"]
    folder = "" if base["inventory"] == "." else base["inventory"]
    return Comparison(
        base=Base(base["ref"], base["commit"] or "", folder, base["has_inventory"], tuple(value["notes"])),
        changes={
            one["fingerprint"]: Changed(Change(one["change"]), tuple(one.get("worse_because", ())))
            for one in results
            if "change" in one
        },
        fixed=tuple(map(_gone, value["fixed"])),
        unrecorded=tuple(map(_gone, value.get("no_longer_recorded", ()))),
        policies=tuple(map(_policy_change, value["policies"])),
    )


def _gone(value: Value) -> Verdict:
    return Verdict(
        rule=value["rule"],
        subject=parts.subject(value["subject"]),
        status=Status(value["status"]),
        severity=Severity(value["severity"] or Severity.INFO),
        message=value["message"],
        place=Place("."),
        fingerprint=value["fingerprint"],
    )


def _policy_change(value: Value) -> PolicyChange:
    words = value["message"].removeprefix("this branch ")
    return PolicyChange(
        PolicyPart(value["part"]), value["name"], words, value["location"] and parts.place(value["location"])
    )


def _rulings(value: Value) -> Iterator[Ruling]:
    """Each rule with its results, which stand one after the other."""
    rules = {}
    for position, one in enumerate(value["rules"]):
        if one["id"] in rules:
            raise AmissError(("rules", position, "id"), f"there are two rules '{one['id']}'")
        rules[one["id"]] = parts.rule(one)
    by_rule: dict[str, list[tuple[int, Any]]] = {name: [] for name in rules}
    for position, one in enumerate(value["results"]):
        if one["rule"] not in by_rule:
            raise AmissError(("results", position, "rule"), f"'{one['rule']}' is none of the rules in this file")
        by_rule[one["rule"]].append((position, one))
    for name, rule in rules.items():
        yield _ruling(rule, by_rule[name])


def _ruling(rule: RuleSummary, results: Sequence[tuple[int, Value]]) -> Ruling:
    answers = [one for _, one in results]
    places = [parts.place(one["location"]) for one in answers]
    whose = [_whose(one) for one in answers]
    said = [one["message"] if one["message"] != rule.title else "" for one in answers]
    subjects = SubjectList(
        type=answers[0]["subject"]["type"] if answers else rule.subject,
        ids=[one["subject"]["id"] for one in answers],
        place=places.__getitem__,
        whose=whose.__getitem__,
    )
    return Ruling(
        rule=rule,
        subjects=subjects,
        outcomes=bytes(STATUSES.index(Status(one["status"])) for one in answers),
        verdicts={
            number: _verdict(rule, one, "results", position)
            for number, (position, one) in enumerate(results)
            if one["status"] not in _NOT_KEPT_WHOLE
        },
        evidence=said.__getitem__,
    )


def _whose(value: Value) -> Whose:
    itself = (value["subject"]["id"],) if value["subject"]["type"] == "account" else ()
    return Whose(parts.named(value["portal"]), parts.named(value["person"]), tuple(value.get("accounts", itself)))


def _verdict(rule: RuleSummary, value: Value, *path: str | int) -> Verdict:
    status = Status(value["status"])
    if value["severity"] is None and status is not Status.UNKNOWN:
        raise AmissError((*path, "severity"), f"a result whose status is {status} has a severity")
    if (value["waiver"] is None) is (status is Status.WAIVED):
        raise AmissError(
            (*path, "waiver"),
            f"a result whose status is {status} has {'a' if status is Status.WAIVED else 'no'} waiver",
        )
    return Verdict(
        rule=rule.id,
        subject=parts.subject(value["subject"]),
        status=status,
        severity=Severity(value["severity"] or rule.severity),
        message=value["message"],
        place=parts.place(value["location"]),
        fingerprint=value["fingerprint"],
        related=parts.related(value["related"]),
        missing=tuple(value["missing"]),
        waiver=value["waiver"] and parts.waiver(value["waiver"], *path, "waiver"),
        more=value.get("more_related", 0),
        checks=tuple(value["checks"]),
        undetermined=tuple(value["undetermined"]),
        left_open=value.get("left_open", False),
        gaps=tuple(map(_gap, value.get("waits_for", ()))),
        action=value["action"] or "",
        settled_by=value["settled_by"] or "",
    )


def _gap(value: Value) -> MissingFact:
    of = Subject(value["subject"]["type"], value["subject"]["id"])
    return MissingFact(of, tuple(value["fields"]), value["section"] or "", value["unclear"])


def _refuse_what_cannot_be(value: Value, report: Report) -> None:
    """Raise AmissError where parts of a file do not belong together: someone changed it."""
    seen: dict[str, Value] = {}
    for position, one in enumerate(value["results"]):
        name = one["fingerprint"]
        if name in seen:
            raise AmissError(("results", position, "fingerprint"), "two results have this fingerprint")
        seen[name] = one
        is_due = one["status"] in _COMPARED
        if report.comparison is not None and is_due and "change" not in one:
            raise AmissError(("results", position), "it does not say how it compares with the base of the run")
    for position, action in enumerate(report.actions):
        for name in (*action.findings, *action.settles):
            if name not in seen or seen[name]["status"] != Status.FAIL:
                raise AmissError(("actions", position), "it is about a finding that is not among the results")
    _refuse_unknown_rules(report)
    counted = {status.value: report.count(status) for status in Status}
    if counted != value["summary"]["by_status"]:
        raise AmissError(("summary", "by_status"), "these are not the numbers of the results that follow")


def _refuse_unknown_rules(report: Report) -> None:
    """Raise AmissError where a control names a rule that is not in the file."""
    known = {rule.id for rule in (*(one.rule for one in report.rulings), *report.run.not_evaluated)}
    for number, framework in enumerate(report.frameworks):
        for position, control in enumerate(framework.controls):
            if not known.issuperset((*control.rules, *control.covered_by)):
                path = ("frameworks", number, "controls", position, "rules")
                raise AmissError(path, "it names a rule that is not in this file")


_COMPARED = frozenset({Status.FAIL, Status.ERROR, Status.UNKNOWN})
