"""Days in every form that lists have; only an order that is really open is left open."""

import datetime

import pytest

from portalaudit.sheets.day_forms import DayOrder, iso_day, iso_moment, whole_year, written_day
from tests.sheets.words import TODAY


def read(text: str, order: DayOrder | None = None) -> str | None:
    written = written_day(text)
    return iso_day(written, order, TODAY) if written else None


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-05", "2026/11/05", "2026.11.5", "20261105", "05-Nov-26", "5 Nov 2026", "Nov 5, 2026", "NOV-05-2026"),
        *("November 5, 2026", "Thu, Nov 5, 2026", "Thursday, November 5, 2026", "5th Nov 2026", "Nov 5th, 2026"),
        *("46331", "46331.7", "2026-11-05T23:59:59Z", "2026-11-05 14:03", "Nov 5, 2026 2:14 PM", "05-NOV-26"),
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    assert read(text) == "2026-11-05"


@pytest.mark.parametrize(
    ("text", "month_first", "day_first"),
    [
        ("03/04/2026", "2026-03-04", "2026-04-03"),
        ("3.4.26", "2026-03-04", "2026-04-03"),
        ("3-4-2026", "2026-03-04", "2026-04-03"),
        ("13/02/2026", "2026-02-13", "2026-02-13"),
        ("02/13/2026 9:05 AM", "2026-02-13", "2026-02-13"),
        ("4/4/2026", "2026-04-04", "2026-04-04"),
    ],
)
def test_an_order_is_needed_only_where_it_makes_two_days(text: str, month_first: str, day_first: str) -> None:
    assert read(text, DayOrder.MONTH_FIRST) == month_first
    assert read(text, DayOrder.DAY_FIRST) == day_first
    assert read(text) == (month_first if month_first == day_first else None)


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "13/13/2026", "2026-02-30", "Nov 31, 2026", "12345678901", "1234", "99999", "Smarch 5, 2026", "5/6"),
        *(
            "2026-11-05 25:00",
            "2026-11-05 13:00 PM",
            "0/5/2026",
            "\u0661/\u0662/2026",
            "11/05/2026 x",
            "2026-W45",
            "0026-11-05",
        ),
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read(text, DayOrder.MONTH_FIRST) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-05T14:03:00.000Z", "2026-11-05T14:03:00Z"),
        ("2026-11-05T14:03:00-07:00", "2026-11-05T14:03:00-07:00"),
        ("2026-11-05 14:03 +0530", "2026-11-05T14:03:00+05:30"),
        ("Nov 5, 2026 12:14 AM PST", "2026-11-05T00:14:00-08:00"),
        ("Nov 5, 2026 12:14 PM EDT", "2026-11-05T12:14:00-04:00"),
        ("2026-11-05 14:03", "2026-11-05"),
        ("2026-11-05 14:03 XYZ", "2026-11-05"),
    ],
)
def test_a_time_is_kept_where_its_distance_from_utc_is_known(text: str, moment: str) -> None:
    written = written_day(text)
    assert written is not None
    assert iso_moment(written, "2026-11-05") == moment


def test_a_column_in_utc_gives_its_times_their_zone() -> None:
    written = written_day("2026-11-05 14:03")
    assert written is not None
    assert iso_moment(written, "2026-11-05", is_utc=True) == "2026-11-05T14:03:00Z"


def test_two_digits_are_a_year_of_this_century_up_to_ten_years_ahead() -> None:
    assert [whole_year(year, TODAY) for year in ("99", "37", "36", "26", "00")] == [1999, 1937, 2036, 2026, 2000]


def test_a_workbook_may_count_its_days_from_1904() -> None:
    written = written_day("44869")
    assert written is not None
    assert iso_day(written, None, TODAY, datetime.date(1904, 1, 1)) == "2026-11-05"
