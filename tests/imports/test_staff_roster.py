"""A roster: who is new, who left, who came back; nobody leaves without a last day."""

from pathlib import Path
from typing import Any

import pytest

from tests.imports.juniper import Practice, practice

__all__ = ["practice"]

FIRST = """\
Employee ID,First Name,Last Name,Former Name,Job Title,Hire Date,Termination Date,Status,Leave From,Leave To,Email
7,Ana,Ruiz,,Biller,2019-05-06,,Active,,,ana@j.example.org
8,Kim,Lee,Kim Park,Nurse; Front Desk,2024-03-04,,Active,,,
9,Bo,Ng,,Nurse,2022-01-03,,Leave of absence,2026-10-01,,
"""


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return tmp_path


def roster(practice: Practice, lists: Path, text: str, *more: str, name: str = "roster.csv") -> dict[str, Any]:
    path = lists / name
    path.write_text(text)
    return practice.write(str(path), "--coverage", "full", *more)


def staff(practice: Practice) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in practice.records("staff")}


def test_the_first_roster_makes_everyone(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    assert staff(practice) == {
        "a-ruiz": {
            "id": "a-ruiz",
            "name": "Ana Ruiz",
            "email": "ana@j.example.org",
            "employee_number": "7",
            "engagements": [{"kind": "employee", "start": "2019-05-06"}],
            "roles": [{"role": "biller", "from": "2019-05-06"}],
        },
        "k-lee": {
            "id": "k-lee",
            "name": "Kim Lee",
            "other_names": ["Kim Park"],
            "employee_number": "8",
            "engagements": [{"kind": "employee", "start": "2024-03-04"}],
            "roles": [{"role": "front_desk", "from": "2024-03-04"}],
        },
        "b-ng": {
            "id": "b-ng",
            "name": "Bo Ng",
            "employee_number": "9",
            "engagements": [{"kind": "employee", "start": "2022-01-03", "leave": [{"start": "2026-10-01"}]}],
        },
    }
    assert [key for key in practice.questions() if key.startswith("roster/")] == ["roster/title/nurse"]


def test_a_title_is_asked_once_and_kept_in_the_map(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    practice.answer({"roster/title/nurse": "front_desk; Biller"})
    roster(practice, lists, FIRST)
    assert "Nurse: [front_desk, biller]" in (practice.root / "maps" / "roster.yaml").read_text()
    assert staff(practice)["b-ng"]["roles"] == [
        {"role": "front_desk", "from": "2022-01-03"},
        {"role": "biller", "from": "2022-01-03"},
    ]
    assert not (practice.root / "questions.csv").read_text()
    files = practice.files()
    assert roster(practice, lists, FIRST)["files"] == []
    assert practice.files() == files


def test_a_last_day_ends_the_spell_and_a_return_begins_another(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    gone = FIRST.replace("2019-05-06,,Active", "2019-05-06,2026-10-30,Terminated")
    plan = roster(practice, lists, gone)
    (change,) = [one for one in plan["changes"] if one["record"] == "a-ruiz"]
    assert change["fields"] == [{"field": "engagements.0.end", "before": "", "after": "2026-10-30"}]
    back = FIRST.replace("2019-05-06,,Active", "2026-11-09,,Active")
    roster(practice, lists, back)
    assert staff(practice)["a-ruiz"]["engagements"] == [
        {"kind": "employee", "start": "2019-05-06", "end": "2026-10-30"},
        {"kind": "employee", "start": "2026-11-09"},
    ]
    assert roster(practice, lists, back)["files"] == []


def test_who_is_not_on_it_any_more_is_asked_for_a_last_day(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    shorter = FIRST.replace("7,Ana,Ruiz,,Biller,2019-05-06,,Active,,,ana@j.example.org\n", "")
    plan = roster(practice, lists, shorter)
    assert plan["changes"] == []
    assert staff(practice)["a-ruiz"]["engagements"] == [{"kind": "employee", "start": "2019-05-06"}]
    practice.answer({"roster/left/a-ruiz": "10/30/2026"})
    plan = roster(practice, lists, shorter)
    assert plan["remarks"][0]["text"].startswith("the answer '10/30/2026' to roster/left/a-ruiz ")
    practice.answer({"roster/left/a-ruiz": "2026-10-30"})
    roster(practice, lists, shorter)
    assert staff(practice)["a-ruiz"]["engagements"] == [
        {"kind": "employee", "start": "2019-05-06", "end": "2026-10-30"}
    ]
    assert "roster/left/a-ruiz" not in practice.questions()


def test_a_part_of_a_roster_makes_no_one_absent(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    path = lists / "part.csv"
    path.write_text("".join(FIRST.splitlines(keepends=True)[:2]))
    practice.write(str(path), "--coverage", "partial")
    assert not [key for key in practice.questions() if key.startswith("roster/left")]
    assert "roster/title/nurse" in practice.questions()


def test_whoever_has_left_without_a_day_is_asked_for_it(practice: Practice, lists: Path) -> None:
    left = FIRST.replace("2024-03-04,,Active", "2024-03-04,,Terminated")
    roster(practice, lists, left)
    practice.answer({"roster/left/k-lee": "2026-09-01"})
    roster(practice, lists, left)
    assert staff(practice)["k-lee"]["engagements"] == [{"kind": "employee", "start": "2024-03-04", "end": "2026-09-01"}]
    assert "roster/left/k-lee" not in practice.questions()


def test_a_new_name_under_a_known_number_is_another_name(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    roster(practice, lists, FIRST.replace("7,Ana,Ruiz", "7,Ana,Ruiz-Stone"))
    assert staff(practice)["a-ruiz"]["name"] == "Ana Ruiz"
    assert staff(practice)["a-ruiz"]["other_names"] == ["Ana Ruiz-Stone"]


def test_one_who_is_much_like_a_known_person_is_asked_about(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    more = f"{FIRST}17,Annie,Ruiz,,Biller,2026-01-05,,Active,,,\n"
    plan = roster(practice, lists, more)
    asked = {one["id"]: one["candidates"] for one in plan["questions"]}
    assert asked["roster/who/annie-ruiz-17"] == ["a-ruiz (Ana Ruiz, no. 7, since 2019-05-06)", "new"]
    assert len(staff(practice)) == 3
    practice.answer({"roster/who/annie-ruiz-17": "new"})
    roster(practice, lists, more)
    assert staff(practice)["a-ruiz-2"]["name"] == "Annie Ruiz"


def test_another_number_is_asked_about_whatever_else_is_the_same(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    plan = roster(practice, lists, FIRST.replace("7,Ana,Ruiz", "17,Ana,Ruiz"))
    (asked,) = [one for one in plan["questions"] if one["id"] == "roster/who/ana-ruiz-17"]
    assert "Ana Ruiz has the employee number 7" in asked["question"]
    assert plan["changes"] == []


def test_the_order_of_lines_and_columns_changes_no_file_and_the_plan_has_that_of_the_lines(
    practice: Practice, lists: Path
) -> None:
    first, *lines = FIRST.splitlines()
    turned = "\n".join(",".join(reversed(line.split(","))) for line in (first, *reversed(lines)))
    there = roster(practice, lists, FIRST)
    written = (practice.root / "staff.yaml").read_text()
    (practice.root / "staff.yaml").unlink()
    (practice.root / "maps" / "roster.yaml").unlink()
    here = roster(practice, lists, turned)
    assert (practice.root / "staff.yaml").read_text() == written
    assert [one["record"] for one in there["changes"]] == ["a-ruiz", "k-lee", "b-ng"]
    assert [one["record"] for one in here["changes"]] == ["b-ng", "k-lee", "a-ruiz"]


def test_an_inventory_without_roles_takes_those_of_the_reference_data_that_someone_holds(
    practice: Practice, lists: Path
) -> None:
    path = practice.root / "practice.yaml"
    path.write_text(path.read_text().partition("roles:\n")[0])
    first = roster(practice, lists, FIRST.replace("9,Bo,Ng,,Nurse", "9,Bo,Ng,,Receptionist"))
    assert [one["name"] for one in first["changes"] if one["section"] == "roles"] == [
        *("Role Biller", "Role Medical assistant or nurse", "Role Front desk")
    ]
    assert staff(practice)["k-lee"]["roles"] == [
        {"role": "clinical_support", "from": "2024-03-04"},
        {"role": "front_desk", "from": "2024-03-04"},
    ]
    asked = practice.questions()["roster/title/receptionist"]
    offered = asked["candidates"].split("; ")
    assert (offered[0], offered[-1], len(offered)) == ("front_desk (Front desk)", "none", 13)
    practice.answer({"roster/title/receptionist": "coder (Coder), front_desk"})
    second = roster(practice, lists, FIRST.replace("9,Bo,Ng,,Nurse", "9,Bo,Ng,,Receptionist"))
    assert [one["record"] for one in second["changes"]] == ["coder", "b-ng", "b-ng"]
    assert {one["id"] for one in practice.records("roles")} == {"biller", "clinical_support", "front_desk", "coder"}
    (coder,) = (one for one in practice.records("roles") if one["id"] == "coder")
    assert coder == {
        "id": "coder",
        "title": "Coder",
        "category": "administrative",
        "permissions": ["claim_status.view", "claim_detail.view", "quality.view", "quality.submit"],
        "with_approval": ["claim.attach", "appeal.view", "fee_schedule.view"],
    }
    third = roster(practice, lists, FIRST.replace("9,Bo,Ng,,Nurse", "9,Bo,Ng,,Scheduler"))
    assert [one["name"] for one in third["changes"]] == ["Role Scheduler", "Bo Ng"]


def test_a_role_that_is_added_is_owned_by_whoever_is_in_charge_of_the_portals(practice: Practice, lists: Path) -> None:
    path = practice.root / "practice.yaml"
    text = path.read_text().partition("roles:\n")[0]
    path.write_text(text.replace("portals:", "  master_portal_administrator: {person: m-ortiz}\nportals:"))
    (practice.root / "staff.yaml").write_text("staff: [{id: m-ortiz, name: Maria Ortiz}]\n")
    plan = roster(practice, lists, FIRST)
    assert {one["owner"] for one in practice.records("roles")} == {"m-ortiz"}
    assert {one["note"] for one in plan["changes"] if one["section"] == "roles"} == {
        "as portalaudit proposes it: see what it allows in roles.yaml, and whether Maria Ortiz is to own it"
    }


def test_an_inventory_with_roles_of_its_own_is_offered_no_others(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    assert practice.questions()["roster/title/nurse"]["candidates"] == (
        "front_desk (Front Desk); biller (Biller); greeter (Greeter); none"
    )


def test_rosters_of_two_programs_keep_a_map_each_and_share_what_titles_mean(practice: Practice, lists: Path) -> None:
    other = lists / "other.csv"
    other.write_text('Payroll Name,Position Description,Position Status\n"Ng, Bo",Nurse,A\n"Ruiz, Ana",Biller,A\n')
    roster(practice, lists, FIRST)
    practice.answer({"roster/title/nurse": "front_desk"})
    practice.write(str(lists / "roster.csv"), str(other))
    first, second = ((practice.root / "maps" / f"roster{number}.yaml").read_text() for number in ("", "-2"))
    assert ("Leave From" in first, "Payroll Name" in first) == (True, False)
    assert ("Leave From" in second, "Payroll Name" in second) == (False, True)
    assert "coverage: full\n" in first
    assert "roster/title/nurse" not in practice.questions()
    practice.write(str(other), "--coverage", "partial")
    assert "roster/title/nurse" not in practice.questions()
    assert sorted(path.name for path in (practice.root / "maps").iterdir()) == ["roster-2.yaml", "roster.yaml"]


COMPANY = """\
Employee ID,First Name,Last Name,Job Title,Hire Date,Termination Date,Status
7,Courtney,Blake,Biller,2024-02-13,,Active
8,Dana,Whitman,Biller,2019-05-11,2026-09-30,Terminated
9,Kim,Lee,Biller,2026-01-05,2026-10-01,Terminated
"""


def test_the_people_of_a_company_are_recorded_as_its_and_change_no_one_elses_record(
    practice: Practice, lists: Path
) -> None:
    roster(practice, lists, FIRST)
    before = staff(practice)
    plan = roster(practice, lists, COMPANY, "--vendor", "Keyline Billing, LLC", name="keyline.csv")
    assert [(one["kind"], one["name"]) for one in plan["changes"]] == [
        *(("new", "Company Keyline Billing, LLC"), ("new", "Courtney Blake"), ("new", "Dana Whitman"))
    ]
    assert practice.records("vendors") == [{"id": "keyline-billing-llc", "name": "Keyline Billing, LLC"}]
    assert staff(practice) == before | {
        "c-blake": {
            "id": "c-blake",
            "name": "Courtney Blake",
            "employee_number": "7",
            "vendor": "keyline-billing-llc",
            "engagements": [{"kind": "vendor", "start": "2024-02-13"}],
            "roles": [{"role": "biller", "from": "2024-02-13"}],
        },
        "d-whitman": {
            "id": "d-whitman",
            "name": "Dana Whitman",
            "employee_number": "8",
            "vendor": "keyline-billing-llc",
            "engagements": [{"kind": "vendor", "start": "2019-05-11", "end": "2026-09-30"}],
            "roles": [{"role": "biller", "from": "2019-05-11"}],
        },
    }
    (who,) = (line for key, line in practice.questions().items() if key == "roster/who/kim-lee-9")
    assert "Kim Lee is recorded as working for the practice." in who["question"]
    practice.answer({"roster/who/kim-lee-9": "k-lee"})
    shorter = COMPANY.replace("7,Courtney,Blake,Biller,2024-02-13,,Active\n", "")
    again = roster(practice, lists, shorter, "--vendor", "keyline billing llc", name="keyline.csv")
    assert again["changes"] == []
    assert "Kim Lee is on the list of keyline-billing-llc too, which changes nothing of theirs" in [
        one["text"] for one in again["remarks"]
    ]
    assert [key for key in practice.questions() if key.startswith("roster/left/")] == ["roster/left/c-blake"]


def test_a_company_that_is_nearly_a_known_one_is_not_added(practice: Practice, lists: Path) -> None:
    roster(practice, lists, COMPANY, "--vendor", "Keyline Billing", name="keyline.csv")
    ran = practice.run(str(lists / "keyline.csv"), "--vendor", "Keyline Biling")
    assert (ran.code, ran.out) == (2, "")
    assert "'Keyline Biling' is not a company of this inventory; did you mean 'keyline-billing'?\n" in ran.err


def test_signs_that_no_inventory_may_hold_make_no_other_number_and_no_other_name(
    practice: Practice, lists: Path
) -> None:
    text = f"{FIRST}A\x8f4,V\x05y,Tr\x12an,,Biller,2026-01-05,,Active,,,\n"
    roster(practice, lists, text)
    assert staff(practice)["v-tran"]["employee_number"] == "A4"
    again = roster(practice, lists, text)
    assert (practice.questions_of(again), again["changes"], again["files"]) == ({"roster/title/nurse"}, [], [])


def test_whoever_has_left_and_has_no_first_day_is_not_asked_for_the_last_one(practice: Practice, lists: Path) -> None:
    text = f"{FIRST}11,Vy,Tran,,Biller,,,Terminated,,,\n"
    first = roster(practice, lists, text)
    assert "engagements" not in staff(practice)["v-tran"]
    assert practice.questions_of(first) == {"roster/title/nurse"}
    assert [one["text"] for one in first["remarks"]] == [
        "there is no first day of Vy Tran: write it into `engagements`"
    ]
    assert roster(practice, lists, text)["files"] == []


def test_whose_people_a_roster_shows_is_remembered_and_held_against_the_people_on_record(
    practice: Practice, lists: Path
) -> None:
    roster(practice, lists, FIRST)
    roster(practice, lists, COMPANY, "--vendor", "Keyline Billing, LLC", name="keyline.csv")
    again = roster(practice, lists, COMPANY, name="keyline.csv")
    assert [key for key in practice.questions_of(again) if "/left/" in key or "/company" in key] == []
    assert again["changes"] == []
    assert "taken as the list of Keyline Billing, LLC, as maps/roster-2.yaml says" in [
        one["text"] for one in again["remarks"]
    ]
    assert "vendor: keyline-billing-llc\n" in (practice.root / "maps" / "roster-2.yaml").read_text()
    other = (
        COMPANY.replace("Courtney,Blake", "Ada,Quist").replace("Dana,Whitman", "Zed,Ore").replace("Kim,Lee", "Al,Fu")
    )
    assert practice.questions_of(roster(practice, lists, other.replace("Kim,Lee", "Al,Fu"), name="keyline.csv")) == {
        "keyline.csv/company"
    }


def test_a_roster_of_strangers_is_asked_about_before_anyone_counts_as_absent(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    strangers = COMPANY.replace("\n7,", "\n17,").replace("\n8,", "\n18,").replace("\n9,Kim,Lee", "\n19,Al,Fu")
    plan = roster(practice, lists, strangers, name="keyline.csv")
    assert (practice.questions_of(plan), plan["changes"], plan["lists"]) == ({"keyline.csv/company"}, [], [])
    assert [one["text"] for one in plan["remarks"]] == ["nothing of this list is taken until what it asks is answered"]
    practice.answer({"keyline.csv/company": "somebody"})
    wrong = roster(practice, lists, strangers, name="keyline.csv")
    assert wrong["remarks"][0]["text"] == "the answer 'somebody' names no company of this inventory"
    practice.answer({"keyline.csv/company": "own"})
    roster(practice, lists, strangers, name="keyline.csv")
    assert staff(practice)["c-blake"]["engagements"] == [{"kind": "employee", "start": "2024-02-13"}]
    assert "keyline.csv/company" not in practice.questions()


def test_people_who_have_other_numbers_do_not_make_a_list_the_practices_own(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    (practice.root / "vendors.yaml").write_text("vendors: [{id: brigid, name: St. Brigid}]\n")
    plan = roster(practice, lists, FIRST.replace("\n7,", "\n77,").replace("\n8,", "\n88,").replace("\n9,", "\n99,"))
    assert practice.questions_of(plan) == {"roster.csv/company"}
    assert plan["changes"] == []
    practice.answer({"roster.csv/company": "brigid (St. Brigid)"})
    answered = roster(practice, lists, FIRST.replace("\n7,", "\n77,"))
    assert {key.partition("/")[0] for key in practice.questions_of(answered)} == {"roster"}


def test_a_second_roster_leaves_the_questions_of_the_first(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST, name="adp-2026-10 (1).csv")
    assert set(practice.questions()) == {"roster/title/nurse"}
    company = COMPANY.replace("Biller", "Account Manager")
    roster(practice, lists, company, "--vendor", "Keyline Billing, LLC", name="keyline.csv")
    both = {"roster/title/nurse", "roster/title/accountmanager"}
    assert both < set(practice.questions())
    roster(practice, lists, "Last Name,First Name\nRuiz,Ana\nLee,Kim\nNg,Bo\n", "--kind", "roster", name="hr.csv")
    assert both < set(practice.questions())
    roster(practice, lists, FIRST.replace("Nurse", "Biller"), name="adp-2026-11.csv")
    assert "roster/title/nurse" not in practice.questions()
    assert "roster/title/accountmanager" in practice.questions()


def test_a_last_day_that_is_on_record_is_asked_no_more(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    shorter = FIRST.replace("7,Ana,Ruiz,,Biller,2019-05-06,,Active,,,ana@j.example.org\n", "")
    roster(practice, lists, shorter)
    assert "roster/left/a-ruiz" in practice.questions()
    path = practice.root / "staff.yaml"
    path.write_text(path.read_text().replace("start: 2019-05-06", "start: 2019-05-06, end: 2026-10-30", 1))
    roster(practice, lists, "Last Name,First Name\nLee,Kim\nNg,Bo\n", "--kind", "roster", name="hr.csv")
    assert "roster/left/a-ruiz" not in practice.questions()


def test_leave_without_its_days_is_asked_and_kept(practice: Practice, lists: Path) -> None:
    away = FIRST.replace("2026-10-01,,", ",,")
    asked = roster(practice, lists, away)
    assert practice.questions_of(asked) == {"roster/title/nurse", "roster/leave/b-ng"}
    assert practice.questions()["roster/leave/b-ng"]["question"] == (
        "The roster of 2026-11-16 says that they are on leave, but not since when. Write its first day as YYYY-MM-DD; "
        "if it is over, also the last one: YYYY-MM-DD to YYYY-MM-DD."
    )
    for wrong, why in (("soon", "is not"), ("2026-10-05 to 2026-10-01", "ends before it begins")):
        practice.answer({"roster/leave/b-ng": wrong})
        assert why in roster(practice, lists, away)["remarks"][0]["text"]
    practice.answer({"roster/leave/b-ng": "2026-10-05"})
    roster(practice, lists, away)
    (spell,) = staff(practice)["b-ng"]["engagements"]
    assert spell["leave"] == [{"start": "2026-10-05"}]
    assert practice.questions_of(roster(practice, lists, away)) == {"roster/title/nurse"}
    back = roster(practice, lists, away.replace("Leave of absence", "Active"))
    assert "the inventory has Bo Ng on leave, and the roster at work: write the last day of the leave" in [
        one["text"] for one in back["remarks"]
    ]


def test_whoever_is_already_known_is_asked_for_the_leave_too(practice: Practice, lists: Path) -> None:
    roster(practice, lists, FIRST)
    plan = roster(practice, lists, FIRST.replace("2024-03-04,,Active", "2024-03-04,,Leave of absence"))
    assert practice.questions_of(plan) == {"roster/title/nurse", "roster/leave/k-lee"}
    practice.answer({"roster/leave/k-lee": "2026-10-05 to 2026-11-30"})
    practice.write(str(practice.root / "questions.csv"))
    (spell,) = staff(practice)["k-lee"]["engagements"]
    assert spell["leave"] == [{"start": "2026-10-05", "end": "2026-11-30"}]
    assert "roster/leave/k-lee" not in practice.questions()


def test_the_leave_sheet_of_a_workbook_makes_no_one_absent(practice: Practice) -> None:
    plan = practice.write("workday-affiliate.xlsx", "--vendor", "St. Brigid", "--coverage", "full")
    asked = [one["id"] for one in plan["questions"]]
    assert sorted(asked) == sorted(practice.questions())
    assert not [key for key in asked if key.startswith("roster/left/") and "prado" not in key]
    texts = [one["text"] for one in plan["remarks"]]
    assert "this lists leave and not who works here, so no one who is absent counts as gone" in texts
    assert "taken on 2026-11-16, as --taken-on says, although line 1 says 2026-09-01 or 2026-01-09" in texts
    assert staff(practice)["t-okafor"]["engagements"][0]["leave"] == [{"start": "2026-09-28", "end": "2027-01-04"}]
    assert [one["coverage"] for one in plan["lists"]] == ["full", "partial"]


def test_a_workbook_of_another_company_is_asked_about_once(practice: Practice) -> None:
    practice.write("adp-roster.csv", "--coverage", "full")
    plan = practice.write("workday-affiliate.xlsx", "--coverage", "full")
    assert [one["id"] for one in plan["questions"]] == ["workday-affiliate.xlsx/company"]
    assert plan["changes"] == []


def test_two_sheets_show_everyone_together(practice: Practice, lists: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    roster(practice, lists, FIRST)
    book = openpyxl.Workbook()
    head, ana, kim, bo = (line.split(",") for line in FIRST.splitlines())
    for title, rows in (("Active", [ana, kim]), ("On leave", [bo])):
        sheet = book.create_sheet(title)
        for row in (head, *rows):
            sheet.append(row)
    del book["Sheet"]
    book.save(lists / "both.xlsx")
    plan = practice.write(str(lists / "both.xlsx"), "--coverage", "full")
    assert practice.questions_of(plan) == {"roster/title/nurse"}
    del book["On leave"]
    book.save(lists / "one.xlsx")
    assert "roster/left/b-ng" in practice.questions_of(practice.write(str(lists / "one.xlsx"), "--coverage", "full"))
