"""Whether what was read is what the commit holds: all of it, and not known rather than clean."""

import json
import os
from pathlib import Path

import pytest

from portalaudit.cli.committed import git_state
from portalaudit.model.report import GitState
from portalaudit.pipeline.assignment import FileRead
from tests.cli.repositories import FIRST, commit, git, repository, state, write
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, Ran, portalaudit

Capture = pytest.CaptureFixture[str]
FILES = {"inventory/practice.yaml": FIRST, "inventory/staff.yaml": "staff: []\n", ".gitignore": "ignored.yaml\n"}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return tmp_path / "repo"


def changed(made: str, *names: str) -> GitState:
    return GitState(made, True, f"Not as in the commit: {', '.join(names)}.")


def unsure(made: str, text: str) -> GitState:
    return GitState(made, None, text)


def test_each_kind_of_change_is_named(top: Path) -> None:
    made = repository(top, FILES)
    assert state(top / "inventory") == GitState(made, dirty=False)
    write(top, {"README.md": "not read"})
    assert state(top / "inventory") == GitState(made, dirty=False)
    write(top, {"inventory/ignored.yaml": "a: 1\n"})
    assert state(top / "inventory") == changed(made, "inventory/ignored.yaml (added)")
    write(top, {"inventory/staff.yaml": ""})
    assert state(top / "inventory") == changed(made, "inventory/ignored.yaml (added)", "inventory/staff.yaml")
    (top / "inventory/ignored.yaml").unlink()
    (top / "inventory/staff.yaml").unlink()
    assert state(top / "inventory") == changed(made, "inventory/staff.yaml (deleted)")


def test_what_is_staged_is_a_change_until_it_is_committed(top: Path) -> None:
    repository(top, FILES)
    write(top, {"inventory/staff.yaml": "staff: [x]\n"})
    git(top, "add", "-A")
    told = state(top / "inventory")
    assert told is not None
    assert told.dirty is True
    made = commit(top)
    assert state(top / "inventory") == GitState(made, dirty=False)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_git_was_told_to_overlook_is_one(flag: str, top: Path) -> None:
    made = repository(top, FILES)
    git(top, "update-index", flag, "inventory/staff.yaml")
    write(top, {"inventory/staff.yaml": "staff: [x]\n"})
    assert state(top / "inventory") == changed(made, "inventory/staff.yaml")


def test_three_changes_are_named_and_the_others_counted(top: Path) -> None:
    made = repository(top, FILES)
    write(top, {f"inventory/{n}.yaml": "a: 1\n" for n in range(5)})
    named = [f"inventory/{n}.yaml (added)" for n in range(3)]
    assert state(top / "inventory") == GitState(made, True, f"Not as in the commit: {', '.join(named)} and 2 more.")


def test_links_count_with_where_they_lead(top: Path) -> None:
    write(top, {**FILES, "inventory/.other/a.yaml": "a: 1\n", "inventory/.other/b.yaml": "a: 1\n"})
    link = top / "inventory/link.yaml"
    link.symlink_to(".other/a.yaml")
    made = repository(top, {})
    files = [FileRead(link, b"a: 1\n")]
    assert git_state(top / "inventory", [top / "inventory"], files) == GitState(made, dirty=False)
    link.unlink()
    link.symlink_to(".other/b.yaml")
    assert git_state(top / "inventory", [], files) == changed(made, "inventory/link.yaml")
    link.unlink()
    write(top, {"inventory/link.yaml": "a: 1\n"})
    assert git_state(top / "inventory", [], files) == changed(made, "inventory/link.yaml")


def test_a_linked_inventory_folder_is_where_it_leads(top: Path) -> None:
    made = repository(top, FILES)
    (top / "now").symlink_to("inventory")
    assert state(top / "now") == GitState(made, dirty=False)


def test_names_may_hold_anything(top: Path) -> None:
    names = ["a b.yaml", "é.yaml", "*.yaml", "tab\t.yaml", "line\nend.yaml", ":(glob)x.yaml", "-n.yaml"]
    made = repository(top, {f"inventory/{name}": f"a: {name!r}\n" for name in names})
    assert state(top / "inventory") == GitState(made, dirty=False)
    odd = os.fsdecode(b"inventory/\xff.yaml")
    write(top, {odd: "a: 1\n"})
    assert state(top / "inventory") == changed(made, "inventory/\N{REPLACEMENT CHARACTER}.yaml (added)")
    assert state(top / "inventory" / ":(glob)x.yaml") == GitState(made, dirty=False)


def test_a_secret_in_a_name_is_not_told(top: Path) -> None:
    made = repository(top, FILES)
    write(top, {"inventory/password=Tr0ub4dor&3.yaml": "a: 1\n"})
    told = state(top / "inventory")
    assert told is not None
    assert (told.commit, told.dirty, "Tr0ub4dor" in told.note) == (made, True, False)


# What git would change before it records it cannot be compared, and is never called clean.


@pytest.mark.parametrize(
    "attribute", ["filter=lfs", "filter=git-crypt", "ident", "working-tree-encoding=UTF-16", "filter=none-such"]
)
def test_contents_that_git_rewrites_are_not_known_to_be_the_same(attribute: str, top: Path) -> None:
    made = repository(top, FILES)
    write(top, {".gitattributes": f"inventory/staff.yaml {attribute}\n"})
    assert state(top / "inventory") == GitState(made, dirty=False)
    write(top, {"inventory/staff.yaml": "staff: [x]\n"})
    text = "Not compared, because git stores it in another form: inventory/staff.yaml."
    assert state(top / "inventory") == unsure(made, text)
    write(top, {"inventory/practice.yaml": ""})
    assert state(top / "inventory") == GitState(made, True, f"Not as in the commit: inventory/practice.yaml. {text}")


@pytest.mark.parametrize("attribute", ["-filter", "filter", "!filter", "-ident", "diff=x", "merge=x", "text"])
def test_other_attributes_hide_no_change(attribute: str, top: Path) -> None:
    made = repository(top, FILES)
    write(top, {".gitattributes": f"*.yaml {attribute}\n", "inventory/staff.yaml": "staff: [x]\n"})
    assert state(top / "inventory") == changed(made, "inventory/staff.yaml")


def test_line_ends_are_a_difference_that_git_may_have_made(top: Path) -> None:
    made = repository(top, FILES)
    write(top, {"inventory/staff.yaml": "staff: []\r\n"})
    text = "Different from the commit in line ends only: inventory/staff.yaml."
    assert state(top / "inventory") == unsure(made, text)
    made = commit(top)
    assert state(top / "inventory") == GitState(made, dirty=False)


# Everything that was read counts, wherever it lies.


def test_policies_of_another_repository_are_named_with_its_commit(top: Path, tmp_path: Path) -> None:
    made = repository(top, FILES)
    theirs = repository(tmp_path / "rules", {"own/policy.yaml": "packs: {}\n"})
    note = f"In another git repository: ../rules, at commit {theirs}."
    assert state(top / "inventory", tmp_path / "rules/own") == GitState(made, False, note)
    write(tmp_path, {"rules/own/policy.yaml": "packs: {x: {}}\n"})
    told = state(top / "inventory", tmp_path / "rules/own")
    assert told == GitState(made, True, f"Not as in the commit: ../rules/own/policy.yaml. {note}")


def test_another_repository_may_give_no_answer(top: Path, tmp_path: Path) -> None:
    made = repository(top, FILES)
    write(tmp_path / "rules", {"policy.yaml": "packs: {}\n"})
    git(tmp_path / "rules", "init", "-q")
    text = "What changed in ../rules is not known: nothing has been committed yet."
    assert state(top / "inventory", tmp_path / "rules") == unsure(made, text)


def test_policies_in_no_repository_are_of_no_commit(top: Path, tmp_path: Path) -> None:
    made = repository(top, FILES)
    write(tmp_path, {"rules/policy.yaml": "packs: {}\n"})
    text = "Not in a git repository: ../rules/policy.yaml."
    assert state(top / "inventory", tmp_path / "rules") == unsure(made, text)
    (tmp_path / "rules/policy.yaml").unlink()
    assert state(top / "inventory", tmp_path / "rules") == GitState(made, dirty=False)


WHOLE = {
    "inventory/practice.yaml": PRACTICE + LEAVER,
    "policies/policy.yaml": "extends: ../base\npacks: [own]\n",
    "policies/own/pack.yaml": PACK,
    "policies/own/leavers.yaml": RULE,
    "policies/waivers.yaml": "waivers: []\n",
    "base/policy.yaml": "packs: []\n",
    "portalaudit.toml": "[check]\nno-color = true\n",
}


def check(capsys: Capture, *arguments: str) -> Ran:
    return portalaudit(capsys, "check", "--as-of", "2026-11-20", *arguments)


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_run_says_that_all_is_as_in_the_commit(whole: Path, capsys: Capture) -> None:
    made = repository(whole, WHOLE)
    ran = check(capsys, "-o", "json=-")
    assert ran.err == ""
    assert json.loads(ran.out)["inputs"]["git"] == {"commit": made, "dirty": False, "note": None}


@pytest.mark.parametrize("path", sorted(WHOLE))
def test_a_change_of_any_file_that_a_run_reads_is_told(path: str, whole: Path, capsys: Capture) -> None:
    made = repository(whole, WHOLE)
    write(whole, {path: f"{WHOLE[path]}# changed\n"})
    told = json.loads(check(capsys, "-o", "json=-").out)["inputs"]["git"]
    assert told == {"commit": made, "dirty": True, "note": f"Not as in the commit: {path}."}


def test_a_file_whose_name_holds_a_secret_is_compared_too(whole: Path, capsys: Capture) -> None:
    made = repository(whole, {**WHOLE, "inventory/password=Tr0ub4dor&3.yaml": "portals: []\n"})
    told = json.loads(check(capsys, "-o", "json=-").out)["inputs"]["git"]
    assert told == {"commit": made, "dirty": False, "note": None}


def test_a_waiver_that_is_gone_is_told(whole: Path, capsys: Capture) -> None:
    made = repository(whole, WHOLE)
    (whole / "policies/waivers.yaml").unlink()
    told = json.loads(check(capsys, "-o", "json=-").out)["inputs"]["git"]
    assert told == {"commit": made, "dirty": True, "note": "Not as in the commit: policies/waivers.yaml (deleted)."}


def test_every_report_tells_why_no_commit_is_named(whole: Path, capsys: Capture) -> None:
    write(whole, WHOLE)
    git(whole, "init", "-q")
    (whole / "portalaudit.toml").unlink()
    ran = check(capsys, "-o", "json=r.json", "-o", "html=r.html", "-o", "junit=r.xml")
    why = "No commit is named: nothing has been committed yet."
    assert json.loads((whole / "r.json").read_text())["inputs"]["git"] == {"commit": None, "dirty": None, "note": why}
    assert why in (whole / "r.html").read_text()
    assert f'<property name="git_commit" value="{why}"/>' in (whole / "r.xml").read_text()
    assert f"  commit    {why}\n" in ran.out


def test_a_run_without_such_a_report_asks_git_for_nothing(
    whole: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository(whole, WHOLE)
    monkeypatch.setattr("portalaudit.cli.check_command.git_state", None)
    assert check(capsys, "-o", "console=-").code == 1
