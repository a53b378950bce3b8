"""The benchmark's practice is the same every time, and the script that it is compared with finds what was planted."""

import json
import sys
from collections import Counter
from pathlib import Path
from subprocess import run

import pytest

from benchmarks.baseline import RULES, audit, load
from benchmarks.events import count_events
from benchmarks.generate import AS_OF as TODAY
from benchmarks.generate import ROLES, write_inventory
from benchmarks.measure import CommandError, measure
from portalaudit.cli.funnel import run as portalaudit
from portalaudit.cli.shipped import policies_dir
from portalaudit.inventory.resolve import resolve
from portalaudit.source.files import read_folder
from portalaudit.source.load import load_all

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"

AS_OF = TODAY.isoformat()
COMPLAINS = "import sys; sys.stderr.write('no such rule'); sys.exit(3)"
ACCOUNTS = 1_000
PLANTED = {
    "active-after-termination": 3,
    "dormant-account": 20,
    "financial-outside-billing-desk": 2,
    "late-deactivation": 3,
    "orphan-account": 1,
    "review-overdue": 4,
    "shared-credential": 5,
    "training-before-access": 12,
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    write_inventory(tmp_path / "a", 300, seed=3, per_file=100)
    write_inventory(tmp_path / "b", 300, seed=3, per_file=100)
    write_inventory(tmp_path / "c", 300, seed=4, per_file=100)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "a") != contents(tmp_path / "c")
    assert list(contents(tmp_path / "a")) == [
        "accounts-0000.yaml",
        "accounts-0001.yaml",
        "accounts-0002.yaml",
        "completions-0000.yaml",
        "completions-0001.yaml",
        "practice.yaml",
        "staff-0000.yaml",
    ]


def test_an_account_is_as_long_as_in_life(tmp_path: Path) -> None:
    write_inventory(tmp_path, 3000)
    size = sum(len(data) for name, data in contents(tmp_path).items() if name.startswith("accounts"))
    assert 400 <= size / 3000 <= 480


@pytest.mark.slow
@pytest.mark.parametrize("per_file", [0, 250])
def test_the_script_finds_what_was_planted(tmp_path: Path, per_file: int) -> None:
    write_inventory(tmp_path, ACCOUNTS, per_file=per_file)
    assert audit(load(tmp_path)) == PLANTED
    assert sorted(PLANTED) == list(RULES)


@pytest.mark.parametrize("per_file", [0, 250])
def test_the_practice_is_read_without_a_problem(tmp_path: Path, per_file: int) -> None:
    write_inventory(tmp_path, 600, per_file=per_file)
    texts, unread = read_folder(tmp_path)
    documents, unloaded = load_all(texts, jobs=1)
    permissions = {permission for desk in ROLES.values() for permission in desk.permissions}
    names = {"permissions": permissions, "profiles": (), "sod_pairs": (), "jurisdictions": ()}
    _, unresolved = resolve(documents, names)
    assert (unread, unloaded, unresolved) == ((), (), ())


@pytest.mark.slow
def test_the_program_finds_what_the_script_finds(tmp_path: Path) -> None:
    write_inventory(tmp_path / "practice", ACCOUNTS)
    report = tmp_path / "report.json"
    code = portalaudit(
        ["check", str(tmp_path / "practice"), "-p", str(policies_dir()), "--as-of", AS_OF, "-q", "-o", f"json={report}"]
    )
    assert code == 1
    results = json.loads(report.read_text(encoding="utf-8"))["results"]
    failed = Counter(result["rule"] for result in results if result["status"] == "fail")
    assert {rule: failed[rule] for rule in PLANTED} == PLANTED


def test_the_floor_counts_events(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("a: [b]\n", encoding="utf-8")
    assert count_events(tmp_path) == 10


def test_the_script_runs_by_itself(tmp_path: Path) -> None:
    write_inventory(tmp_path, 60)
    command = [sys.executable, str(BENCHMARKS / "baseline.py"), str(tmp_path)]
    ran = run(command, check=True, capture_output=True, text=True)
    assert ran.stdout.splitlines()[-1].split()[1:] == ["findings"]


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(CommandError, match="ended with 3:\nno such rule"):
        measure([sys.executable, "-c", COMPLAINS], core=None, good=frozenset({0}))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_peak_of_a_family_counts_its_children() -> None:
    child = "import time; held = bytearray(60_000_000); time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); "
    alone = measure([sys.executable, "-c", parent], core=None, good=frozenset({0}), sample=True)
    assert 60 < alone.peak < 150


def test_a_command_may_be_measured_in_another_environment() -> None:
    asks = "import os, sys; sys.exit(list(os.environ) != ['GIVEN'] and 'LC_CTYPE' not in os.environ)"
    cost = measure([sys.executable, "-c", asks], core=None, good=frozenset({0}), environment={"GIVEN": "1"})
    assert cost.wall > 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="pins processes to cores")
def test_imports_are_measured_in_every_way() -> None:
    command = [sys.executable, str(BENCHMARKS / "imports.py"), "--rows", "12"]
    ran = run(command, check=True, capture_output=True, text=True)
    lines = [line for line in ran.stdout.splitlines() if line.startswith(("plan", "written", "the same", "a new"))]
    assert len(lines) == 12
