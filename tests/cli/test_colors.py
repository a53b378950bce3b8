"""What decides whether a report is in color, the first that says so before the others."""

from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

VARIABLES = ("PORTALAUDIT_COLOR", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in {
        "inventory/all.yaml": PRACTICE + LEAVER,
        "policies/own/pack.yaml": PACK,
        "policies/own/leavers.yaml": RULE,
        "policies/policy.yaml": "packs: [own]\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "environment", "in_file", "on_terminal", "colored"),
    [
        # A terminal, and what programs agree on.
        ((), {}, "", True, True),
        ((), {}, "", False, False),
        ((), {"TERM": "dumb"}, "", True, False),
        ((), {"CLICOLOR": "0"}, "", True, False),
        ((), {"CLICOLOR": "1"}, "", False, False),
        ((), {"NO_COLOR": "1"}, "", True, False),
        ((), {"NO_COLOR": ""}, "", True, True),
        ((), {"FORCE_COLOR": "1"}, "", False, True),
        ((), {"FORCE_COLOR": ""}, "", False, False),
        ((), {"CLICOLOR_FORCE": "1"}, "", False, True),
        ((), {"CLICOLOR_FORCE": "0"}, "", False, False),
        ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, "", False, True),
        ((), {"CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, "", False, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, "", True, False),
        # The flag is over the environment, and this over the file.
        (("--color", "always"), {"NO_COLOR": "1"}, "", False, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, "", True, False),
        (("--no-color",), {"FORCE_COLOR": "1"}, "", True, False),
        (("--no-color",), {"PORTALAUDIT_COLOR": "always"}, "", True, False),
        (("--color", "always"), {"TERM": "dumb"}, "", False, True),
        (("--color", "auto"), {"FORCE_COLOR": "1"}, "", False, True),
        (("--color", "auto"), {}, 'color = "always"', False, False),
        (("--color", "always"), {"PORTALAUDIT_COLOR": "never"}, "", False, True),
        ((), {"PORTALAUDIT_COLOR": "always", "NO_COLOR": "1"}, "", False, True),
        ((), {}, 'color = "always"', False, True),
        ((), {}, 'color = "never"', True, False),
        ((), {}, "[check]\nno-color = true", True, False),
        ((), {"NO_COLOR": "1"}, 'color = "always"', True, False),
        ((), {"FORCE_COLOR": "1"}, 'color = "never"', False, True),
        ((), {"TERM": "dumb"}, 'color = "always"', True, True),
        (("--color", "always"), {}, "[check]\nno-color = true", False, True),
    ],
)
def test_the_first_that_says_so_decides(
    practice: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    *,
    typed: tuple[str, ...],
    environment: dict[str, str],
    in_file: str,
    on_terminal: bool,
    colored: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if in_file:
        (practice / "portalaudit.toml").write_text(f"{in_file}\n")
    monkeypatch.setattr("sys.stdout.isatty", lambda: on_terminal)
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", *typed)
    assert ("\x1b[" in ran.out) is colored


@pytest.mark.parametrize(
    ("typed", "on_terminal", "linked"),
    [((), True, True), (("--color=always",), True, True), (("--color=always",), False, False), ((), False, False)],
)
def test_links_are_for_terminals_whatever_is_said_of_colors(
    practice: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    *,
    typed: tuple[str, ...],
    on_terminal: bool,
    linked: bool,
) -> None:
    pack = PACK.replace("default: true", "default: true, docs_url: 'https://wiki.example.org/{rule}'")
    (practice / "policies/own/pack.yaml").write_text(pack)
    monkeypatch.setattr("sys.stdout.isatty", lambda: on_terminal)
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", *typed)
    assert ("\x1b]8;;https://wiki.example.org/leavers\x1b" in ran.out) is linked
    assert ("\x1b]8;" in ran.out) is linked


def test_a_word_that_says_no_time_is_refused(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", "--color=sometimes")
    assert ran.code == 2
    assert "'sometimes' is not one of 'auto', 'always', 'never'" in ran.err


def test_the_table_over_several_practices_is_in_color_too(practice: Path, capsys: Capture) -> None:
    (practice / "portalaudit.toml").write_text(
        '[[practice]]\ninventory = "inventory"\nname = "one"\n[[practice]]\ninventory = "other"\n'
    )
    printed = portalaudit(capsys, "check", "--as-of=2026-11-20", "--color=always").out
    assert "\x1b[1mpractice  result" in printed
    assert "one       \x1b[1;31mneeds attention\x1b[0m  " in printed
    assert "\x1b[" not in portalaudit(capsys, "check", "--as-of=2026-11-20").out
