"""Days and times: one strict form of each, a sensible range, and a fix that says what to write."""

import datetime
import zoneinfo
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portalaudit.source import dates

PACIFIC = zoneinfo.ZoneInfo("America/Los_Angeles")
AS_DAY = "write it as YYYY-MM-DD, like 2026-01-31"
AS_MOMENT = "write 2026-01-31 or 2026-01-31T17:30:00-08:00"


def wrong(read: Callable[[str], str], text: str) -> str:
    with pytest.raises(ValueError, match=r".") as raised:
        read(text)
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20260105", "is not a date; write it as 2026-01-05"),
        ("20261305", f"is not a date; {AS_DAY}"),
        ("2026-W46", f"is not a date; {AS_DAY}"),
        ("2026-W46-1", f"is not a date; {AS_DAY}"),
        ("2026W461", f"is not a date; {AS_DAY}"),
        ("2026-110", f"is not a date; {AS_DAY}"),
        ("2026-1-5", f"is not a date; {AS_DAY}"),
        ("1/5/2026", f"is not a date; {AS_DAY}"),
        ("2026-01-05 ", f"is not a date; {AS_DAY}"),
        ("\uff12\uff10\uff12\uff16-01-05", f"is not a date; {AS_DAY}"),
        ("2026-01-05T08:00", f"is not a date; {AS_DAY}"),
        ("2026-02-29", f"is not a day of the calendar; {AS_DAY}"),
        ("2100-02-29", f"is not a day of the calendar; {AS_DAY}"),
        ("2026-00-10", f"is not a day of the calendar; {AS_DAY}"),
        ("0000-01-01", f"is not a day of the calendar; {AS_DAY}"),
        ("0001-01-01", "lies before 1900; write the day as it was, or leave the key out if it is not known"),
        ("1899-12-31", "lies before 1900; write the day as it was, or leave the key out if it is not known"),
        ("2200-01-01", "lies after 2199; leave the key out if there is no such day"),
        ("9999-12-31", "lies after 2199; leave the key out if there is no such day"),
    ],
)
def test_what_is_no_day_is_refused_with_the_fix(text: str, said: str) -> None:
    assert wrong(dates.read_day, text) == said


@pytest.mark.parametrize("text", ["1900-01-01", "2024-02-29", "2000-02-29", "2199-12-31"])
def test_a_day_is_read_as_it_is_written(text: str) -> None:
    assert dates.read_day(text) == dates.read_moment(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20260105", "is neither a date nor a time; write it as 2026-01-05"),
        ("2026-W46", f"is neither a date nor a time; {AS_MOMENT}"),
        ("2026-01-05T08", f"is neither a date nor a time; {AS_MOMENT}"),
        ("2026-01-05T0800", f"is neither a date nor a time; {AS_MOMENT}"),
        ("20260105T080000Z", f"is neither a date nor a time; {AS_MOMENT}"),
        ("2026-01-05T08:00:00-0800", f"is neither a date nor a time; {AS_MOMENT}"),
        ("2026-01-05t08:00:00z", f"is neither a date nor a time; {AS_MOMENT}"),
        ("2026-01-05_08:00:00", f"is neither a date nor a time; {AS_MOMENT}"),
        ("2026-01-05T08:00:00,5", f"is neither a date nor a time; {AS_MOMENT}"),
        ("2026-01-05T24:00:00", f"is not a time of the calendar; {AS_MOMENT}"),
        ("2026-01-05T08:60:00", f"is not a time of the calendar; {AS_MOMENT}"),
        ("2026-01-05T08:00:00+25:00", f"is not a time of the calendar; {AS_MOMENT}"),
        ("2026-02-29T08:00:00Z", f"is not a time of the calendar; {AS_MOMENT}"),
        ("2026-02-29", f"is not a day of the calendar; {AS_DAY}"),
        ("0001-01-01T00:00:00Z", "lies before 1900; write the day as it was, or leave the key out if it is not known"),
        ("9999-12-31T23:59:59-12:00", "lies after 2199; leave the key out if there is no such day"),
    ],
)
def test_what_is_no_time_is_refused_with_the_fix(text: str, said: str) -> None:
    assert wrong(dates.read_moment, text) == said


@pytest.mark.parametrize(
    "text", ["2026-01-05T08:00", "2026-01-05 08:00:00", "2026-01-05T08:00:00.123456+05:30", "2026-01-05T08:00Z"]
)
def test_a_time_is_read_as_it_is_written(text: str) -> None:
    assert dates.read_moment(text) == text


def test_a_last_day_may_be_the_last_one_of_the_calendar() -> None:
    assert dates.read_day("9999-12-31", 9999) == "9999-12-31"
    assert dates.read_moment("9999-12-31T23:59:59-08:00", 9999) == "9999-12-31T23:59:59-08:00"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-11-21T03:00:00Z", "2026-11-20T19:00:00-08:00"),
        ("2026-11-20T19:00:00-08:00", "2026-11-20T19:00:00-08:00"),
        ("2026-11-21 12:00+09:00", "2026-11-20T19:00:00-08:00"),
        ("2026-07-21T06:59:59Z", "2026-07-20T23:59:59-07:00"),
        ("2026-11-20T19:00:00", "2026-11-20T19:00:00"),
        ("2026-11-20", "2026-11-20"),
        ("never", "never"),
        ("9999-12-31T23:59:59-08:00", "9999-12-31"),
        ("0001-01-01T00:00:00Z", "0001-01-01"),
    ],
)
def test_a_time_with_an_offset_becomes_what_the_clocks_of_the_practice_show(text: str, local: str) -> None:
    assert dates.in_zone(text, PACIFIC) == local


@given(
    st.datetimes(datetime.datetime(1900, 1, 3), datetime.datetime(9999, 12, 29)),  # noqa: DTZ001  given a zone below
    st.integers(-14 * 60, 14 * 60),
)
@example(datetime.datetime(2026, 11, 1, 9, 30), 0)  # noqa: DTZ001  1:30 for the second time in that night
def test_one_moment_is_one_text_whatever_its_offset(moment: datetime.datetime, minutes: int) -> None:
    utc = moment.replace(microsecond=0, tzinfo=datetime.UTC)
    elsewhere = utc.astimezone(datetime.timezone(datetime.timedelta(minutes=minutes)))
    here = dates.in_zone(utc.isoformat(), PACIFIC)
    assert dates.in_zone(elsewhere.isoformat(), PACIFIC) == here
    assert datetime.datetime.fromisoformat(here) == utc


@pytest.mark.parametrize("text", ["20260105", "2026-W46-1", "2026-01-05x", "never", "", "2026-02-30"])
def test_an_expression_counts_from_days_in_that_form_only(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dates.day_of(text)


def test_an_expression_counts_from_the_day_that_a_time_shows() -> None:
    assert dates.day_of("2026-11-20T23:00:00Z") == dates.day_of("2026-11-20") == datetime.date(2026, 11, 20)
