"""Which records someone means who writes an id, a name or a login."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.world import World

Called = Mapping[str, frozenset[str]]
"""Ids by the kind of record."""

_NAMES: Mapping[str, Callable[[Any], Iterable[str | None]]] = MappingProxyType(
    {
        "account": lambda account: (account.login,),
        "person": lambda person: (person.name, person.email, *(person.other_names or ())),
        "portal": lambda portal: (portal.name,),
        "payer": lambda payer: (payer.name,),
        "vendor": lambda vendor: (vendor.name,),
        "role": lambda role: (role.title,),
    }
)
"""What records are called besides their ids."""


def kinds(world: World) -> tuple[str, ...]:
    """Every kind of record that has an id and that rules can be asked of."""
    return (*(table.entity for table in world.inventory.tables.values()), "practice", "file", "decision")


def called(written: str, world: World, among: Collection[str] = ()) -> Called:
    """The records with this id; where there is none, those with this name or login, whatever its case and blanks.

    Looks among all kinds of records, or only `among` these. One login may be that of several accounts.
    """
    looked_at = [kind for kind in kinds(world) if not among or kind in among]
    by_id = {kind: frozenset([written]) for kind in looked_at if written in world.subjects(kind).ids}
    if by_id:
        return by_id
    wanted = _folded(written)
    named = {kind: _named(wanted, kind, world) for kind in looked_at if kind in _NAMES}
    return {kind: ids for kind, ids in named.items() if ids}


def _named(wanted: str, kind: str, world: World) -> frozenset[str]:
    subjects, names = world.subjects(kind), _NAMES[kind]
    return frozenset(
        name
        for name, record in zip(subjects.ids, subjects.records, strict=True)
        if any(_folded(one) == wanted for one in names(record) if one)
    )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def names_of(world: World, among: Collection[str] = ()) -> tuple[str, ...]:
    """Everything that `called` finds a record by, each once."""
    return tuple(dict.fromkeys(_every_name(world, among)))


def _every_name(world: World, among: Collection[str]) -> Iterator[str]:
    for kind in kinds(world):
        if not among or kind in among:
            yield from world.subjects(kind).ids
            for record in world.subjects(kind).records if kind in _NAMES else ():
                yield from filter(None, _NAMES[kind](record))


def users_of(accounts: Iterable[str], world: World) -> tuple[frozenset[str], frozenset[str]]:
    """The people who use these accounts, and those accounts of which no one is recorded as a user."""
    people: set[str] = set()
    without: set[str] = set()
    for name in accounts:
        account = world.indexes.account(name)
        found = users(account, world) if account is not None else None
        people |= {person.id for person in found or ()}
        without |= set() if found else {name}
    return frozenset(people), frozenset(without)
