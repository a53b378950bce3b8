"""Variables that look like settings of the program and are none are named, with what they were meant to be."""

import click
import pytest

from portalaudit.cli.commands import cli
from portalaudit.cli.variables import KNOWN, PREFIX, about_unknown
from tests.cli.running import portalaudit
from tests.cli.test_settings import every_command


def test_those_of_all_flags_are_known() -> None:
    flags = (param for _, command in every_command(cli) for param in command.params)
    assert {param.envvar for param in flags if isinstance(param, click.Parameter) and param.envvar} == {
        f"{PREFIX}{word}" for word in KNOWN
    }


def test_what_is_unknown_is_named_in_one_line() -> None:
    known = [f"{PREFIX}{word}" for word in KNOWN]
    assert about_unknown([*known, "PATH", "_PORTALAUDIT_COMPLETE", "XPORTALAUDIT_FAILON"]) == ""
    assert about_unknown(["PORTALAUDIT_POLICES", "PORTALAUDIT_FAILON", *known, "PORTALAUDIT_X\x1b"]) == (
        "note: no setting of portalaudit has this name, so it counts for nothing: PORTALAUDIT_FAILON (did you mean "
        "PORTALAUDIT_FAIL_ON?), PORTALAUDIT_POLICES (did you mean PORTALAUDIT_POLICIES?), PORTALAUDIT_X\\x1b"
    )


def test_it_is_said_once_and_changes_no_exit_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = portalaudit(capsys, "mac", "OR")
    monkeypatch.setenv("PORTALAUDIT_ASOF", "2026-11-20")
    ran = portalaudit(capsys, "mac", "OR")
    assert (ran.code, ran.out) == (before.code, before.out) == (0, before.out)
    assert ran.err == (
        "note: no setting of portalaudit has this name, so it counts for nothing: PORTALAUDIT_ASOF (did you mean "
        "PORTALAUDIT_AS_OF?)\n"
    )
