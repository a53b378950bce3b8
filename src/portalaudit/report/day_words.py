"""Days in the words of an office."""

import datetime

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def in_words(day: datetime.date) -> str:
    """`November 20, 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def span(days: list[datetime.date]) -> str:
    """`November 3, 2026`, or the first and the last of several: `October 28 to November 3, 2026`. Empty for none."""
    if not days:
        return ""
    first, last = min(days), max(days)
    if first == last:
        return in_words(last)
    begin = in_words(first) if first.year != last.year else f"{_MONTHS[first.month - 1]} {first.day}"
    return f"{begin} to {in_words(last)}"


def ago(day: str, today: datetime.date) -> str:
    """How long ago a day was, given as ISO text: `today`, `1 day ago`, `46 days ago`; of a later day `in 3 days`."""
    days = (today - datetime.date.fromisoformat(day)).days
    if days == 0:
        return "today"
    counted = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"{counted} ago" if days > 0 else f"in {counted}"
