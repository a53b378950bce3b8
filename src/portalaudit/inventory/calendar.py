"""Days and hours of a practice, counted from ISO 8601 text."""

import datetime
from functools import cached_property

from portalaudit.inventory import timezones
from portalaudit.source import dates

HOURS_A_DAY = 24
_LAST_DAY = datetime.date.max.toordinal()


class Calendar:
    """The as-of day and the practice's time zone. Days are proleptic Gregorian ordinals."""

    def __init__(self, as_of: datetime.date, timezone: str) -> None:
        self.as_of = as_of
        self.today = as_of.toordinal()
        self.today_text = as_of.isoformat()
        self._timezone = timezone
        self._days: dict[str, int] = {}

    @cached_property
    def zone(self) -> datetime.tzinfo:
        """The practice's time zone."""
        return timezones.zone(self._timezone)

    def day(self, text: str) -> int:
        """The ordinal of a date, or of the local day in which a time falls."""
        known = self._days.get(text)
        if known is None:
            known = self._days[text] = (
                datetime.date.fromisoformat(text) if len(text) == 10 else self.time(text).date()
            ).toordinal()
        return known

    def time(self, text: str) -> datetime.datetime:
        """A time in the practice's zone; a time without offset is local, a date is its midnight."""
        moment = datetime.datetime.fromisoformat(dates.in_zone(text, self.zone))
        return moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment.astimezone(self.zone)

    def days_since(self, text: str) -> int:
        """Days from a date to the as-of day; negative for the future."""
        return self.today - self.day(text)

    def local_day(self, text: str) -> str:
        """ISO text of a date, or of the local day in which a time falls."""
        return text if len(text) == 10 else self.text(self.day(text))

    def text(self, ordinal: int) -> str:
        """ISO text of an ordinal; of one beyond the calendar its first or last day."""
        return datetime.date.fromordinal(min(max(ordinal, 1), _LAST_DAY)).isoformat()
