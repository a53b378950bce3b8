"""Derived facts of identity: which accounts are one login, and whether a login names its user.

A login is compared in two ways. The strict form is what portals take for the same login: Unicode-normalized (NFKC),
trimmed, inner spaces collapsed, case folded. The loose form also drops the `+tag` of an e-mail address.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import FOR_PEOPLE, LIVE
from portalaudit.inventory.facts.accounts import identity_domain as domain_of_portal
from portalaudit.inventory.facts.accounts import users as users_of
from portalaudit.inventory.facts.people import present_users, present_users_of_all
from portalaudit.inventory.kept import once, once_each, passing
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.subjects import Group
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.patterns import late

_WORD = late(r"[^\W\d_]+")
_CAMEL = late(r"(?<=[a-z])(?=[A-Z])")
PRACTICE_NAME = "<practice name>"
"""The word that stands for the practice's name in patterns."""

_APOSTROPHES = str.maketrans("", "", "'\u2019\u02bc")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "md", "do", "np", "fnp", "pa", "rn", "lpn", "phd", "jr", "sr"})


@lru_cache(maxsize=4096)
def strict_form(login: str) -> str:
    """The form in which two logins are the same to a portal."""
    if not login.isascii():
        login = unicodedata.normalize("NFKC", login)
    return " ".join(login.split()).casefold()


@lru_cache(maxsize=4096)
def loose_form(login: str) -> str:
    """The strict form without the `+tag` of an e-mail address."""
    strict = strict_form(login)
    if "+" not in strict or "@" not in strict:
        return strict
    local, _, domain = strict.rpartition("@")
    return f"{local.split('+', 1)[0] or local}@{domain}"


@once
def _domains(world: World) -> Mapping[str, str]:
    """Where the logins of each portal are unique: in the portal, or in the sign-on that several portals share."""
    return {portal.id: domain_of_portal(portal, world) for portal in world.inventory.tables["portals"].records}


@derived(written_at="login", compute_all=lambda accounts, _world: [strict_form(one.login) for one in accounts])
def login_strict(account: Account, _world: World) -> str:
    """The login as portals compare it: Unicode-normalized, trimmed, inner spaces collapsed, without regard to case."""
    return strict_form(account.login)


@derived(written_at="login", compute_all=lambda accounts, _world: [loose_form(one.login) for one in accounts])
def login_key(account: Account, _world: World) -> str:
    """The login as `login_strict`, and for an e-mail address without its `+tag`: what may well be the same login."""
    return loose_form(account.login)


@dataclass(frozen=True, slots=True, eq=False)
class Naming:
    """How a login, and the name that its portal shows, name the account's user."""

    login_words: tuple[str, ...] = field(
        metadata={
            "meaning": "The words of the login before its @, and each two in a row; none where they name a user. The "
            "practice's name, or its first two words or more, gives `<practice name>` as well"
        }
    )
    shown_words: tuple[str, ...] = field(metadata={"meaning": "The same words of the `display_name`"})
    shown_fits: bool | None = field(
        metadata={
            "needs": ("users",),
            "meaning": "Whether the `display_name`, where there is one, shares a word with a user's name. Not known "
            "where no user is recorded",
        }
    )
    nameless_login: str = field(
        metadata={"meaning": "The login, where it or the `display_name` names no user; else empty"}
    )


def _namings_of_all(accounts: Sequence[Account], world: World) -> list[Naming]:
    """The `naming` of many accounts: one login of a person, on many portals, is looked at once."""
    known: dict[tuple[str | None, ...], Naming] = {}
    found = []
    for account in accounts:
        key = account.login, account.display_name, account.person
        if account.persons is not None or account.used_by is not None:
            found.append(naming(account, world))
            continue
        if key not in known:
            known[key] = naming(account, world)
        found.append(known[key])
    return found


@derived(written_at="login", compute_all=_namings_of_all)
def naming(account: Account, world: World) -> Naming:
    """How the login, and the name that the portal shows, name its users."""
    people, shown = users_of(account, world), account.display_name
    shown_names = shown is None or _names_any(shown, people or (), world)
    login_names = _names_any(_local_part(account.login), people or (), world)
    if login_names and shown_names:
        return _NAMED
    return Naming(
        login_words=() if login_names else _all_phrases(_local_part(account.login), world),
        shown_words=() if shown is None or shown_names else _all_phrases(shown, world),
        shown_fits=shown is None or (None if people is None else shown_names),
        nameless_login=account.login,
    )


_NAMED = Naming((), (), shown_fits=True, nameless_login="")
"""One for all: nearly every account names its user."""


def _all_phrases(text: str, world: World) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_phrases(_words(text), world)))


def generic_words(text: str, people: tuple[Person, ...], world: World) -> tuple[str, ...]:
    """The words of a login or e-mail address before its @, and each two in a row; none where it names one of them."""
    local = _local_part(text)
    return () if _names_any(local, people, world) else _all_phrases(local, world)


def _local_part(login: str) -> str:
    return (login.strip().rpartition("@")[0].split("+", 1)[0] or login) if "@" in login else login


def _names_any(text: str, people: tuple[Person, ...], world: World) -> bool:
    # Most logins are made in one of four ways plus a number, and need no taking apart.
    whole = text.rstrip("0123456789").lower()
    if any(whole in _usual_logins(person, world) for person in people):
        return True
    words = _words(text)
    return any(not _name_forms(person, world).isdisjoint((*words, "".join(words))) for person in people)


@passing
@once_each
def _usual_logins(person: Person, _world: World) -> tuple[str, ...]:
    given, _, family = person.name.lower().rpartition(" ")
    return (given[0] + family, given + family, f"{given}.{family}", family + given[0]) if given else ()


def _words(text: str) -> list[str]:
    """Runs of letters without accents in lower case; FrontDesk is two words, frontdesk one."""
    plain = text.translate(_APOSTROPHES)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return [word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", plain))]


def _phrases(words: list[str], world: World) -> Iterator[str]:
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))
    if "".join(words) in _practice_names(world):
        yield PRACTICE_NAME


@passing
@once_each
def _name_forms(person: Person, _world: World) -> frozenset[str]:
    """Every word that stands for the person: names, and what logins are usually made of."""
    names = (person.name, *(person.other_names or ()))
    return frozenset(form for name in names for form in _forms(name))


def _forms(name: str) -> Iterator[str]:
    parts = [words for part in name.split() if (words := _words(part)) and words[0] not in _TITLES]
    for words in parts:
        yield from (word for word in ("".join(words), *words) if len(word) > 1)
    if len(parts) > 1:
        first, *middle, last = parts
        initials = "".join(words[0][0] for words in middle)
        for family in {"".join(last), *last}:
            yield from _pairs("".join(first), initials, family)


def _pairs(given: str, initials: str, family: str) -> Iterator[str]:
    """What logins are made of: kimlee, leekim, klee, leek, kimdlee as in Kim D. Lee, kl, kdl, kiml."""
    for start in {given, given[0], given[0] + initials}:
        yield start + family
        yield family + start
        yield start + family[0]


@once
def _practice_names(world: World) -> frozenset[str]:
    """The practice's names without spaces, from their first two words on to the whole name."""
    practice = world.inventory.practice
    names = (practice.name, practice.legal_name, practice.id) if practice else ()
    return frozenset(
        "".join(words[:count])
        for words in map(_words, filter(None, names))
        for count in {len(words), *range(2, len(words))}
        if words
    )


def _live_of_all(groups: Sequence[Group], _world: World) -> list[tuple[Account, ...]]:
    """The `live_accounts` of many groups."""
    return [tuple([a for a in group.accounts if a.status in LIVE and a.type in FOR_PEOPLE]) for group in groups]


@derived(compute_all=_live_of_all)
def live_accounts(group: Group, world: World) -> tuple[Account, ...]:
    """The accounts that people can sign in with today or soon, old shared logins included."""
    return _live_of_all((group,), world)[0]


def _users_of_all(groups: Sequence[Group], world: World) -> list[tuple[Person, ...]]:
    """The `users` of many groups; of one account they are the account's own."""
    alone = [group.accounts[0] for group in groups if len(group.accounts) == 1]
    present = iter(present_users_of_all(alone, world))
    found = []
    for group in groups:
        people = next(present) if len(group.accounts) == 1 else None
        is_plain = people and group.accounts[0].status in LIVE and group.accounts[0].type in FOR_PEOPLE
        found.append(people if people and is_plain else users(group, world))
    return found


@derived(compute_all=_users_of_all)
def users(group: Group, world: World) -> tuple[Person, ...]:
    """Everyone recorded as using one of the live accounts now.

    Whoever has left and stands beside someone who is here in one account's record is not counted; an account that is
    recorded for no one else is still that person's.
    """
    people = (present_users(one, world) or users_of(one, world) or () for one in _live_of_all((group,), world)[0])
    return tuple({person.id: person for some in people for person in some}.values())


@derived()
def same_login(account: Account, world: World) -> tuple[Account, ...]:
    """Every account of people that is this login, itself too: in its portal, or in the sign-on that portals share."""
    return _logins(world).get((_domains(world).get(account.portal), strict_form(account.login)), ())


@passing
@once
def _logins(world: World) -> Mapping[tuple[str | None, str], tuple[Account, ...]]:
    """The accounts of people by login, with where it is unique."""
    found: dict[tuple[str | None, str], list[Account]] = defaultdict(list)
    domains = _domains(world)
    for each in world.inventory.tables["accounts"].records:
        if each.type in FOR_PEOPLE:
            found[domains.get(each.portal), strict_form(each.login)].append(each)
    return {login: tuple(accounts) for login, accounts in found.items()}
