"""What each table of a run holds; how it is written is tested with `to_csv` and `to_xlsx`."""

from collections import Counter

import pytest

from portalaudit.model.place import Place
from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status
from portalaudit.report import compared, wording
from portalaudit.report.characters import prose
from portalaudit.report.report_tables import REPORT_TABLES, about_rows, how_much, note
from portalaudit.report.spreadsheets import Row
from portalaudit.report.summary import summarize
from tests.report import sample
from tests.report.comparing import held_against_main


def rows(name: str, report: Report) -> list[dict[str, object]]:
    table = REPORT_TABLES[name]
    return [dict(zip(table.columns, row, strict=True)) for row in table.all_rows(report)]


@pytest.mark.parametrize("name", REPORT_TABLES)
@pytest.mark.parametrize("report", [sample.everything(), sample.clean(), sample.nothing(), sample.two()])
def test_every_row_is_as_long_as_its_heads(name: str, report: Report) -> None:
    table = REPORT_TABLES[name]
    found: list[Row] = list(table.all_rows(report))

    assert found
    assert {len(row) for row in found} == {len(table.columns)}
    assert len(set(table.columns)) == len(table.columns)


@pytest.mark.parametrize("name", REPORT_TABLES)
def test_a_table_without_rows_says_so(name: str) -> None:
    nothing = replace(sample.nothing(), access=lambda: replace(sample.ACCESS, logins=()))
    [row] = REPORT_TABLES[name].all_rows(nothing)

    assert row == (REPORT_TABLES[name].empty, *("" for _ in row[1:]))


def test_findings_come_in_the_order_of_the_report_and_then_the_closed_ones() -> None:
    report = sample.everything()
    found = rows("findings", report)
    closed = [one for one in report.verdicts() if one.status in {Status.WAIVED, Status.RESOLVED}]

    assert {one.status for one in closed} == {Status.WAIVED, Status.RESOLVED}
    assert [row["Fingerprint"] for row in found] == [one.fingerprint for one in (*report.findings(), *closed)]
    assert found[0] == {
        "Severity": "critical",
        "Verdict": "fail",
        "Finding": "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14",
        "Person": "Kim <Lee>",
        "Portal": "Noridian Medicare Portal",
        "Login": "klee01",
        "Last used": "2026-08-10",
        "What is wrong": "Someone who has left still has a live account",
        "Rule": "active-after-termination",
        "Failed checks": "",
        "Action": "Close 1 <b>login</b> of someone who has left",
        "Ends with": "",
        "How to fix": "Disable the account in the portal and write the day into the inventory. "
        "Ask the payer for its log.",
        "Controls": "HIPAA 45 CFR 164.308(a)(3)(ii)(C) (addressable); NIST SP 800-53 PS-4, AC-2(3); CIS v8.1 6.2",
        "Waiver": "",
        "Compared": "",
        "File": "accounts.yaml",
        "Line": 7,
        "See also": "staff.yaml:4:60: left on this day",
        "Kind": "account",
        "Id": "nmp-klee",
        "Fingerprint": report.findings()[0].fingerprint,
        "Rule page": "https://portalaudit.github.io/portalaudit/rules/active-after-termination/",
    }
    waivers = {str(row["Verdict"]): str(row["Waiver"]) for row in found}
    assert waivers["waived"].startswith("accepted by ")
    assert waivers["resolved"] == waivers["fail"] == ""
    assert [row["Ends with"] for row in found if row["Rule"] == "dormant-account"] == [
        "Close 1 <b>login</b> of someone who has left"
    ]


def test_a_login_of_several_people_names_them_all() -> None:
    [row] = [one for one in rows("findings", sample.two()) if one["Rule"] == "shared-credential"]

    assert (row["Person"], row["Portal"], row["Login"]) == ("Al Jones; Toni Baker", "Availity", "frontdesk")
    assert row["See also"] == "accounts.yaml:11:12: here too; and 3 more places"


def test_actions_have_a_row_for_each_thing_that_they_are_done_to() -> None:
    report = replace(sample.two(), actions=sample.MANY_ACTIONS)
    found = rows("actions", report)
    targets = [(number, target) for number, one in enumerate(sample.MANY_ACTIONS, 1) for target in one.targets]

    assert [(row["No."], row["What"]) for row in found] == [(number, prose(target.name)) for number, target in targets]
    assert found[0] == {
        "No.": 1,
        "Due": "today",
        "Who": "master administrator",
        "Severity": "critical",
        "Action": "Close 3 logins of people who have <left>",
        "What": targets[0][1].name,
        "Person": targets[0][1].person.name if targets[0][1].person else "",
        "Portal": targets[0][1].portal.name if targets[0][1].portal else "",
        "Findings": 1,
        "Others that end with it": len(sample.MANY_ACTIONS[0].settles),
        "Kind": "account",
        "Id": targets[0][1].of.id,
    }


def test_questions_have_a_row_for_each_record_and_end_with_the_answer() -> None:
    assert rows("questions", sample.everything()) == [
        {
            "Record": "tbaker on <UHC>",
            "Kind": "account",
            "Id": "uhc-tbaker",
            "Name": "tbaker on <UHC>",
            "Portal": "",
            "Person": "",
            "Field": "last_login_on",
            "Question": "Last login",
            "Severity": "medium",
            "Answers that wait": 1,
            "Where to look": "The user list of UHC & Co does not give it: look at each user in the portal",
            "Rules": "dormant-account",
            "File": "accounts.yaml",
            "Line": 15,
            "Answer": "",
        }
    ]


def test_a_question_about_a_whole_section_has_a_row_of_its_own() -> None:
    whole = replace(sample.QUESTIONS[0], records=(), fields=(), section="training", title="Training")
    [row] = rows("questions", replace(sample.everything(), questions=(whole,)))

    assert (row["Record"], row["Kind"], row["Field"], row["Answers that wait"]) == (
        "Training",
        "inventory",
        "training",
        1,
    )


def test_the_population_is_every_verdict_and_every_rule_that_gave_none() -> None:
    report = sample.everything()
    found = rows("population", report)
    judged = [row for row in found if row["Id"]]

    assert [(row["Rule"], row["Verdict"]) for row in judged] == [
        (one.rule, wording.STATUS_LABELS[one.status]) for one in report.verdicts()
    ]
    assert [(row["Rule"], row["Verdict"], row["Why"]) for row in found if not row["Id"]] == [
        ("not-asked-here", "not evaluated in this run", "ignore not-asked-*, <own> (portalaudit.toml:2)"),
        ("orphan-account", "left out by the practice", "The vendor <b>owns</b> them all"),
        ("soon-account", "left out by the practice", ""),
    ]


def test_each_row_of_the_population_says_why() -> None:
    why = {(row["Rule"], row["Id"]): row["Why"] for row in rows("population", sample.everything())}

    assert why["shared-credential", "nmp-klee"] == "one user, seen at <2>"
    assert why["active-after-termination", sample.LONG_NAME] == "People who have left hold no live portal account"
    assert str(why["active-after-termination", "uhc-tbaker"]).endswith(
        "; looked into on 2026-09-01, decided by Maria <Ortiz>: no breach"
    )
    assert why["dormant-account", "nmp-klee"] == "klee01 was last used 102 days ago"
    assert why["active-after-termination", "availity-front"] == (
        "frontdesk on Availity is still active; Al Jones left on 2026-11-02 (accepted by Maria <Ortiz> (m-ortiz) "
        "until 2026-12-01, 11 days left: The portal closes its logins once a month; required, with no alternative: "
        "164.312(a)(2)(i))"
    )
    assert why["portal-without-contract", "nmp"] == ""
    assert why["dormant-account", "availity-front"] == "The rule applies only when account.live && <b>"


def test_what_a_rule_applies_to_is_said_in_words_where_it_has_them() -> None:
    portals = sample.subjects("portal", {"nmp": Place("portals.yaml", 2, 5)})
    spoken = replace(sample.rule("portal-without-contract", Severity.LOW), applies_to="each portal in use", when="x")
    ruling = sample.ruling(spoken, portals, (), rest=Status.NOT_APPLICABLE)
    [row] = rows("population", sample.report((ruling,)))

    assert row["Why"] == "The rule applies to each portal in use"


def test_a_rule_without_subjects_stands_in_the_population() -> None:
    empty = sample.ruling(sample.rule("shared-credential", sample.Severity.HIGH), sample.subjects("account", {}), ())
    [row] = rows("population", sample.report((empty,)))

    assert (row["Rule"], row["Verdict"]) == ("shared-credential", "nothing to evaluate")


def test_what_a_run_did_not_look_at_is_said_beside_every_table() -> None:
    report = sample.everything()
    flags = "not-asked-*, <own> (portalaudit.toml:2)"

    assert how_much(sample.two()) == "complete"
    assert how_much(report) == (
        "Partial run: 5 of 6 rules evaluated; 3 problems in the files, so that only part of them was checked"
    )
    assert note(report).startswith(f"{how_much(report)}. Ignore: {flags}. Rules not evaluated: not-asked-here. ")
    for words in (
        "Searched: for passwords and patient data only, not used as data: a<b>.csv. ",
        r"Not read: staff.xlsx, old/\x1b.yaml.bak. ",
        "Loosened: dormant-account: max_idle_days is 400 instead of 90, which weakens the rule. ",
        "Left out: orphan-account: Every live account has an owner (high) is not checked. ",
    ):
        assert words in note(report)
    assert note(report).endswith(f" {wording.CONFIDENTIAL} {wording.PARTIAL_DISCLAIMER}")
    assert note(sample.two()) == (
        "Complete. Policies: those that ship with portalaudit. Rules: 1 of 2 as shipped with portalaudit 0.1.0; "
        "1 with another severity. Severity: shared-credential: is high instead of critical. Reason given: The payer "
        f"gives out <one> login (policies/policy.yaml:9). {wording.CONFIDENTIAL} {wording.DISCLAIMER}"
    )


def test_a_workbook_says_first_what_it_is_about() -> None:
    labels = Counter(label for label, _ in about_rows(sample.everything()))
    first = next(about_rows(sample.everything()))
    whole = dict(about_rows(sample.two()))

    assert first == (
        "Please note",
        "Partial run: 5 of 6 rules evaluated: ignore not-asked-*, <own> (portalaudit.toml:2)",
    )
    assert labels["Problem"] == 3
    assert "Please note" not in whole
    assert whole["Judged for the day"] == "2026-11-20"
    assert whole["Practice"] == "Cascade Ridge Family Medicine (cascade-ridge)"
    assert [words for label, words in about_rows(sample.two()) if label == "Note"] == [
        wording.CONFIDENTIAL,
        wording.DISCLAIMER,
    ]


def test_findings_say_how_they_compare_with_a_base() -> None:
    assert [row["Compared"] for row in rows("findings", held_against_main())] == [
        "still there, as at main",
        "worse: high instead of low",
        "",  # waived
        "",  # resolved
    ]
    assert {row["Compared"] for row in rows("findings", sample.everything())} == {""}


def test_what_a_workbook_is_about_is_the_comparison() -> None:
    report = held_against_main()
    about = dict(about_rows(report))

    assert about["Result"].startswith("Compared with main: 1 worse finding. ")
    assert about["Next step"] == compared.next_step(report, summarize(report), compared.first_due(report))
    assert about["Fixed"] == "active-after-termination: old01 is closed now"
    assert about["Compared"] == "with main (0123456789ab), by its policies and waivers"
    assert "Compared: with main (0123456789ab), by its policies and waivers. " in note(report)
