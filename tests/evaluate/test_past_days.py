"""What is written about later days never makes an earlier day look better, and mostly changes nothing of it."""

import datetime
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest

from portalaudit.inventory.days import world_on
from portalaudit.inventory.records import Account, Completion, Decision, Grant, Review
from portalaudit.inventory.records.portal_records import Export, ExportedAccount
from portalaudit.inventory.tables import Inventory, Record
from portalaudit.inventory.world import World
from portalaudit.model import Status
from portalaudit.model.values import replace
from portalaudit.policy.evaluation import Evaluator
from tests.evaluate.fewer_facts import BETTER, Bench, _changed
from tests.evaluate.test_fewer_facts import AS_OF, practice

LATER, MUCH_LATER = "2026-12-01", "2027-02-01"

Answers = dict[tuple[str, str], Status]


@cache
def sample() -> tuple[Bench, World]:
    bench, world = practice("cascade-ridge", "policies")
    assert world.later == 0
    return bench, world


def answers(bench: Bench, world: World) -> Answers:
    found = ((rule.id, bench.answers(rule, world)) for rule in bench.rules)
    return {(rule, subject): status for rule, several in found for subject, status in several.items()}


@cache
def before() -> Answers:
    bench, world = sample()
    return answers(bench, world_on(world.inventory, world.reference, AS_OF, world.files, world.shared))


def after(inventory: Inventory) -> Answers:
    bench, world = sample()
    there = world_on(inventory, world.reference, AS_OF, world.files, world.shared)
    assert there.is_past
    return answers(bench, there)


def differences(found: Answers) -> list[str]:
    known = ((key, status, found.get(key)) for key, status in before().items())
    return [f"{rule} of {subject}: {old}, then {new}" for (rule, subject), old, new in known if new != old]


def added(section: str, records: Iterable[Record], inventory: Inventory) -> Inventory:
    """The inventory with more records."""
    old = inventory.tables[section]
    table = replace(
        old, records=[*old.records], rows=dict(old.rows), documents=old.documents[:], indexes=old.indexes[:]
    )
    for record in records:
        key = getattr(record, "id", "") or f"{record.person}/{record.module}/{record.completed_on}"
        table.rows[key] = len(table.records)
        table.records.append(record)
        table.documents.append(0)
        table.indexes.append(0)
    return replace(inventory, tables={**inventory.tables, section: table})


def changed(section: str, change: Callable[[Any], dict[str, Any]], inventory: Inventory) -> Inventory:
    """The inventory with something else in each record of a section."""
    old = inventory.tables[section]
    records = list(old.records)
    for row, record in enumerate(records):
        for name, value in change(record).items():
            records[row] = _changed(records[row], name, value)
    return replace(inventory, tables={**inventory.tables, section: replace(old, records=records)})


def new_accounts(inventory: Inventory) -> Inventory:
    """Everybody gets one more login on each portal, with every right."""
    staff, portals = (inventory.tables[name].records for name in ("staff", "portals"))
    made = [
        Account(
            id=f"{portal.id}-{person.id}-new", portal=portal.id, login=f"{person.id}-new", person=person.id,
            type="individual", status="active", created_on=LATER, last_login_on=MUCH_LATER,
            permissions=("user.manage", "eft.manage", "eligibility.view", "claim_detail.view", "claim_status.view"),
        )
        for portal in portals
        for person in staff
    ]  # fmt: skip
    return added("accounts", made, inventory)


def new_reviews(inventory: Inventory) -> Inventory:
    """Each portal is reviewed, and everything is kept."""
    made = [
        Review(
            id=f"{portal.id}-later", portal=portal.id, opened_on=LATER, completed_on=MUCH_LATER,
            reviewer="m-ortiz", signed_by="m-ortiz", signed_on=MUCH_LATER, decisions=tuple(
                Decision(account=account.id, decision="keep", decided_on=LATER)
                for account in inventory.tables["accounts"].records if account.portal == portal.id
            ),
        )
        for portal in inventory.tables["portals"].records
    ]  # fmt: skip
    return added("reviews", made, inventory)


def new_trainings(inventory: Inventory) -> Inventory:
    staff, modules = (inventory.tables[name].records for name in ("staff", "modules"))
    done = [Completion(person=p.id, module=m.id, completed_on=LATER) for p in staff for m in modules]
    return added("completions", done, inventory)


def new_lists(inventory: Inventory) -> Inventory:
    """Each portal gives one more user list, with somebody whom nobody knows."""
    rows = (ExportedAccount(login="stranger", status="Active"),)
    more = Export(taken_on=LATER, accounts=rows)
    return changed("portals", lambda portal: {"exports": (*(portal.exports or ()), more)}, inventory)


def new_grants(inventory: Inventory) -> Inventory:
    grant = Grant(kind="grant", permissions=("eft.manage",), granted_on=LATER, approved_on=LATER, approved_by="m-ortiz")
    wanted = ("permissions", "native_roles")
    return changed(
        "accounts",
        lambda one: {"grants": (*(one.grants or ()), grant)} if any(getattr(one, name) for name in wanted) else {},
        inventory,
    )


@pytest.mark.parametrize("add", [new_accounts, new_reviews, new_trainings, new_lists])
def test_records_of_later_days_change_no_verdict(add: Callable[[Inventory], Inventory]) -> None:
    _, world = sample()
    assert differences(after(add(world.inventory))) == []


def test_all_of_them_together_change_no_verdict() -> None:
    _, world = sample()
    inventory = new_lists(new_trainings(new_reviews(new_accounts(world.inventory))))
    assert differences(after(inventory)) == []


def closed_later(account: Account) -> dict[str, Any]:
    return {"status": "revoked", "deactivated_on": LATER} if account.status == "active" else {}


def test_accounts_that_were_closed_later_are_judged_as_if_they_were_open() -> None:
    _, world = sample()
    assert differences(after(changed("accounts", closed_later, world.inventory))) == []


LAST_TIMES = {
    "accounts": ("last_login_on", "password_changed_on", "recertified_on"),
    "portals": ("url_verified_on",),
    "staff": ("exclusion_checked_on",),
    "modules": ("reviewed_on",),
    "documents": ("reviewed_on",),
}


@pytest.mark.parametrize("section", LAST_TIMES)
def test_a_later_time_in_place_of_an_earlier_one_makes_no_verdict_better(section: str) -> None:
    _, world = sample()

    def moved(record: Any) -> dict[str, Any]:
        return {name: LATER for name in LAST_TIMES[section] if getattr(record, name) not in (None, "never")}

    found = after(changed(section, moved, world.inventory))
    better = [key for key, status in before().items() if BETTER[found[key]] > BETTER[status]]
    worse = {found[key] for key, status in before().items() if BETTER[found[key]] < BETTER[status]}
    assert better == []
    assert worse <= {Status.UNKNOWN}


@pytest.mark.parametrize("days", [1, 30, 200])
def test_on_no_earlier_day_is_anything_impossible_because_of_what_came_later(days: int) -> None:
    bench, world = sample()
    day = AS_OF - datetime.timedelta(days=days)
    there = world_on(world.inventory, world.reference, day, world.files, world.shared)
    rule = next(rule for rule in bench.rules if rule.id == "chronology-impossible")
    found = Bench(bench.rules, Evaluator(day), bench.authority).answers(rule, there)
    assert Status.FAIL not in found.values()
