"""Which format a report is written in, where only the name of its file says so."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from portalaudit.cli.commands import cli
from portalaudit.cli.outputs import Output, OutputType
from portalaudit.report import REPORTERS, reporter
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
TABLES = "csv-actions or csv-questions or csv-access or csv-population"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "policies" / "own"
    own.mkdir(parents=True)
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER)
    (own / "pack.yaml").write_text(PACK)
    (own / "leavers.yaml").write_text(RULE)
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("report.html", "html"),
        ("out/r.1.XML", "junit"),
        ("r.md", "markdown"),
        ("r.sarif", "sarif"),
        ("r.xlsx", "xlsx"),
    ],
)
def test_a_name_that_fits_one_format_says_which(practice: Path, capsys: Capture, file: str, name: str) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "-q", "-o", file)
    portalaudit(capsys, "check", AS_OF, "-q", "-o", f"{name}=named")

    assert (ran.code, ran.out, ran.err) == (1, "", "")
    assert (practice / file).read_bytes() == (practice / "named").read_bytes()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("r.json", "'r.json' is written as json. For gitlab or oscal write -o gitlab=r.json.\n"),
        ("r.txt", "'r.txt' is written as console. For concise or github write -o concise=r.txt.\n"),
        ("r.csv", f"'r.csv' is written as csv. For {TABLES} write -o csv-actions=r.csv.\n"),
    ],
)
def test_where_it_fits_several_the_first_is_taken_and_said(
    practice: Path, capsys: Capture, file: str, said: str
) -> None:
    name = said.split()[4].removesuffix(".")
    ran = portalaudit(capsys, "check", AS_OF, "-o", file)
    named = portalaudit(capsys, "check", AS_OF, "-q", "-o", f"{name}=named")

    assert (ran.err, named.err) == (said, "")
    assert (practice / file).read_bytes() == (practice / "named").read_bytes()
    assert portalaudit(capsys, "check", AS_OF, "-q", "-o", file) == type(ran)(1, "", "")
    portalaudit(capsys, "check", AS_OF, "-q", "-o", "json=saved.json")
    assert portalaudit(capsys, "report", "saved.json", "-q", "-o", f"other-{file}").err == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("report.pdf", "no format ends in '.pdf'; write FORMAT=report.pdf, with one of console, json, "),
        ("report", "there is no format 'report'; there are console, json, "),
        (".html", "there is no format '.html'; there are console, json, "),
        ("my=report.html", "there is no format 'my'; there are console, json, "),
        ("html", "write it as html=FILE, or html=- for standard output."),
    ],
)
def test_a_name_that_says_nothing_is_refused(practice: Path, capsys: Capture, value: str, said: str) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "-o", value)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_two_reports_still_cannot_go_to_one_place(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "-o", "r.json", "-o", "gitlab=r.json")
    assert ran.code == 2
    assert "json and gitlab would both go to 'r.json'. Give each its own." in ran.err


def test_the_config_file_may_name_a_file_alone_too(practice: Path, capsys: Capture) -> None:
    (practice / "portalaudit.toml").write_text('[check]\noutput = "out/r.html"\n')
    assert portalaudit(capsys, "check", AS_OF, "-q").code == 1
    assert (practice / "out" / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("command", "name"),
    [(("check", AS_OF), "md"), (("check", AS_OF), "text"), (("questions", AS_OF), "markdown"), (("rules",), "console")],
)
def test_each_command_takes_both_names_of_a_format(
    practice: Path, capsys: Capture, command: tuple[str, ...], name: str
) -> None:
    twin = {"md": "markdown", "markdown": "md", "text": "console", "console": "text"}[name]
    ran = [portalaudit(capsys, *command, "-o", f"{each}=-") for each in (name, twin)]
    assert ran[0] == ran[1]
    assert ran[0].code < 2
    assert ran[0].out


@pytest.mark.parametrize(
    ("command", "file"),
    [(("questions", AS_OF), "q.csv"), (("waivers", AS_OF), "w.md"), (("test", "policies"), "t.xml")],
)
def test_other_commands_take_a_file_alone_as_well(
    practice: Path, capsys: Capture, command: tuple[str, ...], file: str
) -> None:
    (practice / "policies" / "own" / "leavers.cases.yaml").write_text("as_of: 2026-11-20\ncases: []\n")
    portalaudit(capsys, *command, "-o", file)
    assert (practice / file).stat().st_size > 0


def test_a_json_report_named_by_its_file_is_whole(practice: Path, capsys: Capture) -> None:
    portalaudit(capsys, "check", AS_OF, "-q", "-o", "r.json")
    assert json.loads((practice / "r.json").read_text(encoding="utf-8"))["schema"] == "portalaudit/report/v1"


@pytest.mark.parametrize("name", REPORTERS)
@pytest.mark.parametrize("change", [str, str.upper])
def test_every_ending_of_a_report_says_a_format_of_that_ending(name: str, change: Callable[[str], str]) -> None:
    """The first one with that ending; where there are others, the run says which one it took."""
    suffix = reporter(name).SUFFIX
    alike = tuple(other for other in REPORTERS if suffix == reporter(other).SUFFIX)
    file = f"sub.d/my.report{change(suffix)}"
    found = OutputType(REPORTERS, lambda each: reporter(each).SUFFIX).convert(file, None, None)
    assert found == Output(alike[0], Path(file), found.others)
    assert set(found.others) <= set(alike[1:])
    assert OutputType(REPORTERS).convert(f"{name}={file}", None, None) == Output(name, Path(file))
    assert OutputType(REPORTERS).convert(f"{name}=-", None, None) == Output(name, None)


def takes_outputs(group: click.Group, *names: str) -> Iterator[tuple[str, OutputType]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from takes_outputs(command, *names, name)
        for param in command.params if command is not None else ():
            if isinstance(param.type, OutputType):
                yield " ".join((*names, name)), param.type


EVERY_FORMAT = [(command, kind, name) for command, kind in takes_outputs(cli) for name in kind.formats]


@pytest.mark.parametrize(("command", "kind", "name"), EVERY_FORMAT, ids=[f"{c} {n}" for c, _, n in EVERY_FORMAT])
def test_every_format_of_every_command_is_reached_by_its_ending(command: str, kind: OutputType, name: str) -> None:
    found = kind.convert(f"answer{kind.suffix_of(name)}", None, None)
    assert kind.suffix_of(found.format) == kind.suffix_of(name), command
    assert found.format == name or kind.formats.index(found.format) < kind.formats.index(name)
