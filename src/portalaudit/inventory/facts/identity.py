"""Derived facts of identity: which accounts are one login, and whether a login names its user.

A login is compared in two ways. The strict form is what portals take for the same login: Unicode-normalized (NFKC),
trimmed, inner spaces collapsed, case folded. The loose form also drops the `+tag` of a mail address.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people
from portalaudit.inventory.facts.accounts import identity_domain as domain_of_portal
from portalaudit.inventory.facts.accounts import live as account_live
from portalaudit.inventory.facts.accounts import users as users_of
from portalaudit.inventory.facts.people import present_users
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.world import Group, World
from portalaudit.model.values import dataclass, field

_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
PRACTICE_NAME = "<practice name>"
"""The word that stands for the practice's name in patterns."""

_APOSTROPHES = str.maketrans("", "", "'\u2019\u02bc")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "md", "do", "np", "fnp", "pa", "rn", "lpn", "phd", "jr", "sr"})


def strict_form(login: str) -> str:
    """The form in which two logins are the same to a portal."""
    if not login.isascii():
        login = unicodedata.normalize("NFKC", login)
    return " ".join(login.split()).casefold()


def loose_form(login: str) -> str:
    """The strict form without the `+tag` of a mail address."""
    strict = strict_form(login)
    if "+" not in strict or "@" not in strict:
        return strict
    local, _, domain = strict.rpartition("@")
    return f"{local.split('+', 1)[0] or local}@{domain}"


def identity_domain(account: Account, world: World) -> str | None:
    """Where its login is unique: the portal, or the sign-on that several portals share; None without its portal."""
    known: dict[str, str | None] = world.memo.setdefault("identity domains", {})
    if account.portal not in known:
        portal = world.indexes.portal(account.portal)
        known[account.portal] = None if portal is None else domain_of_portal(portal, world)
    return known[account.portal]


@derived(written_at="login")
def login_strict(account: Account, _world: World) -> str:
    """The login as portals compare it: Unicode-normalized, trimmed, inner spaces collapsed, without regard to case."""
    return strict_form(account.login)


@derived(written_at="login")
def login_key(account: Account, _world: World) -> str:
    """The login as `login_strict`, and for a mail address without its `+tag`: what may well be the same login."""
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


@derived(written_at="login")
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
    """The words of a login or mail address before its @, and each two in a row; none where it names one of them."""
    local = _local_part(text)
    return () if _names_any(local, people, world) else _all_phrases(local, world)


def _local_part(login: str) -> str:
    return (login.strip().rpartition("@")[0].split("+", 1)[0] or login) if "@" in login else login


def _names_any(text: str, people: tuple[Person, ...], world: World) -> bool:
    # Most logins are made in one of four ways plus a number, and need no taking apart.
    whole = text.rstrip("0123456789").lower()
    for person in people:
        given, _, family = person.name.lower().rpartition(" ")
        if given and whole in (given[0] + family, given + family, f"{given}.{family}", family + given[0]):
            return True
    words = _words(text)
    return any(word in forms for p in people for forms in (_name_forms(p, world),) for word in (*words, "".join(words)))


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


def _name_forms(person: Person, world: World) -> frozenset[str]:
    """Every word that stands for the person: names, and what logins are usually made of."""
    known: dict[str, frozenset[str]] = world.memo.setdefault("name forms", {})
    if person.id not in known:
        names = (person.name, *(person.other_names or ()))
        known[person.id] = frozenset(form for name in names for form in _forms(name))
    return known[person.id]


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


def _practice_names(world: World) -> frozenset[str]:
    """The practice's names without spaces, from their first two words on to the whole name."""
    key = "practice names"
    if key not in world.memo:
        practice = world.inventory.practice
        names = (practice.name, practice.legal_name, practice.id) if practice else ()
        world.memo[key] = frozenset(
            "".join(words[:count])
            for words in map(_words, filter(None, names))
            for count in {len(words), *range(2, len(words))}
            if words
        )
    found: frozenset[str] = world.memo[key]
    return found


@derived()
def live_accounts(group: Group, world: World) -> tuple[Account, ...]:
    """The accounts that people can sign in with today or soon, old shared logins included."""
    return tuple(account for account in group.accounts if account_live(account, world) and for_people(account, world))


@derived()
def users(group: Group, world: World) -> tuple[Person, ...]:
    """Everyone recorded as using one of the live accounts now.

    Whoever has left and stands beside someone who is here in one account's record is not counted; an account that is
    recorded for no one else is still that person's.
    """
    people = (present_users(one, world) or users_of(one, world) or () for one in live_accounts(group, world))
    return tuple({person.id: person for some in people for person in some}.values())


def records_of_login(account: Account, world: World) -> list[Account]:
    """Every account of people with this login where it is one login: in the portal, or in the sign-on they share."""
    known: dict[tuple[str | None, str], list[Account]] | None = world.memo.get("records of a login")
    if known is None:
        known = world.memo["records of a login"] = defaultdict(list)
        for each in world.inventory.tables["accounts"].records:
            if for_people(each, world):
                known[identity_domain(each, world), login_strict(each, world)].append(each)
    return known[identity_domain(account, world), login_strict(account, world)]
