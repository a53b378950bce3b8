"""One case of a JUnit file: what became of it, and the whole story in words.

`failure` is what needs someone: a finding, or a question, whose type is `unknown`. `error` is a rule that could not be
evaluated, `skipped` what needs no one now.
"""

from collections.abc import Iterator

from portalaudit.model.problem import Problem
from portalaudit.model.report import Report
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.verdict import Status, Verdict, Waiver
from portalaudit.report import compared, wording
from portalaudit.report.characters import prose, visible, xml_attribute, xml_text
from portalaudit.report.junit_writing import NO_TIME, Dialect, stack_line

FAILURE, ERROR, SKIPPED = "failure", "error", "skipped"

_LONGEST = 4_000
"""So many characters of a message are said: a file of a few endless ones would be too large for a build server."""


def kind_of(report: Report, verdict: Verdict) -> str:
    """What becomes of a case with an answer to read."""
    if compared.is_old(report, verdict) or verdict.is_remark:
        return SKIPPED
    if verdict.status is Status.ERROR:
        return ERROR
    return FAILURE if verdict.status in {Status.FAIL, Status.UNKNOWN} else SKIPPED


def case_of(report: Report, verdict: Verdict, rule: RuleSummary, name: str, dialect: Dialect) -> str:
    """A case with an answer to read, from its name on: at the place that the answer is about."""
    opening = f"{name}{dialect.where(verdict.place.path, verdict.place.line)}{NO_TIME}>\n"
    values = _properties(report, verdict)
    return f"{opening}{dialect.of_case(values)}{_answer(report, verdict, rule, dialect)}    </testcase>\n"


def skipped(reason: str) -> str:
    """What says that a case needs no one, and why."""
    return f'      <skipped message="{xml_attribute(reason)}">{xml_text(reason)}</skipped>\n'


def _properties(report: Report, verdict: Verdict) -> dict[str, str]:
    return {
        "severity": verdict.severity.value,
        "fingerprint": verdict.fingerprint,
        "change": compared.change_of(report, verdict),
        **_waiver(verdict.waiver),
    }


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


def _answer(report: Report, verdict: Verdict, rule: RuleSummary, dialect: Dialect) -> str:
    if compared.is_old(report, verdict):
        return skipped(f"{compared.was_there(report)}: {prose(_short(verdict.message))}")
    if verdict.status is Status.WAIVED:
        return skipped(f"{prose(_short(verdict.message))} ({wording.waiver_line(verdict)})")
    if verdict.status is Status.RESOLVED:
        return skipped(f"resolved: {prose(_short(verdict.message))}")
    message, body = _short(verdict.message), xml_text("\n".join(_body(report, verdict, rule, dialect)))
    if verdict.is_remark:
        return f'      <skipped message="{xml_attribute(f"for information: {message}")}">{body}</skipped>\n'
    kind = kind_of(report, verdict)
    type_ = verdict.severity if verdict.status is Status.FAIL else verdict.status
    return f'      <{kind} message="{xml_attribute(message)}" type="{type_}">{body}</{kind}>\n'


def _short(message: str) -> str:
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"


def _body(report: Report, verdict: Verdict, rule: RuleSummary, dialect: Dialect) -> Iterator[str]:
    """The whole story: some CI servers show only the body of a failure."""
    yield prose(_short(verdict.message))
    yield f"at {visible(str(verdict.place))}"
    for related in verdict.related:
        yield f"see {visible(str(related.place))}: {prose(related.label)}"
    if verdict.more:
        yield wording.more_places(verdict)
    yield f"rule: {rule.id} ({verdict.severity}, {wording.STATUS_LABELS[verdict.status]}): {prose(rule.title)}"
    yield f"subject: {wording.subject(verdict.subject)}"
    yield from _labelled("missing", visible(", ".join(verdict.missing)))
    yield from _labelled("fix", wording.what_to_do(verdict, rule))
    yield from _labelled(wording.controls_label(is_partial=report.run.is_partial), wording.controls(rule))
    yield from _labelled("more", rule.url)
    yield from dialect.said(_properties(report, verdict))
    yield stack_line(verdict.place, rule.id)


def _labelled(label: str, text: str) -> Iterator[str]:
    if text:
        yield f"{label}: {text}"


def problem_of(problem: Problem) -> str:
    """A problem as the error of a case."""
    lines = [prose(problem.message), f"at {visible(str(problem.place))}"]
    lines += [f"see {visible(str(one.place))}: {prose(one.label)}" for one in problem.related]
    lines += [f"fix: {prose(problem.hint)}"] if problem.hint else []
    body = xml_text("\n".join((*lines, stack_line(problem.place, problem.code))))
    return f'      <error message="{xml_attribute(problem.message)}" type="{problem.code}">{body}</error>\n'
