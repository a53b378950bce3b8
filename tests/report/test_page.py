import pytest

from portalaudit.model.report import GitState, Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status
from portalaudit.report import to_html
from portalaudit.report.page import FindingRow, Page, PlaceRow, Segment, make_page
from portalaudit.report.waived_rows import WaivedRow
from tests.report import sample


def page(report: Report) -> Page:
    return make_page(report, report.findings())


def test_the_headline_never_judges_the_practice() -> None:
    shown = page(sample.two())

    assert (shown.headline, shown.tone) == ("2 findings need attention, 1 of them critical.", "finding")
    assert (shown.next_step, shown.start) == ("Start with active-after-termination at ", "accounts.yaml:7:13.")


def test_what_was_changed_of_the_rules_is_listed() -> None:
    shown = page(sample.everything())

    assert [(row.id, row.what, row.reason) for row in shown.changed] == [
        ("orphan-account", "is not checked; high", "The vendor <b>owns</b> them all"),
        ("soon-account", "is not checked; low", ""),
        ("shared-credential", "is high, the pack says critical", "The payer gives out <one> login"),
    ]


def test_second_places_that_are_not_listed_are_counted() -> None:
    (group,) = (group for group in page(sample.two()).groups if group.rule.id == "shared-credential")
    assert group.findings[0].related == (PlaceRow("accounts.yaml:11:12", "here too"), PlaceRow("", "and 3 more places"))


def test_the_tone_is_clear_only_where_checks_were_made_and_nothing_is_open() -> None:
    assert page(sample.clean()).tone == "clear"
    assert page(sample.nothing()).tone == "problem"
    assert page(sample.everything()).tone == "problem"
    assert page(sample.report(sample.clean().rulings, sample.everything().problems)).tone == "problem"


def test_the_day_is_written_out() -> None:
    assert page(sample.clean()).as_of_words == "November 20, 2026"


def test_a_finding_is_text_for_people() -> None:
    assert page(sample.two()).groups[0].findings == (
        FindingRow(
            anchor="f-787f4294ef40",
            severity="critical",
            status="fail",
            subject="account nmp-klee",
            message="klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14",
            place="accounts.yaml:7:13",
            related=(PlaceRow("staff.yaml:4:60", "left on this day"),),
            missing="",
            step="",
        ),
    )


def test_a_waived_verdict_stays_with_its_reason_and_last_day() -> None:
    assert page(sample.two()).waived == (
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

    [row] = page(sample.report((sample.ruling(judged, accounts, (waived,)),))).waived
    assert (row.message, row.reason, row.end, row.written_at) == ("idle", "", "", "")


def test_groups_come_by_their_worst_finding() -> None:
    assert [(group.rule.id, group.total, group.severities) for group in page(sample.everything()).groups] == [
        ("active-after-termination", 1, (("critical", 1),)),
        ("shared-credential", 1, (("high", 1),)),
        ("dormant-account", 2, (("medium", 1), ("low", 1))),
        ("hostile-rule", 2, (("info", 2),)),
    ]


def test_the_bar_is_in_proportion_and_every_severity_can_be_seen() -> None:
    accounts = sample.subjects("account", {f"a{number:03}": sample.Place("f", 1) for number in range(500)})
    judged = sample.rule("dormant-account", Severity.LOW)
    verdicts = tuple(
        sample.verdict(
            judged,
            sample.Subject("account", one),
            Status.FAIL,
            "m",
            sample.Place("f", 1),
            severity=Severity.CRITICAL if one == "a000" else Severity.LOW,
        )
        for one in accounts.ids
    )

    shown = page(sample.report((sample.ruling(judged, accounts, verdicts),)))
    assert shown.bar == (Segment("critical", 0, 12), Segment("low", 12, 998))
    assert shown.bar_words == "1 critical, 499 low"


def test_up_to_a_thousand_findings_all_stand_in_the_page() -> None:
    thousand, more = page(sample.many(1_000)), page(sample.many(1_001))

    assert ([len(group.findings) for group in thousand.groups], thousand.is_whole) == ([334, 333, 333], True)
    assert ([len(group.findings) for group in more.groups], more.is_whole) == ([25, 25, 25], False)


def test_few_findings_are_open_at_once() -> None:
    assert [group.is_open for group in page(sample.two()).groups] == [True, True]
    assert [group.is_open for group in page(sample.many(30)).groups] == [False, False, False]


def test_a_rule_is_shown_with_all_its_answers() -> None:
    row = page(sample.everything()).rules[1]

    assert row.counts == (("pass", 0), ("fail", 1), ("waived", 0), ("not applicable", 3), ("unknown", 1), ("error", 0))
    assert row.params == (("max_idle_days", "400"), ("portals", "nmp, uhc"))
    assert row.controls == (("NIST SP 800-53", "AC-2(3)"), ("CIS v8", "5.3"))


def test_a_folder_without_git_says_so() -> None:
    assert page(sample.clean()).run[-1] == ("Git commit of the inventory", "not in a git repository")


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
    assert page(sample.report((), git=state)).run[-1] == ("Git commit of the inventory", text)


def test_a_rule_whose_answers_are_all_left_open_shows_no_remedy() -> None:
    judged = sample.rule("dormant-account", Severity.CRITICAL)
    accounts = sample.subjects("account", {name: sample.Place("a.yaml", 1) for name in ("a", "b")})
    verdicts = tuple(
        replace(
            sample.verdict(judged, sample.Subject("account", one), Status.UNKNOWN, "m", sample.Place("a.yaml", 1)),
            left_open=True,
        )
        for one in accounts.ids
    )
    report = sample.report((sample.ruling(judged, accounts, verdicts),))

    (group,) = page(report).groups
    assert (group.total, group.left_open, group.severities) == (2, 2, ())
    assert (page(report).severities[0], page(report).chips[0], page(report).bar) == (
        ("critical", 0),
        ("critical", 2),
        (),
    )
    shown = "".join(to_html.render(report))
    assert '<span class="tag state">2 not determined</span>' in shown
    assert "<h3>What to do</h3>" not in shown
