import datetime

import pytest

from portalaudit.report.day_words import ago, in_words, span

DAY = datetime.date(2026, 11, 20)


def test_a_day_is_written_out() -> None:
    assert in_words(DAY) == "November 20, 2026"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), ""),
        (("2026-11-20",), "November 20, 2026"),
        (("2026-11-20", "2026-11-20"), "November 20, 2026"),
        (("2026-11-20", "2026-10-28"), "October 28 to November 20, 2026"),
        (("2025-12-30", "2026-11-20"), "December 30, 2025 to November 20, 2026"),
    ],
)
def test_several_days_are_named_by_the_first_and_the_last(days: tuple[str, ...], words: str) -> None:
    assert span([datetime.date.fromisoformat(day) for day in days]) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-20", "today"),
        ("2026-11-19", "1 day ago"),
        ("2020-11-20", "2,191 days ago"),
        ("2026-11-21", "in 1 day"),
    ],
)
def test_how_long_ago_a_day_was(day: str, words: str) -> None:
    assert ago(day, DAY) == words
