"""The sentences that every report shares, each written once.

Nothing here judges a practice: a report supports evidence for controls, and people decide.
"""

from collections.abc import Iterable, Iterator

from portalaudit.model.framework import Framework
from portalaudit.model.origin import Origin
from portalaudit.model.place import Place
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.report import GitState
from portalaudit.model.rule_summary import LeftOutRule, Loosened, ParamValue, RuleSummary, SeverityChange
from portalaudit.model.verdict import CompensatingControl, Named, Severity, Status, Subject, Verdict, Waiver
from portalaudit.report.characters import prose, visible
from portalaudit.report.summary import Summary

DISCLAIMER = (
    "portalaudit supports evidence for controls. It gives no legal advice, "
    "and it does not decide whether a practice meets a law, a contract or a standard."
)
PARTIAL_DISCLAIMER = (
    "This run evaluated only some of the rules in force, so it is not a whole check and nothing to keep as evidence. "
    "portalaudit gives no legal advice, and it does not decide whether a practice meets a law, a contract or a "
    "standard."
)
"""What a partial run says of itself instead."""
CONFIDENTIAL = "Confidential: this report names people and their logins. Share it only with those who need it."

STATUS_LABELS = {status: status.value.replace("_", " ") for status in Status}

STATUS_MEANINGS = {
    Status.PASS: "The rule was checked and holds.",
    Status.FAIL: "The rule was checked and does not hold.",
    Status.WAIVED: "The rule does not hold, but an approved waiver covers that until a date.",
    Status.RESOLVED: "What was wrong was looked into and decided, and the rule holds since then.",
    Status.NOT_APPLICABLE: "The rule does not apply.",
    Status.UNKNOWN: "There is not enough information to evaluate the rule.",
    Status.ERROR: "The rule could not be evaluated.",
}

_FRAMEWORKS = {
    "hipaa": "HIPAA 45 CFR",
    "nist-800-53": "NIST SP 800-53",
    "nist-csf": "NIST CSF",
    "nist-csf-2": "NIST CSF 2.0",
    "nist-800-66": "NIST SP 800-66",
    "hph-cpg": "HPH CPG",
    "hicp": "405(d) HICP",
    "oig-gcpg": "OIG GCPG",
    "42-cfr-part-2": "42 CFR Part 2",
    "cis-v8": "CIS v8.1",
    "iso-27001": "ISO 27001",
    "soc2": "SOC 2",
    "hitrust": "HITRUST",
    "pci-dss": "PCI DSS",
}


def counted(number: int, one: str, many: str = "") -> str:
    """`1 finding`, `1,200 findings`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def framework(name: str) -> str:
    """The name that people know a framework by."""
    return _FRAMEWORKS.get(name, visible(name))


def disclaimer(*, is_partial: bool) -> str:
    """What a report is not."""
    return PARTIAL_DISCLAIMER if is_partial else DISCLAIMER


def controls_label(*, is_partial: bool) -> str:
    """What stands before the controls of a rule: a partial run offers no evidence."""
    return "related controls" if is_partial else "supports evidence for"


def controls(rule: RuleSummary) -> str:
    """All controls of a rule on one line; empty where it names none."""
    return "; ".join(f"{framework(name)} {control_ids(rule, name, ids)}" for name, ids in rule.controls.items() if ids)


def control_ids(rule: RuleSummary, name: str, ids: Iterable[str]) -> str:
    """Some of a rule's controls of one framework, each with the mark that a regulation gives it."""
    marks = {control: rule.marks.get((name, control)) for control in ids}
    return visible(", ".join(f"{control} ({mark})" if mark else control for control, mark in marks.items()))


def value(param: ParamValue) -> str:
    """A parameter as people write it."""
    if isinstance(param, bool):
        return "yes" if param else "no"
    return visible(", ".join(param) if isinstance(param, tuple) else str(param))


def loosened(one: Loosened) -> str:
    """What is loosened in a rule, and why: `grace_days is 400 instead of 90, …`, `a waiver is allowed, …`."""
    return loosened_to(one) if one.allows_waivers else f"{visible(one.name)} is {loosened_to(one)}"


def loosened_to(one: Loosened) -> str:
    """What a loosened parameter is set to, what the pack says, and why: `400 instead of 90, …`."""
    change = f"{value(one.value)} instead of {value(one.default)}, which weakens the rule"
    if one.allows_waivers:
        change = "a waiver is allowed, although the rule as it ships allows none, which weakens the rule"
    return f"{change}. {reason(one.reason, one.origin)}"


def reason(given: str, origin: Origin | None) -> str:
    """Why something was set, and where: `Reason given: the portal is slow (policies/policy.yaml:7)`."""
    where = f" ({visible(file_and_line(origin.place))})" if origin else ""
    return f"Reason given: {prose(given) or 'none'}{where}"


def file_and_line(place: Place) -> str:
    """`policies/policy.yaml:7`."""
    return f"{place.path}:{place.line}"


def severity_changed(rule: RuleSummary, change: SeverityChange) -> str:
    """What severity a rule has, what the pack says, and why: `info instead of critical. …`."""
    return f"{rule.severity} instead of {change.pack}. {reason(change.reason, change.origin)}"


def left_out(one: LeftOutRule) -> str:
    """Which rule is not asked, and why."""
    return f"{prose(one.title)} ({one.severity}) is not checked. {reason(one.reason, one.origin)}"


def more_places(verdict: Verdict) -> str:
    """How many second places are not listed; empty where all are."""
    return f"and {counted(verdict.more, 'more place')}" if verdict.more else ""


def commit(git: GitState | None) -> str:
    """The commit that the inventory stands at, whether what was read differs from it, and what there is to add."""
    if git is None:
        return "not in a git repository"
    if git.commit is None:
        return prose(git.note)
    changes = {True: ", with changes", False: "", None: ", changes not known"}[git.dirty]
    return f"{visible(git.commit)}{changes}" + (f". {prose(git.note)}" if git.note else "")


def subject(named: Subject) -> str:
    """`account nmp-klee`."""
    return visible(f"{named.type.replace('_', ' ')} {named.id}")


def what_to_do(verdict: Verdict, rule: RuleSummary) -> str:
    """The next step for one finding: repair what fails, complete what is unknown, correct the rule that broke."""
    if verdict.status is Status.ERROR:
        return f"Correct the rule at {visible(str(rule.place))}, then run again."
    if verdict.left_open:
        return "Nothing to add now: only the records as they stood on that day can show it."
    if verdict.status is Status.UNKNOWN:
        return f"Add what is missing for {subject(verdict.subject)}, then run again."
    return prose(rule.remediation)


def waiver_line(verdict: Verdict) -> str:
    """Why a waived verdict is accepted, by whom and until when."""
    waiver = verdict.waiver
    if waiver is None:
        return "accepted by a waiver"
    named = ", ".join(visible(control.id) for control in waiver.required)
    required = f"; required, with no alternative: {named}" if named else ""
    return f"accepted by {person(waiver.approved_by)} {waiver_end(waiver)}: {prose(waiver.reason)}{required}"


def waiver_end(waiver: Waiver) -> str:
    """Until when a waiver lasts: `until 2026-12-01, 11 days left`."""
    left = f"{counted(waiver.days_left, 'day')} left" if waiver.days_left else "the last day"
    return f"until {waiver.expires_on.isoformat()}, {left}"


def waiver_required(waiver: Waiver) -> str:
    """The controls of a waived finding that a regulation marks as Required; empty where there is none."""
    named = "; ".join(visible(f"{control.id} {control.title}".strip()) for control in waiver.required)
    return f"{named}. The regulation allows no alternative, and a waiver does not replace it" if named else ""


def waived_although_required(framework: Framework) -> str:
    """What to know of a waived finding on what a regulation marks as Required."""
    cited = "45 CFR 164.306(d)(3)" if framework.id == "hipaa" else "The regulation"
    return f"{cited} allows alternatives to addressable specifications only: a waiver does not replace this one"


def waiver_approval(waiver: Waiver) -> str:
    """Who asked for a waiver, who approved it and when, and how often it was renewed."""
    renewed = f", renewed {counted(waiver.renewals, 'time')}" if waiver.renewals else ""
    by = f"{person(waiver.approved_by)} on {waiver.approved_on.isoformat()}{renewed}"
    return f"{by}; asked for by {person(waiver.requested_by)}"


def control_done(control: CompensatingControl | None) -> str:
    """What is done instead, by whom, how often and when last; empty where nothing is."""
    if control is None:
        return ""
    by = f"by {person(control.performer)}" if control.performer else ""
    often = f"every {counted(control.every_days, 'day')}" if control.every_days else ""
    last = f"last on {control.last_performed_on.isoformat()}" if control.last_performed_on else ""
    details = ", ".join(filter(None, (by, often, last)))
    return f"{prose(control.text)} ({details})" if details else prose(control.text)


def person(named: Named) -> str:
    """`Maria Ortiz (m-ortiz)`."""
    return prose(named.name) if named.name == named.id else f"{prose(named.name)} ({visible(named.id)})"


def outcome(summary: Summary) -> str:
    """The result of a run in a few plain sentences."""
    if summary.checks == 0:
        return "Nothing was checked."
    return " ".join((_found(summary), *_unanswered(summary)))


def _found(summary: Summary) -> str:
    """How many findings there are, and how bad they are."""
    numbers = {severity: summary.of_severity(severity) for severity in Severity}
    numbers[Severity.INFO] -= summary.remarks
    every = sum(numbers.values())
    if every == 0 and summary.remarks:
        noted = (f"{counted(summary.remarks, 'is', 'are')} for information", *_closed(summary))
        return f"No findings need attention; {', '.join(noted)}."
    if every == 0:
        return _none_found(summary)
    worst = next(severity for severity, number in numbers.items() if number)
    if every == 1:
        return f"1 {worst} finding needs attention."
    how_many = "all" if numbers[worst] == every else f"{numbers[worst]:,}"
    return f"{counted(every, 'finding')} need attention, {how_many} of them {worst}."


def _none_found(summary: Summary) -> str:
    closed = ", ".join(_closed(summary))
    made = _made(summary)
    return f"No open findings in {made}; {closed}." if closed else f"No findings in {made}."


def _made(summary: Summary) -> str:
    """Which checks that is said of: `the 9 checks that could be answered`."""
    made = counted(summary.checks, "check")
    if summary.problems:
        return f"the {made} that could be made"
    if missing := summary.waiting + summary.left_open:
        return f"the {counted(summary.checks - missing, 'check')} that could be answered"
    return f"the {made} of this partial run" if summary.is_partial else made


def _closed(summary: Summary) -> Iterator[str]:
    """What was found and needs no one now."""
    if summary.accepted_until:
        yield f"{summary.by_status[Status.WAIVED]:,} accepted until {summary.accepted_until.isoformat()}"
    if resolved := summary.by_status.get(Status.RESOLVED, 0):
        yield f"{resolved:,} looked into and resolved"


def _unanswered(summary: Summary) -> Iterator[str]:
    """What is not known, and why."""
    if summary.waiting:
        yield f"{waiting(summary)}."
    if summary.left_open:
        yield f"{counted(summary.left_open, 'check')} cannot be determined for this past day."


def waiting(summary: Summary) -> str:
    """`22 checks wait for 3 missing facts`."""
    facts = counted(summary.questions, "missing fact")
    return f"{counted(summary.waiting, 'check')} {'waits' if summary.waiting == 1 else 'wait'} for {facts}"


def start(first: Verdict) -> str:
    """The place to start with, and the full stop behind it."""
    return f"{visible(str(first.place))}."


def is_of_folder(problem: Problem) -> bool:
    """Whether a problem is one of the whole inventory, so that no line of a file can be shown."""
    return problem.code is ProblemCode.NOTHING_TO_JUDGE


def whereabouts(problem: Problem) -> str:
    """Where a problem lies: a place in a file, or the folder."""
    return visible(problem.place.path if is_of_folder(problem) else str(problem.place))


def _with_problems(summary: Summary) -> str:
    what = "the problem" if summary.problems == 1 else f"the {summary.problems:,} problems"
    if summary.checks == 0:
        return f"Fix {what} first, then run again."
    return f"Fix {what} in your files first, then run again: until then only part of them was checked."


def next_step(summary: Summary, first: Verdict | None) -> str:
    """What to do now, in one plain sentence."""
    if summary.problems:
        return _with_problems(summary)
    if summary.checks == 0:
        return "Put records into the inventory and rules into the policies folder, then run again."
    if first is not None:
        return f"Start with {first.rule} at {start(first)}"
    without = (
        (summary.waiting > 0, "`portalaudit questions` lists what to find out."),
        (summary.left_open > 0, "Check the records as they stood on that day, or choose a later day."),
        (summary.is_partial, "Run again without --select and --ignore before you rely on it."),
        (True, "Keep this report with your evidence."),
    )
    return next(step for holds, step in without if holds)
