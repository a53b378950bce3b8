"""Time zones, by the names that mean the same on every computer."""

import datetime
import zoneinfo

from portalaudit.source.patterns import late

_REGION = late(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Europe|Indian|Mexico|Pacific|US)/.+"
)
_UTC = frozenset({"UTC", "Etc/UTC"})
_OF_THE_COMPUTER = frozenset({"localtime", "local", "posixrules"})

# What offices call a time zone. Some of these are zone names as well, without daylight saving time or only for Unix.
_MEANT = {
    name.casefold(): region
    for region, names in {
        "America/New_York": "EST EDT EST5EDT ET Eastern",
        "America/Chicago": "CST CDT CST6CDT CT Central",
        "America/Denver": "MST MDT MST7MDT MT Mountain Navajo",
        "America/Phoenix": "Arizona",
        "America/Los_Angeles": "PST PDT PST8PDT PT Pacific",
        "America/Anchorage": "AKST AKDT Alaska",
        "Pacific/Honolulu": "HST HDT Hawaii",
        "America/Puerto_Rico": "AST",
        "Pacific/Guam": "ChST",
        "UTC": "GMT UCT Greenwich Universal Zulu Z",
    }.items()
    for name in names.split()
}
_NEXT = (
    "write America/New_York, America/Chicago, America/Denver, America/Phoenix, America/Los_Angeles, "
    "America/Anchorage, Pacific/Honolulu, or another name of that form"
)


def check(name: str) -> str:
    """The name itself. Raises ValueError, with the next step, where it is not the name of a region's time zone.

    `localtime` is another zone on every computer, and `EST` knows no summer: neither says when the practice's days end.
    """
    if name in _OF_THE_COMPUTER:
        raise ValueError(f"is a different time zone on every computer; {_NEXT}")
    if name in _UTC:
        return name
    if not _REGION.match(name):
        raise ValueError(f"is not a regional time zone name; {_next(name)}")
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(_unknown(name)) from None
    return name


def zone(name: str) -> datetime.tzinfo:
    """The time zone of a name that was checked. UTC needs no zone data: it stands in where no practice can be read."""
    return datetime.UTC if name in _UTC else zoneinfo.ZoneInfo(name)


def _unknown(name: str) -> str:
    if zoneinfo.available_timezones():
        return f"is not a time zone name; {_next(name)}"
    return (
        "cannot be looked up: this computer has no time zone data; install it with `pip install tzdata`, "
        "or as the package tzdata of the operating system"
    )


def _next(name: str) -> str:
    """The region that was meant, where it is sure: by its abbreviation, or by its city in any area and case."""
    meant = _MEANT.get(name.casefold().removesuffix(" time").removeprefix("us/")) or _region_of(name)
    return f"write {meant}" if meant else _NEXT


def _region_of(name: str) -> str | None:
    city = _city(name)
    regions = filter(_REGION.match, sorted(zoneinfo.available_timezones()))
    return next((region for region in regions if _city(region) == city), None)


def _city(name: str) -> str:
    return name.rsplit("/", maxsplit=1)[-1].strip().replace(" ", "_").casefold()
