from collections import Counter
from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from lxml import etree

from portalaudit.model.place import Place
from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status, Subject
from portalaudit.report import to_junit, wording
from portalaudit.report.junit_writing import stack_line
from tests.report import sample

REPORTS = [sample.everything(), sample.clean(), sample.nothing(), sample.two(), sample.many(30)]
SCHEMA = Path(__file__).parent / "junit.rng"


def xml(report: Report, *, every: bool = False, strict: bool = False) -> bytes:
    return "".join(to_junit.render(report, every=every, strict=strict)).encode()


def cases(report: Report, *, every: bool = False) -> dict[tuple[str, str], TestCase]:
    listed = [
        ((case.classname, case.name), case)
        for suite in JUnitXml.fromstring(xml(report, every=every))
        if isinstance(suite, TestSuite)
        for case in suite
        if isinstance(case, TestCase)
    ]
    found = dict(listed)
    assert len(found) == len(listed)  # a CI server drops the second of two with one name
    return found


def others(report: Report) -> dict[str, tuple[str, list[str], dict[str, str]]]:
    """The case of each rule for whatever has none of its own: its name, why it is skipped, and its numbers."""
    return {
        classname.removeprefix("portalaudit."): (
            name,
            [one.message for one in case.result],
            {one.get("name"): one.get("value") for one in case._elem.iter("property")},
        )
        for (classname, name), case in cases(report).items()
        if ":" not in name
    }


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("report", REPORTS)
def test_a_file_follows_the_shape_that_ci_servers_read(report: Report, every: bool) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMA))

    schema.assertValid(etree.fromstring(xml(report, every=every)))


@pytest.mark.parametrize("report", REPORTS)
def test_wanted_whole_every_verdict_and_problem_is_a_case_with_a_name_of_its_own(report: Report) -> None:
    assert len(cases(report, every=True)) == sum(1 for _ in report.verdicts()) + len(report.problems) + len(
        report.run.not_evaluated
    )


def alone(case: TestCase) -> bytes:
    text: bytes = etree.tostring(etree.fromstring(case.tostring()), with_tail=False)
    return text


@pytest.mark.parametrize("report", REPORTS)
def test_without_that_all_that_passes_a_rule_is_one_case(report: Report) -> None:
    every, found = cases(report, every=True), cases(report)
    told = {name for name in every if every[name].result and every[name].result[0].message != "not applicable"}

    assert {name for name in found if ":" in name[1]} == told
    assert all(alone(found[name]) == alone(every[name]) for name in told)
    assert len(found) - len(told) <= len(report.rulings)


def test_the_case_for_all_that_pass_says_how_many_they_are() -> None:
    assert others(sample.everything()) == {
        "active-after-termination": ("passed", [], {"passed": "2", "not_applicable": "0"}),
        "dormant-account": ("not applicable", ["not applicable"], {"passed": "0", "not_applicable": "3"}),
        "hostile-rule": ("passed", [], {"passed": "3", "not_applicable": "0"}),
        "portal-without-contract": ("not applicable", ["not applicable"], {"passed": "0", "not_applicable": "2"}),
        "shared-credential": ("passed", [], {"passed": "4", "not_applicable": "0"}),
    }


def test_a_rule_that_judged_nothing_is_a_skipped_case_and_one_that_nothing_passes_has_none() -> None:
    judged = sample.rule("shared-credential", Severity.HIGH)
    one = sample.subjects("account", {"a": Place("a.yaml")})
    fail = sample.verdict(judged, Subject("account", "a"), Status.FAIL, "It fails", Place("a.yaml"))
    empty = sample.ruling(judged, sample.subjects("account", {}), ())

    assert others(sample.report((empty,))) == {
        "shared-credential": ("not applicable", ["nothing to evaluate"], {"passed": "0", "not_applicable": "0"})
    }
    assert others(sample.report((sample.ruling(judged, one, (fail,)),))) == {}


def test_subjects_that_look_alike_have_names_of_their_own_which_stay_the_same_whatever_is_written() -> None:
    judged = sample.rule("shared-credential", Severity.HIGH)
    ids = ["a", "a (2)", "b", "c"]
    alike = replace(sample.subjects("account", dict.fromkeys(ids, Place("a.yaml"))), masked={2: "a", 3: "a"})
    fails = tuple(
        sample.verdict(judged, Subject("account", one), Status.FAIL, f"{one} fails", Place("a.yaml")) for one in "bc"
    )
    report = sample.report((sample.ruling(judged, alike, fails),))

    assert [name for _, name in cases(report, every=True)] == [
        "account:a",
        "account:a (2)",
        "account:a (3)",
        "account:a (4)",
    ]
    assert {name: case.result[0].message for (_, name), case in cases(report).items() if case.result} == {
        "account:a (3)": "b fails",
        "account:a (4)": "c fails",
    }


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("report", REPORTS)
def test_counts_are_those_of_the_cases(report: Report, every: bool) -> None:
    root = etree.fromstring(xml(report, every=every))

    for element in (root, *root.iter("testsuite")):
        tags = Counter(child.tag for case in element.iter("testcase") for child in case)
        found = [sum(1 for _ in element.iter("testcase")), tags["failure"], tags["error"], tags["skipped"]]
        assert [int(element.get(name)) for name in ("tests", "failures", "errors", "skipped")] == found


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (Status.PASS, None),
        (Status.FAIL, Failure),
        (Status.UNKNOWN, Failure),
        (Status.ERROR, Error),
        (Status.WAIVED, Skipped),
        (Status.RESOLVED, Skipped),
        (Status.NOT_APPLICABLE, Skipped),
    ],
)
def test_a_status_becomes_a_kind_of_result(status: Status, kind: type | None) -> None:
    report = sample.everything()
    found = cases(report, every=True)
    names = [
        (f"portalaudit.{v.rule}", f"{v.subject.type}:{v.subject.id}") for v in report.verdicts() if v.status is status
    ]
    remarks = {(f"portalaudit.{v.rule}", f"{v.subject.type}:{v.subject.id}") for v in report.findings() if v.is_remark}
    kinds = [[type(one) for one in found[name].result] for name in names if name in found and name not in remarks]

    assert kinds
    assert all(one == ([] if kind is None else [kind]) for one in kinds)


@pytest.mark.parametrize("every", [False, True])
def test_what_is_only_for_information_fails_no_build(every: bool) -> None:
    judged = sample.rule("a-hint", Severity.INFO)
    about, place = Subject("account", "a"), Place("accounts.yaml", 1)
    noted = sample.verdict(judged, about, Status.FAIL, "worth a look", place)
    report = sample.report((sample.ruling(judged, sample.subjects("account", {"a": place}), (noted,)),))

    [answer] = cases(report, every=every)["portalaudit.a-hint", "account:a"].result
    assert (type(answer), answer.message) == (Skipped, "for information: worth a look")
    assert b'tests="1" failures="0" errors="0" skipped="1"' in xml(report, every=every)


def test_a_failure_tells_the_whole_story_in_its_body() -> None:
    case = cases(sample.two())["portalaudit.active-after-termination", "account:nmp-klee"]
    [failure] = case.result

    assert (case._elem.get("file"), case._elem.get("line")) == ("accounts.yaml", "7")
    assert failure.message == "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14"
    assert failure.type == "critical"
    assert failure.text == (
        "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14\n"
        "at accounts.yaml:7:13\n"
        "see staff.yaml:4:60: left on this day\n"
        "rule: active-after-termination (critical, fail): People who have left hold no live portal account\n"
        "subject: account nmp-klee\n"
        "fix: Disable the account in the portal and write the day into the inventory. "
        "Ask the payer for its log.\n"
        "supports evidence for: HIPAA 45 CFR 164.308(a)(3)(ii)(C) (addressable); NIST SP 800-53 PS-4, AC-2(3); "
        "CIS v8.1 6.2\n"
        "more: https://portalaudit.github.io/portalaudit/rules/active-after-termination/\n"
        "at Portalaudit.active-after-termination(accounts.yaml:7)"
    )


def test_a_partial_run_says_so_first_with_a_skipped_case_for_each_rule_not_evaluated() -> None:
    suite = list(JUnitXml.fromstring(xml(sample.everything())))[1]
    [case] = suite

    assert suite.name == "portalaudit.not-evaluated Partial run: 5 of 6 rules evaluated"
    assert (case.classname, case.name) == ("portalaudit.not-evaluated", "rule:not-asked-here")
    assert [(type(one), one.message) for one in case.result] == [
        (Skipped, "not evaluated; ignore: not-asked-*, <own> (portalaudit.toml:2)")
    ]


def test_problems_come_next_and_are_errors() -> None:
    suites = list(JUnitXml.fromstring(xml(sample.everything())))[2:]

    assert suites[0].name == "portalaudit.problems Every file can be read"
    assert [case.name for case in suites[0]] == [
        "syntax:notes, old.yaml:3:1",
        "unknown-reference:portals.yaml:3:22",
        "unknown-reference:portals.yaml:3:22 (2)",
    ]
    assert all(isinstance(case.result[0], Error) for case in suites[0])


def test_what_xml_cannot_hold_is_replaced_and_line_ends_survive() -> None:
    noted = next(
        case.result[0]
        for (classname, _), case in cases(sample.everything()).items()
        if classname == "portalaudit.hostile-rule" and case.result and isinstance(case.result[0], Skipped)
    )
    replaced = sample.HOSTILE_MESSAGE.translate(dict.fromkeys((0x1B, 0, 0xD800), "\N{REPLACEMENT CHARACTER}"))
    replaced = replaced.replace("\u202e", "\\u202e").replace("\u2028", "\\u2028")

    assert noted.message == f"for information: {replaced}"
    assert "\tab\nline" not in noted.message
    assert "\ttab\nline" in noted.message


def test_the_first_suite_says_once_what_was_judged_and_when() -> None:
    first, *others = JUnitXml.fromstring(xml(sample.everything()))
    properties = {one.name: one.value for one in first.properties()}
    assert (first.name, first.tests) == ("portalaudit.run What was checked, and when", 0)
    assert not [one.name for suite in others for one in suite.properties() if one.name in properties]

    assert properties == {
        "as_of": "2026-11-20",
        "practice": "cascade-ridge",
        "practice_name": "Cascade Ridge Family Medicine",
        "tool": "portalaudit 0.1.0",
        "inventory_sha256": "1f" * 32,
        "policies_sha256": "2e" * 32,
        "policies": "../policies, which extends ../b<a>se, over those that ship with portalaudit",
        "unused": "../../policies (to use one: -p FOLDER)",
        "git_commit": "3f786850e387550fdab836ed7e6dc881de23001b, with changes. "
        "Not as in the commit: inventory/a<b> .yaml.",
        "settings": "fail-on critical (portalaudit.toml:2); "
        "output html=<b>\\x1b.html, json=r.json (portalaudit.toml:3)",
        "rules": "2 of 6 as shipped with portalaudit 0.1.0; 1 edited; 1 added; 1 missing; 1 loosened; "
        "1 with another severity; 2 left out",
        "edited": "shared-credential (policies/<own>/shared-credential.yaml)",
        "added": "hostile-rule (policies/own/hostile-rule.yaml); policies/reference/own.yaml",
        "missing": "soon-account",
        "replaced": "portalaudit-policies/portal-access by policies/portal-access: 12 rules lost ("
        + ", ".join(f"lost-{number:02}" for number in range(12))
        + "), 1 rule edited (shared-credential); "
        "portalaudit-policies/reference/sod.yaml by policies/reference/sod.yaml",
        "not used": "pack nprm, chosen in policies/policy.yaml:1: 2 rules without a say (soon, later)",
        "recorded": "1 file as recorded (SHA-256); "
        "2 not checked, because the file is not here: <b>.png, a file without a name",
        "searched": "for passwords and patient data only, not used as data: a<b>.csv",
        "not read": "staff.xlsx, old/\\x1b.yaml.bak",
        "run": "Partial run: 5 of 6 rules evaluated",
        "ignore": "not-asked-*, <own> (portalaudit.toml:2)",
        "not_evaluated": "not-asked-here",
        "left_out.orphan-account": "Every live account has an owner (high) is not checked. "
        "Reason given: The vendor <b>owns</b> them all (base/policy.yaml:4)",
        "left_out.soon-account": "Soon (low) is not checked. Reason given: none",
        "disclaimer": wording.PARTIAL_DISCLAIMER,
    }


def test_each_other_suite_says_what_its_rule_is() -> None:
    suite = next(one for one in JUnitXml.fromstring(xml(sample.everything())) if one.name.startswith("dormant-account"))

    assert {one.name: one.value for one in suite.properties()} == {
        "rule": "dormant-account",
        "severity": "medium",
        "url": "https://rules.example.org/?rule=dormant-account&by=%22%3Cus%3E%22",
        "controls.nist-800-53": "AC-2(3)",
        "controls.cis-v8": "5.3",
        "loosened.max_idle_days": "400 instead of 90, which weakens the rule. "
        "Reason given: Locums come back every spring, <b>really</b> (policies/<own>/policy.yaml:5)",
        "loosened.portals": "nmp, uhc instead of nmp, which weakens the rule. Reason given: none",
    }


def test_a_changed_severity_is_a_property_of_its_suite() -> None:
    suite = list(JUnitXml.fromstring(xml(sample.two())))[2]
    properties = {one.name: one.value for one in suite.properties()}

    assert properties["severity_changed"] == (
        "high instead of critical. Reason given: The payer gives out <one> login (policies/policy.yaml:9)"
    )
    assert "here too\nand 3 more places\nrule: shared-credential" in xml(sample.two()).decode()


def test_a_long_report_comes_in_pieces() -> None:
    pieces = list(to_junit.render(sample.many(5_000), every=True))

    assert max(map(len, pieces)) < 2_000_000
    assert JUnitXml.fromstring("".join(pieces).encode()).tests == 15_000


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("accounts.yaml", ""),
        ("inventory/accounts.yaml", "inventory."),
        ("clients/alder/inventory/accounts.yaml", "clients.alder.inventory."),
        ("Clients/alder/accounts.yaml", "alder."),
        ("2026.q1/accounts/a.yaml", "accounts."),
        ("x/2026/a.yaml", ""),
        ("../other/a.yaml", "other."),
    ],
)
def test_a_line_of_a_stack_names_the_folders_that_a_package_could_be_called(path: str, package: str) -> None:
    line = stack_line(Place(path, 12, 3), "orphan-account")

    assert line == f"at {package}Portalaudit.orphan-account({path.rpartition('/')[2]}:12)"


@pytest.mark.parametrize("strict", [False, True])
def test_so_many_cases_as_a_file_may_have_are_shared_among_the_rules_and_the_worst_come_first(
    monkeypatch: pytest.MonkeyPatch, strict: bool
) -> None:
    monkeypatch.setattr(to_junit, "MOST_CASES", 20)
    report = sample.many(90, 9)
    cut = etree.fromstring(xml(report, strict=strict))

    for suite in cut[1:]:
        *told, rest = (case for case in suite if case.tag == "testcase" and case.get("name") != "passed")
        assert [case[-1].tag for case in told] == ["error"] * 5
        assert rest.get("name") == "not listed"
        assert rest[-1].tag == "error"
        assert rest[-1].text == "28 more results of this rule (10 error, 15 fail, 3 unknown); --junit-all lists each."
    assert len(list(cut.iter("testcase"))) == 3 * 7
    assert len(cases(report, every=True)) == 3 * 99


def test_what_is_cut_is_a_failure_where_it_is_only_failures_and_unknown_where_it_is_only_questions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(to_junit, "MOST_CASES", 6)
    judged = sample.rule("a-rule", Severity.LOW)
    about = sample.subjects("account", {f"a{at}": Place("a.yaml", at + 1) for at in range(9)})
    unknown = tuple(
        sample.verdict(judged, Subject("account", one), Status.UNKNOWN, "?", Place("a.yaml")) for one in about.ids
    )
    [case] = [
        one
        for name, one in cases(sample.report((sample.ruling(judged, about, unknown),))).items()
        if name[1] == "not listed"
    ]
    assert (type(case.result[0]), case.result[0].type) == (Failure, "unknown")


def test_a_message_without_an_end_is_cut() -> None:
    judged = sample.rule("a-rule", Severity.LOW)
    about = sample.subjects("account", {"a": Place("a.yaml")})
    fail = sample.verdict(judged, Subject("account", "a"), Status.FAIL, "y" * 100_000, Place("a.yaml"))
    assert 8_000 < len(xml(sample.report((sample.ruling(judged, about, (fail,)),)))) < 12_000


@pytest.mark.slow
@pytest.mark.parametrize("strict", [False, True])
def test_ten_thousand_accounts_that_all_need_someone_make_no_larger_file_than_gitlab_takes(strict: bool) -> None:
    report = sample.many(60_000)  # six answers for each account
    written = sum(len(piece.encode()) for piece in to_junit.render(report, strict=strict))
    assert 8_000_000 < written < 30_000_000
