"""What git is asked runs nothing, reads no GIT_* of the environment, and is about the right repository."""

import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from portalaudit.cli import git as asking
from portalaudit.model.report import GitState
from tests.cli.repositories import FIRST, PATH, commit, git, repository, state, write

INVENTORY = {"inventory/practice.yaml": FIRST, "inventory/staff.yaml": "staff: []\n"}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return tmp_path / "repo"


def program(folder: Path) -> str:
    """A command that leaves a file `ran`."""
    file = folder / "program"
    file.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(folder / 'ran'))}\n")
    file.chmod(0o755)
    return str(file)


# Each sets a trap in a repository, and gives the command of git that walks into it.


def _clean_filter(top: Path, trap: str) -> tuple[str, ...]:
    git(top, "config", "filter.x.clean", trap)
    (top / ".git/info/attributes").write_text("*.yaml filter=x\n")
    return ("add", "-A")


def _filter_process(top: Path, trap: str) -> tuple[str, ...]:
    git(top, "config", "filter.x.process", trap)
    (top / ".git/info/attributes").write_text("*.yaml filter=x\n")
    return ("add", "-A")


def _monitor(top: Path, trap: str) -> tuple[str, ...]:
    git(top, "config", "core.fsmonitor", trap)
    return ("status",)


def _hook(top: Path, trap: str) -> tuple[str, ...]:
    git(top, "config", "core.hooksPath", str(top / "hooks"))
    (top / "hooks").mkdir()
    (top / "hooks/post-index-change").symlink_to(trap)
    return ("add", "-A")


def _external_diff(top: Path, trap: str) -> tuple[str, ...]:
    git(top, "config", "diff.external", trap)
    return ("diff",)


def _text_conversion(top: Path, trap: str) -> tuple[str, ...]:
    git(top, "config", "diff.x.textconv", trap)
    (top / ".git/info/attributes").write_text("*.yaml diff=x\n")
    return ("diff",)


def _lost_tree(top: Path, **settings: str) -> tuple[str, ...]:
    """A repository that has to fetch what it is asked for."""
    for name, value in {"url": str(top), **settings}.items():
        git(top, "config", name if "." in name else f"remote.o.{name}", value)
    git(top, "config", "remote.o.promisor", "true")
    git(top, "config", "core.repositoryformatversion", "1")
    git(top, "config", "extensions.partialClone", "o")
    lost = git(top, "rev-parse", "HEAD:inventory")
    (top / ".git/objects" / lost[:2] / lost[2:]).unlink()
    return ("ls-tree", "-r", "HEAD")


def _other_end(top: Path, trap: str) -> tuple[str, ...]:
    return _lost_tree(top, uploadpack=trap)


def _allowed_other_end(top: Path, trap: str) -> tuple[str, ...]:
    return _lost_tree(top, uploadpack=trap, **{"protocol.file.allow": "always"})


def _shell(top: Path, trap: str) -> tuple[str, ...]:
    return _lost_tree(top, url="ssh://example.org/x", **{"core.sshCommand": trap})


def _any_program(top: Path, trap: str) -> tuple[str, ...]:
    return _lost_tree(top, url=f"ext::{trap}", **{"protocol.ext.allow": "always"})


TRAPS = [
    _clean_filter,
    _filter_process,
    _monitor,
    _hook,
    _external_diff,
    _text_conversion,
    _other_end,
    _allowed_other_end,
    _shell,
    _any_program,
]


@pytest.mark.parametrize("set_trap", TRAPS)
def test_no_program_that_a_repository_names_is_started(
    set_trap: Callable[[Path, str], tuple[str, ...]], top: Path, tmp_path: Path
) -> None:
    made = repository(top, INVENTORY)
    walks_in = set_trap(top, program(tmp_path))
    write(top, {"inventory/staff.yaml": "staff: [x]\n"})

    told = state(top / "inventory")

    assert not (tmp_path / "ran").exists()
    assert told is not None
    assert told.commit == made
    assert told.dirty is not False
    subprocess.run(["git", "-C", str(top), *walks_in], check=False, capture_output=True, timeout=30)
    assert (tmp_path / "ran").exists(), "the trap does not work"


def plant(top: Path, inventory: Path, trap: str) -> None:
    """Let a folder look like the inside of a `.git`, with settings of its own."""
    inner = top / "inner"
    repository(inner, {"practice.yaml": FIRST})
    for name in ("HEAD", "objects", "refs"):
        (inner / ".git" / name).rename(inventory / name)
    (inventory / "config").write_text(
        f'[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = "{trap}"\n'
    )
    subprocess.run(["rm", "-r", str(inner)], check=True)


def test_an_inventory_that_looks_like_a_git_folder_is_of_the_repository_around_it(top: Path, tmp_path: Path) -> None:
    write(top, INVENTORY)
    plant(top, top / "inventory", program(tmp_path))
    made = repository(top, {})
    told = state(top / "inventory")
    assert not (tmp_path / "ran").exists()
    assert told == GitState(made, dirty=False)


def test_a_folder_that_only_looks_like_a_git_folder_is_in_no_repository(top: Path, tmp_path: Path) -> None:
    write(top, INVENTORY)
    plant(top, top / "inventory", program(tmp_path))
    assert state(top / "inventory") is None
    assert not (tmp_path / "ran").exists()


def test_a_broken_git_folder_hands_over_to_no_other(top: Path, tmp_path: Path) -> None:
    """Where `.git` is none, git would look at the folder itself, and then further up."""
    repository(tmp_path, {})
    write(top, INVENTORY)
    plant(top, top, program(tmp_path))
    (top / ".git").write_text("gitdir: nowhere\n")
    told = state(top / "inventory")
    assert told == GitState(None, None, f"No commit is named: git said: fatal: not a git repository: {top}/nowhere.")
    (top / ".git").unlink()
    write(top, {".git/HEAD": "ref: refs/heads/main\n"})
    told = state(top / "inventory")
    assert told is not None
    assert told.commit is None
    assert not (tmp_path / "ran").exists()


def test_another_repository_than_the_one_of_the_folder_is_refused(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old git does not know that it must not take a folder for a repository by its looks."""
    repository(top, INVENTORY)
    fake_git(tmp_path, monkeypatch, f"echo {shlex.quote(str(tmp_path))}; echo {'1' * 40}")
    text = "git takes 'repo' for another repository than the one in its folder .git"
    assert state(top / "inventory") == GitState(None, None, f"No commit is named: {text}.")


def test_nothing_in_the_environment_says_which_repository_it_is(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = repository(top, INVENTORY)
    repository(tmp_path / "other", {"a": "1"})
    trap = program(tmp_path)
    environment = {
        "GIT_DIR": str(tmp_path / "other/.git"),
        "GIT_WORK_TREE": str(tmp_path / "other"),
        "GIT_INDEX_FILE": str(tmp_path / "none"),
        "GIT_OBJECT_DIRECTORY": str(tmp_path / "other/.git/objects"),
        "GIT_COMMON_DIR": str(tmp_path / "other/.git"),
        "GIT_NAMESPACE": "n",
        "GIT_CEILING_DIRECTORIES": str(top),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": trap,
        "GIT_CONFIG_PARAMETERS": "'core.worktree=/'",
        "GIT_CONFIG_GLOBAL": str(tmp_path / "broken"),
        "GIT_EXTERNAL_DIFF": trap,
        "GIT_TRACE": str(tmp_path / "trace"),
        "GIT_TRACE2_EVENT": str(tmp_path / "trace"),
    }
    (tmp_path / "broken").write_text("[\n")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert state(top / "inventory") == GitState(made, dirty=False)
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "trace").exists()


def test_a_git_in_the_current_folder_is_not_started(top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = repository(top, INVENTORY)
    (tmp_path / "git").symlink_to(program(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", PATH)))
    assert state(top / "inventory") == GitState(made, dirty=False)
    assert not (tmp_path / "ran").exists()


# Why git gives no answer stands in the report.


def fake_git(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    (folder / "bin").mkdir()
    (folder / "bin/git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join((str(folder / "bin"), PATH)))


@pytest.mark.parametrize(
    "said",
    [
        "fatal: detected dubious ownership in repository at '/x'\\n\\n\\tgit config --global --add safe.directory /x",
        "fatal: unsafe repository ('/x' is owned by someone else)",
    ],
)
def test_a_repository_of_another_user_is_said_to_be_not_trusted(
    said: str, top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = top.with_name("two words")
    repository(top, INVENTORY)
    fake_git(tmp_path, monkeypatch, f'printf "{said}\\n" >&2; exit 128')
    text = (
        "No commit is named: git does not trust this repository, because another user owns it. If you do, run: "
        f"git config --global --add safe.directory '{top}'."
    )
    assert state(top / "inventory") == GitState(None, None, text)


@pytest.mark.skipif(os.geteuid() != 0, reason="gives files to another user")
def test_a_folder_of_another_user_names_no_commit(top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = repository(top, INVENTORY)
    monkeypatch.setenv("HOME", str(tmp_path))
    for path in (top, top / ".git"):
        os.chown(path, 65534, 65534)
    told = state(top / "inventory")
    assert told is not None
    assert (told.commit, told.dirty) == (None, None)
    assert f"safe.directory {top}." in told.note
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {top}\n")
    assert state(top / "inventory") == GitState(made, dirty=False)


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo oh >&2; echo 'fatal: bad thing' >&2; exit 128", "git said: fatal: bad thing"),
        ("echo something >&2; exit 1", "git said: something"),
        ("exit 2", "git ended without a word"),
        ("sleep 60", "git gave no answer within 0.3 seconds"),
    ],
)
def test_what_git_says_stands_in_the_note(
    script: str, why: str, top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository(top, INVENTORY)
    fake_git(tmp_path, monkeypatch, script)
    if "sleep" in script:
        monkeypatch.setattr(asking, "LONGEST_SECONDS", 0.3)
    assert state(top / "inventory") == GitState(None, None, f"No commit is named: {why}.")


def test_a_computer_without_git_says_so(top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(top, INVENTORY)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert state(top / "inventory") == GitState(
        None,
        None,
        "No commit is named: git is not installed on this computer. To install it: https://git-scm.com/downloads.",
    )


def test_a_git_that_cannot_be_started_says_so(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(top, INVENTORY)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "run", refuse)
    text = "No commit is named: git could not be started: Resource temporarily unavailable."
    assert state(top / "inventory") == GitState(None, None, text)


def test_a_repository_without_a_commit_says_so(top: Path) -> None:
    write(top, INVENTORY)
    git(top, "init", "-q")
    assert state(top / "inventory") == GitState(None, None, "No commit is named: nothing has been committed yet.")


def test_a_folder_outside_of_repositories_has_no_commit(top: Path) -> None:
    write(top, INVENTORY)
    (top / ".git").mkdir()
    assert state(top / "inventory") is None


@pytest.mark.parametrize("name", ["index", "index.lock"])
def test_a_broken_or_locked_index_plays_no_part(name: str, top: Path) -> None:
    made = repository(top, INVENTORY)
    write(top, {f".git/{name}": "broken"})
    assert state(top / "inventory") == GitState(made, dirty=False)
    write(top, {"inventory/staff.yaml": "staff: [x]\n"})
    assert state(top / "inventory") == GitState(made, True, "Not as in the commit: inventory/staff.yaml.")


# Every form of a repository that people have.


def test_the_inventory_may_be_the_top_folder(top: Path) -> None:
    made = repository(top, {"practice.yaml": FIRST, ".hidden/a.yaml": "a"})
    assert state(top) == GitState(made, dirty=False)


def test_a_linked_work_tree_has_its_own_commit(top: Path, tmp_path: Path) -> None:
    first = repository(top, INVENTORY)
    git(top, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    write(tmp_path / "linked", {"inventory/more.yaml": "a: 1\n"})
    second = commit(tmp_path / "linked")
    assert state(tmp_path / "linked/inventory") == GitState(second, dirty=False)
    assert state(top / "inventory") == GitState(first, dirty=False)


def test_an_inventory_in_a_submodule_is_of_the_submodule(top: Path, tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner", INVENTORY)
    repository(top, {})
    git(top, "submodule", "add", "-q", str(tmp_path / "inner"), "practice")
    commit(top)
    assert state(top / "practice/inventory") == GitState(inner, dirty=False)


def test_a_submodule_within_the_inventory_counts_with_the_commit_that_names_it(top: Path, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    repository(inner, {"more.yaml": "a: 1\n"})
    repository(top, INVENTORY)
    git(top, "submodule", "add", "-q", str(inner), "inventory/sub")
    made = commit(top)
    assert state(top / "inventory") == GitState(made, dirty=False)
    write(top, {"inventory/sub/more.yaml": "a: 2\n"})
    assert state(top / "inventory") == GitState(made, True, "Not as in the commit: inventory/sub/more.yaml.")
    commit(top / "inventory/sub")
    text = "Not as in the commit: inventory/sub (a repository within this one)."
    assert state(top / "inventory") == GitState(made, True, text)


def test_a_repository_put_into_the_inventory_is_a_change(top: Path) -> None:
    made = repository(top, INVENTORY)
    repository(top / "inventory/sub", {"more.yaml": "a: 1\n"})
    text = "Not as in the commit: inventory/sub (a repository within this one)."
    assert state(top / "inventory") == GitState(made, True, text)


def test_a_shallow_clone_has_its_commit(top: Path, tmp_path: Path) -> None:
    repository(top, {"a": "1"})
    write(top, INVENTORY)
    made = commit(top)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{top}", str(tmp_path / "clone"))
    assert state(tmp_path / "clone/inventory") == GitState(made, dirty=False)


def test_packed_refs_and_a_commit_without_branch_are_found(top: Path) -> None:
    made = repository(top, INVENTORY)
    git(top, "gc", "-q")
    assert state(top / "inventory") == GitState(made, dirty=False)
    git(top, "checkout", "-q", "--detach")
    assert state(top / "inventory") == GitState(made, dirty=False)


def test_objects_may_lie_in_another_repository(top: Path, tmp_path: Path) -> None:
    made = repository(top, INVENTORY)
    git(tmp_path, "clone", "-q", "--shared", str(top), str(tmp_path / "clone"))
    assert state(tmp_path / "clone/inventory") == GitState(made, dirty=False)


def test_a_repository_of_sha_256_is_compared_by_it(top: Path) -> None:
    made = repository(top, INVENTORY, "--object-format=sha256")
    assert len(made) == 64
    assert state(top / "inventory") == GitState(made, dirty=False)
    write(top, {"inventory/staff.yaml": "staff: [x]\n"})
    assert state(top / "inventory") == GitState(made, True, "Not as in the commit: inventory/staff.yaml.")


def test_a_partial_clone_is_compared_without_fetching(top: Path, tmp_path: Path) -> None:
    repository(top, INVENTORY)
    git(top, "config", "uploadpack.allowFilter", "true")
    for kind in ("blob:none", "tree:0"):
        clone = tmp_path / kind.replace(":", "")
        git(tmp_path, "clone", "-q", f"--filter={kind}", f"file://{top}", str(clone))
        write(clone, {"inventory/staff.yaml": "staff: [x]\n"})
    top.rename(tmp_path / "gone")
    made = git(tmp_path / "gone", "rev-parse", "HEAD")
    changed = GitState(made, True, "Not as in the commit: inventory/staff.yaml.")
    assert state(tmp_path / "blobnone/inventory") == changed
    assert state(tmp_path / "tree0/inventory") == changed


def test_where_the_commit_cannot_be_read_it_is_not_known_whether_anything_changed(top: Path) -> None:
    made = repository(top, INVENTORY)
    lost = git(top, "rev-parse", "HEAD:inventory")
    (top / ".git/objects" / lost[:2] / lost[2:]).unlink()
    told = state(top / "inventory")
    assert told is not None
    assert (told.commit, told.dirty) == (made, None)
    assert told.note.startswith(f"What changed since commit {made} is not known: git said: ")


def test_contents_that_are_not_here_are_said_to_be_missing(top: Path) -> None:
    repository(top, INVENTORY)
    held = git(top, "rev-parse", "HEAD:inventory/staff.yaml")
    assert asking.blobs(top, [held]) == {held: (top / "inventory/staff.yaml").read_bytes()}
    told = asking.blobs(top, [held, "0" * 39 + "1"])
    assert isinstance(told, asking.Fault)
    assert told.text.startswith("this clone is partial and does not hold every file of that commit.")
