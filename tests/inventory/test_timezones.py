"""A time zone is a region's, the same on every computer, or a problem that says which one to write."""

import datetime
import re
import subprocess
import sys
import zoneinfo
from collections.abc import Iterator
from importlib import resources

import pytest

from portalaudit.inventory import timezones
from portalaudit.inventory.resolve import resolve
from portalaudit.model import Place
from tests.evaluate.practices import document, no_reference

CHOICES = (
    "write America/New_York, America/Chicago, America/Denver, America/Phoenix, America/Los_Angeles, "
    "America/Anchorage, Pacific/Honolulu, or another name of that form"
)


def refused(name: str) -> str | None:
    try:
        assert timezones.check(name) == name
    except ValueError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    "name",
    [
        "America/Los_Angeles",
        "America/Indiana/Indianapolis",
        "America/North_Dakota/New_Salem",
        "America/Puerto_Rico",
        "Pacific/Guam",
        "Pacific/Pago_Pago",
        "US/Eastern",
        "UTC",
        "Etc/UTC",
    ],
)
def test_a_region_is_taken(name: str) -> None:
    assert refused(name) is None


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("EST", "America/New_York"),
        ("EST5EDT", "America/New_York"),
        ("et", "America/New_York"),
        ("Eastern Time", "America/New_York"),
        ("US/eastern", "America/New_York"),
        ("CST6CDT", "America/Chicago"),
        ("MST", "America/Denver"),
        ("Navajo", "America/Denver"),
        ("Arizona", "America/Phoenix"),
        ("Pacific", "America/Los_Angeles"),
        ("PDT", "America/Los_Angeles"),
        ("AKST", "America/Anchorage"),
        ("HST", "Pacific/Honolulu"),
        ("AST", "America/Puerto_Rico"),
        ("ChST", "Pacific/Guam"),
        ("GMT", "UTC"),
        ("Zulu", "UTC"),
        ("Los Angeles", "America/Los_Angeles"),
        ("america/new_york", "America/New_York"),
        ("US/Boise", "America/Boise"),
        ("posix/America/Denver", "America/Denver"),
        ("right/America/Denver", "America/Denver"),
    ],
)
def test_what_is_sure_to_be_meant_is_said(name: str, region: str) -> None:
    assert refused(name) in {
        f"is not a regional time zone name; write {region}",
        f"is not a time zone name; write {region}",
    }


@pytest.mark.parametrize("name", ["Factory", "EET", "Cuba", "Etc/GMT+8", "GMT+8", "-08:00", "Moon", "zone.tab", ""])
def test_what_is_the_zone_of_no_region_is_refused(name: str) -> None:
    assert refused(name) == f"is not a regional time zone name; {CHOICES}"


@pytest.mark.parametrize(
    "name", ["America", "America/Boston", "America/", "America/../../etc/hosts", "US/" + "x" * 5000]
)
def test_a_region_that_is_not_there_is_refused(name: str) -> None:
    assert refused(name) in {f"is not a regional time zone name; {CHOICES}", f"is not a time zone name; {CHOICES}"}


@pytest.mark.parametrize("name", ["localtime", "local", "posixrules"])
def test_what_differs_between_computers_is_refused(name: str) -> None:
    assert refused(name) == f"is a different time zone on every computer; {CHOICES}"


def test_every_region_that_is_offered_is_taken() -> None:
    offered = {*timezones._MEANT.values(), *re.findall(r"\w+/\w+", CHOICES)}
    assert [name for name in sorted(offered) if refused(name)] == []
    assert "America/Phoenix" in offered


def test_every_region_of_the_zone_data_is_taken() -> None:
    zones = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    regions = [zone for zone in zones if "/" in zone and not zone.startswith("Etc/")]
    assert len(regions) > 400
    assert [zone for zone in regions if refused(zone)] == []


@pytest.mark.parametrize("path", ["/nonexistent", ""])
def test_a_computer_without_zone_data_of_its_own_has_the_package_s(path: str) -> None:
    ask = "from portalaudit.inventory.timezones import check; print(check('America/Los_Angeles'))"
    command = ["env", f"PYTHONTZPATH={path}", sys.executable, "-c", ask]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "America/Los_Angeles\n", "")


@pytest.fixture
def no_zone_data(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer without zone data, on which the package tzdata was left out as well."""
    for name in ("tzdata", "tzdata.zoneinfo", *(f"tzdata.zoneinfo.{area}" for area in ("America", "US", "Etc"))):
        monkeypatch.setitem(sys.modules, name, None)
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


def test_without_any_zone_data_the_computer_is_blamed_and_not_the_name(no_zone_data: None) -> None:
    practice = document("p.yaml", "practice: {id: p, name: P, timezone: America/Los_Angeles}\n")
    _, (problem, *_) = resolve([practice], no_reference().ids)

    said = "'timezone': 'America/Los_Angeles' cannot be looked up: this computer has no time zone data"
    assert problem.message == said
    assert problem.hint == "install it with `pip install tzdata`, or as the package tzdata of the operating system"
    assert problem.place == Place("p.yaml", 1, 38, 57)


@pytest.mark.parametrize("name", ["America/Boston", "US/Pacific"])
def test_without_any_zone_data_no_name_can_be_looked_up(name: str, no_zone_data: None) -> None:
    assert (refused(name) or "").startswith("cannot be looked up: this computer has no time zone data; ")


def test_utc_needs_no_zone_data(no_zone_data: None) -> None:
    assert refused("UTC") is None
    assert timezones.zone("UTC").utcoffset(None) == datetime.timedelta(0)


@pytest.mark.parametrize("name", ["EST", "localtime", "Moon"])
def test_a_name_of_no_region_stays_wrong_without_zone_data(name: str, no_zone_data: None) -> None:
    assert not (refused(name) or "").startswith("cannot be looked up")
