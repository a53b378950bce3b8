"""Results that were saved are written again in every format, and a file that holds none is refused at its place."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portalaudit.report import REPORTERS
from portalaudit.report.saved_json import place_of
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

Capture = pytest.CaptureFixture[str]
REPOSITORY = Path(__file__).resolve().parents[2]
AS_OF = "--as-of=2026-11-20"
MADE = [name for name in REPORTERS if name != "console"]
"""A terminal shows lines of the inventory's files, which the results do not hold."""
SAMPLES = [
    ("cascade-ridge", AS_OF),
    # What later records leave open on a past day is another thing than a question.
    pytest.param("cascade-ridge", "--as-of=2026-06-01", marks=pytest.mark.slow),
    pytest.param("riverbend", AS_OF, marks=pytest.mark.slow),
    pytest.param("keystone/clients/mesquite", AS_OF, marks=pytest.mark.slow),
]
QUESTION = RULE.replace("id: leavers", "id: second-factor").replace(
    "require: account.person.employed", "require: account.mfa != 'none'"
)


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice with a finding and a question, and results that were saved."""
    for path, text in (
        ("inventory/all.yaml", PRACTICE + LEAVER),
        ("policies/own/pack.yaml", PACK),
        ("policies/own/leavers.yaml", RULE),
        ("policies/own/second-factor.yaml", QUESTION),
        ("policies/policy.yaml", "packs: [own]\n"),
    ):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(capsys: Capture, *arguments: str) -> int:
    return portalaudit(capsys, "check", AS_OF, "-q", "-ojson=r.json", *arguments).code


def all_outputs(folder: str) -> list[str]:
    return [f"-o{name}={folder}/{name}" for name in MADE]


def expect_the_same(first: Path, second: Path) -> None:
    for name in MADE:
        assert (second / name).read_bytes() == (first / name).read_bytes(), name


@pytest.mark.parametrize(("sample", "day"), SAMPLES)
def test_every_format_is_written_again_as_it_was(tmp_path: Path, capsys: Capture, sample: str, day: str) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    inventory = str(REPOSITORY / "inventory" / sample)
    code = portalaudit(capsys, "check", inventory, day, "-q", *all_outputs(str(first))).code
    ran = portalaudit(capsys, "report", str(first / "json"), "-q", *all_outputs(str(again)))
    assert (ran.code, ran.out, ran.err) == (code, "", "")
    expect_the_same(first, again)


@pytest.mark.parametrize("more", [("--select=leavers",), ("--baseline=known.json",), ("--as-of=2026-08-01",)])
def test_runs_of_every_kind_are_written_again(practice: Path, capsys: Capture, more: tuple[str, ...]) -> None:
    Path("known.json").write_text(
        '{"schema": "portalaudit/baseline/v1", "practice": "test", "as_of": "2026-11-01", "known": []}'
    )
    code = portalaudit(capsys, "check", AS_OF, "-q", *all_outputs("first"), *more).code
    assert portalaudit(capsys, "report", "first/json", "-q", *all_outputs("again")).code == code
    expect_the_same(practice / "first", practice / "again")


def test_the_terminal_shows_the_same_but_for_the_lines_of_files(practice: Path, capsys: Capture) -> None:
    shown = portalaudit(capsys, "check", AS_OF, "-ojson=r.json").out.splitlines()
    again = portalaudit(capsys, "report", "r.json").out.splitlines()
    assert set(again) < set(shown)
    assert [line for line in shown if "login: kimlee" in line]
    assert not [line for line in again if "login: kimlee" in line]


@pytest.mark.parametrize(
    ("flags", "code"),
    [((), 1), (("--fail-on=critical",), 0), (("--fail-on=critical", "--allow-questions"), 0), (("--fail-on=high",), 1)],
)
def test_the_exit_code_is_that_of_check(practice: Path, capsys: Capture, flags: tuple[str, ...], code: int) -> None:
    assert checked(capsys, *flags) == code
    assert portalaudit(capsys, "report", "r.json", "-q", *flags).code == code


def test_questions_alone_fail_as_in_check(practice: Path, capsys: Capture) -> None:
    checked(capsys, "--select=second-factor")
    assert portalaudit(capsys, "report", "r.json", "-q").code == 1
    assert portalaudit(capsys, "report", "r.json", "-q", "--allow-questions").code == 0


def test_results_with_problems_of_files_end_with_2(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER + "oops: []\n")
    assert checked(capsys) == 2
    assert portalaudit(capsys, "report", "r.json", "-q", "-ojunit=r.xml").code == 2
    assert 'type="unknown-section"' in Path("r.xml").read_text()


def test_the_results_themselves_are_never_replaced(practice: Path, capsys: Capture) -> None:
    checked(capsys)
    before = Path("r.json").read_bytes()
    ran = portalaudit(capsys, "report", "r.json", "-ohtml=./r.json")
    assert (ran.code, Path("r.json").read_bytes()) == (2, before)
    assert "'r.json' holds the results. Write the report to another file." in ran.err


def broken(at: str, old: str, new: str, place: str, says: str) -> Any:
    return pytest.param(old, new, place, says, id=at)


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        broken("cut", '"problems": []\n}', '"problems": [', "LAST", "error[syntax]: this is not JSON: expecting value"),
        broken("version", "report/v1", "report/v9", "1:12", "this is 'portalaudit/report/v9', and this version"),
        broken("status", '"status": "fail"', '"status": "bad"', 'AT "bad"', "'status' is not as the schema of results"),
        broken(
            "rule", '{"rule": "leavers"', '{"rule": "other"', 'AT "other"', "'other' is none of the rules in this file"
        ),
        broken(
            "severity",
            '"severity": "high", "message": "kim',
            '"severity": null, "message": "kim',
            "AT null",
            "status is fail",
        ),
        broken("day", '"as_of": "2026-11-20"', '"as_of": "2026-13-45"', "4:10", "2026-13-45 is no day of the calendar"),
        broken(
            "counts", '"fail": 1', '"fail": 7', 'AT {"pass": 0', "these are not the numbers of the results that follow"
        ),
        broken("url", '"url": null', '"url": "javascript:alert(1)"', 'AT "javascript', "'url' is not as the schema"),
        broken("twice", '"tool": {', '"tool": {}, "tool": {', "1:1", "has the key 'tool' twice"),
        broken("nan", '"rules_in_force": 2', '"rules_in_force": NaN', "1:1", "NaN is no number of JSON"),
        broken("deep", '"problems": []', '"problems": ' + "[" * 100_000, "1:1", "too deep in each other"),
    ],
)
def test_a_broken_file_is_told_at_its_place(
    practice: Path, capsys: Capture, *, old: str, new: str, place: str, says: str
) -> None:
    checked(capsys)
    text = Path("r.json").read_text(encoding="utf-8")
    assert old in text
    wrong = text.replace(old, new, 1)
    Path("r.json").write_text(wrong, encoding="utf-8")
    ran = portalaudit(capsys, "report", "r.json", "-ohtml=r.html")
    assert (ran.code, ran.out, Path("r.html").exists()) == (2, "", False)
    assert says in ran.err
    assert "= next: write it again with `portalaudit check -o json=FILE`" in ran.err
    told = ran.err.split(" --> r.json:")[1].splitlines()[0]
    line, _, column = told.partition(":")
    if place.startswith("AT "):
        assert wrong.splitlines()[int(line) - 1][int(column) - 1 :].startswith(place[3:])
    elif place != "LAST":
        assert told == place


@pytest.mark.parametrize("data", [b"", b"\xff\xfe{\x00", b"[]", b"{}", b'"portalaudit/report/v1"', b"9" * 5000])
def test_what_holds_no_results_is_refused(practice: Path, capsys: Capture, data: bytes) -> None:
    Path("r.json").write_bytes(data)
    ran = portalaudit(capsys, "report", "r.json")
    assert (ran.code, ran.out) == (2, "")
    assert " --> r.json:1:1" in ran.err


def test_a_file_that_is_not_there_is_named(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "report", "gone.json")
    assert ran.code == 2
    assert "'gone.json' cannot be read: No such file or directory." in ran.err


def test_a_mark_of_the_byte_order_is_no_fault(practice: Path, capsys: Capture) -> None:
    checked(capsys)
    Path("r.json").write_bytes(b"\xef\xbb\xbf" + Path("r.json").read_bytes())
    assert portalaudit(capsys, "report", "r.json", "-q").code == 1


ODD: tuple[object, ...] = (
    None,
    "",
    0,
    -1,
    True,
    [],
    {},
    "2026-13-45",
    "\N{ESCAPE}</script>",
    "f" * 64,
    "waived",
    10**30,
)


def spots(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from spots(inner, (*path, key))


@pytest.mark.parametrize("seed", range(15))
def test_no_change_of_a_file_is_a_crash(practice: Path, capsys: Capture, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    checked(capsys)
    value = json.loads(Path("r.json").read_text(encoding="utf-8"))
    *way, last = chance.choice([one for one in spots(value) if "frameworks" not in one or chance.random() < 0.05])
    inner = value
    for step in way:
        inner = inner[step]
    likely = [one for one in ODD if type(one) is type(inner[last])]
    inner[last] = chance.choice(likely or ODD)
    Path("r.json").write_text(json.dumps(value), encoding="utf-8")
    ran = portalaudit(capsys, "report", "r.json", *(f"-o{name}=out/{name}" for name in MADE))
    assert ran.code in {0, 1, 2}, ran.err


def test_every_value_is_found_in_its_text() -> None:
    text = '{\n "a": [1, {"b" : "x\\"]" , "c": [\n[]]}],\n "d":null}\n'
    places = {path: place_of(text, "f", path) for path in [(), *spots(json.loads(text))]}
    assert {path: (place.line, place.column) for path, place in places.items()} == {
        (): (1, 1),
        ("a",): (2, 7),
        ("a", 0): (2, 8),
        ("a", 1): (2, 11),
        ("a", 1, "b"): (2, 18),
        ("a", 1, "c"): (2, 32),
        ("a", 1, "c", 0): (3, 1),
        ("d",): (4, 6),
    }
