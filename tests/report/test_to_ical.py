"""The calendar is read back by a library that holds to RFC 5545."""

import datetime

import pytest
from icalendar import Calendar

from portalaudit.model.access import Coming
from portalaudit.model.report import PracticeName, Report
from portalaudit.model.values import replace
from portalaudit.report import to_ical
from tests.report import sample
from tests.report.comparing import held_against_main

REPORTS = [sample.everything(), sample.clean(), sample.nothing(), sample.many(40, 3), held_against_main()]


def text(report: Report) -> str:
    return "".join(to_ical.render(report))


def events(report: Report) -> list[tuple[datetime.date, str]]:
    return [(event["DTSTART"].dt, str(event["SUMMARY"])) for event in Calendar.from_ical(text(report)).walk("VEVENT")]


def with_coming(*coming: Coming) -> Report:
    report = replace(sample.clean(), actions=())
    return replace(report, access=lambda: replace(sample.ACCESS, coming=coming))


@pytest.mark.parametrize("report", REPORTS)
def test_it_is_a_calendar_in_which_each_thing_has_what_it_needs(report: Report) -> None:
    calendar = Calendar.from_ical(text(report))

    assert [part.errors for part in calendar.walk() if part.errors] == []
    assert (calendar["VERSION"], calendar["CALSCALE"]) == ("2.0", "GREGORIAN")
    parts = [part for part in calendar.walk() if part is not calendar]
    assert len({str(part["UID"]) for part in parts}) == len(parts) > 0
    assert {part["DTSTAMP"].dt.isoformat() for part in parts} == {"2026-11-20T00:00:00+00:00"}


@pytest.mark.parametrize("report", REPORTS)
def test_an_event_lasts_one_whole_day_and_blocks_no_time(report: Report) -> None:
    for event in Calendar.from_ical(text(report)).walk("VEVENT"):
        assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(1)
        assert type(event["DTSTART"].dt) is datetime.date
        assert (str(event["TRANSP"]), str(event["CLASS"])) == ("TRANSPARENT", "CONFIDENTIAL")


@pytest.mark.parametrize("report", REPORTS)
def test_no_line_is_longer_than_75_octets_and_each_ends_as_the_standard_says(report: Report) -> None:
    data = text(report).encode()

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_what_is_due_by_day() -> None:
    assert events(sample.everything()) == [
        (datetime.date(2026, 11, 20), "Close 1 <b>login</b> of someone who has left"),
        (datetime.date(2026, 11, 20), "Replace a shared login with one for each person"),
        (datetime.date(2026, 12, 1), "Waiver w-1 ends"),
        (datetime.date(2026, 12, 1), "Access review of UHC is due"),
        (datetime.date(2026, 12, 31), "Last working day of Al Jones"),
    ]


def test_an_event_keeps_its_name_when_its_day_moves() -> None:
    def uids(*coming: Coming) -> list[str]:
        return [str(event["UID"]) for event in Calendar.from_ical(text(with_coming(*coming))).walk("VEVENT")]

    one, other = "access review of UHC is due", "access review of NMP is due"
    first = uids(Coming("2026-12-01", one), Coming("2026-12-02", other))
    assert uids(Coming("2026-12-02", other), Coming("2027-01-05", one)) == first[::-1]
    twice = uids(Coming("2026-12-01", one), Coming("2026-12-08", one))
    assert twice[0] == first[0] != twice[1]


def test_a_later_day_is_a_later_version_of_the_same_event() -> None:
    def version(report: Report) -> int:
        return next(int(event["SEQUENCE"]) for event in Calendar.from_ical(text(report)).walk("VEVENT"))

    report = with_coming(Coming("2026-12-01", "x"))
    assert version(replace(report, as_of=datetime.date(2026, 11, 21))) == version(report) + 1


def test_signs_of_the_format_are_text_and_no_letter_is_cut_in_two() -> None:
    told = "a, b; c\\ d: \N{ADHESIVE BANDAGE}" + "写真" * 60 + "\nDTSTART:20200101\x1b\ud800"
    report = with_coming(Coming("2026-12-01", told))
    [(day, said)] = events(report)
    [event] = Calendar.from_ical(text(report)).walk("VEVENT")
    assert (day, event["DTSTART"].dt) == (datetime.date(2026, 12, 1),) * 2
    assert said == "A, b; c\\ d: \N{ADHESIVE BANDAGE}" + "写真" * 60 + " DTSTART:20200101\\x1b\\ud800"
    assert "a\\, b\\; c\\\\ d".upper()[1:] in text(report).upper()


def test_a_text_without_an_end_is_cut() -> None:
    [(_, said)] = events(with_coming(Coming("2026-12-01", "x" * 9_000)))
    assert len(said) == to_ical.MOST_TEXT + 1


def test_the_journal_says_whose_calendar_it_is_and_what_it_is_not() -> None:
    [journal] = Calendar.from_ical(text(sample.everything())).walk("VJOURNAL")
    said = str(journal["DESCRIPTION"])
    assert said.startswith("Cascade Ridge Family Medicine, as of 2026-11-20, by portalaudit 0.1.0. 4 findings need ")
    assert "Partial run: 5 of 6 rules evaluated" in said
    assert "it is not a whole check and nothing to keep as evidence" in said


def test_a_secret_is_masked_before_its_line_is_folded() -> None:
    report = replace(sample.clean(), practice=PracticeName("x", "y" * 50 + "hunter2"))
    masked = "".join(to_ical.render(report, lambda lines: (line.replace("hunter2", "***") for line in lines)))
    assert "hunter2" not in masked.replace("\r\n ", "")
    assert masked.replace("\r\n ", "").count("***") == 2
