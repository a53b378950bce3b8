"""The log is held against the standard's schema, as Microsoft's sarif-multitool 5.7.0 ships it (MIT)."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portalaudit.model.place import Place
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.report import Report, Way
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status, Subject
from portalaudit.report import to_sarif, wording
from tests.report import sample
from tests.report.comparing import held_against_main

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
REPORTS = {
    "everything": sample.everything(),
    "clean": sample.clean(),
    "nothing": sample.nothing(),
    "compared": held_against_main(),
    "many": sample.many(40, 3),
}


def text(report: Report) -> str:
    return "".join(to_sarif.render(report))


def run(report: Report) -> Any:
    return json.loads(text(report))["runs"][0]


def of_rule(report: Report, name: str) -> list[Any]:
    return [one for one in run(report)["results"] if one["ruleId"] == name]


def one_finding(message: str, path: str = "accounts.yaml", **changes: Any) -> Report:
    judged = replace(sample.rule("own", Severity.HIGH), **changes)
    place = Place(path, 7, 3)
    found = sample.verdict(judged, Subject("account", "a"), Status.FAIL, message, place)
    return sample.report((sample.ruling(judged, sample.subjects("account", {"a": place}), (found,)),))


@pytest.mark.parametrize("name", REPORTS)
def test_a_log_follows_the_standard(name: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(text(REPORTS[name])))] == []


def test_the_schema_notices_what_is_wrong() -> None:
    log = json.loads(text(sample.two()))
    log["runs"][0]["results"][0]["level"] = "critical"
    assert not VALIDATOR.is_valid(log)


@pytest.mark.parametrize("name", REPORTS)
def test_each_result_names_its_rule_and_has_a_fingerprint_of_its_own(name: str) -> None:
    found = run(REPORTS[name])
    rules = [one["id"] for one in found["tool"]["driver"]["rules"]]
    prints = [one["partialFingerprints"]["portalaudit/v1"] for one in found["results"]]

    assert [rules[one["ruleIndex"]] for one in found["results"]] == [one["ruleId"] for one in found["results"]]
    assert len(set(prints)) == len(prints)
    assert len(set(rules)) == len(rules)


def test_what_needs_someone_is_listed_worst_first_and_passes_are_not() -> None:
    found = run(sample.everything())

    assert [(one["ruleId"], one["kind"], one["level"]) for one in found["results"]] == [
        ("problem/syntax", "fail", "error"),
        ("problem/unknown-reference", "fail", "error"),
        ("problem/unknown-reference", "fail", "error"),
        ("active-after-termination", "fail", "error"),
        ("shared-credential", "fail", "error"),
        ("dormant-account", "fail", "note"),
        ("hostile-rule", "fail", "note"),
        ("hostile-rule", "fail", "note"),
        ("dormant-account", "open", "none"),
        ("active-after-termination", "fail", "error"),
    ]
    assert found["results"][8]["properties"] == {
        "status": "unknown",
        "missing": ["last_login_on", "portal.reports_logins"],
    }


@pytest.mark.parametrize(
    ("severity", "level", "score"),
    [
        (Severity.CRITICAL, "error", "9.5"),
        (Severity.HIGH, "error", "8.0"),
        (Severity.MEDIUM, "warning", "5.5"),
        (Severity.LOW, "note", "2.0"),
        (Severity.INFO, "note", None),
    ],
)
def test_a_level_and_a_score_follow_from_the_severity(severity: Severity, level: str, score: str | None) -> None:
    found = run(one_finding("It fails", severity=severity))
    [rule] = found["tool"]["driver"]["rules"]

    assert found["results"][0]["level"] == level
    assert rule["defaultConfiguration"] == {"level": level}
    assert rule["properties"].get("security-severity") == score


def test_a_finding_has_the_level_of_its_own_severity() -> None:
    found = run(sample.everything())
    [rule] = [one for one in found["tool"]["driver"]["rules"] if one["id"] == "dormant-account"]

    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert of_rule(sample.everything(), "dormant-account")[0]["level"] == "note"  # low


def test_a_waived_finding_is_suppressed_with_reason_and_place() -> None:
    waived = of_rule(sample.everything(), "active-after-termination")[1]

    [suppression] = waived["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["status"] == "accepted"
    assert suppression["justification"] == (
        "accepted by Maria <Ortiz> (m-ortiz) until 2026-12-01, 11 days left: The portal closes its logins once a month"
        "; required, with no alternative: 164.312(a)(2)(i)"
    )
    assert suppression["location"]["physicalLocation"]["artifactLocation"] == {
        "uri": "policies/waivers.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert "suppressions" not in of_rule(sample.everything(), "active-after-termination")[0]


def test_second_places_are_related_ones() -> None:
    [related] = of_rule(sample.two(), "active-after-termination")[0]["relatedLocations"]
    assert related == {
        "id": 0,
        "physicalLocation": {
            "artifactLocation": {"uri": "staff.yaml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 4, "startColumn": 60, "endLine": 4, "endColumn": 70},
        },
        "message": {"text": "left on this day"},
    }
    assert of_rule(sample.everything(), "problem/unknown-reference")[0]["relatedLocations"][0]["message"] == {
        "text": "people are written here"
    }


def test_against_a_base_each_finding_says_how_it_compares_and_what_is_fixed_is_named_once() -> None:
    found = run(held_against_main())

    assert [(one["ruleId"], one.get("baselineState")) for one in found["results"]] == [
        ("active-after-termination", "unchanged"),
        ("shared-credential", "updated"),
        ("active-after-termination", None),  # waived, which is not compared
    ]
    assert found["results"][1]["properties"]["why"] == ["high instead of low"]
    assert found["properties"]["fixed"] == ["active-after-termination: old01 is closed now"]
    assert found["properties"]["comparison"]["findings"] == "0 new, 1 worse, 1 fixed, 1 still there"
    assert "comparison" not in run(sample.two())["properties"]


def test_a_partial_run_is_kept_apart_and_says_so() -> None:
    whole, partial = run(sample.two()), run(sample.everything())

    assert whole["automationDetails"] == {"id": "portalaudit/cascade-ridge/"}
    assert partial["automationDetails"] == {"id": "portalaudit/cascade-ridge/partial/"}
    first, _ = partial["invocations"][0]["toolExecutionNotifications"]
    assert first == {
        "level": "warning",
        "message": {"text": "Partial run: 5 of 6 rules evaluated: ignore not-asked-*, <own> (portalaudit.toml:2)."},
    }
    assert partial["properties"]["disclaimer"] == wording.PARTIAL_DISCLAIMER


def test_a_run_that_could_not_read_everything_is_not_successful() -> None:
    assert [run(report)["invocations"][0]["executionSuccessful"] for report in (sample.two(), sample.everything())] == [
        True,
        False,
    ]


def test_a_problem_of_a_whole_folder_has_no_line() -> None:
    problem = Problem(ProblemCode.NOTHING_TO_JUDGE, "there is nothing", Place("."))
    report = replace(sample.nothing(), problems=(problem,), from_root=Way("office"))

    assert run(report)["results"][0]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "office", "uriBaseId": "%SRCROOT%"}}}
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b,c%2F#?.yaml", "a%20b%2Cc%252F%23%3F.yaml"),
        ("写/é.yaml", "%E5%86%99/%C3%A9.yaml"),
        ("a\n\ud800.yaml", "a%0A%3F.yaml"),
        ("/srv/a.yaml", "srv/a.yaml"),
    ],
)
def test_a_path_is_a_relative_address(path: str, uri: str) -> None:
    [found] = run(one_finding("It fails", path))["results"]
    [location] = found["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_paths_lead_from_the_root() -> None:
    report = replace(one_finding("It fails"), from_root=Way("office/inventory"))
    [found] = run(report)["results"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "office/inventory/accounts.yaml"


def test_no_message_becomes_a_link() -> None:
    assert run(one_finding("see [here](https://example.org)"))["results"][0]["message"] == {
        "text": r"see \[here\](https://example.org)"
    }
    assert run(one_finding("see [1]"))["results"][0]["message"] == {"text": "see [1]"}


def test_text_that_wants_to_break_out_stays_text() -> None:
    shown = text(sample.everything())

    assert "\N{ESCAPE}" not in shown
    assert "\0" not in shown
    assert "##" not in shown
    shown.encode()


def test_what_github_would_refuse_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_sarif, "MOST_RESULTS", 3)
    found = run(sample.many(40, 3))

    assert [one["properties"]["severity"] for one in found["results"]] == ["critical"] * 3
    assert found["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == (
        "Only the worst 3 of 43 results are listed. Write a JSON report to see all."
    )
    assert found["properties"]["results"] == 43


def test_a_rule_has_no_more_tags_than_github_takes() -> None:
    controls = {"own": tuple(f"c-{number:02}" for number in range(40))}
    [rule] = run(one_finding("It fails", controls=controls))["tool"]["driver"]["rules"]

    assert rule["properties"]["tags"] == ["security", *(f"own/c-{number:02}" for number in range(19))]
    assert "c-39" in rule["help"]["text"]


def test_a_rule_with_a_page_leads_to_it() -> None:
    found = {rule["id"]: rule.get("helpUri") for rule in run(sample.two())["tool"]["driver"]["rules"]}
    assert found == {
        "active-after-termination": "https://portalaudit.github.io/portalaudit/rules/active-after-termination/",
        "shared-credential": None,
    }
