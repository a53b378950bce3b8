"""The schema of `portalaudit.toml` refuses what the program refuses, and takes what it takes."""

import datetime
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

from portalaudit.cli.commands import cli
from portalaudit.cli.fresh_practice import SETTINGS
from portalaudit.cli.settings import WITHOUT_SETTINGS, read_settings
from portalaudit.cli.settings_file import SettingsFile
from portalaudit.cli.settings_schema import settings_schema
from portalaudit.cli.toml_places import places_of
from tests.cli import test_settings, test_several_practices
from tests.cli.test_settings import every_command

DOCS = Path(__file__).resolve().parents[2] / "docs"
DATES = ("2026-11-20", "2026-11-20T08:00:00", "08:00:00")
"""To a schema these are texts, so it takes them where the program wants quotes."""
HIDDEN = ('".html"', '"sub/.html"')
"""Only the program refuses these as places to be written to."""
VALUES = (
    "true",
    "0",
    "-1",
    "1.5",
    "99999999",
    '""',
    '" "',
    '"word"',
    '"a\\u0000b"',
    '["word", "other"]',
    '["word", 1]',
    "[]",
    "{a = 1}",
    *DATES,
    '"2026-11-20"',
    '"2026-02-30"',
    '"html=r.html"',
    '["html=-", "json=a b.json"]',
    '"html="',
    '"html= "',
    '"htm=r"',
    '"md=r"',
    '"text=r"',
    '"r.HTML"',
    '"r.jsn"',
    *HIDDEN,
    '"60d"',
    '"123456"',
    '"a=b.html"',
    '"high"',
    '"always"',
    '"users"',
    '["person"]',
)
ONLY_THE_PROGRAM = {
    "one report for all",
    "one report for two",
    "one baseline for two",
    "listed twice",
    "one name for two",
    "outside",
    "outside by a link",
    "a report outside",
    "a baseline outside",
}
"""Faults of one part beside another, and of places: no schema can tell."""


@cache
def validator() -> Draft202012Validator:
    schema = settings_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def fits(text: str) -> bool:
    return validator().is_valid(json.loads(json.dumps(tomllib.loads(text), default=_as_text)))


def _as_text(value: datetime.date | datetime.time) -> str:
    return value.isoformat()


def takes(text: str, command: str, params: list[click.Parameter]) -> bool:
    """Whether the program takes a file for a command."""
    file = SettingsFile(Path("portalaudit.toml"), text.encode(), tomllib.loads(text), places_of(text))
    read_settings(file, tuple(command.split(".")), params, None)
    return not file.wrong


def settable() -> Iterator[tuple[str, click.Command]]:
    return ((name, command) for name, command in every_command(cli) if name not in WITHOUT_SETTINGS)


def names(command: click.Command) -> list[str]:
    return [opt.lstrip("-") for param in command.params for opt in param.opts]


@pytest.mark.parametrize("command", [name for name, _ in settable()])
def test_each_value_of_each_flag_is_taken_or_refused_by_both(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    params = list(dict(settable())[command].params)
    taken: set[str] = set()
    for name in (*names(dict(settable())[command]), "help", "unknown"):
        for value in VALUES:
            text = f"[{command}]\n{name} = {value}\n"
            is_taken = takes(text, command, params)
            if value in DATES and name != "as-of":
                continue
            if value in HIDDEN and name in ("baseline", "policies", "p"):
                continue
            assert fits(text) is is_taken, text
            taken |= {name} if is_taken else set()
    assert taken


@pytest.mark.parametrize("name", ["inventory", "policies", "color", "no-cache", "select"])
def test_each_value_above_the_tables_is_taken_or_refused_by_both(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    params = list(dict(settable())["check"].params)
    for value in VALUES:
        text = f"{name} = {value}\n"
        assert value in DATES or fits(text) is takes(text, "check", params), text


FAULTS = {
    **{name: text for name, (text, _) in test_settings.FAULTS.items()},
    **{name: text for name, (text, _) in test_several_practices.FAULTS.items()},
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_the_program_names_is_refused(name: str) -> None:
    try:
        is_refused = not fits(FAULTS[name])
    except tomllib.TOMLDecodeError:
        is_refused = True
    assert is_refused is (name not in ONLY_THE_PROGRAM)


def examples() -> list[str]:
    pages = (DOCS / name for name in ("configuration.md", "consultants.md"))
    found = [block for page in pages for block in re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]
    names = ("Álder Clinic", "a", "7 Pines", "St. Mary_s - North", "东")
    named = (f'[[practice]]\ninventory = "x"\nname = "{name}"\nfail-on = "high"\n' for name in names)
    return [*found, *named, SETTINGS, test_several_practices.LISTED, ""]


@pytest.mark.parametrize("text", examples())
def test_what_is_shown_and_written_fits(text: str) -> None:
    assert fits(text)
