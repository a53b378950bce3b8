import re

import pytest

from portalaudit.model.report import GitState, Report
from portalaudit.model.rule_summary import MAY_BE_WAIVED, Loosened
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity
from portalaudit.report import reporter, to_console
from tests.report import sample

SGR = re.compile("\x1b\\[[0-9;]*m")
LINK = re.compile("\x1b\\]8;;[^\x1b]*\x1b\\\\")


def text(report: Report, *, color: bool = False, links: bool = False, width: int = 100, is_full: bool = False) -> str:
    return "".join(to_console.render(report, color=color, links=links, width=width, is_full=is_full))


def test_a_finding_is_shown_with_both_places_and_what_to_do() -> None:
    assert text(sample.two()).startswith(
        """\
critical[active-after-termination]: klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14
 --> accounts.yaml:7:13
  |
7 |     status: active
  |             ^^^^^^
  |
 ::: staff.yaml:4:60
  |
4 |     engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]
  |                                                            ---------- left on this day
  |
  = subject: account nmp-klee
  = fix: Disable the account in the portal and write the day into the inventory. Ask the payer for
         its log.
  = supports evidence for: HIPAA 45 CFR 164.308(a)(3)(ii)(C) (addressable); NIST SP 800-53 PS-4,
                           AC-2(3); CIS v8.1 6.2

"""
    )


def test_an_unknown_names_the_missing_facts_and_what_to_write() -> None:
    assert """\
unknown[dormant-account]: It is not known when tbaker was last used
  --> accounts.yaml:15:5
   |
15 |   - id: uhc-tbaker
   |     ^^
   |
   = subject: account uhc-tbaker
   = missing: last_login_on, portal.reports_logins
   = fix: Add what is missing for account uhc-tbaker, then run again.
""" in text(sample.everything(), is_full=True)


def test_problems_come_first_in_the_same_style() -> None:
    shown = text(sample.everything())

    assert shown.startswith("error[syntax]: this line is not YAML: \\x1b[31m <b>\n --> notes, old.yaml:3:1\n")
    assert shown.index("= fix: Did you mean m-ortiz?") < shown.index("critical[")


def test_the_end_is_the_table_the_disclaimer_and_the_outcome() -> None:
    assert text(sample.two()).endswith(
        """\
Cascade Ridge Family Medicine, as of 2026-11-20

What to do
  critical  today         Close 1 <b>login</b> of someone who has left
                          nmp-klee on Noridian Medicare Portal (Kim <Lee>)
  high      this week     Replace a shared login with one for each person
                          availity-front on Availity

  findings  critical 1, high 1, medium 0, low 0, info 0
  checks    pass 6, fail 2, waived 1, resolved 1, not applicable 0, unknown 0, error 0
  judged    2 rules for 5 subjects; 0 problems in the files
  policies  those that ship with portalaudit
  rules     1 of 2 as shipped with portalaudit 0.1.0; 1 with another severity

portalaudit supports evidence for controls. It gives no legal advice, and it does not decide whether
a practice meets a law, a contract or a standard.

2 findings need attention, 1 of them critical.
Start with active-after-termination at accounts.yaml:7:13.
"""
    )


def test_the_end_keeps_to_the_width() -> None:
    assert text(sample.two(), width=40).endswith(
        """  checks    pass 6, fail 2, waived 1,
            resolved 1, not applicable
            0, unknown 0, error 0
  judged    2 rules for 5 subjects; 0
            problems in the files
  policies  those that ship with
            portalaudit
  rules     1 of 2 as shipped with
            portalaudit 0.1.0; 1 with
            another severity

portalaudit supports evidence for
controls. It gives no legal advice, and
it does not decide whether a practice
meets a law, a contract or a standard.

2 findings need attention, 1 of them
critical.
Start with active-after-termination at
accounts.yaml:7:13.
"""
    )
    assert text(sample.two(), width=120).endswith(
        "\n2 findings need attention, 1 of them critical. Start with active-after-termination at accounts.yaml:7:13.\n"
    )


@pytest.mark.parametrize(
    ("report", "last"),
    [
        (sample.clean(), "No findings in 10 checks. Keep this report with your evidence."),
        (
            sample.nothing(),
            "Nothing was checked.\nPut records into the inventory and rules into the policies folder, then run again.",
        ),
    ],
)
def test_the_last_line_says_the_outcome_and_the_next_step(report: Report, last: str) -> None:
    assert text(report).endswith(f"\n\n{last}\n")


def test_a_waived_verdict_stays_in_sight() -> None:
    assert (
        "waived, critical[active-after-termination]: "
        "frontdesk on Availity is still active; Al Jones left on 2026-11-02\n"
        "  = subject: account availity-front\n"
        "  = accepted: until 2026-12-01, 11 days left, by Maria <Ortiz> (m-ortiz) on 2026-09-02, renewed 1\n"
        "              time; asked for by Al Jones (a-jones)\n"
        "  = required: 164.312(a)(2)(i) Unique <user> identification. The regulation allows no alternative,\n"
        "              and a waiver does not replace it\n"
        "  = reason: The portal closes its logins once a month\n"
        "  = done instead: watched (by Maria <Ortiz> (m-ortiz), every 30 days, last on 2026-11-03)\n"
        "  = waiver: w-1 at policies/waivers.yaml:2:5\n"
        "  = ticket: T-1\n"
    ) in text(sample.two())


@pytest.mark.parametrize(
    ("git", "told"),
    [
        (GitState("5a1e3f0", dirty=False), "  commit    5a1e3f0\n"),
        (GitState("5a1e3f0", dirty=True), "  commit    5a1e3f0, with changes\n"),
        (None, ""),
    ],
)
def test_the_commit_is_named_where_it_was_asked_for(git: GitState | None, told: str) -> None:
    report = sample.two()
    shown = text(replace(report, inputs=replace(report.inputs, git=git)))
    assert "".join(line for line in shown.splitlines(keepends=True) if line.startswith("  commit")) == told


def test_waivers_that_a_policy_allows_are_told_in_a_sentence() -> None:
    allowed = Loosened(MAY_BE_WAIVED, value=True, default=False, reason="One login")
    first, *others = sample.two().rulings
    report = replace(sample.two(), rulings=(replace(first, rule=replace(first.rule, loosened=(allowed,))), *others))
    sentence = "a waiver is allowed, although the rule as it ships allows none, which weakens the rule."
    assert f"loosened[{first.rule.id}]: {sentence} Reason given: One login" in " ".join(text(report).split())
    page = "".join(reporter("html").render(report))
    assert "<b>A waiver is allowed</b>, <span>although the rule as it ships allows none</span>" in page
    assert "may be waived" not in page


def test_a_loosened_parameter_is_shown_with_its_reason() -> None:
    assert (
        "loosened[dormant-account]: max_idle_days is 400 instead of 90, which weakens the rule. "
        "Reason given: Locums come back every spring, <b>really</b> (policies/<own>/policy.yaml:5)\n"
    ) in text(sample.everything())


def test_of_many_findings_a_screen_is_shown() -> None:
    assert (
        text(sample.many(60, 3))
        == """\
Cascade Ridge Family Medicine, as of 2026-11-20

What to do
  critical  today         Close 3 logins of people who have <left>
                          Kim <Lee> 2, login availity-front; also settles 1 other finding
  low       this month    Sign the agreement with a vendor
                          North|gate\\x1b[0m

What is missing: 3 checks wait for 2 missing facts
  3 checks      Second factor: 2 logins, none recorded (mfa, mfa_device)
                The user list of Noridian Medicare Portal does not give it: look at each user in the
                portal
  1 check       Documents: the inventory has no `documents:` (documents)

  findings  critical 20, high 20, medium 20, low 0, info 0
  checks    pass 126, fail 30, waived 0, not applicable 0, unknown 3, error 30
  judged    3 rules for 63 subjects; 0 problems in the files
  policies  those that ship with portalaudit
  rules     all 3 as shipped with portalaudit 0.1.0
  all of it --full prints each finding here; -o html=FILE writes a page to work with

portalaudit supports evidence for controls. It gives no legal advice, and it does not decide whether
a practice meets a law, a contract or a standard.

60 findings need attention, 20 of them critical. 3 checks wait for 2 missing facts.
Start with active-after-termination at accounts.yaml:4:5.
"""
    )


def test_ten_findings_are_told_each_and_one_more_is_not() -> None:
    shown = text(sample.many(10))
    # A rule is told once: the first of its fails in full, and the others beneath it.
    assert shown.count("\ncritical[active-after-termination]: ") + shown.startswith("critical[active-after") == 1
    assert shown.count("needs somebody") == len(sample.many(10).findings())
    assert "  = also: login00009 on portal 0 needs somebody (accounts.yaml:10:5)\n" in shown
    assert text(sample.many(11)).count("needs somebody") == 0


def test_a_finding_of_another_severity_than_the_first_says_so() -> None:
    report = sample.many(10)
    (ruling, *others) = report.rulings
    low = {at: replace(one, severity=Severity.LOW) if at == 9 else one for at, one in ruling.verdicts.items()}
    shown = text(replace(report, rulings=(replace(ruling, verdicts=low), *others)))
    assert "  = also: low: login00009 on portal 0 needs somebody (accounts.yaml:10:5)\n" in shown


def test_what_to_do_is_listed_where_there_is_more_than_one_finding() -> None:
    assert "What to do\n" in text(sample.many(2))
    assert "What to do\n" not in text(sample.many(1))


def test_what_is_only_for_information_is_counted_and_printed_in_full() -> None:
    report = sample.everything()
    action = replace(report.actions[-1], verb="consider", title="Think about it", severity=Severity.INFO)
    shown, full = (text(replace(report, actions=(action,)), is_full=is_full) for is_full in (False, True))
    assert "\nAlso noted: 1 remark (info); --full prints it\n" in shown
    assert "info[hostile-rule]" not in shown.replace("error, info[", "")
    assert "Think about it" not in shown
    assert "Also noted" not in full
    assert "\ninfo[hostile-rule]: </script><img src=x onerror=alert(1)>\\x1b[31m" in full
    assert "Think about it" in full


def test_of_very_many_actions_and_facts_the_first_are_shown_and_the_others_counted() -> None:
    report = replace(sample.many(60, 3), actions=sample.MANY_ACTIONS * 6, questions=sample.MANY_QUESTIONS * 3)
    shown = text(report)
    assert "  and 2 more actions\n" in shown
    assert "  and 1 more fact; `portalaudit questions` lists all\n" in shown
    assert len(shown.splitlines()) <= 60
    full = text(report, is_full=True)
    assert "more actions" not in full
    assert full.count("Close 3 logins of people who have <left>\n") == 6


def test_full_shows_every_finding_and_every_unknown_with_its_place() -> None:
    shown = text(sample.many(60, 3), is_full=True)

    assert shown.count("[dormant-account]: ") == 21
    assert shown.count("unknown[dormant-account]: ") == 1
    assert " more of " not in shown


def test_rules_left_out_and_changed_severities_are_shown_with_their_reasons() -> None:
    shown = text(sample.everything())

    assert (
        "left out[orphan-account]: Every live account has an owner (high) is not checked. "
        "Reason given: The vendor <b>owns</b> them all (base/policy.yaml:4)\n"
        "left out[soon-account]: Soon (low) is not checked. Reason given: none\n"
    ) in shown
    assert (
        "severity[shared-credential]: is high instead of critical. "
        "Reason given: The payer gives out <one> login (policies/policy.yaml:9)\n"
    ) in shown


def test_second_places_that_are_not_listed_are_counted() -> None:
    assert "\n   = subject: account availity-front\n   = and 3 more places\n   = fix: " in text(sample.two())


@pytest.mark.parametrize("is_full", [False, True])
def test_colour_adds_nothing_but_colour(*, is_full: bool) -> None:
    coloured = LINK.sub("", text(sample.everything(), color=True, links=True, is_full=is_full))

    assert SGR.sub("", coloured) == text(sample.everything(), is_full=is_full)
    assert coloured != SGR.sub("", coloured)


def test_only_a_terminal_gets_links_to_the_pages_of_rules() -> None:
    on_terminal = text(sample.two(), color=True, links=True)
    assert "]8;" not in text(sample.two())
    assert "]8;" not in text(sample.two(), color=True)
    assert set(LINK.findall(on_terminal)) == {
        "\x1b]8;;https://portalaudit.github.io/portalaudit/rules/active-after-termination/\x1b\\",
        "\x1b]8;;\x1b\\",
    }
    assert on_terminal.startswith("\x1b[1;97;41mcritical[\x1b]8;;https")


@pytest.mark.parametrize("is_full", [False, True])
def test_text_of_the_files_cannot_steer_the_terminal(*, is_full: bool) -> None:
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text(sample.everything(), is_full=is_full)) is None


def test_source_lines_stay_inside_the_width() -> None:
    lines = text(sample.everything(), width=60).splitlines()

    assert max(len(line) for line in lines if re.match(r" *\d+ \| ", line)) <= 60
