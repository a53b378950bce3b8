"""What the mouse is told over a file, judged without a process."""

import datetime
from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.editor.hovering import hover_text
from portalaudit.editor.judging import Judged, judge
from portalaudit.model import Problem
from portalaudit.pipeline import Assignment
from tests.editor.practices import ALL, write_practice


@pytest.fixture
def judged(tmp_path: Path) -> Judged:
    root = write_practice(tmp_path)

    def assign(inventory: Path) -> tuple[Assignment, tuple[Problem, ...]]:
        files, unread = read_policies(root / "policies", "policies")
        day = datetime.date(2026, 11, 20)
        return Assignment(inventory, files, lambda _zone: day, lambda _rule: True, "1"), unread

    return judge(root / "inventory", {}, assign)


def said(judged: Judged, word: str, text: str = ALL) -> str | None:
    """What is said at the last sign of a word of the account, or of the line that has it."""
    line = next(at for at, one in reversed([*enumerate(text.splitlines())]) if word in one)
    found = hover_text(text, line, text.splitlines()[line].index(word) + len(word) - 1, judged)
    return found and found[0]


ACCOUNT = "account nmp-kim: 1 finding, 0 passed\nleavers (high): kimlee is still active"


def test_a_value_says_the_verdicts_of_its_record(judged: Judged) -> None:
    assert said(judged, "kimlee") == ACCOUNT
    assert said(judged, "nmp-kim") == ACCOUNT
    assert said(judged, "kimlee", ALL + "payers: [{id: x") == ACCOUNT


def test_a_key_says_what_the_field_means(judged: Judged) -> None:
    assert said(judged, "status") == "status: Status in the portal; active, pending and locked are live."
    assert said(judged, "timezone") is not None
    assert said(judged, "accounts") is None


def test_what_no_rule_is_about_says_nothing(judged: Judged) -> None:
    assert said(judged, "portal: nmp") is None
    assert said(judged, "Kim Lee") is None
    assert said(judged, "kimlee", ALL.replace("nmp-kim", "other")) is None


def test_a_reference_says_the_verdicts_of_the_record_that_it_names(judged: Judged) -> None:
    text = ALL + "reviews: [{id: r, portal: nmp, decisions: [{account: nmp-kim}]}]\n"
    assert said(judged, "account: nmp-kim", text) == ACCOUNT
