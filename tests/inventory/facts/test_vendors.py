import pytest

from portalaudit.inventory.facts import vendors
from portalaudit.inventory.records import Account, UsedBy, Vendor
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

STAFF = (
    person("val", vendor="acme"),
    person("vic", ("2020-01-01", "2026-01-31"), vendor="acme"),
    person("ann"),
    person("eve", vendor="other"),
)


def theirs(account_id: str = "a", **fields: object) -> Account:
    return account(account_id, **{"person": "val", "permissions": ("cob.view",), "created_on": "2026-02-02", **fields})


def world(*accounts: Account) -> World:
    return world_of(staff=STAFF, accounts=accounts)


ACME = Vendor(id="acme", name="Acme")


def test_whose_accounts_count() -> None:
    accounts = (
        theirs("own"),
        theirs("left", person="vic"),
        theirs("shared", person=None, persons=("ann", "val", "vic")),
        theirs("service", type="service"),
        theirs("dead", status="deleted"),
        theirs("staff", person="ann"),
        theirs("competitor", person="eve"),
        theirs("past", person=None, persons=("val",), used_by=(UsedBy(person="val", to="2026-01-31"),)),
    )
    here = world(*accounts)
    assert [p.id for p in here.relations.of(ACME, "people")] == ["val", "vic"]
    uses = [(use.person.id, use.account.id) for use in vendors.access(ACME, here)]
    assert uses == [("val", "own"), ("val", "shared"), ("val", "service"), ("vic", "left"), ("vic", "shared")]


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({}, "2026-02-02"),
        ({"created_on": None}, None),
        ({"created_on": None, "used_by": (UsedBy(person="val", **{"from": "2026-02-02"}),)}, None),
        ({"created_on": "2020-01-01", "used_by": (UsedBy(person="val", **{"from": "2026-02-02"}),)}, "2026-02-02"),
        ({"created_on": "2026-03-01", "used_by": (UsedBy(person="val", **{"from": "2026-02-02"}),)}, "2026-03-01"),
        ({"created_on": "2020-01-01", "used_by": (UsedBy(person="val"),)}, "2020-01-01"),
        ({"created_on": "2020-01-01", "used_by": (UsedBy(person="ann", **{"from": "2026-02-02"}),)}, "2020-01-01"),
    ],
)
def test_since_when_somebody_can_use_an_account(fields: dict[str, object], since: str | None) -> None:
    assert [use.since for use in vendors.access(ACME, world(theirs(**fields))) if use.person.id == "val"] == [since]
