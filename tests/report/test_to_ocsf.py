"""Each event is held against what the schema requires of a Compliance Finding: OCSF 1.5, class 2003."""

import json
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Status
from portalaudit.report import to_ocsf
from tests.report import sample
from tests.report.comparing import held_against_main

REQUIRED = {
    "type": "object",
    "required": [
        *("activity_id", "category_uid", "class_uid", "type_uid", "time", "severity_id"),
        *("compliance", "finding_info", "metadata"),
    ],
    "properties": {
        "activity_id": {"enum": [1, 2, 3]},
        "category_uid": {"const": 2},
        "class_uid": {"const": 2003},
        "type_uid": {"enum": [200301, 200302, 200303]},
        "time": {"type": "integer"},
        "severity_id": {"enum": [0, 1, 2, 3, 4, 5]},
        "status_id": {"enum": [1, 2, 3, 4, 99]},
        "compliance": {
            "type": "object",
            "required": ["control"],
            "properties": {
                "status_id": {"enum": [1, 2, 3, 99]},
                "standards": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                "requirements": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            },
        },
        "finding_info": {
            "type": "object",
            "required": ["uid", "title"],
            "properties": {"uid": {"type": "string", "minLength": 1}, "title": {"type": "string", "minLength": 1}},
        },
        "metadata": {
            "type": "object",
            "required": ["product", "version"],
            "properties": {
                "version": {"const": "1.5.0"},
                "product": {"type": "object", "required": ["name", "vendor_name", "version"]},
            },
        },
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "anyOf": [{"required": ["uid"]}, {"required": ["name"]}]},
        },
        "remediation": {"type": "object", "required": ["desc"], "properties": {"desc": {"minLength": 1}}},
    },
}
REPORTS = [sample.everything(), sample.clean(), sample.nothing(), sample.many(40, 3), held_against_main()]


def events(report: Report) -> list[dict[str, Any]]:
    text = "".join(to_ocsf.render(report))
    assert text.endswith("\n")
    return [json.loads(line) for line in text[:-1].split("\n")]


def of(report: Report, answer: str) -> dict[str, Any]:
    return next(one for one in events(report) if one["unmapped"].get("answer") == answer)


@pytest.mark.parametrize("report", REPORTS)
def test_each_event_has_what_the_schema_requires(report: Report) -> None:
    for number, event in enumerate(events(report)):
        Draft202012Validator(REQUIRED).validate(event)
        assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]
        assert event["metadata"]["sequence"] == number
        assert event["time"] == 1_795_132_800_000  # midnight of the day in UTC: no clock


@pytest.mark.parametrize("report", REPORTS)
def test_there_is_an_event_for_the_run_each_problem_each_answer_and_what_passes(report: Report) -> None:
    told = sum(len(ruling.verdicts) for ruling in report.rulings)
    passing = sum(ruling.count(Status.PASS) > 0 for ruling in report.rulings)
    fixed = len(report.comparison.fixed) if report.comparison else 0
    found = events(report)
    assert len(found) == 1 + len(report.problems) + told + passing + fixed
    again = Counter((one["finding_info"]["uid"], one["activity_id"]) for one in found)
    assert again.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("answer", "severity", "status", "compliance"),
    [
        ("fail", 5, (1, "New"), (3, "Fail")),
        ("unknown", 0, (1, "New"), (2, "Warning")),
        ("waived", 5, (3, "Suppressed"), (3, "Fail")),
        ("resolved", 5, (4, "Resolved"), (1, "Pass")),
        ("error", 1, (1, "New"), (99, "Error")),
        ("pass", 1, (4, "Resolved"), (1, "Pass")),
    ],
)
def test_an_answer_becomes_a_status(
    answer: str, severity: int, status: tuple[int, str], compliance: tuple[int, str]
) -> None:
    event = of(sample.everything(), answer)
    assert event["severity_id"] == severity
    assert (event["status_id"], event["status"]) == status
    assert (event["compliance"]["status_id"], event["compliance"]["status"]) == compliance


def test_a_finding_whole() -> None:
    event = of(sample.two(), "fail")
    assert event["message"] == "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14"
    assert event["finding_info"]["title"] == "Someone who has left still has a live account"
    assert event["resources"] == [{"uid": "nmp-klee", "name": "account nmp-klee", "type": "account"}]
    assert event["compliance"]["control"] == "active-after-termination"
    assert event["compliance"]["standards"] == ["HIPAA 45 CFR", "NIST SP 800-53", "CIS v8.1"]
    assert "NIST SP 800-53 AC-2(3)" in event["compliance"]["requirements"]
    assert event["compliance"]["status_details"][0].startswith("Supports evidence for: HIPAA 45 CFR 164.308")
    assert event["remediation"]["desc"].startswith("Disable the account")
    assert event["remediation"]["references"] == [sample.two().rulings[0].rule.url]
    assert event["unmapped"]["location"] == {"path": "accounts.yaml", "line": 7, "column": 13}


def test_a_partial_run_says_so_first_and_offers_no_evidence() -> None:
    text = "".join(to_ocsf.render(sample.everything()))
    first = events(sample.everything())[0]
    assert "Partial run: 5 of 6 rules evaluated" in first["metadata"]["labels"]
    assert "nothing to keep as evidence" in first["message"]
    assert "upports evidence for" not in text
    assert "Related controls: " in text


def test_against_a_base_findings_are_created_updated_and_closed() -> None:
    found = [
        (one["activity_name"], one["status"], one["unmapped"].get("change")) for one in events(held_against_main())
    ]
    assert [one for one in found if one[0] != "Create"] == [
        ("Update", "In Progress", None),
        ("Update", "In Progress", "worse: high instead of low"),
        ("Close", "Resolved", "fixed"),
    ]


def test_a_run_that_judged_nothing_is_no_empty_file() -> None:
    [event] = events(replace(sample.nothing(), rulings=()))
    assert event["message"].startswith("Cascade Ridge Family Medicine, as of 2026-11-20")
