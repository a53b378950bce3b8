"""From nothing to a judged inventory, by the commands that the tour names: no account is typed by hand."""

import csv
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Ran, portalaudit
from tests.imports.juniper import LISTS

NAMES = {
    "adp-roster.csv": "roster-2026-11-16.csv",
    "noridian-manage-users.txt": "noridian-2026-11-16.txt",
    "uhc-all-users.txt": "uhc-users-2026-11-16.txt",
}


def answer(path: Path, answers: dict[str, str]) -> None:
    with path.open(newline="") as file:
        lines = list(csv.DictReader(file))
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows({**line, "answer": answers.get(line["id"], "")} for line in lines)


def test_the_tour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def run(line: str) -> Ran:
        return portalaudit(capsys, *line.split())

    monkeypatch.chdir(tmp_path)
    begun = run("start juniper --yes --portal noridian_nmp --portal uhc")
    assert begun.code == 0, begun.err
    monkeypatch.chdir(tmp_path / "juniper")
    for name, here in NAMES.items():
        shutil.copy(LISTS / name, Path("lists") / here)
    roster = run("import lists/roster-2026-11-16.csv --coverage full --write --as-of 2026-11-20")
    assert (roster.code, roster.err) == (0, "")
    assert roster.out.endswith("\nWritten: 14 new.\n")
    shown = run("import lists/uhc-users-2026-11-16.txt --coverage full --as-of 2026-11-20")
    assert shown.code == 1
    assert "Nothing was written yet: 5 new; 2 questions to answer in inventory/questions.csv." in shown.out
    run("import lists/uhc-users-2026-11-16.txt --coverage full --as-of 2026-11-20 --write")
    answer(Path("inventory/questions.csv"), {"uhc/person/klee_jf": "k-lee", "uhc/person/cblake_kb": "nobody"})
    again = run("import lists/uhc-users-2026-11-16.txt --as-of 2026-11-20 --write")
    assert (again.code, again.err) == (0, "")
    assert again.out.endswith("\nWritten: 2 changed.\n")
    checked = run("check --as-of 2026-11-20")
    assert checked.code == 1, checked.err
    assert "Kim Lee" in checked.out
    assert run("import lists/uhc-users-2026-11-16.txt --as-of 2026-11-20").code == 0
