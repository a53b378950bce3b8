"""Several files are replaced together, wherever a run is killed."""

import fcntl
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portalaudit.imports.import_plan import NewText
from portalaudit.imports.journal import BusyError, ChangedMeanwhileError, finish_or_forget, write_together
from portalaudit.imports.side_files import STAGING, is_unfinished

OLD = {"a.yaml": b"old a", "staff/b.yaml": b"old b"}
NEW = {"a.yaml": b"new a", "staff/b.yaml": b"new b", "lists/c.csv": b"new c"}
STEPS = [
    *(f"stage {path}" for path in NEW),
    "journal",
    "commit",
    *(f"replace {path}" for path in NEW),
    "end",
]


def texts() -> list[NewText]:
    return [NewText(path, content, OLD.get(path)) for path, content in NEW.items()]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, content in OLD.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def content(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_all_files_are_replaced(root: Path) -> None:
    seen: list[str] = []
    (root / "a.yaml").chmod(0o640)
    write_together(root, texts(), seen.append)
    assert seen == STEPS
    assert content(root) == NEW
    assert not (root / STAGING).exists()
    assert (root / "a.yaml").stat().st_mode & 0o777 == 0o640
    assert finish_or_forget(root) is False


KILLED = """
import os, signal, sys
from pathlib import Path
from portalaudit.imports.journal import finish_or_forget, write_together
from tests.imports.test_journal import texts

def step(name):
    if name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[3] == "write":
    write_together(Path(sys.argv[1]), texts(), step)
else:
    finish_or_forget(Path(sys.argv[1]), step)
"""


def kill_at(root: Path, step: str, how: str) -> None:
    here = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", KILLED, root, step, how], cwd=here, check=False)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize("step", STEPS)
def test_whoever_is_killed_leaves_all_old_or_all_new(root: Path, step: str) -> None:
    kill_at(root, step, "write")
    is_committed = STEPS.index(step) > STEPS.index("commit")
    assert is_unfinished(root) is is_committed
    assert finish_or_forget(root) is is_committed
    assert content(root) == (NEW if is_committed else OLD)
    assert not (root / STAGING).exists()


@pytest.mark.parametrize("step", STEPS[STEPS.index("commit") + 1 :])
def test_whoever_is_killed_twice_is_finished_all_the_same(root: Path, step: str) -> None:
    kill_at(root, "replace a.yaml", "write")
    kill_at(root, step, "finish")
    finish_or_forget(root)
    assert content(root) == NEW


def test_a_file_that_was_changed_meanwhile_is_left_alone(root: Path) -> None:
    (root / "a.yaml").write_bytes(b"edited")
    with pytest.raises(ChangedMeanwhileError, match=r"^a\.yaml$"):
        write_together(root, texts())
    assert content(root) == {**OLD, "a.yaml": b"edited"}


def test_a_file_that_was_changed_after_a_crash_is_left_alone(root: Path) -> None:
    kill_at(root, "replace a.yaml", "write")
    (root / "staff/b.yaml").write_bytes(b"edited")
    with pytest.raises(ChangedMeanwhileError, match=r"^staff/b\.yaml$"):
        finish_or_forget(root)
    assert content(root)["staff/b.yaml"] == b"edited"
    assert is_unfinished(root)


def test_two_imports_do_not_write_at_once(root: Path) -> None:
    (root / STAGING).mkdir()
    with (root / STAGING / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BusyError):
            write_together(root, texts())
    assert {path: text for path, text in content(root).items() if STAGING not in path} == OLD


def test_a_link_is_followed(root: Path) -> None:
    (root / "link.yaml").symlink_to(root / "a.yaml")
    write_together(root, [NewText("link.yaml", b"through", b"old a")])
    assert (root / "link.yaml").is_symlink()
    assert (root / "a.yaml").read_bytes() == b"through"
