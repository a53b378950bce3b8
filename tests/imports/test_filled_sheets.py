"""Training sheets, answers to missing facts, and review decisions."""

import json
from pathlib import Path
from typing import Any

import pytest

from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.imports.juniper import Practice, practice
from tests.imports.test_staff_roster import FIRST, lists, roster

__all__ = ["lists", "practice"]

TRAINING = """\
Name,Email,Course,Completion Date
Ana Ruiz,,Privacy 101,2026-03-02
Kim Park,,Privacy 101,2026-03-03
Ana Ruiz,,Privacy 101,2026-03-02
Annie Ruiz,,Privacy 101,2026-03-02
"""
QUESTIONS = "Record,Kind,Id,Name,Portal,Person,Field,Question,Answer\n"
DECISIONS = "Portal,Account,Decision,Reviewer,Decided on,Reason\n"


@pytest.fixture
def staffed(practice: Practice, lists: Path) -> Practice:
    roster(practice, lists, FIRST)
    practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    return practice


def sheet(practice: Practice, lists: Path, text: str, kind: str) -> dict[str, Any]:
    path = lists / f"{kind}-sheet.csv"
    path.write_text(text)
    return practice.write(str(path), "--kind", kind)


def refused(practice: Practice, lists: Path, text: str, kind: str) -> list[tuple[int, str]]:
    """The lines and messages of the problems; nothing is written."""
    before = practice.files()
    path = lists / f"{kind}-sheet.csv"
    path.write_text(text)
    ran = practice.run(str(path), "--kind", kind, "--write", "-o", "json=-")
    assert ran.code == 2
    assert practice.files() == before
    return [(one["location"]["line"], one["message"]) for one in json.loads(ran.out)["problems"]]


def training_of(practice: Practice) -> dict[str, Any]:
    document, _ = load(Text("training.yaml", (practice.root / "training.yaml").read_bytes()))
    assert document is not None
    training: Any = document.data["training"]
    return dict(training)


def test_completions_are_added_once_with_the_sheet_as_evidence(staffed: Practice, lists: Path) -> None:
    plan = sheet(staffed, lists, TRAINING, "training")
    assert {one["id"] for one in plan["questions"]} == {"training/module/privacy101", "training/who/annie-ruiz"}
    staffed.answer({"training/module/privacy101": "new", "training/who/annie-ruiz": "nobody"})
    sheet(staffed, lists, TRAINING, "training")
    kept = "lists/training-sheet.csv"
    assert training_of(staffed) == {
        "modules": [{"id": "privacy-101", "title": "Privacy 101"}],
        "completions": [
            {"person": "a-ruiz", "module": "privacy-101", "completed_on": "2026-03-02", "evidence": kept},
            {"person": "k-lee", "module": "privacy-101", "completed_on": "2026-03-03", "evidence": kept},
        ],
    }
    assert (staffed.root / kept).read_text() == TRAINING
    files = staffed.files()
    plan = sheet(staffed, lists, TRAINING, "training")
    assert plan["changes"] == []
    assert staffed.files() == files | {"questions.csv": staffed.files()["questions.csv"]}


def test_answers_go_into_the_fields_of_their_records(staffed: Practice, lists: Path) -> None:
    text = f"""{QUESTIONS}\
x,account,uhc-mortiz-jf,,,,"person, persons, used_by",Who?,"Ruiz, Ana"
x,account,uhc-mortiz-jf,,,,password_changed_on,When?,not shown
x,account,uhc-plee-jf,,,,mfa,Which?,totp
x,account,uhc-plee-jf,,,,"permissions, native_roles",Which?,"eligibility.view, claim_status.view"
x,person,k-lee,,,,excluded,Is she?,No
x,portal,uhc,,,,url_verified_on,When?,2026-11-02
x,portal,uhc,,,,login_url,Where?,
"""
    sheet(staffed, lists, text, "questions")
    accounts = {one["id"]: one for one in staffed.records("accounts")}
    assert accounts["uhc-mortiz-jf"]["person"] == "a-ruiz"
    assert accounts["uhc-plee-jf"]["mfa"] == "totp"
    assert accounts["uhc-plee-jf"]["permissions"] == ["eligibility.view", "claim_status.view"]
    assert {one["id"]: one for one in staffed.records("staff")}["k-lee"]["excluded"] == "false"
    portal = next(one for one in staffed.records("portals") if one["id"] == "uhc")
    assert portal["url_verified_on"] == "2026-11-02"
    assert portal["exports"][0]["lacks"][-1] == "password_changed_on"
    assert sheet(staffed, lists, text, "questions")["files"] == []


def test_an_answer_that_does_not_fit_is_a_problem_of_its_line(staffed: Practice, lists: Path) -> None:
    text = f"""{QUESTIONS}\
x,account,uhc-mortiz-jf,,,,mfa,Which?,carrier pigeon
x,account,uhc-mortiz,,,,mfa,Which?,totp
x,planet,mars,,,,mfa,Which?,totp
x,portal,uhc,,,,url_verified_on,When?,yesterday
x,account,uhc-mortiz-jf,,,,person,Who?,Somebody Else
x,account,uhc-mortiz-jf,,,,color,Which?,x
x,person,k-lee,,,,engagements,When?,2024-01-02
"""
    found = refused(staffed, lists, text, "questions")
    assert sorted(line for line, _ in found) == [2, 3, 4, 5, 6, 7, 8]
    said = dict(found)
    assert said[3] == "there is no account 'uhc-mortiz'; did you mean 'uhc-mortiz-jf'?"
    assert said[4] == "'planet' is not a kind of record"
    assert said[5].startswith("the answer to 'url_verified_on' is not a date")
    assert said[6] == "'Somebody Else' is not recorded under staff"
    assert said[7] == "'color' is not a field of account"
    assert said[8] == "'engagements' has several parts; write it into the inventory's own file"


def test_decisions_become_a_review_once(staffed: Practice, lists: Path) -> None:
    text = f"""{DECISIONS}\
uhc,uhc-plee-jf,keep,Ana Ruiz,2026-11-18,
UnitedHealthcare Provider Portal,cblake_kb,revoke,Ana Ruiz,2026-11-19,Left the billing company
"""
    sheet(staffed, lists, text, "access")
    (review,) = staffed.records("reviews")
    (export,) = next(one for one in staffed.records("portals") if one["id"] == "uhc")["exports"]
    assert review == {
        "id": "uhc-2026-11-19",
        "portal": "uhc",
        "opened_on": "2026-11-18",
        "reviewer": "a-ruiz",
        "snapshot": {key: export[key] for key in ("taken_on", "source", "sha256")},
        "decisions": [
            {
                "account": "uhc-cblake-kb",
                "decision": "revoke",
                "reviewer": "a-ruiz",
                "decided_on": "2026-11-19",
                "reason": "Left the billing company",
            },
            {"account": "uhc-plee-jf", "decision": "keep", "reviewer": "a-ruiz", "decided_on": "2026-11-18"},
        ],
    }
    assert sheet(staffed, lists, text, "access")["files"] == []


def test_decisions_go_on_in_a_review_that_is_open(staffed: Practice, lists: Path) -> None:
    sheet(staffed, lists, f"{DECISIONS}uhc,uhc-plee-jf,keep,Ana Ruiz,2026-11-18,\n", "access")
    more = f"{DECISIONS}uhc,uhc-plee-jf,revoke,Ana Ruiz,2026-11-20,Left\nuhc,uhc-klee-jf,keep,Ana Ruiz,2026-11-20,\n"
    sheet(staffed, lists, more, "access")
    (review,) = staffed.records("reviews")
    assert review["decisions"] == [
        {
            "account": "uhc-plee-jf",
            "decision": "revoke",
            "reviewer": "a-ruiz",
            "decided_on": "2026-11-20",
            "reason": "Left",
        },
        {"account": "uhc-klee-jf", "decision": "keep", "reviewer": "a-ruiz", "decided_on": "2026-11-20"},
    ]


def test_a_decision_about_everyone_completes_the_review(staffed: Practice, lists: Path) -> None:
    lines = "".join(
        f"uhc,{one['id']},keep,Ana Ruiz,2026-11-18,\n" for one in staffed.records("accounts") if one["portal"] == "uhc"
    )
    sheet(staffed, lists, DECISIONS + lines, "access")
    (review,) = staffed.records("reviews")
    assert review["completed_on"] == "2026-11-18"
    assert sheet(staffed, lists, DECISIONS + lines, "access")["files"] == []


def test_a_decision_about_no_login_or_by_no_one_is_a_problem(staffed: Practice, lists: Path) -> None:
    text = f"{DECISIONS}uhc,uhc-plee,keep,Ana Ruiz,2026-11-18,\nuhc,uhc-plee-jf,keep,The Boss,2026-11-18,\n"
    assert refused(staffed, lists, text, "access") == [
        (2, "there is no login 'uhc-plee' on uhc"),
        (3, "the reviewer 'The Boss' is not on the staff list"),
    ]
