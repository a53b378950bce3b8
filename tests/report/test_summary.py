import datetime

from portalaudit.model.verdict import Severity, Status
from portalaudit.report.summary import Summary, summarize
from tests.report import sample


def test_everything_is_counted_once() -> None:
    summary = summarize(sample.everything())

    assert summary == Summary(
        by_status={
            Status.PASS: 9,
            Status.FAIL: 4,
            Status.WAIVED: 1,
            Status.RESOLVED: 1,
            Status.NOT_APPLICABLE: 5,
            Status.UNKNOWN: 1,
            Status.ERROR: 1,
        },
        findings_by={
            (Severity.CRITICAL, Status.FAIL): 1,
            (Severity.HIGH, Status.FAIL): 1,
            (Severity.LOW, Status.FAIL): 1,
            (Severity.INFO, Status.FAIL): 1,
            (Severity.INFO, Status.ERROR): 1,
        },
        subjects=7,
        rules=5,
        problems=3,
        not_evaluated=1,
        questions=1,
        accepted_until=datetime.date(2026, 12, 1),
    )
    assert summary.is_partial
    assert (summary.checks, summary.findings, summary.of_severity(Severity.INFO)) == (22, 5, 2)
    assert summary.waiting == 1


def test_a_subject_in_two_lists_counts_once() -> None:
    place = sample.line
    first = sample.subjects("account", {"a": sample.Place("f", 1), "b": sample.Place("f", 2)})
    second = sample.subjects("account", {"b": sample.Place("f", 2), "c": sample.Place("f", 3)})
    judged = sample.rule("shared-credential", Severity.HIGH)
    rulings = (sample.ruling(judged, first, ()), sample.ruling(judged, second, ()))

    assert summarize(sample.report(rulings, read_line=place)).subjects == 3
