"""The list is held against what GitLab's parser asks of an entry."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portalaudit.model.report import Report, Way
from portalaudit.model.values import replace
from portalaudit.report import to_gitlab
from portalaudit.report.entries import run_note
from tests.report import sample
from tests.report.comparing import held_against_main

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]", "not": {"pattern": "^\\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What GitLab's documentation requires: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""

REPORTS = {
    "everything": sample.everything(),
    "clean": sample.clean(),
    "compared": held_against_main(),
    "many": sample.many(40, 3),
}


def listed(report: Report) -> Any:
    return json.loads("".join(to_gitlab.render(report)))


@pytest.mark.parametrize("name", REPORTS)
def test_each_entry_has_what_gitlab_requires(name: str) -> None:
    Draft202012Validator(SCHEMA).validate(listed(REPORTS[name]))


@pytest.mark.parametrize("name", REPORTS)
def test_no_two_entries_have_one_fingerprint(name: str) -> None:
    prints = [one["fingerprint"] for one in listed(REPORTS[name])]
    assert len(set(prints)) == len(prints)


def test_a_finding_is_an_entry() -> None:
    first, _ = listed(replace(sample.two(), from_root=Way("office")))
    assert first == {
        "description": "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14",
        "content": {
            "body": "[active-after-termination]"
            "(<https://portalaudit.github.io/portalaudit/rules/active-after-termination/>)"
        },
        "check_name": "active-after-termination",
        "fingerprint": "787f4294ef4085077a894a3f19f1aa59e37e3a8d8e9cc686c6aca68d21f430ef",
        "severity": "blocker",
        "location": {"path": "office/accounts.yaml", "lines": {"begin": 7}},
    }


def test_a_clean_run_is_an_empty_list() -> None:
    assert "".join(to_gitlab.render(sample.clean())) == "[]\n"


def test_severities_are_those_of_gitlab() -> None:
    assert [(one["check_name"], one["severity"]) for one in listed(sample.everything())] == [
        ("syntax", "blocker"),
        ("unknown-reference", "blocker"),
        ("unknown-reference", "blocker"),
        ("active-after-termination", "blocker"),
        ("shared-credential", "critical"),
        ("dormant-account", "minor"),
        ("hostile-rule", "info"),
        ("hostile-rule", "info"),
        ("dormant-account", "info"),
        ("partial-run", "info"),
    ]
    assert {one["severity"] for one in listed(sample.many(40)) if one["check_name"] == "dormant-account"} == {"major"}


def test_a_partial_run_has_an_entry_that_says_so() -> None:
    last = listed(sample.everything())[-1]

    assert last["description"] == run_note(sample.everything())
    assert last["location"] == {"path": "accounts.yaml", "lines": {"begin": 1}}


def test_against_a_base_everything_is_listed_because_gitlab_compares_by_itself() -> None:
    assert [one["check_name"] for one in listed(held_against_main())] == [
        "active-after-termination",
        "shared-credential",
    ]
