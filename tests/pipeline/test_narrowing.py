"""Secrets that somebody wrote into names, logins and ids are in no report, and neither is their length."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from portalaudit.model.verdict import Subject, fingerprint
from tests.cli.running import portalaudit

SECRETS = ["219-09-9995", "219-09-9996", "219-09-9997", "219-09-9998", "Summer2026", "Autumn2026", "Winter2026"]
INVENTORY = """\
practice: {id: test, name: Practice 219-09-9995, timezone: America/Los_Angeles}
portals: [{id: nmp, name: Noridian, kind: mac}]
staff:
  - {id: kim, name: Kim 219-09-9996 Lee, engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]}
  - {id: mo, name: Mo Ortiz, engagements: [{kind: employee, start: 2024-03-04}]}
accounts:
  - id: 219-09-9995
    portal: nmp
    login: "ann3 pw=Summer2026!x"
    display_name: "Front Desk 219-09-9998"
    person: kim
    type: individual
    status: active
  - {id: nmp-mo, portal: nmp, login: "ann3 pw=Summer2026!x", person: 219-09-9997, type: individual, status: active}
  - {id: nmp-xu, portal: nmp, login: xu, person: pw=Winter2026!x, type: individual, status: active}
  - {id: x pw=Autumn2026!x, portal: nmp, login: mo, person: mo, type: individual, status: active}
"""
RULE = """\
id: {id}
title: People who have left hold no live account
severity: high
for: {subject}
require: {require}
message: "{message}"
{more}
"""
LEAVERS = {
    "id": "leavers",
    "subject": "account",
    "require": "account.person.employed",
    "message": "{account.login} ({account.display_name}) on {account.portal.name} is here: {account.person.name}",
    "more": "point_at: login\nrelated: [{point_at: display_name, label: shown as}]",
}
LOGINS = {
    "id": "logins",
    "subject": "{accounts_by: [portal.id, login]}",
    "require": "group.accounts.size() < 2",
    "message": "{key} is there for {group.accounts.person.name}",
    "more": "",
}
FORMATS = ("console", "json", "junit", "html")


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {
        "inv/a.yaml": INVENTORY,
        "pol/own/pack.yaml": "{id: own, title: Own, version: '1', description: A test, default: true}\n",
        "pol/policy.yaml": "packs: [own]\n",
    }
    for rule in (LEAVERS, LOGINS):
        text = RULE
        for name, value in rule.items():
            text = text.replace(f"{{{name}}}", value) if name != "message" else text.replace("{message}", value)
        files[f"pol/own/{rule['id']}.yaml"] = text
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def reports(capsys: pytest.CaptureFixture[str], inventory: str = "inv") -> dict[str, str]:
    outputs = [argument for name in FORMATS for argument in ("-o", f"{name}=out/{name}")]
    ran = portalaudit(capsys, "check", inventory, "-p", "pol", "--as-of", "2026-11-20", "-q", *outputs)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert [secret for secret in SECRETS if secret in ran.err] == []
    return {name: Path("out", name).read_text(encoding="utf-8") for name in FORMATS}


def results(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(reports(capsys)["json"])


@pytest.mark.usefixtures("practice")
def test_no_secret_is_in_any_report(capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in reports(capsys).items():
        assert [secret for secret in SECRETS if secret in text] == [], name
        assert "•••" in text


@pytest.mark.usefixtures("practice")
def test_the_words_around_a_secret_stay(capsys: pytest.CaptureFixture[str]) -> None:
    found = results(capsys)

    assert [one["message"] for one in found["problems"] if one["code"] == "unknown-reference"] == [
        "'•••' is not the id of any record in 'staff'",
        "'pw=•••' is not the id of any record in 'staff'",
    ]
    messages = {one["message"] for one in found["results"] if one["status"] == "fail"}
    assert messages == {
        "ann3 pw=••• (Front Desk •••) on Noridian is here: Kim ••• Lee",
        "nmp, ann3 pw=••• is there for Kim ••• Lee",
    }
    assert {one["subject"]["id"] for one in found["results"]} == {
        "•••",
        "nmp-mo",
        "nmp-xu",
        "nmp/ann3 pw=•••",
        "nmp/xu",
    }


@pytest.mark.usefixtures("practice")
def test_the_fingerprint_is_that_of_the_id_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    prints = {one["fingerprint"] for one in results(capsys)["results"] if one["subject"]["id"] == "•••"}
    assert prints == {fingerprint("leavers", "test", Subject("account", "219-09-9995"))}


@pytest.mark.usefixtures("practice")
def test_no_place_ends_where_a_secret_ends(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = (one for one in results(capsys)["results"] if one["status"] == "fail" and one["rule"] == "leavers")
    assert found["location"] == {"path": "inv/a.yaml", "line": 9, "column": 12, "end_column": 21}
    assert found["related"] == [
        {"path": "inv/a.yaml", "line": 10, "column": 19, "end_column": 31, "label": "shown as"},
    ]


@pytest.mark.usefixtures("practice")
def test_the_mask_is_marked_and_not_what_is_under_it(capsys: pytest.CaptureFixture[str]) -> None:
    lines = reports(capsys)["console"].splitlines()
    marked = [
        (line[mark.start() : mark.end()], mark[0])
        for line, below in itertools.pairwise(lines)
        if "•••" in line and (mark := re.search(r"\^+", below))
    ]
    assert ("•••", "^^^") in marked
    assert ('"ann3 pw=•••', "^" * 12) in marked


def test_an_absolute_folder_is_in_no_report(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in reports(capsys, str(practice / "inv")).values():
        assert str(practice) not in text


@pytest.mark.usefixtures("practice")
def test_rules_left_out_and_changed_are_in_every_report(capsys: pytest.CaptureFixture[str]) -> None:
    policy = "rules: {leavers: {leave_out: true, reason: not ours}, logins: {severity: info, reason: one login}}\n"
    Path("pol/policy.yaml").write_text(f"packs: [own]\n{policy}", encoding="utf-8")
    for text in reports(capsys).values():
        assert "leavers" in text
        assert "not ours" in text
        assert "one login" in text
    found = results(capsys)
    assert found["left_out"] == [
        {
            "id": "leavers",
            "title": "People who have left hold no live account",
            "severity": "high",
            "reason": "not ours",
            "set": {
                "by": "own",
                "location": {"path": "pol/policy.yaml", "line": 2, "column": 9, "end_column": 16},
            },
        }
    ]
    (change,) = [rule["severity_changed"] for rule in found["rules"]]
    assert (change["pack"], change["reason"]) == ("high", "one login")
    assert change["set"] == {
        "by": "own",
        "location": {"path": "pol/policy.yaml", "line": 2, "column": 74, "end_column": 78},
    }
