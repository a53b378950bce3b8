from typing import Any

import pytest

from portalaudit.inventory.facts import eligibility
from portalaudit.inventory.records import Account, Grant, Portal, Practice
from portalaudit.inventory.records.accounts import UsedBy
from portalaudit.inventory.records.portals import Registration
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

STAFF = (
    person("k-lee", ("2026-02-01", None), cleared_on="2026-02-01"),
    person("checked", ("2026-02-01", None), name="Che Cked", cleared_on="2026-02-02"),
    person("later", ("2026-03-01", None), name="La Ter"),
    person("back", ("2020-01-01", "2026-01-01"), ("2026-03-01", None), name="Ba Ck"),
    person("undated", name="Una Dated"),
)
PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone"),
    *(
        Portal(
            id=name,
            name=name,
            kind="standalone",
            administrators=("undated",),
            registration=Registration(status=status, verified_on=verified_on),
        )
        for name, status, verified_on in (
            ("verified", "verified", "2026-02-02"),
            ("undated", "verified", None),
            ("sent", "submitted", None),
            ("refused", "rejected", None),
            ("begun", "not_started", None),
            ("closed", "closed", None),
        )
    ),
)


def world(*accounts: Account, baseline: str | None = None) -> World:
    practice = Practice(id="case", name="A practice", timezone="America/Los_Angeles", legacy_baseline_on=baseline)
    return world_of(practice, portals=PORTALS, staff=STAFF, accounts=accounts)


def used_by(who: str, since: str) -> UsedBy:
    return UsedBy(person=who, **{"from": since})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"created_on": "2026-02-01"}, 0),
        ({"created_on": "2026-01-31"}, 1),
        ({"created_on": "2026-02-27", "person": "later"}, 2),
        ({"created_on": "2026-02-27", "person": "back"}, 2),
        ({"created_on": "2020-02-27", "person": "back"}, 0),
        ({"last_login_on": "2026-01-30"}, 2),
        ({"last_login_on": "2026-02-02"}, None),
        ({}, None),
        ({"created_on": "2026-02-02", "person": "undated"}, None),
        ({"created_on": "2026-02-02", "person": None}, None),
        ({"created_on": "2026-02-02", "persons": ("k-lee", "later")}, 27),
        ({"created_on": "2026-01-30", "persons": ("k-lee", "undated")}, 2),
        ({"created_on": "2026-02-02", "persons": ("k-lee", "undated")}, None),
        ({"created_on": "2026-02-02", "used_by": (used_by("k-lee", "2026-02-02"), used_by("later", "2026-03-01"))}, 0),
    ],
)
def test_days_before_the_first_working_day(fields: dict[str, Any], expected: int | None) -> None:
    assert eligibility.days_before_work(account(**fields), world()) == expected


TIMELY: dict[str, Any] = {"created_on": "2026-02-01", "approved_on": "2026-02-01"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ()),
        ({"approved_on": "2026-02-02"}, ("approved on 2026-02-02",)),
        ({"approved_on": "2026-02-02", "grants": (Grant(kind="create", approved_on="2026-01-30"),)}, ()),
        ({"approved_on": None, "grants": (Grant(approved_on="2026-01-30"),)}, ()),
        ({"approved_on": None, "grants": (Grant(permissions=("claim.submit",), approved_on="2026-01-30"),)}, None),
        ({"approved_on": None}, None),
        ({"approved_on": None, "status": "pending"}, ()),
        ({"person": "checked"}, ("background check of Che Cked on 2026-02-02",)),
        ({"person": "checked", "approved_on": None}, ("background check of Che Cked on 2026-02-02",)),
        ({"persons": ("k-lee", "checked")}, ("background check of Che Cked on 2026-02-02",)),
        ({"person": None}, None),
        ({"person": "nobody"}, None),
        ({"created_on": None, "last_login_on": "2026-02-01"}, None),
        (
            {"created_on": None, "last_login_on": "2026-01-31"},
            ("approved on 2026-02-01", "background check of Kim Lee on 2026-02-01"),
        ),
        ({"portal": "verified"}, ("practice verified by the portal on 2026-02-02",)),
        ({"portal": "verified", "created_on": "2026-02-02"}, ()),
        ({"portal": "undated"}, None),
        ({"portal": "closed"}, None),
        ({"portal": "sent"}, ("practice not verified by the portal yet",)),
        ({"portal": "refused"}, ("practice not verified by the portal yet",)),
        ({"portal": "begun"}, ("practice not verified by the portal yet",)),
    ],
)
def test_steps_after_the_first_access(fields: dict[str, Any], expected: tuple[str, ...] | None) -> None:
    assert eligibility.early_steps(account(**{**TIMELY, **fields}), world()) == expected


@pytest.mark.parametrize(
    ("fields", "exempt"),
    [
        ({"permissions": ("user.manage",)}, True),
        ({"person": "undated"}, True),
        ({}, False),
        ({"permissions": ("user.manage",), "created_on": "2026-02-01", "approved_on": "2026-01-01"}, False),
    ],
)
def test_the_first_administrator_comes_with_the_registration(fields: dict[str, Any], exempt: bool) -> None:
    one = account(**{**TIMELY, "portal": "verified", **fields})
    second = account("b", portal="verified", created_on="2026-01-31" if fields.get("approved_on") else "2026-02-01")
    late = ("practice verified by the portal on 2026-02-02",)
    assert eligibility.early_steps(one, world(one, second)) == (() if exempt else late)


@pytest.mark.parametrize(("baseline", "expected"), [("2026-02-02", ()), ("2026-02-01", None), (None, None)])
def test_accounts_from_before_the_baseline_count_as_approved(
    baseline: str | None, expected: tuple[str, ...] | None
) -> None:
    one = account(created_on="2026-02-01")
    assert eligibility.early_steps(one, world(one, baseline=baseline)) == expected


def test_what_came_later_in_words() -> None:
    one = account(created_on="2026-01-31", approved_on="2026-02-02")
    assert eligibility.early_note(one, world(one)) == (
        "first working day of Kim Lee on 2026-02-01, approved on 2026-02-02, background check of Kim Lee on 2026-02-01"
    )
    assert eligibility.early_note(account(person=None), world()) == ""
