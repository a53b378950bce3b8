"""Derived facts of vendors: what their people can open, and since when."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live, users
from portalaudit.inventory.records import Account, Person, Vendor
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class VendorAccess:
    """A live account that one of a vendor's people uses."""

    person: Person = field(metadata={"meaning": "Who uses it"})
    account: Account = field(metadata={"meaning": "The account"})
    since: Date | None = field(
        metadata={
            "needs": ("account.created_on",),
            "meaning": "First day on which that person could use it. Not known where `created_on` is not written",
        }
    )


@derived()
def access(vendor: Vendor, world: World) -> tuple[VendorAccess, ...]:
    """The live accounts of any type that its people use or answer for, once for each person; also of those who left."""
    return tuple(VendorAccess(person, account, _first_day(person, account)) for person, account in _uses(vendor, world))


def _uses(vendor: Vendor, world: World) -> Iterator[tuple[Person, Account]]:
    for person in world.relations.of(vendor, "people"):
        for account in world.indexes.accounts_of_person.get(person.id, ()):
            if live(account, world) and person in (users(account, world) or ()):
                yield person, account


def _first_day(person: Person, account: Account) -> str | None:
    if account.created_on is None:
        return None
    starts = [use.start for use in account.used_by or () if use.person == person.id]
    return max(account.created_on, min(start or "" for start in starts)) if starts else account.created_on
