"""An inventory on one line: what is shown of it, and that each secret in it is looked for once."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from portalaudit.model import Place
from portalaudit.pipeline import narrowing, reading
from portalaudit.source.masking import Cover
from portalaudit.source.secrets import Suspicion, scan
from tests.cli.running import portalaudit

Capture = pytest.CaptureFixture[str]
HEAD = (
    '{"practice":{"id":"test","name":"Test","timezone":"America/Los_Angeles"},'
    '"portals":[{"id":"nmp","name":"Noridian","kind":"mac"}],"accounts":['
)
ACCOUNT = '{"id":"a%d","portal":"nmp","login":"l%d","type":"individual","status":"active","notes":"password: Rain%d!x"}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = ",".join(ACCOUNT % (number, number, number + 1000) for number in range(100))
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "all.yaml").write_text(f"{HEAD}{rows}]}}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(capsys: Capture, *more: str) -> str:
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", "--select=shared-credential,orphan-account", *more)
    assert ran.code == 2
    return ran.out


def test_each_place_is_shown_with_what_stands_around_it(folder: Path, capsys: Capture) -> None:
    lines = check(capsys, "-v").splitlines()
    shown = [
        (line.index('"notes"'), below.index("^"), below.count("^"))
        for line, below in itertools.pairwise(lines)
        if line.startswith("1 | ") and '"notes"' in line and set(below.strip("| ")) == {"^"}
    ]
    assert [(first == second, length) for first, second, length in shown if length == 7] == [(True, 7)] * 100
    assert not any(re.search(r"Rain\d", line) for line in lines)


def test_each_line_is_searched_for_secrets_once(folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []
    look = reading.hidden

    def counting(line: str, known: Any) -> Any:
        searched.append(len(line))
        return look(line, known)

    monkeypatch.setattr(reading, "hidden", counting)
    check(capsys, "-v")
    assert len([length for length in searched if length > 4_000]) == 1


def test_no_secret_is_in_the_results_of_a_long_line(folder: Path, capsys: Capture) -> None:
    check(capsys, "-q", "-o", "json=r.json", "-o", "html=r.html", "-o", "junit=r.xml")
    for name in ("r.json", "r.html", "r.xml"):
        assert re.search(r"Rain\d", Path(name).read_text()) is None
    assert len(json.loads(Path("r.json").read_text())["problems"]) == 100


def test_only_what_lies_near_a_place_is_looked_at() -> None:
    found = [Suspicion("password", 1, column, column + 10) for column in range(1, 100_000, 100)]
    near = narrowing._around(Place("a.yaml", 1, 50_000, 50_010), {("a.yaml", 1): found})
    assert (near[0].column, near[-1].column) == (45_901, 54_001)
    few = found[:3]
    assert narrowing._around(Place("a.yaml", 1, 50_000), {("a.yaml", 1): few}) == few
    assert narrowing._around(Place("b.yaml", 1, 50_000), {("a.yaml", 1): few}) == ()


def test_a_cover_over_part_of_a_line() -> None:
    cover = Cover(((2, 5), (8, 12), (20, 30)))
    assert cover.over("0123456789abcdefghijklmnopqrstuvw") == "01•••567•••cdefghij•••uvw"
    assert cover.within(4, 10) == Cover(((0, 1), (4, 6)))
    assert cover.within(5, 8) == Cover(())


def test_each_secret_ends_where_its_value_ends(folder: Path) -> None:
    text = (folder / "inventory" / "all.yaml").read_text()
    told = [text[one.column - 1 : one.end_column - 1] for one in scan(text)]
    assert told == [f'Rain{number + 1000}!x"' for number in range(100)]
