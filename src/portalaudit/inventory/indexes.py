"""Records looked up by what they belong to, each index built when it is first asked for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from portalaudit.inventory.holders import Holder, holders, parts_of
from portalaudit.inventory.past_fields import PLACED
from portalaudit.inventory.records import Account, Completion, Decision, Location, Payer, Person, Portal, Review
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.tables import Inventory, Record
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class DecisionPlace:
    """A decision, the review that it stands in, and its stable id `review/account`."""

    id: str
    decision: Decision
    review: Review
    index: int


class Indexes:
    """Look-ups over one inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._parts: dict[type, dict[int, tuple[Record, Route]]] = {}

    @cached_property
    def accounts_of_person(self) -> Mapping[str | None, list[Account]]:
        """Accounts by the id of their owner (`person`, and each of `persons`)."""
        found: dict[str | None, list[Account]] = defaultdict(list)
        for account in self._inventory.tables["accounts"].records:
            if account.persons is None:
                found[account.person].append(account)
            else:
                for person in dict.fromkeys((*_one(account.person), *account.persons)):
                    found[person].append(account)
        found.pop(None, None)
        return found

    @cached_property
    def accounts_of_portal(self) -> Mapping[str, list[Account]]:
        """Accounts by portal id."""
        found: dict[str, list[Account]] = defaultdict(list)
        for account in self._inventory.tables["accounts"].records:
            found[account.portal].append(account)
        return found

    @cached_property
    def accounts_by_device(self) -> Mapping[str, list[Account]]:
        """Accounts by the `device_form` of what receives their codes; one with `mfa` none gets no codes."""
        found: dict[str, list[Account]] = defaultdict(list)
        for account in self._inventory.tables["accounts"].records:
            if account.mfa_device is not None and account.mfa != "none":
                found[device_form(account.mfa_device)].append(account)
        return found

    @cached_property
    def names_of_several(self) -> frozenset[str]:
        """The names that more than one person of the staff list has."""
        found = Counter(person.name for person in self._inventory.tables["staff"].records)
        return frozenset(name for name, number in found.items() if number > 1)

    @cached_property
    def staff_by_word(self) -> Mapping[str, list[Person]]:
        """People by their first name and by their e-mail address, both without regard to case."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self._inventory.tables["staff"].records:
            for word in (*person.name.casefold().split()[:1], *_one(person.email)):
                found[word.casefold()].append(person)
        return found

    @cached_property
    def id_of_name(self) -> Mapping[str, str]:
        """By the name of one person or portal its id, which stays where a name is corrected.

        Several of one name are known by `Kim Lee (k-lee)` only.
        """
        named: dict[str, set[str]] = {}
        for section in ("staff", "portals"):
            for record in self._inventory.tables[section].records:
                for words in (record.name, f"{record.name} ({record.id})"):
                    named.setdefault(words, set()).add(f"{section}/{record.id}")
        return {words: next(iter(ids)) for words, ids in named.items() if len(ids) == 1}

    @cached_property
    def reviews_of_portal(self) -> Mapping[str, list[Review]]:
        """Reviews by portal id."""
        found: dict[str, list[Review]] = defaultdict(list)
        for review in self._inventory.tables["reviews"].records:
            found[review.portal].append(review)
        return found

    @cached_property
    def portals_of_payer(self) -> Mapping[str, list[Portal]]:
        """Portals by the id of each payer that they reach."""
        found: dict[str, list[Portal]] = defaultdict(list)
        for portal in self._inventory.tables["portals"].records:
            for payer in portal.payers or ():
                found[payer].append(portal)
        return found

    @cached_property
    def completions(self) -> Mapping[tuple[str, str], list[Completion]]:
        """Completions by person id and module id, oldest first."""
        found: dict[tuple[str, str], list[Completion]] = defaultdict(list)
        for completion in sorted(self._inventory.tables["completions"].records, key=lambda c: c.completed_on):
            found[completion.person, completion.module].append(completion)
        return found

    @cached_property
    def decisions(self) -> Mapping[int, DecisionPlace]:
        """Every decision by identity. A second decision on the same account gets the suffix `#2`."""
        found: dict[int, DecisionPlace] = {}
        seen: dict[str, int] = defaultdict(int)
        for review in self._inventory.tables["reviews"].records:
            decisions = review.decisions or ()
            written = self._inventory.kept_parts.get(("reviews", review.id), range(len(decisions)))
            for index, decision in zip(written, decisions, strict=True):
                name = f"{review.id}/{decision.account}"
                seen[name] += 1
                stable = name if seen[name] == 1 else f"{name}#{seen[name]}"
                found[id(decision)] = DecisionPlace(stable, decision, review, index)
        return found

    @cached_property
    def decisions_of_account(self) -> Mapping[str, list[DecisionPlace]]:
        """Decisions by account id."""
        found: dict[str, list[DecisionPlace]] = defaultdict(list)
        for place in self.decisions.values():
            found[place.decision.account].append(place)
        return found

    @cached_property
    def days_of_evidence(self) -> Mapping[str, tuple[Date, ...]]:
        """The days of everything that names a file or document as its evidence, by that name."""
        found: dict[str, list[Date]] = defaultdict(list)
        for name, day in _proved(self._inventory):
            if name is not None and day is not None:
                found[name].append(day)
        return {name: tuple(days) for name, days in found.items()}

    @cached_property
    def _locations(self) -> Mapping[str, Location]:
        practice = self._inventory.practice
        return {location.id: location for location in (practice.locations if practice else None) or ()}

    def location(self, location_id: str | None) -> Location | None:
        """A site of the practice by id."""
        return self._locations.get(location_id) if location_id is not None else None

    @cached_property
    def people(self) -> Mapping[str | None, Person]:
        """Everybody by id."""
        return {person.id: person for person in self._inventory.tables["staff"].records}

    def person(self, person_id: str | None) -> Person | None:
        """A person by id."""
        return self.people.get(person_id)

    def portal(self, portal_id: str | None) -> Portal | None:
        """A portal by id."""
        return self._inventory.tables["portals"].get(portal_id)

    def payer(self, payer_id: str | None) -> Payer | None:
        """A payer by id."""
        return self._inventory.tables["payers"].get(payer_id)

    def account(self, account_id: str | None) -> Account | None:
        """An account by id."""
        return self._inventory.tables["accounts"].get(account_id)

    @cached_property
    def _sections(self) -> Mapping[type, str]:
        return {type(t.records[0]): name for name, t in self._inventory.tables.items() if t.records}

    def _part(self, record: Record) -> tuple[Record, Route] | None:
        """The record that a part is written in, and the route in it; None for what is no such part."""
        cls: type = type(record)
        if cls not in self._parts:
            holder = holders().get(cls)
            self._parts[cls] = dict(self._parts_in(holder)) if holder is not None and holder.path else {}
        return self._parts[cls].get(id(record))

    def _parts_in(self, holder: Holder) -> Iterator[tuple[int, tuple[Record, Route]]]:
        """Every record of one type that is written inside of others, by identity."""
        table = self._inventory.tables.get(holder.section)
        for record in table.records if table else filter(None, [self._inventory.practice]):
            for part, route in parts_of(record, holder.path):
                yield id(part), (record, self._as_written(holder.section, record.id, route))

    def _as_written(self, section: str, record_id: str, route: Route) -> Route:
        """The route to a part in its file, where others before it may be left out here."""
        written = self._inventory.kept_parts.get((section, record_id))
        if written is None or route[0] != PLACED.get(section):
            return route
        return (route[0], written[int(route[1])], *route[2:])

    def has_origin(self, record: Record) -> bool:
        """Whether a record can be found in a file from it alone."""
        return type(record) in self._sections or record is self._inventory.practice or self._part(record) is not None

    def whole(self, part: Record) -> Record | None:
        """The record that a part is written in."""
        found = self._part(part)
        return found[0] if found is not None else None

    def origin(self, record: Record) -> tuple[int, Route]:
        """The document number and route of a record that `has_origin`."""
        if record is self._inventory.practice:
            return self._inventory.practice_document or 0, ("practice",)
        part = self._part(record)
        if part is not None:
            whole, below = part
            document, route = self.origin(whole)
            return document, (*route, *below)
        table = self._inventory.tables[self._sections[type(record)]]
        return table.origin(table.rows[_id_of(record)])


def device_form(name: str) -> str:
    """The form in which two names of a device are the same."""
    return " ".join(name.split()).casefold()


def _one(value: str | None) -> Iterable[str]:
    return () if value is None else (value,)


def _proved(inventory: Inventory) -> Iterator[tuple[str | None, Date | None]]:
    """What is named as evidence, and the day of what it proves."""
    tables = inventory.tables
    yield from ((done.evidence, done.completed_on) for done in tables["completions"].records)
    yield from ((one.deactivation_confirmation, one.deactivated_on) for one in tables["accounts"].records)
    for review in tables["reviews"].records:
        yield review.snapshot and review.snapshot.source, review.completed_on
        yield from ((made.confirmation, made.executed_on) for made in review.decisions or ())


def _id_of(record: Record) -> str:
    if isinstance(record, Completion):
        return f"{record.person}/{record.module}/{record.completed_on}"
    found: str = record.id
    return found
