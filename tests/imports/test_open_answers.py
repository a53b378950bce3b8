"""Answers that need no list: the file of questions is named alone."""

import pytest

from tests.imports.juniper import ABOUT_AVAILITY, ROSTER, Practice, practice

__all__ = ["practice"]

LATER = "1 answer counts when the list is imported again: uhc-all-users.txt"


@pytest.fixture
def asked(practice: Practice) -> Practice:
    practice.write(*ROSTER)
    practice.write("uhc-all-users.txt", "--portal", "uhc")
    return practice


def write(practice: Practice, answers: dict[str, str]) -> dict:
    practice.answer(answers, by="Maria Ortiz")
    return practice.write(str(practice.root / "questions.csv"))


def test_whose_a_login_is_counts_at_once_and_is_asked_no_more(asked: Practice) -> None:
    plan = write(
        asked, {"uhc/person/klee_jf": "k-lee", "uhc/person/cblake_kb": "nobody", "uhc-all-users.txt/coverage": "full"}
    )
    said = {"by": "answer", "on": "2026-11-20", "decided_by": "Maria Ortiz"}
    logins = {one["login"]: one for one in asked.records("accounts")}
    assert logins["klee_jf"]["person"] == "k-lee"
    assert logins["klee_jf"]["match"] == {"result": "matched", **said}
    assert logins["cblake_kb"]["match"] == {"result": "unmatched", **said}
    assert [one["text"] for one in plan["remarks"]] == [LATER]
    assert [one["location"]["path"] for one in plan["changes"]] == ["questions.csv"] * 2
    left = set(asked.questions())
    assert not {key for key in left if key.startswith("uhc/person/")}
    assert "uhc-all-users.txt/coverage" in left
    assert asked.write(str(asked.root / "questions.csv"))["changes"] == []
    again = asked.write("uhc-all-users.txt", "--portal", "uhc")
    assert not {key for key in asked.questions_of(again) if "/person/" in key}


def test_several_people_or_a_shared_login_are_answers_too(asked: Practice) -> None:
    write(asked, {"uhc/person/klee_jf": "k-lee; a-ruiz", "uhc/person/cblake_kb": "shared"})
    logins = {one["login"]: one for one in asked.records("accounts")}
    assert (logins["klee_jf"]["persons"], logins["klee_jf"]["type"]) == (["k-lee", "a-ruiz"], "shared_legacy")
    assert (logins["cblake_kb"]["type"], logins["cblake_kb"].get("person")) == ("shared_legacy", None)


def test_one_person_takes_a_login_that_was_thought_to_be_shared(asked: Practice) -> None:
    file = next(path for path in asked.root.glob("**/*.yaml") if "cblake_kb" in path.read_text())
    lines = file.read_text().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if "cblake_kb" in line)
    kind = next(number for number in range(at, len(lines)) if "type: individual" in lines[number])
    lines[kind] = lines[kind].replace("individual", "shared_legacy")
    file.write_text("".join(lines))
    write(asked, {"uhc/person/cblake_kb": "k-lee"})
    (login,) = (one for one in asked.records("accounts") if one["login"] == "cblake_kb")
    assert (login["type"], login["person"]) == ("individual", "k-lee")


def test_what_an_answer_leaves_as_it_is_is_no_change(asked: Practice) -> None:
    plan = write(asked, {"uhc/person/klee_jf": "k-lee"})
    (change,) = plan["changes"]
    assert [one["field"] for one in change["fields"]] == ["person", "match"]


def test_who_works_for_a_company_is_offered_for_its_login(practice: Practice) -> None:
    practice.write(*ROSTER)
    practice.write("paylocity-vendor.csv", "--vendor", "Keyline Billing, LLC", "--coverage", "partial")
    practice.write("availity-users.csv", "--portal", "availity")
    practice.answer(ABOUT_AVAILITY)
    practice.write("availity-users.csv", "--portal", "availity")
    line = practice.questions()["availity/person/keyline"]
    assert line["question"].endswith("; if several use it, all their ids with commas between, or `shared`.")
    assert "Courtney Blake" in line["candidates"]


def test_an_answer_that_names_no_one_stays(asked: Practice) -> None:
    plan = write(asked, {"uhc/person/klee_jf": "somebody"})
    (remark,) = plan["remarks"]
    assert remark["text"] == "the answer 'somebody' to uhc/person/klee_jf names no one on the staff list"
    assert remark["location"]["line"] == 1 + list(asked.questions()).index("uhc/person/klee_jf") + 1
    assert asked.questions()["uhc/person/klee_jf"]["answer"] == "somebody"


def test_a_last_day_and_a_return_count_at_once(asked: Practice) -> None:
    lines = (asked.root / "questions.csv").read_text()
    for ask in ("roster/left/a-ruiz", "roster/left/l-fox", "roster/back/k-lee", "roster/left/no-one"):
        lines += f'{ask},"X (adp-roster.csv, line 3)",When?,,,,\n'
    (asked.root / "questions.csv").write_text(lines)
    plan = write(
        asked,
        {
            "roster/left/a-ruiz": "2026-11-13",
            "roster/left/l-fox": "soon",
            "roster/back/k-lee": "2026-11-02",
            "roster/left/no-one": "2026-11-13",
        },
    )
    staff = {one["id"]: one["engagements"] for one in asked.records("staff")}
    assert staff["a-ruiz"] == [{"kind": "employee", "start": "2019-05-06", "end": "2026-11-13"}]
    assert staff["k-lee"][-1] == {"kind": "employee", "start": "2026-11-02"}
    assert "end" not in staff["l-fox"][0]
    texts = [one["text"] for one in plan["remarks"]]
    assert texts[0] == "1 answer counts when the list is imported again: adp-roster.csv"
    assert texts[1].startswith("the answer 'soon' to roster/left/l-fox ")
    assert {key for key in asked.questions() if key.startswith("roster/")} >= {
        "roster/left/l-fox",
        "roster/left/no-one",
    }
    assert not {"roster/left/a-ruiz", "roster/back/k-lee"} & set(asked.questions())


def test_an_answer_that_waits_for_its_list_is_no_question_to_answer(asked: Practice) -> None:
    asked.answer(dict.fromkeys(asked.questions(), "") | {"uhc-all-users.txt/coverage": "full"})
    number = len(asked.questions()) - 1
    ran = asked.run(str(asked.root / "questions.csv"), "--write")
    assert ran.code == 1
    told = f"{number} questions to answer in {asked.root}/questions.csv; 1 answer waits for its list"
    assert ran.out.endswith(f"\nWritten: no record changes; {told}.\n")
