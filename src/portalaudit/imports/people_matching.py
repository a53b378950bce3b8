"""Whom a line of a list means, among the people of the staff list: found for certain, or asked.

No scores: a login that is known, a mailbox, a number, the exact parts of a name. What is merely alike is offered to
whoever answers the question, and decides nothing. Someone who has left is never taken without being asked for: a login
of theirs is what a practice looks for, and a person of that name may have come since.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from portalaudit.imports.nicknames import may_be_short_for
from portalaudit.inventory.facts.identity import loose_form
from portalaudit.inventory.records import Person
from portalaudit.model.values import dataclass
from portalaudit.sheets.listed import WrittenName
from portalaudit.sheets.person_names import name_cell
from portalaudit.source.dates import written_day

MOST_OFFERED = 5


class By(StrEnum):
    """What a line of a list and a person have in common, the surest first."""

    LOGIN = "login"
    MAILBOX = "mailbox"
    EMPLOYEE_NUMBER = "employee_number"
    NPI = "npi"
    NAME = "name"
    FORMER_NAME = "former_name"


@dataclass(frozen=True, slots=True)
class Described:
    """What a line of a list says of a person. `known` are the people of whom the same login is on record elsewhere."""

    name: WrittenName | None = None
    emails: tuple[str, ...] = ()
    employee_number: str = ""
    npi: str = ""
    login: str = ""
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """The person whom a line means, and by what that is known."""

    person: Person
    by: By


@dataclass(frozen=True, slots=True)
class Unsure:
    """Why no one is taken, and who may be meant, the likeliest first."""

    why: str
    candidates: tuple[Person, ...] = ()


class People:
    """Everyone of a staff list, found by what lists say of people. `on` is the day of the list.

    `mailboxes` are addresses besides those of the staff list, each with the id of the person whose login has it.
    """

    def __init__(
        self,
        staff: Iterable[Person],
        on: str,
        *,
        shared_mailboxes: Collection[str] = (),
        mailboxes: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.staff = tuple(staff)
        self.by_id = {person.id: person for person in self.staff}
        self._on = on
        self._shared = frozenset(map(loose_form, shared_mailboxes))
        self._tiers: Mapping[By, Mapping[object, list[Person]]] = {
            By.MAILBOX: _index(self.staff, self._mailboxes(mailboxes)),
            By.EMPLOYEE_NUMBER: _index(self.staff, lambda person: [_number(person.employee_number)]),
            By.NPI: _index(self.staff, lambda person: [person.npi]),
            By.NAME: _index(self.staff, lambda person: [_written(person.name).key]),
            By.FORMER_NAME: _index(self.staff, lambda person: [_written(one).key for one in person.other_names or ()]),
        }
        self._by_part = _index(self.staff, _parts)
        self._by_login = _index(self.staff, _usual_logins)

    def find(self, described: Described, *, leavers: bool = False) -> Matched | Unsure:
        """Whom a line means. With `leavers`, someone who has left is as good as anyone, as on a roster."""
        hits = {by: found for by in By if (found := self._hits(by, described))}
        if not hits:
            return Unsure("no one on the staff list is known by this", self._alike(described))
        by, *_ = hits
        meant = self._in_all(hits)
        if len(meant) != 1:
            everyone = meant or list({one.id: one for found in hits.values() for one in found}.values())
            return Unsure(f"several people could be meant: {_names(everyone)}", tuple(everyone[:MOST_OFFERED]))
        (person,) = meant
        if not leavers and not self.is_here(person):
            return Unsure(f"{person.name} was not working here on {self._on}", (person,))
        if by not in (By.NAME, By.FORMER_NAME) and described.name and not _may_be_called(described.name, person):
            return Unsure(f"the {_WORDS[by]} is {person.name}'s, the name is not", (person,))
        return Matched(person, by)

    @staticmethod
    def _in_all(hits: Mapping[By, Sequence[Person]]) -> list[Person]:
        """Whom everything fits: what a surer sign leaves open, a less sure one may settle, but not contradict."""
        first, *others = hits.values()
        meant = list(first)
        for found in others:
            meant = [person for person in meant if person in found]
        return meant

    @staticmethod
    def _mailboxes(more: Iterable[tuple[str, str]]) -> Callable[[Person], Iterable[object]]:
        of_logins: dict[str, list[str]] = defaultdict(list)
        for address, person in more:
            of_logins[person].append(loose_form(address))
        return lambda person: [*([loose_form(person.email)] if person.email else []), *of_logins[person.id]]

    def is_here(self, person: Person) -> bool:
        """Whether a person works for the practice on the day, or nothing is recorded of when."""
        spells = person.engagements
        return spells is None or any(
            spell.start <= self._on and (spell.end is None or written_day(spell.end) >= self._on) for spell in spells
        )

    def named(self, answer: str) -> Person | None:
        """The one person whom an answer names, by id or by name; `k-lee (Kim Lee)` is both."""
        word = answer.strip()
        if (found := self.by_id.get(word.partition(" (")[0].strip())) is not None:
            return found
        same = self._tiers[By.NAME].get(_written(word).key, [])
        return same[0] if len(same) == 1 else None

    def _hits(self, by: By, described: Described) -> list[Person]:
        if by is By.LOGIN:
            return [self.by_id[one] for one in dict.fromkeys(described.known) if one in self.by_id]
        keys = _KEYS[by](described)
        if by is By.MAILBOX:
            keys = [key for key in keys if key not in self._shared]
        found = (person for key in keys if key for person in self._tiers[by].get(key, ()))
        return list({person.id: person for person in found}.values())

    def _alike(self, described: Described) -> tuple[Person, ...]:
        """Who may be meant, to be offered: those who are here first, then as the staff list has them."""
        near: list[Person] = []
        if described.name is not None:
            name = described.name
            keys = (*name.key, *(part[:2] for part in _words(name.family)))
            near = [person for key in keys for person in self._by_part.get(key, ()) if _is_alike(name, person)]
        for local in (described.login, *described.emails):
            stem = local.partition("@")[0].casefold().rstrip("0123456789")
            near += self._by_login.get("".join(filter(str.isalpha, stem)), ())
        found = {person.id: person for person in near}.values()
        return tuple(sorted(found, key=lambda person: not self.is_here(person))[:MOST_OFFERED])


_WORDS = {
    By.LOGIN: "login",
    By.MAILBOX: "mailbox",
    By.EMPLOYEE_NUMBER: "employee number",
    By.NPI: "NPI",
}

_KEYS: Mapping[By, Callable[[Described], Iterable[object]]] = {
    By.MAILBOX: lambda described: [loose_form(email) for email in described.emails],
    By.EMPLOYEE_NUMBER: lambda described: [_number(described.employee_number)],
    By.NPI: lambda described: [described.npi],
    By.NAME: lambda described: [described.name.key] if described.name else [],
    By.FORMER_NAME: lambda described: [described.name.key] if described.name else [],
}


def _index(staff: Iterable[Person], keys: Callable[[Person], Iterable[object]]) -> Mapping[object, list[Person]]:
    found: dict[object, list[Person]] = defaultdict(list)
    for person in staff:
        for key in dict.fromkeys(keys(person)):
            if key:
                found[key].append(person)
    return found


def _written(name: str) -> WrittenName:
    return name_cell(name).name


def _number(written: str | None) -> str:
    """An employee number without the blanks and zeros in front, which a spreadsheet takes away."""
    return (written or "").strip().lstrip("0").casefold()


def _all_names(person: Person) -> Iterator[WrittenName]:
    yield from map(_written, (person.name, *(person.other_names or ())))


def _words(text: str) -> tuple[str, ...]:
    return name_cell(text).name.key


def _parts(person: Person) -> Iterator[str]:
    """The parts of a person's names, and how their family names begin."""
    for name in _all_names(person):
        yield from name.key
        yield from (part[:2] for part in _words(name.family))


def _usual_logins(person: Person) -> Iterator[str]:
    """What logins are usually made of: klee, kimlee, leek, leekim, kiml."""
    for name in _all_names(person):
        given, family = "".join(_words(name.given)[:1]), "".join(_words(name.family))
        if given and family:
            yield from (given[0] + family, given + family, family + given[0], family + given, given + family[0])


def _may_be_called(name: WrittenName, person: Person) -> bool:
    """Whether a name may be this person's. People marry into another family name; a relative shares only that one."""
    return any(_are_alike(name, one) or _have_one_given_name(name, one) for one in _all_names(person))


def _have_one_given_name(first: WrittenName, second: WrittenName) -> bool:
    """Whether they share a part that is a given name, or everything that the first says."""
    shared = set(first.key).intersection(second.key)
    return shared == set(first.key) or not shared <= {*_words(first.family), *_words(second.family)}


def _is_alike(name: WrittenName, person: Person) -> bool:
    return any(_are_alike(name, one) for one in _all_names(person))


def _are_alike(first: WrittenName, second: WrittenName) -> bool:
    """Whether two names may be one person's: a short form or an initial, another spelling, a part left out."""
    parts, others = set(first.key), set(second.key)
    if min(len(parts), len(others)) > 1 and (parts <= others or others <= parts):
        return True
    given, other = "".join(_words(first.given)[:1]), "".join(_words(second.given)[:1])
    families, other_families = _words(first.family), _words(second.family)
    if not given or not other:
        return not set(families).isdisjoint(other_families)
    if not set(families).isdisjoint(other_families):
        return given[0] == other[0] or may_be_short_for(given, other)
    return may_be_short_for(given, other) and any(_is_near(a, b) for a in families for b in other_families)


def _is_near(first: str, second: str) -> bool:
    """Whether one letter makes the difference: another, one more, or two that changed places."""
    if abs(len(first) - len(second)) > 1 or min(len(first), len(second)) < 4:
        return False
    start = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if start is None:
        return True
    one, two = first[start:], second[start:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or (one[:2] == two[1::-1] and one[2:] == two[2:])


def _names(people: Iterable[Person]) -> str:
    return ", ".join(f"{person.name} ({person.id})" for person in people)


def offered(person: Person) -> str:
    """A person as a question offers them: two of one name are told apart by when they work, and by their number."""
    spell = max(person.engagements or (), key=lambda each: each.start, default=None)
    when = f"left {written_day(spell.end)}" if spell and spell.end else f"since {spell.start}" if spell else ""
    number = f"no. {person.employee_number}" if person.employee_number else ""
    return f"{person.id} ({', '.join(filter(None, (person.name, number, when)))})"
