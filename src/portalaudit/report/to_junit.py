"""JUnit XML: what CI servers show as tests.

One suite for each rule, one case for each subject that needs someone and one for all that pass: a build server shows
what is new among its tests, and thousands of passes would hide that. Wanted whole, every subject has a case.
`failure` is a fail that needs someone; `error` is a rule that could not be evaluated (unknown, error) or a file that
could not be read; `skipped` is not applicable, waived, resolved or only for information, and against a base what was
there before. Written by hand, in pieces: a library would hold a million cases in memory, and `xml.etree` writes
control characters that no parser reads back.
"""

import operator
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import count

from portalaudit.model.problem import Problem
from portalaudit.model.report import STATUSES, Report, Ruling, SubjectList
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status, Verdict, Waiver
from portalaudit.model.whereabouts import from_root
from portalaudit.report import compared, partial, wording
from portalaudit.report.characters import prose, visible, xml_attribute, xml_text
from portalaudit.report.provenance import provenance

NAME = "junit"
SUFFIX = ".xml"
READ_BY = "Jenkins, GitLab and other build servers, as tests; Allure"

_BATCH = 2_000
_NO_TIME = ' time="0"'
_PLAIN_ENDS = {
    STATUSES.index(Status.PASS): _NO_TIME + "/>\n",
    STATUSES.index(Status.NOT_APPLICABLE): _NO_TIME + '><skipped message="not applicable"/></testcase>\n',
}
_ERRORS = (Status.UNKNOWN, Status.ERROR)
_SKIPPED = (Status.WAIVED, Status.RESOLVED, Status.NOT_APPLICABLE)
_PASSED, _NOT_APPLICABLE = "passed", "not applicable"
"""The names of the case for everything that passes, and of that where nothing does. No subject is called so."""
_PROBLEMS = "portalaudit.problems"
_NOT_EVALUATED = "portalaudit.not-evaluated"


def render(report: Report, *, every: bool = False) -> Iterator[str]:
    """The report as one `<testsuites>`: what a partial run left out, then problems, then rules by id.

    With `every`, each verdict is a case.
    """
    report = from_root(report)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    totals = [_totals(report, ruling, every=every) for ruling in report.rulings]
    bad, out = len(report.problems), len(report.run.not_evaluated)
    first = (bad + out, 0, bad, out)
    tests, failures, errors, skipped = (sum(column) for column in zip(first, *totals, strict=True))
    yield f'<testsuites name="portalaudit" {_counts(tests, failures, errors, skipped)}>\n'
    shared = _run_properties(report)
    if report.run.is_partial:
        yield from _partial_suite(report, shared)
    if report.problems:
        yield from _problem_suite(report, shared)
    heads: dict[int, _Heads] = {}
    for ruling in report.rulings:
        if id(ruling.subjects) not in heads:
            heads[id(ruling.subjects)] = _heads(ruling.subjects, every=every)
        yield from _suite(report, ruling, shared, heads[id(ruling.subjects)], every=every)
    yield "</testsuites>\n"


def _totals(report: Report, ruling: Ruling, *, every: bool) -> tuple[int, int, int, int]:
    """How many cases, failures, errors and skipped ones a rule has."""
    old = [one.status for one in ruling.verdicts.values() if compared.is_old(report, one)]
    noted = sum(one.is_remark and not compared.is_old(report, one) for one in ruling.verdicts.values())
    failures = ruling.count(Status.FAIL) - old.count(Status.FAIL) - noted
    errors = sum(ruling.count(status) - old.count(status) for status in _ERRORS)
    if every:
        skipped = sum(ruling.count(status) for status in _SKIPPED) + len(old) + noted
        return len(ruling.outcomes), failures, errors, skipped
    told, others = len(ruling.verdicts), _others(ruling)
    skipped = told - failures - errors + (others == _NOT_APPLICABLE)
    return told + bool(others), failures, errors, skipped


def _others(ruling: Ruling) -> str:
    """What the subjects without a case of their own are together; empty where there are none."""
    if ruling.count(Status.PASS):
        return _PASSED
    return _NOT_APPLICABLE if ruling.count(Status.NOT_APPLICABLE) or not ruling.outcomes else ""


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
            **dict(compared.rows(report)),
            **{f"policy.{number}": text for number, (_, text) in enumerate(compared.policy_changes(report), 1)},
            "disclaimer": wording.disclaimer(is_partial=report.run.is_partial),
        }
    )


def _properties(values: dict[str, str], indent: str = "      ") -> str:
    return "".join(
        f'{indent}<property name="{xml_attribute(name)}" value="{xml_attribute(value)}"/>\n'
        for name, value in values.items()
        if value
    )


def _suite(report: Report, ruling: Ruling, shared: str, heads: "_Heads", *, every: bool) -> Iterator[str]:
    rule = ruling.rule
    yield _suite_start(f"{rule.id} {prose(rule.title)}", _counts(*_totals(report, ruling, every=every)), report)
    yield f"    <properties>\n{shared}{_properties(_rule_properties(rule))}    </properties>\n"
    start = f'    <testcase classname="{xml_attribute("portalaudit." + rule.id)}" '
    if every:
        yield from _cases(report, ruling, heads, start)
    else:
        for position, verdict in sorted(ruling.verdicts.items()):
            yield f"{start}{_case(report, verdict, rule, heads.names[position])}"
        yield from _case_of_others(ruling, start)
    yield "  </testsuite>\n"


def _case_of_others(ruling: Ruling, start: str) -> Iterator[str]:
    """One case for everything that has none of its own, with how much that is."""
    others = _others(ruling)
    if not others:
        return
    yield f'{start}name="{others}"{_where(ruling.rule.place.path, ruling.rule.place.line)}{_NO_TIME}>\n'
    numbers = {"passed": ruling.count(Status.PASS), "not_applicable": ruling.count(Status.NOT_APPLICABLE)}
    values = {name: f"{number}" for name, number in numbers.items()}
    yield f"      <properties>\n{_properties(values, '        ')}      </properties>\n"
    if others == _NOT_APPLICABLE:
        yield f'      <skipped message="{_NOT_APPLICABLE if ruling.outcomes else "nothing to evaluate"}"/>\n'
    yield "    </testcase>\n"


def _suite_start(name: str, counts: str, report: Report) -> str:
    when = f'timestamp="{report.as_of.isoformat()}T00:00:00" hostname="localhost"'
    return f'  <testsuite name="{xml_attribute(name)}" {counts} {when}>\n'


def _rule_properties(rule: RuleSummary) -> dict[str, str]:
    loosened = {f"loosened.{one.name}": wording.loosened_to(one) for one in rule.loosened}
    controls = {f"controls.{framework}": ", ".join(ids) for framework, ids in rule.controls.items()}
    change = rule.severity_changed
    changed = {} if change is None else {"severity_changed": wording.severity_changed(rule, change)}
    return {"rule": rule.id, "severity": rule.severity, "url": rule.url, **changed, **controls, **loosened}


@dataclass(frozen=True, slots=True)
class _Heads:
    """How each subject's case begins: with its name, and where every subject has a case with its place as well."""

    names: list[str]
    whole: list[str]


def _heads(subjects: SubjectList, *, every: bool) -> _Heads:
    """Rules share their subjects, so this is worth keeping."""
    files, positions = _Files(), range(len(subjects.ids))
    shown = (xml_attribute(f"{subjects.type}:{subjects.shown(position)}") for position in positions)
    names = [f'name="{name}"' for name in _each_once(shown)]
    places = map(subjects.place, positions) if every else ()
    whole = [f'{name}{files[place.path]} line="{place.line}"' for name, place in zip(names, places, strict=every)]
    return _Heads(names, whole)


def _each_once(names: Iterable[str]) -> Iterator[str]:
    """The names, a number behind each that came before: a CI server drops the second of two cases with one name."""
    seen: set[str] = set()
    for name in names:
        numbered = (f"{name} ({number})" for number in count(2))
        own = name if name not in seen else next(one for one in numbered if one not in seen)
        seen.add(own)
        yield own


class _Files(dict[str, str]):
    """The attribute with the name of a file, worked out once for each."""

    def __missing__(self, path: str) -> str:
        self[path] = f' file="{xml_attribute(path)}"'
        return self[path]


def _where(path: str, line: int) -> str:
    return f' file="{xml_attribute(path)}" line="{line}"'


def _cases(report: Report, ruling: Ruling, heads: _Heads, start: str) -> Iterator[str]:
    """The cases in batches. Nearly all of them say nothing but their outcome, so each is put together in one step."""
    ends = [_PLAIN_ENDS.get(outcome, "") for outcome in range(len(STATUSES))]
    told = sorted(ruling.verdicts)
    for first in range(0, len(heads.whole), _BATCH):
        batch = slice(first, first + _BATCH)
        cases = list(map(operator.add, heads.whole[batch], map(ends.__getitem__, ruling.outcomes[batch])))
        for position in told[bisect_left(told, batch.start) : bisect_left(told, batch.stop)]:
            cases[position - first] = _case(report, ruling.verdicts[position], ruling.rule, heads.names[position])
        yield start + start.join(cases)


def _case(report: Report, verdict: Verdict, rule: RuleSummary, name: str) -> str:
    """A case with an answer to read, from its name on: at the place that the answer is about."""
    opening = f"{name}{_where(verdict.place.path, verdict.place.line)}{_NO_TIME}>\n"
    answer = _answer(verdict, rule, wording.controls_label(is_partial=report.run.is_partial))
    if compared.is_old(report, verdict):
        answer = _skipped(f"{compared.was_there(report)}: {prose(verdict.message)}")
    return f"{opening}{_case_properties(report, verdict)}{answer}    </testcase>\n"


def _skipped(reason: str) -> str:
    return f'      <skipped message="{xml_attribute(reason)}">{xml_text(reason)}</skipped>\n'


def _case_properties(report: Report, verdict: Verdict) -> str:
    values = {
        "severity": verdict.severity.value,
        "fingerprint": verdict.fingerprint,
        "change": compared.change_of(report, verdict),
        **_waiver(verdict.waiver),
    }
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
        return _skipped(f"{prose(verdict.message)} ({wording.waiver_line(verdict)})")
    if verdict.status is Status.RESOLVED:
        return _skipped(f"resolved: {prose(verdict.message)}")
    body = xml_text("\n".join(_body(verdict, rule, label)))
    if verdict.is_remark:
        return f'      <skipped message="{xml_attribute(f"for information: {verdict.message}")}">{body}</skipped>\n'
    kind = "failure" if verdict.status is Status.FAIL else "error"
    type_ = verdict.severity if verdict.status is Status.FAIL else verdict.status
    return f'      <{kind} message="{xml_attribute(verdict.message)}" type="{type_}">{body}</{kind}>\n'


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
    yield from _labelled("more", rule.url)


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
    names = _each_once(xml_attribute(f"{problem.code}:{problem.place}") for problem in report.problems)
    for name, problem in zip(names, report.problems, strict=True):
        yield from _problem_case(name, problem)
    yield "  </testsuite>\n"


def _problem_case(name: str, problem: Problem) -> Iterator[str]:
    where = _where(problem.place.path, problem.place.line)
    yield f'    <testcase classname="{_PROBLEMS}" name="{name}"{where}{_NO_TIME}>\n'
    lines = [prose(problem.message), f"at {visible(str(problem.place))}"]
    lines += [f"see {visible(str(one.place))}: {prose(one.label)}" for one in problem.related]
    lines += [f"fix: {prose(problem.hint)}"] if problem.hint else []
    body = xml_text("\n".join(lines))
    yield f'      <error message="{xml_attribute(problem.message)}" type="{problem.code}">{body}</error>\n'
    yield "    </testcase>\n"
