import pytest

from portalaudit.model.access import Access, Coming, PortalInUse
from portalaudit.model.report import GitState, Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status
from portalaudit.report.finding_rows import FindingRow, PlaceRow
from portalaudit.report.page import ComingRow, Page, Tab, make_page
from portalaudit.report.report_directory import Concerned, Directory
from portalaudit.report.waived_rows import WaivedRow
from tests.report import sample


def page(report: Report) -> Page:
    return make_page(report, report.findings(), Directory(report))


def test_the_headline_never_judges_the_practice() -> None:
    shown = page(sample.two()).head

    assert (shown.headline, shown.tone) == ("2 findings need attention, 1 of them critical.", "finding")
    assert (shown.next_step, shown.start) == ("Start with active-after-termination at ", "accounts.yaml:7:13.")


def test_what_was_changed_of_the_rules_is_listed() -> None:
    changed = page(sample.everything()).evidence.changed

    assert [(row.id, row.what, row.reason) for row in changed] == [
        ("orphan-account", "is not checked; high", "The vendor <b>owns</b> them all"),
        ("soon-account", "is not checked; low", ""),
        ("shared-credential", "is high, the pack says critical", "The payer gives out <one> login"),
    ]


def test_second_places_that_are_not_listed_are_counted() -> None:
    (group,) = (group for group in page(sample.two()).groups if group.id == "shared-credential")
    assert group.findings[0].related == (PlaceRow("accounts.yaml:11:12", "here too"), PlaceRow("", "and 3 more places"))


def test_what_is_only_for_information_is_not_what_to_do_first() -> None:
    report = sample.many(60, 3)
    (action, *others) = report.actions
    noted = replace(action, severity=Severity.INFO)
    some, none = (page(replace(report, actions=actions)).todo for actions in ((*others, noted), (noted,)))
    assert [row.title for row in some.first] == [one.title for one in others]
    assert [row.title for row in some.more] == [action.title]
    assert (none.first, [row.severity for row in none.more]) == ((), ["info"])


def test_the_tone_is_clear_only_where_checks_were_made_and_nothing_is_open() -> None:
    assert page(sample.clean()).head.tone == "clear"
    assert page(sample.accepted()).head.tone == "accepted"
    assert page(sample.nothing()).head.tone == "problem"
    assert page(sample.everything()).head.tone == "problem"
    assert page(sample.report(sample.clean().rulings, sample.everything().problems)).head.tone == "problem"


def test_the_day_is_written_out() -> None:
    assert page(sample.clean()).head.as_of_words == "November 20, 2026"


def test_a_finding_is_text_for_people() -> None:
    assert page(sample.two()).groups[0].findings == (
        FindingRow(
            anchor="f-787f4294ef40",
            severity="critical",
            status="fail",
            whose=Concerned("Kim <Lee>", "Noridian Medicare Portal", "klee01", "2026-08-10", ("k-lee",), ("nmp",)),
            subject="account nmp-klee",
            message="klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14",
            place="accounts.yaml:7:13",
            related=(PlaceRow("staff.yaml:4:60", "left on this day"),),
            missing="",
            step="",
        ),
    )


def test_a_waived_verdict_stays_with_its_reason_and_last_day() -> None:
    assert page(sample.two()).evidence.waived == (
        WaivedRow(
            rule="People who have left hold no live portal account",
            severity="critical",
            subject="account availity-front",
            message="frontdesk on Availity is still active; Al Jones left on 2026-11-02",
            place="accounts.yaml:14:13",
            reason="The portal closes its logins once a month",
            approval="Maria <Ortiz> (m-ortiz) on 2026-09-02, renewed 1 time; asked for by Al Jones (a-jones)",
            end="until 2026-12-01, 11 days left",
            written_at="w-1 at policies/waivers.yaml:2:5",
            ticket="T-1",
            compensating_control="watched (by Maria <Ortiz> (m-ortiz), every 30 days, last on 2026-11-03)",
            required="164.312(a)(2)(i) Unique <user> identification. The regulation allows no alternative, and a "
            "waiver does not replace it",
        ),
    )


def test_a_waived_verdict_without_its_waiver_is_shown_too() -> None:
    accounts = sample.subjects("account", {"a": sample.Place("accounts.yaml", 1)})
    judged = sample.rule("dormant-account", Severity.LOW)
    waived = sample.verdict(
        judged, sample.Subject("account", "a"), Status.WAIVED, "idle", sample.Place("accounts.yaml", 1)
    )

    [row] = page(sample.report((sample.ruling(judged, accounts, (waived,)),))).evidence.waived
    assert (row.message, row.reason, row.end, row.written_at) == ("idle", "", "", "")


def test_groups_are_headed_by_what_is_wrong() -> None:
    groups = {group.id: group.fault for group in page(sample.everything()).groups}

    assert groups["shared-credential"] == "Several people share one login"
    assert groups["hostile-rule"] == "</title><script>alert(1)</script> stays text"


def test_groups_come_by_their_worst_finding() -> None:
    assert [(group.id, group.total, group.severities) for group in page(sample.everything()).groups] == [
        ("active-after-termination", 1, (("critical", 1),)),
        ("shared-credential", 1, (("high", 1),)),
        ("dormant-account", 1, (("low", 1),)),
        ("hostile-rule", 2, (("info", 2),)),
    ]


def test_up_to_a_thousand_findings_all_stand_in_the_page() -> None:
    thousand, more = page(sample.many(1_000)), page(sample.many(1_001))

    assert [len(group.findings) for group in thousand.groups] == [334, 333, 333]
    assert [(len(group.findings), group.total) for group in more.groups] == [(25, 334), (25, 333), (25, 334)]


def test_few_findings_are_open_at_once() -> None:
    assert [group.is_open for group in page(sample.two()).groups] == [True, True]
    assert [group.is_open for group in page(sample.many(30)).groups] == [False, False, False]


def test_the_head_says_who_and_when_and_how_old_the_lists_are() -> None:
    head = page(sample.clean()).head

    assert (head.practice, head.as_of_words) == ("Cascade Ridge Family Medicine", "November 20, 2026")
    assert head.lists == "user lists of October 28 to November 2, 2026, none for 1 portal"


def test_a_practice_without_portals_or_lists_does_not_speak_of_their_days() -> None:
    portal = PortalInUse("uhc", "UHC")

    assert page(sample.report((), access=Access())).head.lists == ""
    assert (
        page(sample.report((), access=Access(portals=(portal,)))).head.lists == "no user lists of the portals on file"
    )


def test_each_part_of_the_page_says_how_much_is_in_it() -> None:
    assert page(sample.two()).tabs == (
        Tab("todo", "To do"),
        Tab("people", "People", "4"),
        Tab("portals", "Portals", "3"),
        Tab("findings", "Findings", "2"),
        Tab("evidence", "Evidence"),
    )


def test_what_is_coming_has_the_last_days_of_waivers_too() -> None:
    assert page(sample.two()).todo.coming == (
        ComingRow("2026-12-01", "access review of UHC is due", "in 11 days"),
        ComingRow("2026-12-01", "waiver w-1 ends", "in 11 days"),
        ComingRow("2026-12-31", "last working day of Al Jones", "in 41 days"),
    )


def test_of_much_that_is_coming_the_rest_is_counted() -> None:
    coming = tuple(Coming(f"2026-12-{day:02}", "x") for day in range(1, 13))

    todo = page(sample.report((), access=Access(coming=coming))).todo
    assert (len(todo.coming), todo.later) == (8, 4)


def test_a_folder_without_git_says_so() -> None:
    assert page(sample.clean()).evidence.run[-1] == ("Git commit of the inventory", "not in a git repository")


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (GitState("3f78", dirty=False), "3f78"),
        (GitState("3f78", True, "Not as in the commit: a\tb."), "3f78, with changes. Not as in the commit: a b."),
        (GitState("3f78", None, "Nobody knows."), "3f78, changes not known. Nobody knows."),
        (GitState(None, None, "No commit is named: git said: no."), "No commit is named: git said: no."),
    ],
)
def test_the_commit_is_told_with_what_is_to_be_said_of_it(state: GitState, text: str) -> None:
    assert page(sample.report((), git=state)).evidence.run[-1] == ("Git commit of the inventory", text)
