import datetime

import pytest

from portalaudit.model.report import Report, Ruling
from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status
from portalaudit.report import wording
from portalaudit.report.summary import Summary, summarize
from tests.report import sample


def outcome(report: Report) -> str:
    return wording.outcome(summarize(report))


def next_step(report: Report) -> str:
    return wording.next_step(summarize(report), report.first(report.findings()))


def test_the_outcome_says_how_many_findings_and_how_bad() -> None:
    assert outcome(sample.two()) == "2 findings need attention, 1 of them critical."
    assert outcome(sample.many(1_200)) == "1,200 findings need attention, 400 of them critical."


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 high finding needs attention."), (2, "2 findings need attention, all of them high.")]
)
def test_the_outcome_of_findings_of_one_severity(number: int, words: str) -> None:
    assert wording.outcome(Summary({Status.FAIL: number}, {(Severity.HIGH, Status.FAIL): number}, 9, 1, 0)) == words


def test_the_outcome_of_a_clean_run_counts_the_checks() -> None:
    assert outcome(sample.clean()) == "No findings in 10 checks."


def test_the_outcome_of_a_half_read_inventory_is_not_clean() -> None:
    report = sample.report(sample.clean().rulings, sample.everything().problems)

    assert outcome(report) == "No findings in the 10 checks that could be made."
    assert next_step(report) == (
        "Fix the 3 problems in your files first, then run again: until then only part of them was checked."
    )


def test_nothing_checked_is_not_clean() -> None:
    assert outcome(sample.nothing()) == "Nothing was checked."
    assert next_step(sample.nothing()) == (
        "Put records into the inventory and rules into the policies folder, then run again."
    )


def test_the_next_step_is_the_worst_finding() -> None:
    assert next_step(sample.two()) == "Start with active-after-termination at accounts.yaml:7:13."
    assert next_step(sample.clean()) == "Keep this report with your evidence."


def test_what_a_past_day_leaves_open_is_no_finding_and_comes_last_of_what_is_unanswered() -> None:
    judged = sample.rule("a-rule", Severity.CRITICAL)
    place = sample.Place("accounts.yaml", 1)
    accounts = sample.subjects("account", {"a": place})
    unknown = sample.verdict(judged, sample.Subject("account", "a"), Status.UNKNOWN, "message", place)
    other = replace(judged, id="z-rule")
    rulings = (
        sample.ruling(judged, accounts, (replace(unknown, left_open=True),)),
        sample.ruling(other, accounts, (replace(unknown, rule="z-rule"),)),
        *sample.two().rulings,
    )
    report = sample.report(rulings)

    assert [one.rule for one in report.findings()] == ["active-after-termination", "shared-credential"]
    assert [one.rule for one in report.unanswered()] == ["z-rule", "a-rule"]
    assert next_step(report) == "Start with active-after-termination at accounts.yaml:7:13."


def test_the_start_is_the_worst_finding_of_the_first_action() -> None:
    def marked(ruling: Ruling, action: str, settled_by: str = "") -> Ruling:
        verdicts = {at: replace(one, action=action, settled_by=settled_by) for at, one in ruling.verdicts.items()}
        return replace(ruling, verdicts=verdicts)

    left, shared = sample.two().rulings
    actions = replace(sample.MANY_ACTIONS[0], verb="split"), replace(sample.MANY_ACTIONS[1], verb="close")
    report = replace(sample.two(), actions=actions, rulings=(marked(left, "close"), marked(shared, "split")))
    assert next_step(report) == "Start with shared-credential at accounts.yaml:12:14."
    ended = replace(report, rulings=(marked(left, "close"), marked(shared, "split", "close")))
    assert next_step(ended) == "Start with active-after-termination at accounts.yaml:7:13."


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (Status.FAIL, "Ask the person whether the access is still needed. If not, remove it."),
        (Status.UNKNOWN, "Add what is missing for account a, then run again."),
        (Status.ERROR, "Correct the rule at portal-access/dormant-account.yaml:1:1, then run again."),
    ],
)
def test_each_kind_of_finding_has_its_own_step(status: Status, step: str) -> None:
    judged = sample.rule("dormant-account", Severity.LOW)
    subject = sample.Subject("account", "a")
    place = sample.Place("accounts.yaml", 1)
    found = sample.verdict(judged, subject, status, "message", place, missing=("last_login_on", "mfa"))

    assert wording.what_to_do(found, judged) == step


LEFT_OPEN = replace(
    sample.verdict(
        sample.rule("dormant-account", Severity.LOW),
        sample.Subject("account", "a"),
        Status.UNKNOWN,
        "message",
        sample.Place("accounts.yaml", 1),
    ),
    left_open=True,
)


def test_what_later_records_leave_open_asks_for_nothing_to_be_written() -> None:
    assert wording.what_to_do(LEFT_OPEN, sample.rule("dormant-account", Severity.LOW)) == (
        "Nothing to add now: only the records as they stood on that day can show it."
    )


NONE_FOUND = "No findings in the 9 checks that could be answered."
NOT_DETERMINED = "2 checks cannot be determined for this past day."


@pytest.mark.parametrize(
    ("fails", "unknown", "left_open", "questions", "words"),
    [
        (0, 1, 1, 0, f"{NONE_FOUND} 1 check cannot be determined for this past day."),
        (1, 2, 2, 0, f"1 high finding needs attention. {NOT_DETERMINED}"),
        (0, 3, 0, 1, f"{NONE_FOUND} 3 checks wait for 1 missing fact."),
        (0, 3, 2, 2, f"{NONE_FOUND} 1 check waits for 2 missing facts. {NOT_DETERMINED}"),
    ],
)
def test_the_outcome_counts_apart_what_is_not_known(
    fails: int, unknown: int, left_open: int, questions: int, words: str
) -> None:
    found = {(Severity.HIGH, Status.FAIL): fails}
    by_status = {Status.PASS: 9, Status.UNKNOWN: unknown}
    assert wording.outcome(Summary(by_status, found, 9, 1, 0, left_open=left_open, questions=questions)) == words


def test_what_is_accepted_is_not_told_as_nothing() -> None:
    until = datetime.date(2027, 2, 28)
    summary = Summary({Status.PASS: 229, Status.WAIVED: 1}, {}, 9, 1, 0, accepted_until=until)
    assert wording.outcome(summary) == "No open findings in 230 checks; 1 accepted until 2027-02-28."


@pytest.mark.parametrize(
    ("waived", "resolved", "closed"),
    [
        (0, 1, "1 looked into and resolved"),
        (0, 1200, "1,200 looked into and resolved"),
        (1, 2, "1 accepted until 2027-02-28, 2 looked into and resolved"),
    ],
)
def test_what_was_resolved_is_not_told_as_nothing(waived: int, resolved: int, closed: str) -> None:
    counts = {Status.PASS: 2000 - waived - resolved, Status.WAIVED: waived, Status.RESOLVED: resolved}
    until = datetime.date(2027, 2, 28) if waived else None
    summary = Summary(counts, {}, 9, 1, 0, accepted_until=until)
    assert wording.outcome(summary) == f"No open findings in 2,000 checks; {closed}."


@pytest.mark.parametrize(
    ("unknown", "not_evaluated", "problems", "words"),
    [
        (
            3,
            0,
            0,
            "No open findings in the 2,000 checks that could be answered; CLOSED. 3 checks wait for 1 missing fact.",
        ),
        (0, 5, 0, "No open findings in the 2,000 checks of this partial run; CLOSED."),
        (0, 0, 1, "No open findings in the 2,000 checks that could be made; CLOSED."),
    ],
)
def test_what_is_closed_is_told_whatever_else_a_run_leaves_open(
    unknown: int, not_evaluated: int, problems: int, words: str
) -> None:
    counts = {Status.PASS: 1997, Status.WAIVED: 1, Status.RESOLVED: 2, Status.UNKNOWN: unknown}
    summary = Summary(
        counts,
        {},
        9,
        1,
        problems,
        not_evaluated=not_evaluated,
        questions=bool(unknown),
        accepted_until=datetime.date(2027, 2, 28),
    )
    closed = "1 accepted until 2027-02-28, 2 looked into and resolved"
    assert wording.outcome(summary) == words.replace("CLOSED", closed)


def test_what_is_closed_is_told_beside_what_is_only_for_information() -> None:
    counts = {Status.PASS: 9, Status.FAIL: 2, Status.WAIVED: 1, Status.RESOLVED: 1}
    until = datetime.date(2027, 2, 28)
    summary = Summary(counts, {(Severity.INFO, Status.FAIL): 2}, 9, 1, 0, accepted_until=until)
    assert wording.outcome(summary) == (
        "No findings need attention; 2 are for information, 1 accepted until 2027-02-28, 1 looked into and resolved."
    )


def test_what_is_only_for_information_needs_no_attention() -> None:
    found = {(Severity.INFO, Status.FAIL): 2}
    noted = Summary({Status.PASS: 9, Status.FAIL: 2}, found, 9, 1, 0)
    assert wording.outcome(noted) == "No findings need attention; 2 are for information."
    worse = replace(noted, findings_by={**found, (Severity.INFO, Status.ERROR): 1, (Severity.LOW, Status.FAIL): 1})
    assert wording.outcome(worse) == "2 findings need attention, 1 of them low."


def test_without_findings_the_next_step_is_what_is_not_known() -> None:
    waiting = Summary({Status.UNKNOWN: 2}, {}, 1, 1, 0, left_open=1)
    assert wording.next_step(waiting, None) == "`portalaudit questions` lists what to find out."
    assert wording.next_step(replace(waiting, left_open=2), None) == (
        "Check the records as they stood on that day, or choose a later day."
    )


def test_controls_are_named_as_people_know_them() -> None:
    judged = sample.rule("active-after-termination", Severity.CRITICAL)

    assert wording.controls(judged) == (
        "HIPAA 45 CFR 164.308(a)(3)(ii)(C) (addressable); NIST SP 800-53 PS-4, AC-2(3); CIS v8.1 6.2"
    )


@pytest.mark.parametrize(
    ("param", "text"), [(True, "yes"), (False, "no"), (90, "90"), (("a", "b"), "a, b"), ("x", "x")]
)
def test_a_parameter_is_shown_as_people_write_it(param: ParamValue, text: str) -> None:
    assert wording.value(param) == text
