from collections import Counter
from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from lxml import etree

from portalaudit.model.report import Report
from portalaudit.model.verdict import Status
from portalaudit.report import to_junit, wording
from tests.report import sample

REPORTS = [sample.everything(), sample.clean(), sample.nothing(), sample.two(), sample.many(30)]
SCHEMA = Path(__file__).parent / "junit.rng"


def xml(report: Report) -> bytes:
    return "".join(to_junit.render(report)).encode()


def cases(report: Report) -> dict[tuple[str, str], TestCase]:
    return {
        (case.classname, case.name): case
        for suite in JUnitXml.fromstring(xml(report))
        if isinstance(suite, TestSuite)
        for case in suite
        if isinstance(case, TestCase)
    }


@pytest.mark.parametrize("report", REPORTS)
def test_a_file_follows_the_shape_that_ci_servers_read(report: Report) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMA))

    schema.assertValid(etree.fromstring(xml(report)))


@pytest.mark.parametrize("report", REPORTS)
def test_every_verdict_and_problem_is_a_case_with_a_name_of_its_own(report: Report) -> None:
    assert len(cases(report)) == sum(1 for _ in report.verdicts()) + len(report.problems) + len(
        report.run.not_evaluated
    )


@pytest.mark.parametrize("report", REPORTS)
def test_counts_are_those_of_the_cases(report: Report) -> None:
    root = etree.fromstring(xml(report))

    for element in (root, *root.iter("testsuite")):
        tags = Counter(child.tag for case in element.iter("testcase") for child in case)
        found = [sum(1 for _ in element.iter("testcase")), tags["failure"], tags["error"], tags["skipped"]]
        assert [int(element.get(name)) for name in ("tests", "failures", "errors", "skipped")] == found


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (Status.PASS, None),
        (Status.FAIL, Failure),
        (Status.UNKNOWN, Error),
        (Status.ERROR, Error),
        (Status.WAIVED, Skipped),
        (Status.RESOLVED, Skipped),
        (Status.NOT_APPLICABLE, Skipped),
    ],
)
def test_a_status_becomes_a_kind_of_result(status: Status, kind: type | None) -> None:
    report = sample.everything()
    found = cases(report)
    names = [
        (f"portalaudit.{v.rule}", f"{v.subject.type}:{v.subject.id}") for v in report.verdicts() if v.status is status
    ]
    kinds = [[type(one) for one in found[name].result] for name in names if name in found]

    assert kinds
    assert all(one == ([] if kind is None else [kind]) for one in kinds)


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
        "CIS v8.1 6.2"
    )


def test_a_partial_run_says_so_first_with_a_skipped_case_for_each_rule_not_evaluated() -> None:
    suite = next(iter(JUnitXml.fromstring(xml(sample.everything()))))
    [case] = suite

    assert suite.name == "portalaudit.not-evaluated Partial run: 5 of 6 rules evaluated"
    assert (case.classname, case.name) == ("portalaudit.not-evaluated", "rule:not-asked-here")
    assert [(type(one), one.message) for one in case.result] == [
        (Skipped, "not evaluated; ignore: not-asked-*, <own> (portalaudit.toml:2)")
    ]


def test_problems_come_next_and_are_errors() -> None:
    suites = list(JUnitXml.fromstring(xml(sample.everything())))[1:]

    assert suites[0].name == "portalaudit.problems Every file can be read"
    assert [case.name for case in suites[0]] == [
        "syntax:notes, old.yaml:3:1",
        "unknown-reference:portals.yaml:3:22",
        "unknown-reference:portals.yaml:3:22 (2)",
    ]
    assert all(isinstance(case.result[0], Error) for case in suites[0])


def test_what_xml_cannot_hold_is_replaced_and_line_ends_survive() -> None:
    failure = next(
        case.result[0]
        for (classname, _), case in cases(sample.everything()).items()
        if classname == "portalaudit.hostile-rule" and case.result and isinstance(case.result[0], Failure)
    )
    replaced = sample.HOSTILE_MESSAGE.translate(dict.fromkeys((0x1B, 0, 0xD800), "\N{REPLACEMENT CHARACTER}"))

    assert failure.message == replaced
    assert "\tab\nline" not in failure.message
    assert "\ttab\nline" in failure.message


def test_each_suite_says_what_was_judged_and_when() -> None:
    suite = list(JUnitXml.fromstring(xml(sample.everything())))[3]
    properties = {one.name: one.value for one in suite.properties()}

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
        "rule": "dormant-account",
        "severity": "medium",
        "controls.nist-800-53": "AC-2(3)",
        "controls.cis-v8": "5.3",
        "loosened.max_idle_days": "400 instead of 90, which weakens the rule. "
        "Reason given: Locums come back every spring, <b>really</b> (policies/<own>/policy.yaml:5)",
        "loosened.portals": "nmp, uhc instead of nmp, which weakens the rule. Reason given: none",
    }


def test_a_changed_severity_is_a_property_of_its_suite() -> None:
    suite = list(JUnitXml.fromstring(xml(sample.two())))[1]
    properties = {one.name: one.value for one in suite.properties()}

    assert properties["severity_changed"] == (
        "high instead of critical. Reason given: The payer gives out <one> login (policies/policy.yaml:9)"
    )
    assert "here too\nand 3 more places\nrule: shared-credential" in xml(sample.two()).decode()


def test_a_long_report_comes_in_pieces() -> None:
    pieces = list(to_junit.render(sample.many(5_000)))

    assert max(map(len, pieces)) < 2_000_000
    assert JUnitXml.fromstring("".join(pieces).encode()).tests == 15_000
