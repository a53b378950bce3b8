"""Help: commands and flags in groups, and for each command an exit code and examples that can be typed."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from portalaudit.cli.command_help import EXAMPLES, GROUPS, OPTION_GROUPS, with_help
from portalaudit.cli.commands import COMMANDS, cli
from portalaudit.cli.with_settings import SettingsCommand
from tests.cli.running import portalaudit

Capture = pytest.CaptureFixture[str]


def every(group: click.Group, *names: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*names, name)), command
        if isinstance(command, click.Group):
            yield from every(command, *names, name)


ALL = dict(every(cli))


def test_every_command_stands_in_one_group() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMMANDS)


def test_the_list_of_commands_is_in_groups(capsys: Capture) -> None:
    lines = portalaudit(capsys, "--help").out.splitlines()
    assert [line[:-1] for line in lines if line.endswith(":") and not line.startswith(" ")][1:] == [*GROUPS]
    assert "  check     Check the inventory against the rules, and write reports." in lines


@pytest.mark.parametrize("name", ALL)
def test_every_command_says_its_exit_code_and_examples(capsys: Capture, name: str) -> None:
    ran = portalaudit(capsys, *name.split(), "--help")
    assert ran.code == 0
    assert ran.out.count("Exit code") == (0 if isinstance(ALL[name], click.Group) else 1)
    assert ran.out.index("\n  Examples:\n    ") > ran.out.index("--help")


def test_no_example_is_of_a_command_that_there_is_not() -> None:
    assert set(EXAMPLES) == set(ALL)


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line, _ in lines])
def test_an_example_can_be_typed(line: str) -> None:
    """Its command is there, and takes each of its flags and values."""
    line = line.removeprefix('eval "$(').removesuffix(')"').partition(" > ")[0]
    program, *words = shlex.split(line)
    assert program == "portalaudit"
    name = " ".join(words[:2]) if " ".join(words[:2]) in ALL else words[0]
    command = ALL[name]
    context = command.make_context(name, [], resilient_parsing=True)
    given, rest, _ = command.make_parser(context).parse_args(words[len(name.split()) :])
    assert rest == []
    for param in command.params:
        value = given.get(str(param.name))
        if isinstance(value, str | list | tuple):
            param.type_cast_value(context, value)


def test_the_flags_of_check_are_in_groups(capsys: Capture) -> None:
    said = portalaudit(capsys, "check", "--help").out
    titles = [line[:-1] for line in said.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert titles == [
        "What to check",
        "What decides the exit code",
        "Reports",
        "Rules and settings",
        "Help",
    ]
    assert said.index("--as-of") < said.index("Reports:") < said.index("--output") < said.index("--policies")


def test_every_flag_of_a_command_is_shown_once(capsys: Capture) -> None:
    for name, command in ALL.items():
        if isinstance(command, SettingsCommand):
            said = portalaudit(capsys, *name.split(), "--help").out
            for param in command.params:
                if isinstance(param, click.Option):
                    long = max(param.opts, key=len)
                    shown = [line for line in said.splitlines() if line.lstrip().startswith(tuple(param.opts))]
                    assert sum(long in re.split(r"[ ,]+", line) for line in shown) == 1, (name, long)


def test_every_group_of_flags_names_flags() -> None:
    known = {param.name for command in ALL.values() for param in command.params}
    assert {name for names in OPTION_GROUPS.values() for name in names} - {"config"} <= known


def test_what_a_command_says_of_its_exit_code_stays() -> None:
    command = with_help(click.Command("x", help="Does it.\n\nExit code: 7."), "x")
    assert command.help == "Does it.\n\nExit code: 7."
