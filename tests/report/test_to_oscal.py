"""OSCAL: what the standard requires, and references that lead somewhere, which no schema looks at."""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from portalaudit.model.framework import Control, Framework
from portalaudit.model.report import PracticeName, Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Status
from portalaudit.report import to_oscal
from portalaudit.report.oscal_parts import control_tokens, line, props, token
from tests.report import sample
from tests.report.comparing import held_against_main

REPORTS = [
    sample.everything(),
    sample.clean(),
    sample.nothing(),
    sample.many(40, 3),
    sample.accepted(2),
    held_against_main(),
]
TOKEN = re.compile(r"[^\W\d][\w.-]*")


def results(report: Report) -> dict[str, Any]:
    whole = json.loads("".join(to_oscal.render(report)))
    assert list(whole) == ["assessment-results"]
    found: dict[str, Any] = whole["assessment-results"]
    return found


def result(report: Report) -> dict[str, Any]:
    [found] = results(report)["results"]
    assert isinstance(found, dict)
    return found


def parts(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Everything in a document with the name of its member."""
    yield name, value
    if isinstance(value, dict):
        for key, one in value.items():
            yield from parts(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one, name)


@pytest.mark.parametrize("report", REPORTS)
def test_it_has_what_the_standard_requires(report: Report) -> None:
    found = results(report)
    assert {"uuid", "metadata", "import-ap", "results"} <= found.keys()
    assert {"title", "last-modified", "version", "oscal-version"} <= found["metadata"].keys()
    assert found["metadata"]["last-modified"] == "2026-11-20T00:00:00Z"
    [one] = found["results"]
    assert {"uuid", "title", "description", "start", "reviewed-controls"} <= one.keys()
    for observation in one.get("observations", []):
        assert {"uuid", "description", "methods", "collected"} <= observation.keys()
    for risk in one.get("risks", []):
        assert {"uuid", "title", "description", "statement", "status"} <= risk.keys()
    for finding in one.get("findings", []):
        assert {"uuid", "title", "description", "target"} <= finding.keys()
        assert finding["target"]["type"] == "objective-id"


@pytest.mark.parametrize("report", REPORTS)
def test_lists_are_never_empty_tokens_are_tokens_and_values_have_no_blanks_around_them(report: Report) -> None:
    for name, value in parts(results(report)):
        assert value not in ([], {}, ""), name
        if name in {"control-id", "target-id"} or (
            name == "name" and isinstance(value, str) and "Cascade" not in value
        ):
            assert TOKEN.fullmatch(str(value)), value
        if name in {"value", "title"}:
            assert "\n" not in str(value)
            assert str(value) == str(value).strip()


@pytest.mark.parametrize("report", REPORTS)
def test_each_thing_has_an_id_of_its_own_made_from_its_name_and_references_lead_to_one(report: Report) -> None:
    found = list(parts(results(report)))
    ids = [str(value) for name, value in found if name == "uuid"]
    assert len(ids) == len(set(ids))
    assert {uuid.UUID(one).version for one in ids} == {5}
    references = {str(value) for name, value in found if name.endswith("-uuid")}
    hrefs = {str(value).removeprefix("#") for name, value in found if name == "href" and str(value)[0] == "#"}
    assert references | hrefs <= set(ids)


@pytest.mark.parametrize("report", REPORTS)
def test_there_is_an_observation_for_each_problem_each_answer_and_what_passes(report: Report) -> None:
    told = sum(len(ruling.verdicts) for ruling in report.rulings)
    passing = sum(ruling.count(Status.PASS) > 0 for ruling in report.rulings)
    assert len(result(report).get("observations", [])) == len(report.problems) + told + passing


def test_a_control_is_a_finding_only_where_its_rules_have_findings_and_it_is_never_called_satisfied() -> None:
    text = "".join(to_oscal.render(sample.everything()))
    assert '"satisfied"' not in text
    assert "complian" not in text.replace("compliance determination", "")
    found = {one["target"]["target-id"]: one for one in result(sample.everything())["findings"]}
    assert list(found) == ["cis-v8-5.1", "cis-v8-5.3", "cis-v8-6.2", "own_framework_-c_d"]
    assert found["cis-v8-5.1"]["target"]["status"]["remarks"].endswith("is for people to decide.")
    assert found["cis-v8-6.2"]["description"] == (
        "2 findings of rules related to it: active-after-termination, dormant-account."
    )
    whole = result(replace(sample.everything(), run=sample.two().run))["findings"]
    assert whole[0]["description"] == "1 finding of rules that support evidence for it: shared-credential."


def test_a_risk_is_open_or_a_deviation_that_was_approved() -> None:
    assert [(one["title"], one["status"]) for one in result(sample.everything())["risks"]] == [
        ("Someone who has left still has a live account", "open"),
        ("An account has not been used for 90 days", "open"),
        ("\\</title>\\<script>alert(1)\\</script> stays text", "open"),
        ("Several people share one login", "open"),
    ]
    assert [one["status"] for one in result(sample.accepted(2))["risks"]] == ["deviation-approved"]


def test_a_risk_leads_to_the_page_of_its_rule() -> None:
    [link] = result(sample.two())["risks"][0]["links"]
    assert link["href"] == sample.two().rulings[0].rule.url != ""


def test_the_controls_that_were_looked_at_are_selected_by_framework() -> None:
    selected = result(sample.everything())["reviewed-controls"]["control-selections"]
    assert selected[0]["include-controls"][0] == {"control-id": "cis-v8-5.1"}
    assert selected[1]["include-controls"] == [{"control-id": "own_framework_-c_d"}]
    assert result(sample.nothing())["reviewed-controls"]["control-selections"] == [
        {"description": "No rule that was evaluated names a control."}
    ]


def test_a_partial_run_says_so_in_its_title() -> None:
    assert result(sample.everything())["title"].startswith("Partial run: 5 of 6 rules evaluated: ignore not-asked-*, ")
    assert "upports evidence for" not in "".join(to_oscal.render(sample.everything()))
    assert result(sample.two())["title"] == "Access to payer portals"


@pytest.mark.parametrize(
    ("framework", "control", "expected"),
    [
        ("nist-800-53", "AC-2(3)", "ac-2.3"),
        ("nist-800-53", "PS-4", "ps-4"),
        ("nist-800-53", "AC-02(03)", "ac-2.3"),
        ("nist-800-53", "a 1", "nist-800-53-a_1"),
        ("hipaa", "164.308(a)(3)(ii)(C)", "hipaa-164.308_a_3_ii_C"),
        ("cis-v8", "6.2", "cis-v8-6.2"),
        ("1", "(", "_1-"),
    ],
)
def test_a_control_has_the_id_of_its_catalog_or_one_that_names_its_framework(
    framework: str, control: str, expected: str
) -> None:
    tokens = control_tokens([Framework(framework, "", "", "", "", "", (Control(control),))])
    assert tokens == {(framework, control): expected}


def test_no_two_controls_have_the_same_id() -> None:
    tokens = control_tokens([Framework("x", "", "", "", "", "", (Control("a b"), Control("a(b)")))])
    assert tokens["x", "a b"] == "x-a_b"
    assert re.fullmatch(r"x-a_b-[0-9a-f]{8}", tokens["x", "a(b)"])


def test_text_of_users_becomes_no_markup_and_no_broken_token() -> None:
    assert line("[x](javascript:1) <b> `c`\n d") == "\\[x\\](javascript:1) \\<b> \\`c\\` d"
    assert line(" ") == "-"
    assert (token("写真"), token("a b"), token("9"), token("")) == ("unnamed", "a_b", "_9", "unnamed")
    assert props({"a b": "", "c": " \n"}) == {}
    assert props({"a b": " x\ny "}) == {"props": [{"name": "a_b", "ns": "urn:portalaudit:oscal", "value": "x y"}]}


def test_an_id_names_the_practice_too() -> None:
    other = replace(sample.two(), practice=PracticeName("other", "Other"))
    ids = {str(value) for name, value in parts(results(sample.two())["results"]) if name == "uuid"}
    others = {str(value) for name, value in parts(results(other)["results"]) if name == "uuid"}
    assert result(sample.two())["uuid"] not in others
    assert ids != others
