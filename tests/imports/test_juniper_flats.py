"""A practice of fifteen people and its raw lists: every row accounted for, no wrong person, every doubt a question."""

import re
from pathlib import Path
from typing import Any

import pytest

from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.imports.juniper import ABOUT_AVAILITY, LISTS, PRACTICE, ROSTER, USER_LISTS, Practice, practice
from tests.sheets.truth import truth

__all__ = ["practice"]


def who() -> dict[str, Any]:
    document, _ = load(Text("who.yaml", (LISTS / "who.yaml").read_bytes()))
    assert document is not None
    return document.data


def sure() -> dict[str, str]:
    """The person whom a row means, by `file:line`."""
    return {row: person for person, told in who()["people"].items() for row in told["sure"]}


def line_of(location: dict[str, Any]) -> str:
    return f"{location['path'].rpartition('/')[2]}:{location['line']}"


def test_no_row_becomes_a_wrong_person_and_every_doubt_is_a_question(practice: Practice) -> None:
    rows, asked = sure(), who()["asked"]
    practice.write(*ROSTER)
    people = {one["employee_number"]: one["id"] for one in practice.records("staff")}
    meant = {person: people.get(told["number"], "") for person, told in who()["people"].items()}
    assert set(meant.values()) - {""} == set(people.values())
    matched, questioned = {}, {}
    for name, portal in USER_LISTS.items():
        plan = practice.write(name, "--portal", portal, "--coverage", "full")
        if name == "availity-users.csv":
            practice.answer(ABOUT_AVAILITY)
            plan = practice.write(name, "--portal", portal, "--coverage", "full")
        for change in plan["changes"]:
            found = [one["after"] for one in change["fields"] if one["field"] == "person"]
            matched |= {line_of(change["location"]): found[0]} if found else {}
        questioned |= {line_of(one["location"]): one for one in plan["questions"] if "/person/" in one["id"]}
    for row, person in matched.items():
        assert (row, person) == (row, meant[rows[row]])
    for row in asked:
        assert row.partition(":")[0] not in USER_LISTS or row in questioned, row
    for row, question in questioned.items():
        offered = [each.partition(" (")[0] for each in question["candidates"]]
        assert row in asked or meant[rows[row]] in [*offered, ""] or rows[row] == "k-lee", row
    assert len(matched) >= 22


@pytest.mark.parametrize("name", USER_LISTS)
def test_every_row_of_a_user_list_is_an_account_or_is_named(practice: Practice, name: str) -> None:
    practice.write(*ROSTER)
    plan = practice.write(name, "--portal", USER_LISTS[name], "--coverage", "full")
    if name == "availity-users.csv":
        practice.answer(ABOUT_AVAILITY)
        plan = practice.write(name, "--portal", "availity", "--coverage", "full")
    told = {line_of(one["location"]).partition(":")[2] for one in (*plan["changes"], *plan["skipped"])}
    assert set(truth()[name]["rows"]) <= told
    assert len(practice.records("accounts")) == len([one for one in plan["changes"] if one["section"] == "accounts"])


def test_importing_again_changes_no_byte(practice: Practice) -> None:
    practice.everything()
    files = practice.files()
    for name, portal in USER_LISTS.items():
        plan = practice.write(name, "--portal", portal, "--coverage", "full")
        assert (name, plan["changes"], plan["files"]) == (name, [], [])
    assert practice.write(*ROSTER)["files"] == []
    assert practice.files() == files


def test_a_dry_run_writes_nothing_and_says_what_it_would_do(practice: Practice) -> None:
    before = practice.files()
    ran = practice.run("uhc-all-users.txt", "--portal", "uhc")
    assert ran.code == 1
    assert ran.err == ""
    assert ran.out.endswith(
        "\nNothing was written yet. With --write the same command writes it: 5 new, and puts 6 questions into "
        f"{practice.root.as_posix()}/questions.csv.\n"
    )
    assert practice.files() == before


def test_what_is_not_changed_keeps_its_bytes(practice: Practice) -> None:
    practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    written = (practice.root / "practice.yaml").read_text()
    added = re.search(r", exports: \[\{taken_on: 2026-11-16, .*?\]\}\]", written)
    assert added is not None
    assert written.replace(added.group(), "") == PRACTICE
    assert re.fullmatch(
        r", exports: \[\{taken_on: 2026-11-16, source: lists/uhc-2026-11-16\.txt, sha256: [0-9a-f]{64}, "
        r"coverage: full, lacks: \[created_on, email, last_login_on, mfa, native_roles, status\]\}\]",
        added.group(),
    )
    kept = practice.root / "lists" / "uhc-2026-11-16.txt"
    assert kept.read_bytes() == (LISTS / "uhc-all-users.txt").read_bytes()


def test_a_byte_order_mark_and_line_ends_stay(practice: Practice) -> None:
    path = practice.root / "practice.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    added = re.search(rb", exports: \[\{taken_on: 2026-11-16, .*?\]\}\]", path.read_bytes())
    assert added is not None
    assert path.read_bytes().replace(added.group(), b"") == before


def test_a_roster_and_user_lists_of_one_command_know_each_other(practice: Practice) -> None:
    plan = practice.write("uhc-all-users.txt", "adp-roster.csv", "--portal", "uhc", "--coverage", "full")
    assert [one["kind"] for one in plan["lists"]] == ["roster", "users"]
    matched = {one["login"]: one.get("person") for one in practice.records("accounts")}
    assert matched == {
        "cblake_kb": None,
        "klee_jf": None,
        "mortiz_jf": "m-ortiz",
        "plee_jf": "p-lee",
        "rstone_jf": "r-stone",
    }
    files = practice.files()
    practice.write("adp-roster.csv", "uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    assert practice.files() == files


def test_answers_about_people_go_into_their_accounts_once(practice: Practice) -> None:
    practice.write(*ROSTER)
    practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    practice.answer({"uhc/person/klee_jf": "k-lee-2 (Kim Lee)", "uhc/person/cblake_kb": "Nobody"}, by="Maria Ortiz")
    practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    accounts = {one["login"]: one for one in practice.records("accounts")}
    said = {"by": "answer", "on": "2026-11-20", "decided_by": "Maria Ortiz"}
    assert accounts["klee_jf"]["person"] == "k-lee-2"
    assert accounts["klee_jf"]["match"] == {"result": "matched", **said}
    assert accounts["cblake_kb"]["match"] == {"result": "unmatched", **said}
    assert "person" not in accounts["cblake_kb"]
    assert not [key for key in practice.questions() if key.startswith("uhc/")]
    assert accounts["mortiz_jf"]["match"] == {"result": "matched", "by": "name", "on": "2026-11-20"}


def test_an_answer_that_names_no_one_is_asked_again_and_stays(practice: Practice) -> None:
    practice.write(*ROSTER)
    practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    practice.answer({"uhc/person/klee_jf": "somebody"})
    plan = practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    assert practice.questions()["uhc/person/klee_jf"]["answer"] == "somebody"
    assert [one["text"] for one in plan["remarks"]] == [
        "the answer 'somebody' to uhc/person/klee_jf names no one on the staff list"
    ]


def test_a_list_of_passwords_is_refused_and_not_repeated(practice: Practice) -> None:
    before = practice.files()
    ran = practice.run("availity-own-notes.csv", "--portal", "availity", "--write")
    assert ran.code == 2
    assert ran.out == ""
    assert "availity-own-notes.csv:1:" in ran.err
    with (LISTS / "availity-own-notes.csv").open() as notes:
        secrets = [line.split(",")[2].strip() for line in list(notes)[1:]]
    assert not [secret for secret in secrets if len(secret) > 4 and secret in ran.err]
    assert practice.files() == before


def test_a_judged_inventory_with_no_account_typed_by_hand(
    practice: Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    practice.everything()
    practice.answer({"nmp/person/kim.lee@juniperflats.example.org": "k-lee"}, by="Maria Ortiz")
    practice.write("noridian-manage-users.txt", "--portal", "nmp", "--coverage", "full")
    from tests.cli.running import portalaudit

    ran = portalaudit(capsys, "check", str(practice.root), "--as-of", "2026-11-20", "--full")
    assert ran.code == 1, ran.err
    assert "kim.lee@juniperflats.example.org on Noridian Medicare Portal is still active" in ran.out.replace("\n", " ")
    assert "0 problems in the files" in ran.out


STRANGERS = "none of its people is on the staff list, which names {}: if the roster is still to come, import it first"


def test_a_user_list_that_comes_before_the_roster_is_told(practice: Practice) -> None:
    texts = [one["text"] for one in practice.plan("uhc-all-users.txt", "--portal", "uhc")["remarks"]]
    assert texts == [STRANGERS.format(0)]
    practice.write(*ROSTER)
    assert practice.plan("uhc-all-users.txt", "--portal", "uhc")["remarks"] == []


def test_a_list_that_waits_for_answers_says_so(practice: Practice) -> None:
    (remark,) = [
        one
        for one in practice.plan("availity-users.csv", "--portal", "availity")["remarks"]
        if one["text"].startswith("nothing")
    ]
    assert remark["text"] == "nothing of this list is taken until what it asks is answered"
    assert line_of(remark["location"]) == "availity-users.csv:1"


def test_two_people_of_one_name_are_offered_with_what_tells_them_apart(practice: Practice) -> None:
    practice.write(*ROSTER)
    practice.write("uhc-all-users.txt", "--portal", "uhc")
    assert practice.questions()["uhc/person/klee_jf"]["candidates"] == (
        "k-lee (Kim Lee, no. 1005, left 2026-08-14); k-lee-2 (Kim Lee, no. 1012, since 2025-02-10)"
    )


def test_a_finished_sign_in_sheet_asks_nothing_again(practice: Practice) -> None:
    practice.write(*ROSTER)
    sheet, day = "portal-training-sign-in.csv", "portal-training-sign-in.csv/date_order:03122026"
    assert practice.questions_of(practice.write(sheet)) == {day}
    practice.answer({day: "month_first"})
    asked = practice.questions_of(practice.write(sheet))
    people = {"bob-stone": "r-stone", "kim-lee": "k-lee-2", "maria-smith": "m-smith-jones"}
    who = {f"training/who/{name}": person for name, person in people.items()}
    assert asked == {"training/module/portaluseandnosharing", *who}
    practice.answer({"training/module/portaluseandnosharing": "new", **who})
    assert practice.questions_of(practice.write(sheet)) == set()
    assert "order_above: month_first" in (practice.root / "maps" / "training.yaml").read_text()
    files = practice.files()
    again = practice.write(sheet)
    assert (again["questions"], again["changes"], again["files"]) == ([], [], [])
    assert practice.files() == files


def test_a_list_that_is_cut_short_says_nothing_of_the_next_one(practice: Practice, tmp_path: Path) -> None:
    first = practice.write("noridian-manage-users.txt", "--portal", "nmp", "--coverage", "full")
    assert [one["coverage"] for one in first["lists"]] == ["partial"]
    written = (practice.root / "maps" / "nmp.yaml").read_text()
    assert "coverage: full\n" in written
    text = (LISTS / "noridian-manage-users.txt").read_text()
    whole = [
        line for line in text.splitlines(keepends=True) if not line.startswith(("Ana Ruiz", "Lena Fox", "Showing"))
    ]
    path = tmp_path / "noridian-manage-users.txt"
    path.write_text("".join(whole))
    plan = practice.write(str(path), "--portal", "nmp")
    assert [one["coverage"] for one in plan["lists"]] == ["full"]
    assert "gone" in {one["kind"] for one in plan["changes"]}


def test_a_list_that_its_map_takes_for_a_part_says_so(practice: Practice) -> None:
    practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "partial")
    plan = practice.plan("uhc-all-users.txt", "--portal", "uhc")
    assert "maps/uhc.yaml says that such a list shows only a part; --coverage full says otherwise" in [
        one["text"] for one in plan["remarks"]
    ]


def test_lists_that_name_people_most_surely_come_first(practice: Practice, tmp_path: Path) -> None:
    practice.write(*ROSTER)
    users = "Name,Email,Status\nKim Lee,kim.l@juniperflats.example.org,Active\n"
    (tmp_path / "nmp-users.csv").write_text(users)
    numbered = users.replace("Status", "Status,Employee ID").replace("ve\n", "ve,1012\n")
    (tmp_path / "google-users.csv").write_text(numbered)
    plan = practice.write(
        *(str(tmp_path / f"{name}-users.csv") for name in ("nmp", "google")), "--kind", "users", "--coverage", "full"
    )
    assert not [key for key in practice.questions_of(plan) if "/person/" in key]
    assert {one["person"] for one in practice.records("accounts")} == {"k-lee-2"}
