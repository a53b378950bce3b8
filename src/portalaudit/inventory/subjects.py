"""What rules judge: the records of each entity, and accounts put together by what they share."""

import operator
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from portalaudit.inventory.records import Account
from portalaudit.inventory.tables import Record
from portalaudit.inventory.whose import whose
from portalaudit.model import Place
from portalaudit.model.report import SubjectList
from portalaudit.model.values import dataclass, field
from portalaudit.source.document import Route
from portalaudit.source.secrets import Suspicion

if TYPE_CHECKING:
    from portalaudit.inventory.world import World

SEPARATOR = "/"
"""Between the parts of a group's key where they are its id."""
GROUP = "group"
"""What a subject is called that is several accounts together."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Accounts that share a key."""

    key: tuple[str, ...]
    accounts: tuple[Account, ...] = field(metadata={"meaning": "The accounts of the group, by id"})


@dataclass(frozen=True, slots=True, eq=False)
class SuspectedSecret:
    """Something that looks like a secret or patient data. Only its place is kept."""

    kind: str = field(metadata={"meaning": "What it looks like"})
    line: int = field(metadata={"meaning": "Line, from 1"})


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """One file of the inventory folder, of any kind."""

    path: str = field(metadata={"meaning": "Path relative to the inventory folder"})
    suspected_secrets: tuple[SuspectedSecret, ...] = field(
        metadata={"meaning": "Text that looks like a password, key, Social Security number or patient data"}
    )
    suspicions: tuple[Suspicion, ...] = ()


@dataclass(frozen=True, slots=True)
class Subjects:
    """Everything of one kind that a rule may judge, sorted by id.

    `listed` is the same for a report: one object, so that rulings of the same subjects share it.
    """

    records: Sequence[Record]
    listed: SubjectList

    @property
    def ids(self) -> Sequence[str]:
        """Their ids."""
        return self.listed.ids

    def place(self, position: int) -> Place:
        """Where one of them is written."""
        return self.listed.place(position)


class _GroupIds(Sequence[str]):
    """The ids of groups, each made when it is looked at: most of a hundred thousand groups are in no report."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups

    def __len__(self) -> int:
        return len(self._groups)

    def __getitem__(self, position: Any) -> Any:
        return SEPARATOR.join(self._groups[position].key)


class Gathering:
    """The subjects of a world, gathered when they are first asked for."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._subjects: dict[str, Subjects] = {}
        self._groups: dict[tuple[Route, ...], Subjects] = {}

    def subjects(self, entity: str) -> Subjects:
        """Every subject of an entity, sorted by id."""
        if entity not in self._subjects:
            self._subjects[entity] = self._gather(entity)
        return self._subjects[entity]

    def _listed(
        self, entity: str, ids: Sequence[str], records: Sequence[Record], place: Callable[[int], Place]
    ) -> Subjects:
        return Subjects(
            records, SubjectList(entity, ids, place, lambda position: whose(records[position], self._world))
        )

    def _gather(self, entity: str) -> Subjects:
        if entity == "practice":
            return self._practice()
        if entity == "decision":
            return self._decisions()
        if entity == "file":
            ordered = sorted(self._world.files, key=lambda f: f.path)
            return self._listed(entity, [f.path for f in ordered], ordered, lambda i: Place(ordered[i].path))
        (table,) = (t for t in self._world.inventory.tables.values() if t.entity == entity)
        ids = sorted(table.rows)
        rows = [table.rows[i] for i in ids]
        records = [table.records[row] for row in rows]
        return self._listed(entity, ids, records, lambda i: self._world.inventory.place(table.origin(rows[i])))

    def _practice(self) -> Subjects:
        practice = self._world.inventory.practice
        found = [practice] if practice else []
        return self._listed("practice", [p.id for p in found], found, lambda i: self._world.places(found[i], ())[0])

    def _decisions(self) -> Subjects:
        found = sorted(self._world.indexes.decisions.values(), key=lambda d: d.id)
        records = [d.decision for d in found]
        return self._listed("decision", [d.id for d in found], records, lambda i: self._world.places(records[i], ())[0])

    def groups(self, routes: tuple[Route, ...]) -> Subjects:
        """The accounts grouped by the facts at the end of the routes; an account that lacks one is in no group."""
        if routes not in self._groups:
            self._groups[routes] = self._grouped(routes)
        return self._groups[routes]

    def _grouped(self, routes: tuple[Route, ...]) -> Subjects:
        accounts = self.subjects("account")
        columns = [self._along(accounts, route) for route in routes]
        keyed = zip(zip(*columns, strict=True), accounts.records, strict=True)
        records = _groups([one for one in keyed if None not in one[0]])
        # What two ways of grouping put together alike is one group, of which a hundred thousand are kept.
        for earlier in self._groups.values():
            known = {id(group.accounts[0]): group for group in earlier.records}
            records = [_same(group, known.get(id(group.accounts[0]))) for group in records]
        return self._listed(
            GROUP, _GroupIds(records), records, lambda i: self._world.places(records[i].accounts[0], ())[0]
        )

    def _along(self, subjects: Subjects, route: Route) -> Sequence[Any]:
        """The fact at the end of a route, for every subject."""
        found: Sequence[Any] = subjects.records
        for name in route:
            known = iter(self._world.values([record for record in found if record is not None], str(name)))
            found = [None if record is None else next(known) for record in found]
        return found


def _groups(keyed: Sequence[tuple[tuple[str, ...], Account]]) -> list[Group]:
    """The groups of accounts with the same key, by key; the accounts of each stay in their order."""
    together = groupby(sorted(keyed, key=_KEY), _KEY)
    return [Group(key, tuple([account for _, account in each])) for key, each in together]


_KEY = operator.itemgetter(0)


def _same(group: Group, known: Group | None) -> Group:
    is_same = known is not None and known.key == group.key and known.accounts == group.accounts
    return known if known is not None and is_same else group
