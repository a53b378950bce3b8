import pytest

from portalaudit.model.report import ParamValue, Report
from portalaudit.model.verdict import Severity, Status
from portalaudit.report import wording
from portalaudit.report.summary import Summary, summarize
from tests.report import sample


def outcome(report: Report) -> str:
    return wording.outcome(summarize(report))


def next_step(report: Report) -> str:
    findings = report.findings()
    return wording.next_step(summarize(report), findings[0] if findings else None)


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


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (Status.FAIL, "Ask the person whether the access is still needed. If not, remove it."),
        (Status.UNKNOWN, "Write down for account a what the message names as missing, then run again."),
        (Status.ERROR, "Correct the rule at portal-access/dormant-account.yaml:1:1, then run again."),
    ],
)
def test_each_kind_of_finding_has_its_own_step(status: Status, step: str) -> None:
    judged = sample.rule("dormant-account", Severity.LOW)
    subject = sample.Subject("account", "a")
    place = sample.Place("accounts.yaml", 1)
    found = sample.verdict(judged, subject, status, "message", place, missing=("last_login_on", "mfa"))

    assert wording.what_to_do(found, judged) == step


def test_controls_are_named_as_people_know_them() -> None:
    judged = sample.rule("active-after-termination", Severity.CRITICAL)

    assert wording.controls(judged) == "HIPAA 45 CFR 164.308(a)(3)(ii)(C); NIST SP 800-53 PS-4, AC-2(3); CIS v8 6.2"


@pytest.mark.parametrize(
    ("param", "text"), [(True, "yes"), (False, "no"), (90, "90"), (("a", "b"), "a, b"), ("x", "x")]
)
def test_a_parameter_is_shown_as_people_write_it(param: ParamValue, text: str) -> None:
    assert wording.value(param) == text
