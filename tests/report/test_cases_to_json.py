import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portalaudit.model.proof import Proof
from portalaudit.report.cases_to_json import SCHEMA_PATH, render
from tests.report import cases_sample


def data(proof: Proof) -> Any:
    return json.loads("".join(render(proof)))


@pytest.mark.parametrize("proof", cases_sample.EVERY)
def test_a_file_follows_its_schema(proof: Proof) -> None:
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(data(proof))) == []


def test_the_sums_are_those_of_the_run() -> None:
    assert data(cases_sample.everything())["summary"] == {
        "good": False,
        "rules": 2,
        "files_of_facts": 0,
        "cases": 4,
        "wrong": 1,
        "lacking": 1,
        "gaps": 1,
        "changes": 42,
        "unnoticed": 1,
        "explained": 2,
        "problems": 1,
    }
    assert data(cases_sample.clean())["summary"]["good"] is True
    assert data(cases_sample.nothing())["summary"]["good"] is False


def test_a_rule_holds_all_that_was_found() -> None:
    found = data(cases_sample.everything())
    assert found["schema"] == "portalaudit/test/v1"
    assert found["asked"] == {"coverage": True, "mutation": True}
    here, leavers = found["rules"]
    assert here["good"] is True
    assert leavers == {
        "id": "leavers",
        "title": "People who have left hold no live account",
        "facts": False,
        "location": {"path": "policies/own/leavers.yaml", "line": 1, "column": 5},
        "good": False,
        "lacking": ["a passing case"],
        "cases": [
            {
                "name": "Somebody works here",
                "location": {"path": "policies/own/leavers.cases.yaml", "line": 9, "column": 11},
                "good": True,
                "statuses": ["pass"],
                "differences": [],
            },
            {
                "name": "Left & <live>",
                "location": {"path": "policies/own/leavers.cases.yaml", "line": 4, "column": 11},
                "good": False,
                "statuses": ["fail", "unknown"],
                "differences": ["line 8: expected fail low, got fail high: kim\x1b"],
            },
        ],
        "gaps": [
            {
                "in": "when",
                "part": "account.live",
                "missing": False,
                "location": {"path": "policies/own/leavers.yaml", "line": 5, "column": 7},
            },
            {
                "in": "require",
                "part": "account.person.employed",
                "missing": True,
                "location": {"path": "policies/own/leavers.yaml", "line": 6, "column": 10},
                "because": "Nobody works here",
            },
        ],
        "changes": 30,
        "survivors": [
            {
                "in": "require",
                "change": "3 to 4",
                "location": {"path": "policies/own/leavers.yaml", "line": 6, "column": 10},
            },
            {
                "in": "escalate 1",
                "change": "drop account.live",
                "location": {"path": "policies/own/leavers.yaml", "line": 8, "column": 13},
                "because": "It is live by then",
            },
        ],
    }
    assert found["problems"] == [
        {
            "code": "bad-cases",
            "message": "this comment cannot be read",
            "hint": "write `# expect: fail`",
            "location": {"path": "policies/own/leavers.cases.yaml", "line": 3, "column": 1},
        }
    ]
