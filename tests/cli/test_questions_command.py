"""`portalaudit questions` lists what is missing, and `check` is not clean while something is."""

from pathlib import Path

import pytest

from tests.cli.running import portalaudit

RULE = """\
id: factor
title: Each login has a second factor
severity: high
for: account
require: account.mfa != "none"
message: no second factor
"""
PRACTICE = """\
practice: {id: test, name: Test practice, timezone: America/Los_Angeles}
portals: [{id: nmp, name: Noridian, kind: mac}]
staff: [{id: mo, name: Mo Ortiz, engagements: [{kind: employee, start: 2024-03-04}]}]
accounts: [{id: a, portal: nmp, login: mo1, person: mo, type: individual, status: active}]
"""
AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in {
        "inventory/all.yaml": PRACTICE,
        "policies/policy.yaml": "packs: [own]\n",
        "policies/own/pack.yaml": "{id: own, title: Own, version: '1'}\n",
        "policies/own/factor.yaml": RULE,
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_missing_is_listed_with_its_record(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "questions", AS_OF)
    assert ran.code == 0
    assert "\n  1 check       Second factor: mo1 on Noridian (mfa)\n\nFor a sheet to fill in: " in ran.out


def test_the_sheet_has_a_row_for_each_record(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "questions", AS_OF, "-ocsv=-")
    assert ran.code == 0
    assert "mo1 on Noridian" in ran.out
    assert ran.out.rstrip().endswith(",mfa,second factor,")


def test_a_file_with_a_mistake_is_named_and_the_rest_is_listed(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "more.yaml").write_text("staf: []\n")
    ran = portalaudit(capsys, "questions", AS_OF)
    assert (ran.code, "unknown-section" in ran.err, "mo1 on Noridian" in ran.out) == (2, True, True)


def test_not_knowing_is_not_clean_unless_that_is_allowed(practice: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "check", AS_OF).code == 1
    assert portalaudit(capsys, "check", AS_OF, "--fail-on=critical").code == 0
    assert portalaudit(capsys, "check", AS_OF, "--allow-questions").code == 0
    file = practice / "inventory" / "all.yaml"
    file.write_text(PRACTICE.replace("status: active", "status: active, mfa: none"))
    assert portalaudit(capsys, "check", AS_OF, "--allow-questions").code == 1


HEADINGS = "id,about,question,candidates,answer,answered_by,answered_on\n"
OPEN = f"{HEADINGS}uhc/person/klee,x,Whose?,,,,\nuhc/person/aruiz,x,Whose?,,a-ruiz,,\n"


@pytest.mark.parametrize("command", ["check", "questions"])
def test_what_an_import_asked_is_told_until_it_is_answered(practice: Path, capsys: Capture, command: str) -> None:
    file = practice / "inventory/questions.csv"
    file.write_text(OPEN)
    assert portalaudit(capsys, command, AS_OF).err == (
        "note: 2 questions about imported lists wait in inventory/questions.csv (1 answered, and not imported yet). "
        "Fill in the column `answer`, then run: portalaudit import inventory/questions.csv --write\n"
    )
    file.write_text(f"{HEADINGS}uhc/person/klee,x,Whose?,,,,\n")
    assert "note: 1 question about imported lists waits in " in portalaudit(capsys, command, AS_OF).err
    for settled in (HEADINGS, "", "not,our,file\n"):
        file.write_text(settled)
        assert portalaudit(capsys, command, AS_OF).err == ""


def test_a_quiet_check_says_nothing_of_open_questions(practice: Path, capsys: Capture) -> None:
    (practice / "inventory/questions.csv").write_text(OPEN)
    assert portalaudit(capsys, "check", AS_OF, "-q").err == ""


def test_the_way_to_another_inventory_is_named(practice: Path, capsys: Capture) -> None:
    (practice / "inventory").rename(practice / "my office")
    (practice / "my office/questions.csv").write_text(OPEN)
    said = portalaudit(capsys, "check", "my office", AS_OF).err
    assert "then run: portalaudit import 'my office/questions.csv' 'my office' --write" in said


def test_of_dozens_of_logins_that_lack_a_fact_the_first_are_named(practice: Path, capsys: Capture) -> None:
    login = "  - {id: a%02d, portal: nmp, login: mo%02d, person: mo, type: individual, status: active}"
    one_line = "accounts: [{id: a, portal: nmp, login: mo1, person: mo, type: individual, status: active}]"
    many = "\n".join(login % (number, number) for number in range(12))
    (practice / "inventory/all.yaml").write_text(PRACTICE.replace(one_line, f"accounts:\n{many}"))
    said = " ".join(portalaudit(capsys, "questions", AS_OF).out.split())
    assert "mo09 on Noridian (Mo Ortiz); and 2 more, which the sheet lists" in said
    assert "mo10" not in said
    assert portalaudit(capsys, "questions", AS_OF, "-o", "csv=-").out.count("mo1") >= 2
