"""The config file: what it may say, where it is wrong, and that every report tells what it set."""

import json
from pathlib import Path

import click
import pytest

from portalaudit.cli import settings
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "inventory").mkdir(parents=True)
    (home / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER)
    (home / "policies" / "own").mkdir(parents=True)
    (home / "policies" / "own" / "pack.yaml").write_text(PACK)
    (home / "policies" / "own" / "leavers.yaml").write_text(RULE)
    (home / "policies" / "policy.yaml").write_text("packs: [own]\n")
    monkeypatch.chdir(home)
    for name in ("AS_OF", "FAIL_ON", "IGNORE", "INVENTORY", "JOBS", "POLICIES", "SELECT"):
        monkeypatch.delenv(f"PORTALAUDIT_{name}", raising=False)
    return home


def write(practice: Path, text: str) -> None:
    (practice / "portalaudit.toml").write_text(text)


FAULTS = {
    "a number for a flag": ("[check]\nquiet = 1\n", "2:9: 'quiet' must be true or false, without quotes."),
    "a text for a flag": ('[check]\n"quiet" = "no"\n', "2:11: 'quiet' must be true or false, without quotes."),
    "a table for a text": (
        '[check]\n\n[check.fail-on]\nlevel = "high"\n',
        "3:8: 'fail-on' must be text in quotes.",
    ),
    "a list for a text": ('[check]\nfail-on = ["high"]\n', "2:11: 'fail-on' must be text in quotes."),
    "a word that is no severity": ('[check]\nfail-on = "hihg"\n', "2:11: 'fail-on': 'hihg' is not one of"),
    "a number for a list": ("check.select = 5\n", "1:16: 'select' must be text in quotes, or a list of them"),
    "a list that holds a number": (
        '[check]\nselect = [\n  "PS-4",\n  4,\n]\n',
        "2:10: 'select' must be text in quotes, or a list of them",
    ),
    "a flag for a number": ("[check]\njobs = true\n", "2:8: 'jobs' must be a whole number, like 1."),
    "a fraction": ("[check]\njobs = 1.5\n", "2:8: 'jobs' must be a whole number, like 1."),
    "a negative number": ("[check]\nverbose = -1\n", "2:11: 'verbose' must be a whole number, like 1."),
    "a time for a day": (
        "[check]\nas-of = 2026-11-20T08:00:00\n",
        "2:9: 'as-of' must be a day in quotes, like \"2026-01-31\".",
    ),
    "no day": ('[check]\nas-of = "2026-02-30"\n', "2:9: 'as-of': '2026-02-30' is not a day; write it as YYYY-MM-DD"),
    "an impossible date": ("[check]\nas-of = 2026-02-30\n", "not valid TOML: invalid date or datetime."),
    "no format": ('[check]\noutput = ["jsn=r.json"]\n', "2:10: 'output': there is no format 'jsn'"),
    "an unknown flag": (
        '[check]\nquiet = true\nfail_on = "low"\n',
        "3:1: [check] has no setting 'fail_on'. Did you mean",
    ),
    "an unknown table": ("\n[chek]\nquiet = true\n", "2:2: there is no table [chek]. Did you mean 'check'?"),
    "a text for the table": ("check = 'all'\n", "1:1: 'check' must be a table, written [check]."),
    "one setting twice": ("[check]\nq = true\nquiet = false\n", "3:1: 'quiet' and 'q' are the same setting."),
    "the word of a setting in a text before": (
        '[check]\nselect = """\nquiet = 1\n"""\nquiet = 1\n',
        "5:9: 'quiet' must be true or false",
    ),
    "the word of a setting in a text behind": (
        '[check]\nquiet = 1\n# quiet = 2\nselect = """\nquiet = 3\n"""\n',
        "2:9: 'quiet' must be true or false",
    ),
    "a setting in a table of one line": (
        '\ncheck = {select = "quiet", quiet = 1}\n',
        "2:36: 'quiet' must be true or false",
    ),
    "an unknown flag behind its own name": (
        '[check]\n"qu" = 1 # qu\n',
        "2:2: [check] has no setting 'qu'.",
    ),
    "an unknown flag in a table of one line": (
        'check = {select = "quiett", quiett = true}\n',
        "1:29: [check] has no setting 'quiett'.",
    ),
    "a line that is no TOML": ("[check]\nfail-on: low\n", "2:8: not valid TOML: expected '=' after a key"),
    "a text without an end": ('[check]\nfail-on = "low\n', "2:15: not valid TOML: illegal character"),
    "a key twice": (
        "[check]\njobs = 1\njobs = 2\n",
        "3:9: not valid TOML: cannot overwrite a value. Remove one of the two.",
    ),
    "a text without quotes": (
        "[check]\nfail-on = high\n",
        '2:11: not valid TOML: invalid value. Put quotes around text, as in `fail-on = "high"`.',
    ),
    "a line as in YAML": (
        "check:\n  fail-on: high\n",
        (
            "1:6: not valid TOML: expected '=' after a key in a key/value pair. "
            'Write each setting as in `fail-on = "high"`, below a line [check].'
        ),
    ),
    "a setting above its table": (
        'fail-on = "high"\n',
        "1:1: 'fail-on' stands in no table. Put the line [check] above it.",
    ),
    "a table for another command": (
        '[rules]\nselect = "x"\n',
        "1:2: there is no table [rules]. Settings stand below [check].",
    ),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_line_and_column(practice: Path, capsys: Capture, text: str, message: str) -> None:
    write(practice, text)
    ran = portalaudit(capsys, "check", AS_OF)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Error: portalaudit.toml:")
    assert message in ran.err


def test_every_fault_of_a_file_is_told_at_once(practice: Path, capsys: Capture) -> None:
    write(practice, "[check]\nquiet = 1\nfail-on = 2\n[other]\n")
    lines = portalaudit(capsys, "check").err.splitlines()
    assert [line.removeprefix("Error: ").split(": ")[0] for line in lines] == [
        "portalaudit.toml:2:9",
        "portalaudit.toml:3:11",
        "portalaudit.toml:4:2",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe[\x00c\x00", "portalaudit.toml:1:1: this is not UTF-8 text. Save the file as UTF-8."),
        (b"[check]\n# caf\xe9\n", "portalaudit.toml:2:1: this is not UTF-8 text. Save the file as UTF-8."),
        (b"x = " + b"[" * 8_000, "portalaudit.toml: values are nested too deep. Write them plainly."),
        (b"x = " + b"9" * 8_000, "portalaudit.toml: not valid TOML: "),
        (b"#" * 20_000, "portalaudit.toml is larger than 16 KiB. Keep only settings in it."),
    ],
)
def test_what_is_no_toml_is_told(practice: Path, capsys: Capture, data: bytes, message: str) -> None:
    (practice / "portalaudit.toml").write_bytes(data)
    ran = portalaudit(capsys, "check", AS_OF)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert len(ran.err) < 1_000


def test_a_folder_or_a_link_to_nothing_of_that_name_is_told(practice: Path, capsys: Capture) -> None:
    file = practice / "portalaudit.toml"
    file.mkdir()
    assert "portalaudit.toml is not a file. Give it another name." in portalaudit(capsys, "check", AS_OF).err
    file.rmdir()
    file.symlink_to("gone.toml")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "portalaudit.toml cannot be read: No such file or directory." in ran.err


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(
    practice: Path, capsys: Capture, mark: str, line_end: str
) -> None:
    text = f'{mark}[check]{line_end}fail-on = "critical"{line_end}'
    (practice / "portalaudit.toml").write_bytes(text.encode())
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 0
    assert "  settings  fail-on critical (portalaudit.toml:2)\n" in ran.out


@pytest.mark.parametrize(
    "path",
    ["../victim", "{top}/victim", "inside/../../victim", "way-out/victim", "away", ".git/config", "sub/.hidden.json"],
)
def test_a_file_lets_no_report_be_written_outside_its_folder_or_out_of_sight(
    practice: Path, capsys: Capture, path: str
) -> None:
    victim = practice.parent / "victim"
    victim.write_text("precious")
    (practice / "way-out").symlink_to("..")
    (practice / "away").symlink_to("../victim")
    shown = path.format(top=practice.parent)
    write(practice, f'[check]\nquiet = true\noutput = ["html=fine.html", "json={shown}"]\n')
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert f"portalaudit.toml:3:10: '{shown}' " in ran.err
    assert victim.read_text() == "precious"
    assert sorted(file.name for file in practice.iterdir()) == [
        "away",
        "inventory",
        "policies",
        "portalaudit.toml",
        "way-out",
    ]


def test_a_flag_may_name_any_place(practice: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "check", AS_OF, "-q", "-ojson=../r.json").code == 1
    assert json.loads((practice.parent / "r.json").read_text())["settings"] == []


def test_every_report_says_what_the_file_set_and_on_which_line(practice: Path, capsys: Capture) -> None:
    write(
        practice,
        """\
# a practice's own settings
[check]
as-of = 2026-11-20
fail-on = "critical"   # nothing else
output = [
  "json=out/r.json",
  "html=out/r.html",
  "junit=out/r.xml",
]
select = ["leavers", "PS-*"]
""",
    )
    ran = portalaudit(capsys, "check")
    assert (ran.code, ran.err) == (0, "")
    said = json.loads(Path("out/r.json").read_text())["settings"]
    assert [(one["name"], one["value"], one["location"]["line"]) for one in said] == [
        ("as-of", "2026-11-20", 3),
        ("fail-on", "critical", 4),
        ("output", "json=out/r.json, html=out/r.html, junit=out/r.xml", 5),
        ("select", "leavers, PS-*", 10),
    ]
    assert {one["location"]["path"] for one in said} == {"portalaudit.toml"}
    words = "fail-on critical (portalaudit.toml:4)"
    for text in (ran.out, Path("out/r.html").read_text(), Path("out/r.xml").read_text()):
        assert words in text


def test_what_a_flag_or_the_environment_says_otherwise_is_not_named(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(practice, '[check]\nas-of = "2026-01-01"\nfail-on = "critical"\njobs = 1\n')
    monkeypatch.setenv("PORTALAUDIT_FAIL_ON", "low")
    ran = portalaudit(capsys, "check", AS_OF, "-ojson=-")
    assert ran.code == 1
    assert [one["name"] for one in json.loads(ran.out)["settings"]] == ["jobs"]


def test_a_run_that_a_file_made_quiet_says_so(practice: Path, capsys: Capture) -> None:
    write(practice, "[check]\n\nquiet = true\n")
    ran = portalaudit(capsys, "check", AS_OF)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "portalaudit.toml:3 sets quiet: no report is printed here.\n"
    assert portalaudit(capsys, "check", AS_OF, "-q").err == ""


def test_a_single_text_is_a_list_of_one(practice: Path, capsys: Capture) -> None:
    write(practice, '[check]\noutput = "json=-"\nselect = "leavers"\n')
    ran = portalaudit(capsys, "check", AS_OF)
    assert json.loads(ran.out)["summary"]["rules"] == 1


def test_who_set_a_flag_can_be_told(practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from portalaudit.cli.check_command import command

    write(practice, '[check]\nignore = "x"\nselect = "y"\nfail-on = "low"\n')
    monkeypatch.setenv("PORTALAUDIT_SELECT", "z")
    with command.make_context("check", ["--ignore=w", "-j1"]) as ctx:
        told = {name: settings.said_by(ctx, name) for name in ("ignore", "select", "fail_on", "jobs", "quiet")}
    assert told == {
        "ignore": "--ignore",
        "select": "PORTALAUDIT_SELECT",
        "fail_on": "portalaudit.toml:4",
        "jobs": "--jobs",
        "quiet": "",
    }
    assert isinstance(ctx, click.Context)


def test_a_quiet_run_says_one_line_of_what_is_wrong(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "broken.yaml").write_text("staff:\n  - {id: x, name: [\n")
    ran = portalaudit(capsys, "check", AS_OF, "-q")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[syntax]: inventory/broken.yaml:2:19: ")
    assert ran.err.count("\n") == 1


def test_a_quiet_run_counts_the_problems_that_it_does_not_show(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "more.yaml").write_text("documents: [{id: d, knid: sop}, {id: d}]\n")
    ran = portalaudit(capsys, "check", AS_OF, "-q", "-ohtml=r.html")
    assert ran.code == 2
    assert ran.err.startswith("error[unknown-key]: inventory/more.yaml:1:21: unknown key 'knid'")
    assert ran.err.endswith(" And 1 more problem: run it without -q to see all.\n")


def test_a_report_on_standard_output_leaves_the_one_line_to_standard_error(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "broken.yaml").write_text("staff: [\n")
    ran = portalaudit(capsys, "check", AS_OF, "-ojson=-")
    assert json.loads(ran.out)["summary"]["problems"] == 1
    assert ran.err.startswith("error[syntax]: inventory/broken.yaml:")
