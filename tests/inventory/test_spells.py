from typing import Any

import pytest
from pydantic import ValidationError

from portalaudit.inventory.records import Account, Payer, Person, Vendor, Waiver
from portalaudit.source.record_types import validator

ACCOUNT = {"id": "a", "portal": "p", "login": "l", "type": "individual", "status": "active"}


def errors(kind: type, data: dict[str, Any]) -> list[tuple[tuple[int | str, ...], str]]:
    try:
        validator(kind).validate_python(data)
    except ValidationError as error:
        return [(found["loc"], str(found["ctx"]["error"])) for found in error.errors()]
    return []


def spell(start: str | None, end: str | None, **fields: object) -> dict[str, object]:
    return {name: value for name, value in {"start": start, "end": end, **fields}.items() if value is not None}


@pytest.mark.parametrize(
    ("start", "end", "is_wrong"),
    [
        ("2026-02-01", "2026-01-31", True),
        ("2026-02-01", "2026-01-31T23:59:00", True),
        ("2026-02-01", "2026-02-01T00:00:00", False),
        ("2026-02-01", "2026-02-01", False),
        ("2026-02-01", "2026-02-01T08:00:00Z", False),
        ("2026-02-01", "2027-01-01", False),
        ("2026-02-01", None, False),
    ],
)
def test_an_engagement_does_not_end_before_it_starts(start: str, end: str | None, is_wrong: bool) -> None:
    found = errors(Person, {"id": "k", "name": "K", "engagements": [spell(start, end, kind="employee")]})
    expected = "ends before it starts, on 2026-02-01; correct one of the two days"
    assert found == ([(("engagements", 0, "end"), expected)] if is_wrong else [])


EARLIER, LATER = "2026-01-31", "2026-02-01"
BACKWARDS = {"from": LATER, "to": EARLIER}


@pytest.mark.parametrize(
    ("kind", "data", "place"),
    [
        (Person, {"roles": [{"role": "r", **BACKWARDS}]}, ("roles", 0, "to")),
        (Person, {"locations": [{"location": "here"}, {"location": "there", **BACKWARDS}]}, ("locations", 1, "to")),
        (
            Person,
            {
                "engagements": [
                    spell("2026-01-01", None, kind="employee", leave=[spell("2026-03-02", "2026-03-01")]),
                ]
            },
            ("engagements", 0, "leave", 0, "end"),
        ),
        (Account, {"used_by": [{"person": "k", **BACKWARDS}]}, ("used_by", 0, "to")),
    ],
)
def test_the_place_is_that_of_the_end(kind: type, data: dict[str, Any], place: tuple[int | str, ...]) -> None:
    whole = {**(ACCOUNT if kind is Account else {"id": "k", "name": "K"}), **data}
    assert [where for where, _ in errors(kind, whole)] == [place]


@pytest.mark.parametrize(
    ("kind", "data", "place", "so"),
    [
        (Vendor, {"agreement": {"starts_on": LATER, "ends_on": EARLIER}}, ("agreement", "ends_on"), "starts"),
        (Vendor, {"baa": {"signed_on": LATER, "expires_on": EARLIER}}, ("baa", "expires_on"), "was signed"),
        (Payer, {"contract": {"effective_on": LATER, "ended_on": EARLIER}}, ("contract", "ended_on"), "starts"),
        (
            Person,
            {"certifications": [{"name": "CPC", "issued_on": LATER, "expires_on": EARLIER}]},
            ("certifications", 0, "expires_on"),
            "starts",
        ),
        (Waiver, {"approved_on": LATER, "expires_on": EARLIER}, ("expires_on",), "was approved"),
        (
            Waiver,
            {"renewals": [{"approved_by": "k", "approved_on": LATER, "expires_on": EARLIER}]},
            ("renewals", 0, "expires_on"),
            "was approved",
        ),
    ],
)
def test_nothing_ends_before_it_begins(kind: type, data: dict[str, Any], place: tuple[int | str, ...], so: str) -> None:
    whole = {"id": "k", **({"rule": "r", "subject": "s"} if kind is Waiver else {"name": "K"}), **data}
    assert errors(kind, whole) == [(place, f"ends before it {so}, on {LATER}; correct one of the two days")]
    same = {"id": "w", "rule": "r", "subject": "s", "approved_on": LATER, "expires_on": LATER}
    assert errors(Waiver, same) == []


def test_a_role_held_until_a_day_may_lack_its_start() -> None:
    assert errors(Person, {"id": "k", "name": "K", "roles": [{"role": "r", "to": "2026-01-31"}]}) == []
