"""A page without findings: what is open all the same, how old its sources are, and what is due next."""

from portalaudit.model.access import Access, Coming, PortalInUse
from portalaudit.model.report import Report
from portalaudit.model.verdict import Severity, Status, Subject
from portalaudit.report.nothing_found import nothing_found
from portalaudit.report.summary import summarize
from tests.report import sample

HELD = "Every check that could be made holds or does not apply."
UNDATED = "Due next: nothing is dated in these records. Check again when someone joins, leaves or changes jobs."


def said(report: Report, access: Access | None = None, *coming: Coming) -> list[str]:
    return list(nothing_found(report, summarize(report), access or Access(), coming))


def test_nothing_is_said_where_there_are_findings() -> None:
    assert said(sample.two()) == []


def test_what_is_only_for_information_is_no_finding_that_needs_someone() -> None:
    judged = sample.rule("a-hint", Severity.INFO)
    place = sample.Place("accounts.yaml", 1)
    noted = sample.verdict(judged, Subject("account", "a"), Status.FAIL, "worth a look", place)
    report = sample.report((sample.ruling(judged, sample.subjects("account", {"a": place, "b": place}), (noted,)),))

    assert said(report) == ["Every other check that could be made holds or does not apply.", UNDATED]


def test_a_run_that_checked_nothing_is_no_evidence() -> None:
    assert said(sample.nothing()) == ["Nothing was checked. This page is not evidence of anything."]


def test_without_dates_it_says_when_to_check_again() -> None:
    assert said(sample.clean()) == [HELD, UNDATED]


def test_what_is_accepted_does_not_hold() -> None:
    other = "Every other check that could be made holds or does not apply."

    assert said(sample.accepted(1))[:2] == [
        other,
        "1 check does not hold and is accepted by a waiver, until 2026-12-01.",
    ]
    assert (
        said(sample.accepted(2))[1] == "2 checks do not hold and are accepted by a waiver, the first until 2026-12-01."
    )


def test_what_was_resolved_stays_on_record() -> None:
    judged = sample.rule("activity", Severity.LOW)
    place = sample.Place("accounts.yaml", 1)
    resolved = sample.verdict(judged, Subject("account", "a"), Status.RESOLVED, "was used after leaving", place)
    report = sample.report((sample.ruling(judged, sample.subjects("account", {"a": place, "b": place}), (resolved,)),))

    assert said(report)[:2] == [
        "Every other check that could be made holds or does not apply.",
        "1 check found what was looked into and resolved; that stays on record.",
    ]


def test_lists_and_reviews_say_how_old_they_are_and_where_there_is_none() -> None:
    portals = (
        PortalInUse("a", "A", listed_on="2026-11-02", reviewed_on="2026-11-19"),
        PortalInUse("b", "B", listed_on="2026-10-21", reviewed_on="2026-11-19"),
        PortalInUse("c", "C", listed_on="2026-11-20"),
    )

    assert said(sample.clean(), Access(portals=portals))[1:3] == [
        "Newest user list of each portal: 30 days ago at the oldest.",
        "Last access review of each portal: 1 day ago; 1 portal: never reviewed.",
    ]
    assert said(sample.clean(), Access(portals=(PortalInUse("d", "D"),)))[1:3] == [
        "Newest user list of each portal: 1 portal: no user list on file.",
        "Last access review of each portal: 1 portal: never reviewed.",
    ]


def test_the_first_of_what_is_coming_is_due_next() -> None:
    later, next_ = Coming("2027-01-01", "access review of B is due"), Coming("2026-12-01", "access review of A is due")

    assert said(sample.clean(), None, later, next_)[-1] == (
        "Due next, in 11 days (2026-12-01): access review of A is due."
    )
