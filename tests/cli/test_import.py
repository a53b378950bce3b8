"""`portalaudit import` at the edge: what is named, what is refused, and the exit codes."""

import fcntl
from pathlib import Path

import pytest

from tests.cli.running import Ran, portalaudit
from tests.imports.juniper import LISTS, Practice, practice

__all__ = ["practice"]

UHC = str(LISTS / "uhc-all-users.txt")


@pytest.fixture
def run(practice: Practice, capsys: pytest.CaptureFixture[str]):
    def import_(*arguments: str) -> Ran:
        return portalaudit(capsys, "import", *arguments, str(practice.root), "--as-of", "2026-11-20")

    return import_


def test_exit_codes(run, practice: Practice) -> None:
    text = "Login,Name,Status\n"
    path = practice.root.parent / "uhc-2026-11-16.csv"
    path.write_text(text + "klee,Kim Lee,Active\n")
    dry = ["--coverage", "full", str(path)]
    assert run(*dry).code == 1
    written = run(*dry, "--write")
    assert (written.code, written.err) == (1, "")
    assert written.out.endswith("Written: 1 new; 1 question to answer in " + f"{practice.root}/questions.csv.\n")
    practice.answer({"uhc/person/klee": "nobody"})
    assert run(*dry, "--write").code == 0
    assert run(*dry).code == 0
    assert run(*dry).out.endswith("\nNothing to do: no record changes.\n")


def test_a_portal_may_be_named_by_its_name(run) -> None:
    ran = run(UHC, "--portal", "UnitedHealthcare provider portal", "--taken-on", "2026-11-16")
    assert ran.out.startswith(f"{UHC}: users of UnitedHealthcare Provider Portal on 2026-11-16, 5 lines")


def test_a_portal_that_a_profile_describes_is_added_from_it(run, practice: Practice) -> None:
    ran = run(UHC, "--portal", "NaviNet", "--taken-on", "2026-11-16", "--write")
    assert "New (6)\n  Portal NaviNet: kind hub, profile navinet (uhc-all-users.txt:1)\n" in ran.out
    (added,) = (one for one in practice.records("portals") if one["id"] == "navinet")
    assert {key: added[key] for key in ("name", "kind", "profile")} == {
        "name": "NaviNet",
        "kind": "hub",
        "profile": "navinet",
    }
    assert {one["portal"] for one in practice.records("accounts")} == {"navinet"}


def test_a_portal_is_known_by_its_profile_too(run, practice: Practice) -> None:
    ran = run(UHC, "--portal", "noridian_nmp", "--taken-on", "2026-11-16")
    assert "users of Noridian Medicare Portal on 2026-11-16" in ran.out
    assert "Portal Noridian" not in ran.out


def test_a_portal_that_no_one_knows_is_added_with_its_kind_once(run, practice: Practice) -> None:
    new = (UHC, "--portal", "Cedar Plan", "--new-portal", "standalone", "--taken-on", "2026-11-16", "--write")
    assert "New (6)\n  Portal Cedar Plan: kind standalone (uhc-all-users.txt:1)\n" in run(*new).out
    assert "New" not in run(*new).out
    assert next(one for one in practice.records("portals") if one["id"] == "cedar-plan").keys() == {
        *("id", "name", "kind", "exports")
    }


def test_a_list_whose_headings_a_portal_has_says_which_one_to_add(run, practice: Practice) -> None:
    path = practice.root / "practice.yaml"
    path.write_text(path.read_text().replace(", profile: noridian_nmp", ""))
    ran = run(str(LISTS / "noridian-manage-users.txt"), "--taken-on", "2026-11-16")
    assert "its headings are those of --portal noridian_nmp, which adds that portal\n" in ran.err


DATED = "Login,Name,Status\nklee,Kim Lee,Active\nReport generated {} 08:12 by M ORTIZ\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("As of 11/16/2026\n" + DATED.format("11/16/2026"), "users.csv:1 taken on 2026-11-16, as line 1 says"),
        ("As of 11/16/2026\n" + DATED.format("Nov 16, 2026"), "users.csv:1 taken on 2026-11-16, as line 1 says"),
        (DATED.format("2026-11-12"), "users.csv:3 taken on 2026-11-12, as line 3 says"),
        ("List date: 11/12/2026\n" + DATED.format("12-Nov-26"), "users.csv:1 taken on 2026-11-12, as line 1 says"),
    ],
)
def test_the_day_of_a_list_is_the_one_that_it_says(run, practice: Practice, text: str, told: str) -> None:
    path = practice.root.parent / "users.csv"
    path.write_text(text)
    ran = run(str(path), "--portal", "uhc")
    assert f"  {told}\n" in ran.out
    day = told.split()[3].strip(",")
    assert f"users of UnitedHealthcare Provider Portal on {day}, 1 line" in ran.out
    line = told.removesuffix(" says").rpartition(" ")[2]
    other = run(str(path), "--portal", "uhc", "--taken-on", "2026-11-10").out
    assert f"taken on 2026-11-10, as --taken-on says, although line {line} says {day}\n" in other


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("As of 11/15/2026\n" + DATED.format("11/16/2026"), "line 1 and line 4 may mean 2026-11-15 or 2026-11-16"),
        (DATED.format("11/12/2026"), "line 3 may mean 2026-11-12 or 2026-12-11"),
    ],
)
def test_a_day_that_a_list_leaves_open_is_not_taken(run, practice: Practice, text: str, told: str) -> None:
    path = practice.root.parent / "users.csv"
    path.write_text(text)
    ran = run(str(path), "--portal", "uhc")
    assert (ran.code, ran.out) == (2, "")
    assert f"this list does not say of which day it is: {told}\n" in ran.err
    assert (
        "say on which day it was downloaded, for example --taken-on "
        f"{told.partition(' mean ')[2].split(maxsplit=1)[0]}, or put that day into its name\n" in ran.err
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            [UHC, "--taken-on", "2026-11-16", "--portal", "cigna"],
            "'cigna' is not a portal of this inventory\n",
        ),
        (
            [UHC, "--taken-on", "2026-11-16", "--portal", "rimrok"],
            "'rimrok' is not a portal of this inventory; did you mean 'rimrock'?\n",
        ),
        (
            [UHC, "--taken-on", "2026-11-16", "--portal", "navinett"],
            "'navinett' is not a portal of this inventory; did you mean 'navinet'?\n",
        ),
        ([UHC, "--new-portal", "hub"], "--new-portal says the kind of the portal that --portal names: add its name."),
        ([UHC, "--portal", "uhc"], "this list does not say of which day it is\n"),
        ([UHC, "--portal", "uhc", "--taken-on", "2026-12-01"], "this list is of 2026-12-01, a day to come\n"),
        ([], "no list is named."),
        (["nowhere.csv"], "'nowhere.csv' cannot be read: No such file or directory."),
    ],
)
def test_what_is_refused(run, arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_list_of_an_unknown_portal_says_what_to_type(run, practice: Practice) -> None:
    path = practice.root.parent / "list-2026-11-16.csv"
    path.write_text("Login,Name,Status\nklee,Kim Lee,Active\n")
    ran = run(str(path))
    assert ran.code == 2
    assert "the portal of this list is not known\n" in ran.err
    assert "  = next: name it with --portal; there are: availity, nmp, uhc, " in ran.err


def test_the_file_of_questions_without_an_answer_changes_nothing(run, practice: Practice) -> None:
    run(UHC, "--portal", "uhc", "--taken-on", "2026-11-16", "--write")
    files = practice.files()
    ran = run(str(practice.root / "questions.csv"), "--write")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        "questions.csv: answers, 0 lines\n\n"
        f"Written: no record changes; 6 questions to answer in {practice.root.as_posix()}/questions.csv.\n"
    )
    assert practice.files() == files


def test_the_page_about_the_folder_of_lists_is_passed_over(run, practice: Practice) -> None:
    page = practice.root.parent / "README.md"
    page.write_text("# Lists\n\nSave the lists of users here.\n")
    ran = run(str(page), UHC, "--portal", "uhc", "--taken-on", "2026-11-16")
    assert (ran.code, ran.err) == (1, "")
    assert run(str(page)).code == 2


def test_verbose_shows_every_line(run) -> None:
    assert run(UHC, "--portal", "uhc", "--taken-on", "2026-11-16", "-v").code == 1


def test_a_broken_inventory_is_not_imported_into(run, practice: Practice) -> None:
    (practice.root / "staff.yaml").write_text("staff: [{id: kim}]\n")
    before = practice.files()
    ran = run(UHC, "--portal", "uhc", "--taken-on", "2026-11-16", "--write")
    assert (ran.code, ran.out) == (2, "")
    assert "error[missing-key]" in ran.err
    assert practice.files() == before


def test_a_second_import_at_once_waits_for_no_one(run, practice: Practice) -> None:
    folder = practice.root / ".portalaudit-import"
    folder.mkdir()
    with (folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = run(UHC, "--portal", "uhc", "--taken-on", "2026-11-16", "--write")
    assert ran.code == 2
    assert "another import is at work in this inventory" in ran.err


def test_an_older_list_changes_no_login(run, practice: Practice) -> None:
    run(UHC, "--portal", "uhc", "--taken-on", "2026-11-16", "--coverage", "full", "--write")
    accounts = (practice.root / "accounts" / "uhc.yaml").read_bytes()
    older: Path = practice.root.parent / "uhc-2026-10-01.csv"
    older.write_text("Login,Name,Status\nmortiz_jf,Maria Ortiz,Disabled\nnewer,Some One,Active\n")
    ran = run(str(older), "--coverage", "full", "--write")
    assert "a newer list of UnitedHealthcare Provider Portal is recorded, of 2026-11-16" in ran.out
    assert (practice.root / "accounts" / "uhc.yaml").read_bytes() == accounts


def test_a_newer_list_says_who_is_gone_and_who_is_back(run, practice: Practice) -> None:
    first = "Login,Name,Status\nann,Ann Lo,Active\nbob,Bob Lo,Active\nold,Al Lo,Deactivated\n"
    (practice.root.parent / "uhc-2026-10-01.csv").write_text(first)
    run(str(practice.root.parent / "uhc-2026-10-01.csv"), "--coverage", "full", "--write")
    next_one = practice.root.parent / "uhc-2026-11-01.csv"
    next_one.write_text("Login,Name,Status\nann,Ann Lo,Active\nold,Al Lo,Active\n")
    partial = run(str(next_one), "--coverage", "partial")
    assert "Gone" not in partial.out
    nothing = practice.root.parent / "uhc-2026-11-02.csv"
    nothing.write_text("Login,Name,Status\n")
    empty = run(str(nothing), "--coverage", "full")
    assert "Gone" not in empty.out
    assert "there is no login on this list, so no one counts as gone" in empty.out
    whole = run(str(next_one), "--coverage", "full")
    assert (
        "Active again (1)\n  old on UnitedHealthcare Provider Portal: status deactivated → active; a login that was "
        "closed is active again (uhc-2026-11-01.csv:3)\n" in whole.out
    )
    assert (
        "Gone (1)\n  bob on UnitedHealthcare Provider Portal: status active → deleted; not on the list of 2026-11-01 "
        "(uhc-2026-11-01.csv:1)\n" in whole.out
    )


def test_a_list_with_other_headings_is_said_once_and_learned(run, practice: Practice) -> None:
    (practice.root.parent / "uhc-2026-10-01.csv").write_text("Login,Name,Status\nann,Ann Lo,Active\n")
    run(str(practice.root.parent / "uhc-2026-10-01.csv"), "--coverage", "full", "--write")
    other = practice.root.parent / "uhc-2026-11-01.csv"
    other.write_text("Login,Name,State,Email\nann,Ann Lo,Active,ann@j.example.org\n")
    said = "the headings of this list are not those that maps/uhc.yaml was made from"
    assert said in run(str(other), "--write").out
    assert said not in run(str(other), "--write").out


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("As of 11/16/2026", "2026-11-16"),
        ("Report generated 2026-11-02 by mortiz", "2026-11-02"),
        ("Users who began before 11/16/2026", ""),
        ("As of 03/04/2026", ""),
    ],
)
def test_a_line_above_the_headings_says_the_day(run, practice: Practice, above: str, day: str) -> None:
    path = practice.root.parent / "uhc.csv"
    path.write_text(f"{above}\nLogin,Name,Status\nann,Ann Lo,Active\n")
    ran = run(str(path))
    assert (f" on {day}, 1 line" in ran.out) if day else (ran.code == 2 and "of which day it is" in ran.err)
