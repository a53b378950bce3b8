"""The config file: what it may say, where it is wrong, and that every report tells what it set."""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from portalaudit.cli import settings
from portalaudit.cli.commands import cli
from portalaudit.cli.with_settings import SettingsCommand
from tests.cli.repositories import repository
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
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("AS_OF", "CONFIG", "FAIL_ON", "IGNORE", "INVENTORY", "JOBS", "POLICIES", "SELECT"):
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
        "4:3: 'select' must be text in quotes, or a list of them",
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
    "no format": ('[check]\noutput = ["jsn=r.json"]\n', "2:11: 'output': there is no format 'jsn'"),
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
        "2:1: [check] has no setting 'qu'.",
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
    "a table for a command without settings": (
        "[start]\nyes = true\n",
        "1:2: `portalaudit start` has no settings. Take the table out.",
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
        (b"#" * 70_000, "portalaudit.toml is larger than 64 KiB. Keep only settings in it."),
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
    assert f"portalaudit.toml:3:29: '{shown}' " in ran.err
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


def test_a_quiet_run_says_one_line_of_a_mistake_in_what_is_typed(practice: Path, capsys: Capture) -> None:
    for arguments in (("-q", "--fail-on=hihg"), ("-vq", "--fail-on=hihg"), ("--quiet", "no-such-folder")):
        ran = portalaudit(capsys, "check", AS_OF, *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("Error: ")
        assert ran.err.count("\n") == 1
    assert portalaudit(capsys, "check", "--fail-on=hihg").err.startswith("Usage: ")


def test_a_quiet_run_says_one_line_of_the_faults_of_a_file(practice: Path, capsys: Capture) -> None:
    write(practice, "[check]\nquiet = 1\nfail-on = 2\n[other]\n")
    ran = portalaudit(capsys, "check", "-q")
    assert ran.code == 2
    assert ran.err == (
        "Error: portalaudit.toml:2:9: 'quiet' must be true or false, without quotes. "
        "And 2 more: run it without -q to see all.\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('inventory = "nowhere"\n', "portalaudit.toml:1:13: there is no folder 'nowhere'. "),
        ('policies = "nowhere"\n', "portalaudit.toml:1:12: there is no folder 'nowhere'. "),
        ('[check]\nbase = "nowhere"\n', "portalaudit.toml:2:8: there is no commit 'nowhere' "),
    ],
)
def test_what_a_file_names_and_is_not_there_is_told_with_line_and_column(
    practice: Path, capsys: Capture, text: str, said: str
) -> None:
    repository(practice, {})
    write(practice, text)
    ran = portalaudit(capsys, "check", AS_OF, "-q")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"Error: {said}")


def test_a_quiet_run_says_one_line_of_a_bug(practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portalaudit.cli.check_command.judged", lambda *_: 1 / 0)
    ran = portalaudit(capsys, "check", AS_OF, "-q")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("here", "place"),
    [
        (".", "portalaudit.toml"),
        ("inventory", "../portalaudit.toml"),
        ("policies/own", "../../portalaudit.toml"),
        ("..", "home/portalaudit.toml"),
    ],
)
def test_the_file_is_found_from_the_inventory_upward(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, here: str, place: str
) -> None:
    """And the paths in it lead from its folder, wherever the command is typed."""
    write(practice, '[check]\nfail-on = "critical"\noutput = "json=r.json"\n')
    monkeypatch.chdir(practice / here)
    inventory = Path(os.path.relpath(practice / "inventory"))
    ran = portalaudit(capsys, "check", str(inventory), AS_OF)
    assert ran.code == 0
    assert f"fail-on critical ({place}:2)" in " ".join(ran.out.split())
    assert json.loads((practice / "r.json").read_text())["settings"][0]["location"]["path"] == "portalaudit.toml"


def test_the_file_of_the_current_folder_is_not_that_of_an_inventory_elsewhere(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = practice.parent / "desk"
    desk.mkdir()
    (desk / "portalaudit.toml").write_text("[check]\nquiet = true\n")
    monkeypatch.chdir(desk)
    ran = portalaudit(capsys, "check", "../home/inventory", AS_OF)
    assert "settings" not in ran.out
    assert ran.code == 1


def test_the_nearest_file_counts_and_only_up_to_the_top_of_the_clone(practice: Path, capsys: Capture) -> None:
    (practice.parent / "portalaudit.toml").write_text('[check]\nfail-on = "critical"\n')
    assert portalaudit(capsys, "check", AS_OF, "-q").code == 0
    (practice / ".git").write_text("gitdir: ../main/.git/worktrees/home\n")  # as in a worktree
    assert portalaudit(capsys, "check", AS_OF, "-q").code == 1
    (practice / ".git").unlink()
    write(practice, "[check]\nfull = true\n")
    assert portalaudit(capsys, "check", AS_OF, "-q").code == 1


def test_a_linked_inventory_finds_the_file_beside_the_link_first(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(practice, '[check]\nfail-on = "critical"\n')
    desk = practice.parent / "desk"
    desk.mkdir()
    (desk / "inventory").symlink_to(practice / "inventory")
    monkeypatch.chdir(desk)
    assert portalaudit(capsys, "check", AS_OF, "-q").code == 0
    (desk / "portalaudit.toml").write_text("[check]\nfull = true\n")
    assert portalaudit(capsys, "check", AS_OF, "-q").code == 1


def test_a_file_may_be_named_and_a_flag_is_over_the_environment(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(practice, "[check]\nfull = true\n")
    (practice / "ours.toml").write_text('[check]\nfail-on = "critical"\n')
    monkeypatch.setenv("PORTALAUDIT_CONFIG", "ours.toml")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 0
    assert "fail-on critical (ours.toml:2)" in ran.out
    assert portalaudit(capsys, "check", AS_OF, "-q", "-c", "portalaudit.toml").code == 1
    assert "settings" not in portalaudit(capsys, "check", AS_OF, "--config", os.devnull).out


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("gone.toml", "gone.toml cannot be read: No such file or directory."),
        ("inventory", "inventory is not a file. Name a file of settings."),
        ("a\0b", "--config: a name cannot hold a NUL character."),
        ("", "--config and PORTALAUDIT_CONFIG name a file. To use no file of settings: --config /dev/null"),
    ],
)
def test_a_named_file_that_is_none_is_refused(practice: Path, capsys: Capture, named: str, said: str) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "--config", named)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_help_needs_no_good_file(practice: Path, capsys: Capture) -> None:
    write(practice, "[check\n")
    assert portalaudit(capsys, "check", "--help").code == 0
    assert portalaudit(capsys, "check").code == 2


def test_settings_for_all_stand_above_the_tables(practice: Path, capsys: Capture) -> None:
    (practice / "strict").mkdir()
    (practice / "policies").rename(practice / "strict" / "policies")
    (practice / "inventory").rename(practice / "records")
    write(practice, 'inventory = "records"\npolicies = "strict/policies"\ncolor = "always"\nno-cache = true\n')
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 1
    assert "\x1b[1;31mhigh" in ran.out
    assert portalaudit(capsys, "rules").out.startswith("leavers")
    assert "Kim Lee" in portalaudit(capsys, "access", AS_OF).out
    assert portalaudit(capsys, "test", "--select=nothing").code == 2
    Path("roster.csv").write_text("Name,Start\nPat Doe,2026-01-05\n")
    assert "records" in portalaudit(capsys, "import", "roster.csv", "--taken-on=2026-11-01", AS_OF).out


SETTINGS_OF = {
    "access": ("output", "json=out.json"),
    "baseline.write": ("as-of", "2026-11-20"),
    "diff": ("output", "json=out.json"),
    "directory": ("output", "json=out.json"),
    "explain": ("output", "json=out.json"),
    "facts": ("no-cache", "true"),
    "fields": ("output", "json=out.json"),
    "history": ("output", "json=out.json"),
    "import": ("output", "json=out.json"),
    "lsp": ("as-of", "2026-11-20"),
    "mac": ("output", "json=out.json"),
    "new.rule": ("for", "person"),
    "policy.show": ("output", "json=out.json"),
    "questions": ("output", "json=out.json"),
    "roadmap": ("output", "json=out.json"),
    "rules": ("output", "json=out.json"),
    "test": ("output", "json=out.json"),
    "waivers": ("output", "json=out.json"),
}


def every_command(group: click.Group, *names: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from every_command(command, *names, name)
        elif command is not None:
            yield ".".join((*names, name)), command


def test_every_command_has_settings_or_is_known_to_have_none() -> None:
    found = {name for name, command in every_command(cli) if isinstance(command, SettingsCommand)}
    others = {name for name, command in every_command(cli) if not isinstance(command, SettingsCommand)}
    assert found == {"check", *SETTINGS_OF}
    assert others == set(settings.WITHOUT_SETTINGS)


@pytest.mark.parametrize("command", SETTINGS_OF)
def test_a_command_takes_its_settings_and_refuses_others_with_the_nearest(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))  # an editor that leaves at once
    name, value = SETTINGS_OF[command]
    needed = {"mac": ["OR"], "diff": ["HEAD"], "explain": ["leavers"], "baseline.write": ["b.json"]}
    arguments = [*command.split("."), *needed.get(command, []), *(["own-rule"] if command == "new.rule" else [])]
    table = f"[{command}]\n"
    write(practice, f"{table}{name[:-1]}x = {value if value == 'true' else repr(value)}\n")
    ran = portalaudit(capsys, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f"portalaudit.toml:2:1: [{command}] has no setting '{name[:-1]}x'. Did you mean '{name}'?" in ran.err
    write(practice, f"{table}{name} = {value if value == 'true' else repr(value)}\n")
    ran = portalaudit(capsys, *arguments)
    if command in ("diff", "history"):
        assert "lies in no git repository" in ran.err
    elif command != "import":
        assert "Error" not in ran.err
        assert (practice / "out.json").is_file() is (name == "output")


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("import", "[import]\nwrite = true\n", "2:1: 'write' counts only where it is typed. Take it out here."),
        ("check", '[check]\nconfig = "x"\n', "2:1: 'config' counts only where it is typed."),
        ("check", '[check]\nc = "x"\n', "2:1: 'c' counts only where it is typed."),
        ("policy", "policy = 5\n", "1:1: 'policy' must be a table, written [policy]."),
        ("explain", '[explain]\nname = "x"\n', "2:1: [explain] has no setting 'name'."),
        ("check", '[check]\nbaseline = "a\\u0000b"\n', "2:12: text here cannot hold a NUL character."),
        ("check", 'policies = "a\\u0000b"\n', "1:12: text here cannot hold a NUL character."),
        ("check", 'policies = ""\n', "1:12: 'policies': the name of the folder is empty."),
        ("check", "inventory = 5\n", "1:13: 'inventory' must be text in quotes."),
        ("check", "[check]\ninventori = 'x'\n", "2:1: [check] has no setting 'inventori'. Did you mean 'inventory'?"),
    ],
)
def test_what_is_no_setting_is_refused(practice: Path, capsys: Capture, command: str, text: str, said: str) -> None:
    write(practice, text)
    ran = portalaudit(capsys, command, *{"explain": ["leavers"], "policy": ["show"]}.get(command, []))
    assert (ran.code, ran.out) == (2, "")
    assert f"portalaudit.toml:{said}" in ran.err


def test_new_rules_are_written_below_the_folder_of_the_file_only(practice: Path, capsys: Capture) -> None:
    write(practice, 'policies = "../elsewhere"\n')
    ran = portalaudit(capsys, "new", "rule", "own-rule")
    assert ran.code == 2
    assert "portalaudit.toml:1:12: '../elsewhere' lies outside the folder of portalaudit.toml." in ran.err
    assert not (practice.parent / "elsewhere").exists()


def test_git_and_a_base_know_the_file_that_was_found(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(practice, "[check]\nfull = true\n")
    repository(practice, {})
    write(practice, '[check]\nfail-on = "critical"\n')
    monkeypatch.chdir(practice / "policies")
    ran = portalaudit(capsys, "check", "../inventory", AS_OF, "--base=HEAD", "-ojson=-")
    (said,) = json.loads(ran.out)["comparison"]["policies"]
    assert said["message"] == "this branch would set fail-on to critical; that does not count yet"
    assert said["location"] == {"path": "portalaudit.toml", "line": 2, "column": 1}
    told = json.loads(portalaudit(capsys, "check", "../inventory", AS_OF, "-ojson=-").out)["inputs"]["git"]
    assert told["note"] == "Not as in the commit: portalaudit.toml."


def test_settings_decide_the_bytes_and_not_where_the_command_is_typed(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(practice, '[check]\nfail-on = "critical"\noutput = ["html=out/r.html", "json=out/r.json"]\n')
    written = set()
    for here in (".", "inventory", "policies/own", "..", "/"):
        monkeypatch.chdir(practice / here)
        inventory = os.path.relpath(practice / "inventory")
        portalaudit(capsys, "check", inventory, AS_OF, "-q")
        written.add(tuple((practice / "out" / name).read_bytes() for name in ("r.html", "r.json")))
    assert len(written) == 1
    page = written.pop()[0].decode()
    assert "fail-on critical (portalaudit.toml:2)" in page


def test_a_file_above_is_named_with_the_way_to_it_from_the_root(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository(
        practice, {"sub/all/inventory/all.yaml": PRACTICE + LEAVER, "sub/portalaudit.toml": "[check]\nfull = true\n"}
    )
    report = json.loads(portalaudit(capsys, "check", "sub/all/inventory", AS_OF, "-ojson=-").out)
    assert report["settings"][0]["location"]["path"] == "sub/portalaudit.toml"
