"""An account, a registration, a review on an earlier day: dates decide, and what they leave open stays open."""

from typing import Any

import pytest

from portalaudit.inventory.days import world_on
from portalaudit.inventory.past import NOT_YET
from portalaudit.inventory.records import Completion, Contract, Decision, Grant, Payer, Portal, Review, Use
from portalaudit.inventory.records.account_records import UsedBy
from portalaudit.inventory.records.portal_records import Export, Registration
from portalaudit.inventory.records.staff_records import Acknowledgement
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import AS_OF, account, person, shipped_reference, world_of

DAY = "2026-11-20"
BEFORE, AFTER, LATER = "2026-11-19", "2026-11-21", "2026-12-01"


def seen(**sections: tuple[Any, ...]) -> World:
    """The world of these records on the day. Two logins of somebody else show that the day is past."""
    others = tuple(account(f"other-{i}", last_login_on=LATER) for i in range(2))
    sections["accounts"] = (*sections.get("accounts", ()), *others)
    return world_on(world_of(**sections).inventory, shipped_reference(), AS_OF)


def both(world: World) -> tuple[World, World]:
    assert world.other is not None
    return world, world.other


@pytest.mark.parametrize(
    ("fields", "statuses"),
    [
        # closed, with the day
        ({"status": "revoked", "deactivated_on": AFTER}, ("active", "active")),
        ({"status": "revoked", "deactivated_on": DAY}, ("revoked", "revoked")),
        ({"status": "disabled", "suspended_on": AFTER}, ("active", "active")),
        ({"status": "disabled", "suspended_on": BEFORE}, ("disabled", "disabled")),
        ({"status": "deleted", "suspended_on": BEFORE, "deactivated_on": AFTER}, ("suspended", "suspended")),
        ({"status": "deleted", "suspended_on": BEFORE, "enabled_on": DAY, "deactivated_on": AFTER}, ("active",) * 2),
        (
            {"status": "deleted", "suspended_on": BEFORE, "enabled_on": AFTER, "deactivated_on": LATER},
            ("suspended",) * 2,
        ),
        # by the practice's own clock it is still the day
        ({"status": "revoked", "deactivated_on": "2026-11-21T03:00:00Z"}, ("revoked", "revoked")),
        ({"status": "revoked", "deactivated_on": "2026-11-21T09:00:00Z"}, ("active", "active")),
        # closed, nobody knows when
        ({"status": "revoked"}, ("revoked", "active")),
        ({"status": "suspended"}, ("suspended", "active")),
        ({"status": "deleted", "created_on": BEFORE}, ("deleted", "active")),
        ({"status": "deleted", "created_on": AFTER}, (NOT_YET, NOT_YET)),
        ({"status": "deleted", "suspended_on": BEFORE, "enabled_on": DAY}, ("deleted", "active")),
        # open
        ({"status": "active"}, ("active", "active")),
        ({"status": "locked", "created_on": DAY}, ("locked", "locked")),
        ({"status": "active", "created_on": AFTER}, (NOT_YET, NOT_YET)),
        ({"status": "active", "grants": (Grant(kind="create", granted_on=AFTER),)}, (NOT_YET, NOT_YET)),
        ({"status": "active", "enabled_on": DAY}, ("active", "active")),
        ({"status": "active", "enabled_on": AFTER, "suspended_on": BEFORE}, ("suspended", "suspended")),
        ({"status": "active", "enabled_on": AFTER, "deactivated_on": BEFORE}, ("deactivated", "deactivated")),
        ({"status": "active", "enabled_on": AFTER}, ("active", "suspended")),
    ],
)
def test_the_status_of_an_account_on_an_earlier_day(fields: dict[str, Any], statuses: tuple[str, str]) -> None:
    found = tuple(world.indexes.account("a") for world in both(seen(accounts=(account(**fields),))))
    assert tuple(one.status for one in found if one is not None) == statuses


def test_a_closing_that_nobody_dated_is_in_doubt_on_past_days_only() -> None:
    one = account(status="revoked")
    here = world_on(world_of(accounts=(one, account("b", last_login_on=AFTER))).inventory, shipped_reference(), AS_OF)
    assert (here.is_past, here.later) == (False, 1)
    assert [world.indexes.account("a") for world in both(here)] == [one, one]


@pytest.mark.parametrize(
    ("fields", "statuses"),
    [
        ({"person": "kim"}, (NOT_YET, "active")),
        ({"person": "kim", "created_on": BEFORE}, ("active", "active")),
        ({"person": "lee"}, ("active", "active")),
        ({"person": None}, ("active", "active")),
        ({"person": None, "type": "shared_legacy", "used_by": (UsedBy(person="kim"),)}, (NOT_YET, "active")),
        (
            {"person": None, "type": "shared_legacy", "used_by": (UsedBy(person="kim"), UsedBy(person="lee"))},
            ("active", "active"),
        ),
    ],
)
def test_an_undated_login_of_someone_who_came_later_may_not_have_been_there(
    fields: dict[str, Any], statuses: tuple[str, str]
) -> None:
    staff = (person("kim", (AFTER, None)), person("lee", (BEFORE, LATER), (AFTER, None)))
    found = [world.indexes.account("a") for world in both(seen(staff=staff, accounts=(account(**fields),)))]
    assert tuple(one.status for one in found if one is not None) == statuses


def test_of_what_is_done_again_and_again_an_earlier_time_is_open() -> None:
    names = ("last_login_on", "password_changed_on", "rotated_on", "recertified_on", "portal_training_on")
    one = account(**dict.fromkeys(names, AFTER))
    first, second = (world.indexes.account("a") for world in both(seen(accounts=(one,))))
    assert [getattr(first, name) for name in names] == [None] * 5
    assert [getattr(second, name) for name in names] == [DAY] * 5


def test_what_had_not_happened_is_not_there() -> None:
    signed = tuple(Acknowledgement(document="p", on=day) for day in (DAY, AFTER))
    done = tuple(Completion(person="k-lee", module=name, completed_on=day) for name, day in (("m", DAY), ("n", AFTER)))
    days = {"a": AFTER, "kept": DAY}
    here = seen(
        accounts=tuple(account(name, approved_by="boss", approved_on=day) for name, day in days.items()),
        portals=(Portal(id="cco", name="C", kind="hub", exports=(Export(taken_on=DAY), Export(taken_on=AFTER))),),
        staff=(person(acknowledgements=signed),),
        completions=done,
        reviews=(
            Review(id="later", portal="cco", opened_on=AFTER, completed_on=LATER),
            Review(id="undated", portal="cco", completed_on=AFTER),
            Review(id="open", portal="cco", opened_on=DAY, completed_on=AFTER, signed_on=AFTER, signed_by="boss"),
        ),
    )
    late, kept = here.indexes.account("a"), here.indexes.account("kept")
    assert late is not None
    assert kept is not None
    assert [(one.approved_by, one.approved_on) for one in (late, kept)] == [(None, None), ("boss", DAY)]
    portal, kim = here.indexes.portal("cco"), here.indexes.person("k-lee")
    assert portal is not None
    assert kim is not None
    assert [export.taken_on for export in portal.exports or ()] == [DAY]
    assert [each.on for each in kim.acknowledgements or ()] == [DAY]
    assert [each.module for each in here.inventory.tables["completions"].records] == ["m"]
    (review,) = here.inventory.tables["reviews"].records
    assert (review.id, review.completed_on, review.signed_on, review.signed_by) == ("open", None, None, None)


def test_uses_keep_their_places() -> None:
    uses = (Use(on=LATER, by="k-lee"), Use(on=BEFORE, by="k-lee"))
    world = seen(accounts=(account(uses=uses),), staff=(person(),))
    (use,) = world.relations.of(world.inventory.tables["staff"].records[0], "break_glass_uses")
    assert use is uses[1]
    table = world.inventory.tables["accounts"]
    table.documents.extend([0] * 3)
    table.indexes.extend(range(3))
    assert world.indexes.origin(use) == (0, ("accounts", 0, "uses", 1))


def test_decisions_keep_their_places() -> None:
    decisions = (
        Decision(account="a", decision="keep", decided_on=AFTER),
        Decision(account="b", decision="revoke", decided_on=DAY, executed_on=AFTER, executed_by="boss"),
    )
    review = Review(id="r", portal="cco", opened_on=BEFORE, decisions=decisions)
    here = seen(accounts=(account(), account("b")), reviews=(review,))
    (place,) = here.indexes.decisions.values()
    assert (place.id, place.index) == ("r/b", 1)
    assert (place.decision.executed_on, place.decision.executed_by) == (None, None)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "verified", "verified_on": DAY}, "verified"),
        ({"status": "verified", "verified_on": AFTER, "submitted_on": BEFORE}, "submitted"),
        ({"status": "verified", "verified_on": AFTER}, None),
        ({"status": "verified"}, "verified"),
        ({"status": "submitted", "submitted_on": AFTER}, "not_started"),
        ({"status": "closed", "closed_on": AFTER, "verified_on": BEFORE}, "verified"),
        ({"status": "closed", "closed_on": AFTER}, None),
        ({"status": "closed", "closed_on": DAY}, "closed"),
    ],
)
def test_a_registration_stands_where_it_stood(fields: dict[str, Any], status: str | None) -> None:
    here = seen(portals=(Portal(id="cco", name="C", kind="hub", registration=Registration(**fields)),))
    portal = here.indexes.portal("cco")
    assert portal is not None
    assert portal.registration is not None
    assert portal.registration.status == status


@pytest.mark.parametrize(("ended", "status"), [(AFTER, "active"), (DAY, "ended"), (None, "ended")])
def test_a_contract_that_ended_later_ran(ended: str | None, status: str) -> None:
    here = seen(payers=(Payer(id="p", name="P", contract=Contract(status="ended", ended_on=ended)),))
    payer = here.indexes.payer("p")
    assert payer is not None
    assert payer.contract is not None
    assert payer.contract.status == status


def test_nothing_is_changed_or_copied_where_nothing_is_later() -> None:
    inventory = world_of(accounts=(account(last_login_on=DAY, deactivated_on=BEFORE, status="revoked"),)).inventory
    here = world_on(inventory, shipped_reference(), AS_OF)
    assert here.inventory is inventory
    assert (here.other, here.later, here.is_past) == (None, 0, False)


def test_what_is_later_shows_within_a_record_too() -> None:
    grants = (Grant(granted_on=BEFORE, approved_on=BEFORE), Grant(approved_on=AFTER), Grant(approved_on=LATER))
    accounts = (account(), account("b", grants=grants))
    here = world_on(world_of(accounts=accounts).inventory, shipped_reference(), AS_OF)
    assert (here.later, here.is_past) == (1, True)


def test_planned_days_make_no_day_past() -> None:
    one = account(expires_on=LATER, password_expires_on=LATER, scheduled_deactivation_on=LATER, migrate_by=LATER)
    inventory = world_of(accounts=(one,), staff=(person("k-lee", ("2020-01-01", LATER)),)).inventory
    assert world_on(inventory, shipped_reference(), AS_OF).later == 0
