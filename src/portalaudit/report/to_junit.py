"""JUnit XML: what CI servers show as tests.

One suite for each rule, one case for each subject. `failure` is a fail; `error` is a rule that could not be evaluated
(unknown, error) or a file that could not be read; `skipped` is not applicable, waived or resolved. Written by hand, in
pieces: a library would hold a million cases in memory, and `xml.etree` writes control characters that no parser reads
back.
"""

import operator
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from portalaudit.model.problem import Problem
from portalaudit.model.report import STATUSES, Report, Ruling, SubjectList
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.verdict import Status, Verdict, Waiver
from portalaudit.model.whereabouts import from_root
from portalaudit.report import partial, wording
from portalaudit.report.characters import prose, visible, xml_attribute, xml_text
from portalaudit.report.provenance import provenance

NAME = "junit"
SUFFIX = ".xml"

_BATCH = 2_000
_NO_TIME = ' time="0"'
_PLAIN_ENDS = {
    STATUSES.index(Status.PASS): _NO_TIME + "/>\n",
    STATUSES.index(Status.NOT_APPLICABLE): _NO_TIME + '><skipped message="not applicable"/></testcase>\n',
}
_ERRORS = (Status.UNKNOWN, Status.ERROR)
_SKIPPED = (Status.WAIVED, Status.RESOLVED, Status.NOT_APPLICABLE)
_PROBLEMS = "portalaudit.problems"
_NOT_EVALUATED = "portalaudit.not-evaluated"


def render(report: Report) -> Iterator[str]:
    """The report as one `<testsuites>`: what a partial run left out, then problems, then rules by id."""
    report = from_root(report)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    totals = [_totals(ruling) for ruling in report.rulings]
    bad, out = len(report.problems), len(report.run.not_evaluated)
    first = (bad + out, 0, bad, out)
    tests, failures, errors, skipped = (sum(column) for column in zip(first, *totals, strict=True))
    yield f'<testsuites name="portalaudit" {_counts(tests, failures, errors, skipped)}>\n'
    shared = _run_properties(report)
    if report.run.is_partial:
        yield from _partial_suite(report, shared)
    if report.problems:
        yield from _problem_suite(report, shared)
    heads: dict[int, list[str]] = {}
    for ruling in report.rulings:
        if id(ruling.subjects) not in heads:
            heads[id(ruling.subjects)] = _heads(ruling.subjects)
        yield from _suite(report, ruling, shared, heads[id(ruling.subjects)])
    yield "</testsuites>\n"


def _totals(ruling: Ruling) -> tuple[int, int, int, int]:
    return (
        len(ruling.outcomes),
        ruling.count(Status.FAIL),
        sum(ruling.count(status) for status in _ERRORS),
        sum(ruling.count(status) for status in _SKIPPED),
    )


def _counts(tests: int, failures: int, errors: int, skipped: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"{_NO_TIME}'


def _run_properties(report: Report) -> str:
    return _properties(
        {
            "as_of": report.as_of.isoformat(),
            "practice": report.practice.id,
            "practice_name": report.practice.name,
            "tool": f"portalaudit {report.tool_version}",
            "inventory_sha256": report.inputs.inventory_sha256,
            "policies_sha256": report.inputs.policies_sha256,
            "git_commit": wording.commit(report.inputs.git),
            **dict(provenance(report)),
            "run": partial.banner(report),
            **dict(partial.wanted(report)),
            "not_evaluated": ", ".join(partial.not_evaluated(report)),
            **{f"left_out.{one.id}": wording.left_out(one) for one in report.left_out},
            "disclaimer": wording.disclaimer(is_partial=report.run.is_partial),
        }
    )


def _properties(values: dict[str, str], indent: str = "      ") -> str:
    return "".join(
        f'{indent}<property name="{xml_attribute(name)}" value="{xml_attribute(value)}"/>\n'
        for name, value in values.items()
        if value
    )


def _suite(report: Report, ruling: Ruling, shared: str, heads: list[str]) -> Iterator[str]:
    rule = ruling.rule
    yield _suite_start(f"{rule.id} {prose(rule.title)}", _counts(*_totals(ruling)), report)
    yield f"    <properties>\n{shared}{_properties(_rule_properties(rule))}    </properties>\n"
    yield from _cases(ruling, heads, wording.controls_label(is_partial=report.run.is_partial))
    yield "  </testsuite>\n"


def _suite_start(name: str, counts: str, report: Report) -> str:
    when = f'timestamp="{report.as_of.isoformat()}T00:00:00" hostname="localhost"'
    return f'  <testsuite name="{xml_attribute(name)}" {counts} {when}>\n'


def _rule_properties(rule: RuleSummary) -> dict[str, str]:
    loosened = {f"loosened.{one.name}": wording.loosened_to(one) for one in rule.loosened}
    controls = {f"controls.{framework}": ", ".join(ids) for framework, ids in rule.controls.items()}
    change = rule.severity_changed
    changed = {} if change is None else {"severity_changed": wording.severity_changed(rule, change)}
    return {"rule": rule.id, "severity": rule.severity, **changed, **controls, **loosened}


def _heads(subjects: SubjectList) -> list[str]:
    """The attributes of each subject's case. Rules share their subjects, so this is worth keeping."""
    kind, files = subjects.type, _Files()
    places = map(subjects.place, range(len(subjects.ids)))
    return [
        f'name="{_case_name(kind, subjects.shown(position))}"{files[place.path]} line="{place.line}"'
        for position, place in enumerate(places)
    ]


class _Files(dict[str, str]):
    """The attribute with the name of a file, worked out once for each."""

    def __missing__(self, path: str) -> str:
        self[path] = f' file="{xml_attribute(path)}"'
        return self[path]


def _case_name(kind: str, one: str) -> str:
    return xml_attribute(f"{kind}:{one}")


def _where(path: str, line: int) -> str:
    return f' file="{xml_attribute(path)}" line="{line}"'


def _cases(ruling: Ruling, heads: list[str], label: str) -> Iterator[str]:
    """The cases in batches. Nearly all of them say nothing but their outcome, so each is put together in one step."""
    start = f'    <testcase classname="{xml_attribute("portalaudit." + ruling.rule.id)}" '
    ends = [_PLAIN_ENDS.get(outcome, "") for outcome in range(len(STATUSES))]
    told = sorted(ruling.verdicts)
    for first in range(0, len(heads), _BATCH):
        batch = slice(first, first + _BATCH)
        cases = list(map(operator.add, heads[batch], map(ends.__getitem__, ruling.outcomes[batch])))
        for position in told[bisect_left(told, batch.start) : bisect_left(told, batch.stop)]:
            cases[position - first] = _case(ruling.verdicts[position], ruling.rule, label)
        yield start + start.join(cases)


def _case(verdict: Verdict, rule: RuleSummary, label: str) -> str:
    """A case with an answer to read, from its name on."""
    name = _case_name(verdict.subject.type, verdict.subject.id)
    opening = f'name="{name}"{_where(verdict.place.path, verdict.place.line)}{_NO_TIME}>\n'
    return f"{opening}{_case_properties(verdict)}{_answer(verdict, rule, label)}    </testcase>\n"


def _case_properties(verdict: Verdict) -> str:
    values = {"severity": verdict.severity.value, "fingerprint": verdict.fingerprint, **_waiver(verdict.waiver)}
    return f"      <properties>\n{_properties(values, '        ')}      </properties>\n"


def _waiver(waiver: Waiver | None) -> dict[str, str]:
    if waiver is None:
        return {}
    found = {
        "id": waiver.id,
        "reason": prose(waiver.reason),
        "approved_by": wording.person(waiver.approved_by),
        "approved_on": waiver.approved_on.isoformat(),
        "expires_on": waiver.expires_on.isoformat(),
        "days_left": str(waiver.days_left),
        "ticket": waiver.ticket,
        "compensating_control": wording.control_done(waiver.compensating_control),
        "renewals": str(waiver.renewals),
        "severity": waiver.severity or "",
        "required": wording.waiver_required(waiver),
    }
    return {f"waiver.{name}": value for name, value in found.items() if value}


def _answer(verdict: Verdict, rule: RuleSummary, label: str) -> str:
    if verdict.status is Status.WAIVED:
        reason = f"{prose(verdict.message)} ({wording.waiver_line(verdict)})"
        return f'      <skipped message="{xml_attribute(reason)}">{xml_text(reason)}</skipped>\n'
    if verdict.status is Status.RESOLVED:
        reason = f"resolved: {prose(verdict.message)}"
        return f'      <skipped message="{xml_attribute(reason)}">{xml_text(reason)}</skipped>\n'
    kind = "failure" if verdict.status is Status.FAIL else "error"
    type_ = verdict.severity if verdict.status is Status.FAIL else verdict.status
    body = "\n".join(_body(verdict, rule, label))
    return f'      <{kind} message="{xml_attribute(verdict.message)}" type="{type_}">{xml_text(body)}</{kind}>\n'


def _body(verdict: Verdict, rule: RuleSummary, label: str) -> Iterator[str]:
    """The whole story: some CI servers show only the body of a failure."""
    yield prose(verdict.message)
    yield f"at {visible(str(verdict.place))}"
    for related in verdict.related:
        yield f"see {visible(str(related.place))}: {prose(related.label)}"
    if verdict.more:
        yield wording.more_places(verdict)
    yield f"rule: {rule.id} ({verdict.severity}, {wording.STATUS_LABELS[verdict.status]}): {prose(rule.title)}"
    yield f"subject: {wording.subject(verdict.subject)}"
    yield from _labelled("missing", visible(", ".join(verdict.missing)))
    yield from _labelled("fix", wording.what_to_do(verdict, rule))
    yield from _labelled(label, wording.controls(rule))


def _labelled(label: str, text: str) -> Iterator[str]:
    if text:
        yield f"{label}: {text}"


def _partial_suite(report: Report, shared: str) -> Iterator[str]:
    """A suite of skipped tests, so that a partial run never looks whole."""
    out = len(report.run.not_evaluated)
    yield _suite_start(f"{_NOT_EVALUATED} {partial.banner(report)}", _counts(out, 0, 0, out), report)
    yield f"    <properties>\n{shared}    </properties>\n"
    reason = xml_attribute("; ".join(f"{name}: {text}" for name, text in partial.wanted(report)))
    for rule in report.run.not_evaluated:
        name, where = xml_attribute(f"rule:{rule.id}"), _where(rule.place.path, rule.place.line)
        yield f'    <testcase classname="{_NOT_EVALUATED}" name="{name}"{where}{_NO_TIME}>\n'
        yield f'      <skipped message="not evaluated; {reason}"/>\n    </testcase>\n'
    yield "  </testsuite>\n"


def _problem_suite(report: Report, shared: str) -> Iterator[str]:
    """A suite of errors, so that a half-read inventory never looks green."""
    bad = len(report.problems)
    yield _suite_start(f"{_PROBLEMS} Every file can be read", _counts(bad, 0, bad, 0), report)
    yield f"    <properties>\n{shared}    </properties>\n"
    for name, problem in _named(report.problems):
        yield from _problem_case(name, problem)
    yield "  </testsuite>\n"


def _named(problems: Iterable[Problem]) -> Iterator[tuple[str, Problem]]:
    """Each problem with a name of its own: a CI server drops the second of two cases with one name."""
    seen: dict[str, int] = {}
    for problem in problems:
        name = f"{problem.code}:{problem.place}"
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), problem


def _problem_case(name: str, problem: Problem) -> Iterator[str]:
    where = _where(problem.place.path, problem.place.line)
    yield f'    <testcase classname="{_PROBLEMS}" name="{xml_attribute(name)}"{where}{_NO_TIME}>\n'
    lines = [prose(problem.message), f"at {visible(str(problem.place))}"]
    lines += [f"see {visible(str(one.place))}: {prose(one.label)}" for one in problem.related]
    lines += [f"fix: {prose(problem.hint)}"] if problem.hint else []
    body = xml_text("\n".join(lines))
    yield f'      <error message="{xml_attribute(problem.message)}" type="{problem.code}">{body}</error>\n'
    yield "    </testcase>\n"
