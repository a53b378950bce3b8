"""Whose a record is: its portal, the person whom it concerns and its accounts, so that results can be grouped."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from portalaudit.inventory.records import Account, Decision, Person, Portal
from portalaudit.model.report import NO_ONES, Whose
from portalaudit.model.verdict import Named

if TYPE_CHECKING:
    from portalaudit.inventory.tables import Record
    from portalaudit.inventory.world import World


def whose(record: "Record", world: "World") -> Whose:
    """The portal and the person of a subject, None where it has none or several, and its accounts."""
    match record:
        case Account():
            return Whose(_portal(record.portal, world), _user(record, world), (record.id,))
        case Decision():
            account = world.indexes.account(record.account)
            return NO_ONES if account is None else whose(account, world)
        case Person():
            return Whose(None, Named(record.id, record.name))
        case Portal():
            return Whose(Named(record.id, record.name), None)
    if hasattr(record, "accounts"):  # a group of them
        return _common(record.accounts, world)
    portal, person = (getattr(record, name, None) for name in ("portal", "person"))
    return Whose(_portal(portal, world), _person(person, world))


def _common(accounts: Iterable[Account], world: "World") -> Whose:
    """What all accounts of a group have in common."""
    every = [whose(account, world) for account in accounts]
    portals, people = {one.portal for one in every}, {one.person for one in every}
    return Whose(
        portals.pop() if len(portals) == 1 else None,
        people.pop() if len(people) == 1 else None,
        tuple(account for one in every for account in one.accounts),
    )


def _user(account: Account, world: "World") -> Named | None:
    """The one person who is recorded as using an account."""
    users: Sequence[Person] = world.value(account, "users") or ()
    return Named(users[0].id, users[0].name) if len(users) == 1 else None


def _portal(portal_id: str | None, world: "World") -> Named | None:
    portal = world.indexes.portal(portal_id)
    return Named(portal.id, portal.name) if portal else None


def _person(person_id: str | None, world: "World") -> Named | None:
    person = world.indexes.person(person_id)
    return Named(person.id, person.name) if person else None
