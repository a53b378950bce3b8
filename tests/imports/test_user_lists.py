"""Lists without logins, such as a screen of Noridian's: whose line it is, never at the cost of another login."""

from pathlib import Path
from typing import Any

import pytest

from tests.imports.juniper import Practice, practice

__all__ = ["practice"]

STAFF = """\
staff:
  - {id: k-lee, name: Kim Lee, email: kim@j.example.org, engagements: [{kind: employee, start: 2024-01-08}]}
"""
LOGIN = "  - {id: %s, portal: uhc, login: %s, person: k-lee, type: individual, status: %s}\n"
HEADINGS = "Name,Email,Status,Last Login\n"
KIM = "Kim Lee,kim@j.example.org,Active,2026-11-12\n"
OTHER = "Kim Lee,kim.lee2@j.example.org,Active,2026-11-10\n"


class Uhc:
    """A practice in which Kim Lee has logins, and a list of that portal that names no login."""

    def __init__(self, made: Practice, folder: Path) -> None:
        self._made, self._list = made, folder / "uhc.csv"

    def has(self, *statuses: str) -> None:
        logins = "".join(LOGIN % (f"a{n}", f"klee{n}", status) for n, status in enumerate(statuses, 1))
        (self._made.root / "staff.yaml").write_text(f"{STAFF}accounts:\n{logins}")

    def told(self, *rows: str) -> dict[str, Any]:
        self._list.write_text(HEADINGS + "".join(rows))
        return self._made.write(str(self._list), "--portal", "uhc", "--coverage", "full")

    def logins(self) -> dict[str, tuple[str, str]]:
        return {one["login"]: (one["status"], one.get("email", "")) for one in self._made.records("accounts")}


@pytest.fixture
def uhc(practice: Practice, tmp_path: Path) -> Uhc:
    return Uhc(practice, tmp_path)


def test_of_two_logins_of_one_person_the_open_one_is_meant(uhc: Uhc) -> None:
    uhc.has("terminated", "active")
    uhc.told(KIM)
    assert uhc.logins() == {"klee1": ("terminated", ""), "klee2": ("active", "kim@j.example.org")}


def test_which_of_two_open_logins_is_meant_is_left_to_people_and_none_is_gone(uhc: Uhc) -> None:
    uhc.has("active", "active")
    plan = uhc.told(KIM, OTHER)
    assert uhc.logins() == {"klee1": ("active", ""), "klee2": ("active", "")}
    assert [one["reason"] for one in plan["skipped"]] == [
        "the list shows no logins, and this may be klee1, klee2; write the `email` that it shows into the right one"
    ] * 2


def test_two_people_of_one_name_keep_their_own_mailboxes(uhc: Uhc) -> None:
    uhc.has("active")
    uhc.told(KIM)
    uhc.told(KIM, OTHER)
    both = {"klee1": ("active", "kim@j.example.org"), "kim.lee2@j.example.org": ("active", "kim.lee2@j.example.org")}
    assert uhc.logins() == both
    assert uhc.told(OTHER, KIM)["changes"] == []
    assert uhc.logins() == both


def test_a_line_that_names_no_one_may_be_anyones_login_so_none_is_gone(uhc: Uhc) -> None:
    uhc.has("active")
    plan = uhc.told(OTHER.replace("Kim Lee", "Ana Ruiz"), ",,Active,2026-11-12\n")
    assert uhc.logins()["klee1"] == ("active", "")
    assert [(one["location"]["line"], one["text"]) for one in plan["remarks"]] == [
        (3, "this line names no login, and it may be anyone's, so no one counts as gone")
    ]
    uhc.told(OTHER.replace("Kim Lee", "Ana Ruiz"))
    assert uhc.logins()["klee1"] == ("deleted", "")


def test_a_line_without_a_login_among_lines_with_one_is_not_taken_and_none_is_gone(
    practice: Practice, tmp_path: Path
) -> None:
    shown = tmp_path / "uhc.csv"
    first = "Login,Name,Email,Status\nklee1,Kim Lee,kim@j.example.org,Active\nnng,Bo Ng,bo@j.example.org,Active\n"
    shown.write_text(first)
    practice.write(str(shown), "--portal", "uhc", "--coverage", "full")
    shown.write_text(first.replace("nng,", ","))
    plan = practice.write(str(shown), "--portal", "uhc", "--coverage", "full")
    assert plan["changes"] == []
    assert [one["reason"] for one in plan["skipped"]] == ["it shows no login, as other lines do"]
    assert [(one["location"]["line"], one["text"]) for one in plan["remarks"]] == [
        (3, "this line names no login, and it may be anyone's, so no one counts as gone")
    ]
    assert {one["login"]: one["status"] for one in practice.records("accounts")} == {"klee1": "active", "nng": "active"}


def test_two_lines_of_one_login_are_one_whatever_their_order(practice: Practice, tmp_path: Path) -> None:
    shown, written = tmp_path / "uhc.csv", []
    lines = [
        "KLEE1,Kim Lee,kim@j.example.org,Inactive,Clerk; Biller,2026-11-03\n",
        "klee1,Kim Lee,,Active,Reports,2026-10-01\n",
    ]
    for each in (lines, lines[::-1]):
        shown.write_text("Login,Name,Email,Status,Roles,Last Login\n" + "".join(each))
        plan = practice.write(str(shown), "--portal", "uhc", "--coverage", "full")
        assert [one["reason"] for one in plan["skipped"]] == ["the same login as on line 2; the two are taken together"]
        written.append(practice.records("accounts"))
        (practice.root / "accounts" / "uhc.yaml").unlink()
    assert written[0] == written[1]
    (account,) = written[0]
    assert (account["login"], account["status"], account["email"]) == ("klee1", "active", "kim@j.example.org")
    assert (account["native_roles"], account["last_login_on"]) == (["Reports", "Clerk", "Biller"], "2026-11-03")


def test_someone_with_a_new_mailbox_keeps_the_login(uhc: Uhc) -> None:
    uhc.has("active")
    uhc.told(KIM)
    uhc.told(OTHER)
    assert uhc.logins() == {"klee1": ("active", "kim.lee2@j.example.org")}


def test_the_answer_whether_a_list_shows_everyone_is_recorded_with_the_list(practice: Practice, tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_text("Login,Name,Status,Last Login\nklee,Kim Lee,Active,2026-11-12\n")
    users = (str(tmp_path / "users.csv"), "--portal", "uhc")

    def recorded() -> list[str]:
        return [one["coverage"] for each in practice.records("portals") for one in each.get("exports", [])]

    practice.write(*users)
    assert recorded() == ["unknown"]
    practice.answer({"users.csv/coverage": "full"})
    plan = practice.write(*users)
    assert recorded() == ["full"]
    assert [(one["record"], one["fields"]) for one in plan["changes"]] == [
        ("uhc", [{"field": "exports.0.coverage", "before": "unknown", "after": "full"}])
    ]
    assert practice.write(*users)["changes"] == []
