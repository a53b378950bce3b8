"""Derived facts of accounts: whether one can be used, by whom, and where its login is unique."""

from collections.abc import Iterator, Mapping, Sequence

from portalaudit.inventory.derived import derived
from portalaudit.inventory.kept import once
from portalaudit.inventory.portal_terms import OWN_FIELDS
from portalaudit.inventory.records import Account, Person, Portal, UsedBy
from portalaudit.inventory.reference import Profile
from portalaudit.inventory.world import World

LIVE = frozenset({"active", "pending", "locked"})
PARKED = frozenset({"disabled", "suspended"})
NOT_YET = "not_yet"
"""The status of an account before it was made: neither live nor closed. No file can hold it."""
FOR_PEOPLE = frozenset({"individual", "shared_legacy"})


def _fills(portal: Portal, name: str) -> tuple[str, ...]:
    """What may be written of the portal where its terms do not tell something."""
    own = OWN_FIELDS.get(name)
    if own is None:
        return ("profile",)
    return (own,) if portal.profile is not None else (own, "profile")


@derived(written_at="profile", fields_below=_fills)
def terms(portal: Portal, world: World) -> Profile:
    """What holds on the portal: what its own record says, else what its `profile` does."""
    return world.terms(portal.id)


@derived(written_at="status", compute_all=lambda accounts, _world: [one.status in LIVE for one in accounts])
def live(account: Account, _world: World) -> bool:
    """Whether someone can sign in with it, or soon can: it is active, pending or locked."""
    return account.status in LIVE


@derived(written_at="status", compute_all=lambda accounts, _world: [one.status in PARKED for one in accounts])
def parked(account: Account, _world: World) -> bool:
    """Whether it is only put aside, disabled or suspended, and could be switched on again."""
    return account.status in PARKED


@derived(written_at="type", compute_all=lambda accounts, _world: [one.type == "individual" for one in accounts])
def individual(account: Account, _world: World) -> bool:
    """Whether it belongs to one person."""
    return account.type == "individual"


@derived(written_at="type", compute_all=lambda accounts, _world: [one.type in FOR_PEOPLE for one in accounts])
def for_people(account: Account, _world: World) -> bool:
    """Whether people sign in with it: individual or an old shared login, not for a service, API, emergency or test."""
    return account.type in FOR_PEOPLE


def users_of_all(accounts: Sequence[Account], world: World) -> list[tuple[Person, ...] | None]:
    """The `users` of many accounts."""
    alone = _alone(world)
    return [
        alone.get(one.person) if one.persons is None and one.used_by is None else users(one, world) for one in accounts
    ]


@derived(needs=("person | persons | used_by",), compute_all=users_of_all)
def users(account: Account, world: World) -> tuple[Person, ...] | None:
    """Everybody recorded as using it now: its `person`, its `persons`, and whoever's `used_by` covers the day.

    Not known where neither `person`, `persons` nor `used_by` names anyone.
    """
    if account.persons is None and account.used_by is None:
        return _alone(world).get(account.person)
    ids = dict.fromkeys(_current_users(account, world))
    return tuple(person for i in ids if (person := world.indexes.person(i)) is not None) or None


@once
def _alone(world: World) -> Mapping[str | None, tuple[Person, ...]]:
    """Each person as the only user: nearly every account has one."""
    return {person.id: (person,) for person in world.inventory.tables["staff"].records}


def _current_users(account: Account, world: World) -> Iterator[str]:
    spells = account.used_by or ()
    dated = {spell.person for spell in spells}
    if account.person is not None:
        yield account.person
    yield from (person for person in account.persons or () if person not in dated)
    yield from (spell.person for spell in spells if _covers(spell, world.calendar.text(world.today)))


def _covers(spell: UsedBy, today: str) -> bool:
    return (spell.start or "") <= today <= (spell.end or today)


def _only_user_ids_of_all(accounts: Sequence[Account], world: World) -> list[str | None]:
    return [people[0].id if people and len(people) == 1 else None for people in users_of_all(accounts, world)]


@derived(written_at="person", needs=("person | persons | used_by",), compute_all=_only_user_ids_of_all)
def only_user_id(account: Account, world: World) -> str | None:
    """The id of its user. Not known where `person`, `persons` and `used_by` name no one or several people."""
    return _only_user_ids_of_all((account,), world)[0]


@derived(written_at="identity_domain")
def identity_domain(portal: Portal, world: World) -> str:
    """Where its logins are unique: what the portal says, else what its profile says, else the portal itself."""
    return world.terms(portal.id).identity_domain or portal.id
