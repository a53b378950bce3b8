"""`portalaudit lsp` where it cannot serve."""

import sys

import pytest

from portalaudit.cli import lsp_command
from tests.cli.running import portalaudit


def test_without_the_extra_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lsp_command, "find_spec", lambda _name: None)
    ran = portalaudit(capsys, "lsp")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("Error: lsp needs the library pygls, which is not installed: pip install 'portalaudit[lsp]'\n")


def test_without_standard_input_it_says_who_starts_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ran = portalaudit(capsys, "lsp")
    assert (ran.code, ran.out) == (2, "")
    assert "Error: standard input is closed" in ran.err
