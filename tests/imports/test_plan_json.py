"""The plan as JSON is what its schema describes, and each part of it is used."""

import json

import jsonschema

from portalaudit.imports.plan_json import schema
from tests.imports.juniper import ROSTER, Practice, practice

__all__ = ["practice"]


def test_a_plan_and_a_refusal_are_as_the_schema_says(practice: Practice) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema()))
    plan = practice.write(*ROSTER)
    validator.validate(plan)
    assert all(plan[part] for part in ("lists", "changes", "questions", "skipped", "remarks", "files"))
    users = practice.plan("google-workspace.csv", "--portal", "google")
    validator.validate(users)
    assert (plan["written"], users["written"]) == (True, False)
    ran = practice.run("availity-own-notes.csv", "--portal", "availity", "-o", "json=-")
    refused = json.loads(ran.out)
    validator.validate(refused)
    assert [one["code"] for one in refused["problems"]] == ["secret-in-list"]
    assert refused["files"] == refused["changes"] == []


def test_a_plan_is_laid_out_as_json_is_elsewhere(practice: Practice) -> None:
    practice.write(*ROSTER)
    for run in (("uhc-all-users.txt", "--portal", "uhc"), ("availity-own-notes.csv", "--portal", "availity"), ROSTER):
        out = practice.run(*run, "-o", "json=-").out
        assert out == json.dumps(json.loads(out), ensure_ascii=False, indent=1) + "\n"
