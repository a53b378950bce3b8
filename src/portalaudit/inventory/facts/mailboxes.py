"""Derived facts of mailboxes: whose the address is that a portal has on file, since it resets passwords through it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people, live, users
from portalaudit.inventory.facts.begun import is_asked
from portalaudit.inventory.facts.identity import generic_words, loose_form, strict_form
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.world import World

NOBODY: frozenset[str] = frozenset()
"""The people of a mailbox that no record names."""

Mailbox = Literal["own", "shared", "of somebody else", "elsewhere", "alias"]


@derived(written_at="email")
def mailbox(account: Account, world: World) -> Mailbox | None:
    """Whose mailbox the portal has on file for its users; the worst of what can be said of it.

    `shared`: one of the practice's `shared_mailboxes`. `of somebody else`: also on another person's live account or
    staff record. `elsewhere`: under a domain that is not that of the user's employer, the practice or a vendor.
    `alias`: a user's own with a `+tag`. Not known without `email`, where `person` names no user, or where neither the
    `email_domains` of the practice or the user's vendor nor the user's own `email` say whose it is.
    """
    people = users(account, world)
    if account.email is None:
        return None
    address = loose_form(account.email)
    if address in _shared(world):
        return "shared"
    if people is None:
        return None
    if _owners(world).get(address, NOBODY) - {person.id for person in people}:
        return "of somebody else"
    return _domain_use(strict_form(account.email), people, world)


def _domain_use(address: str, people: tuple[Person, ...], world: World) -> Mailbox | None:
    """What the address itself says: of a user's employer, with a `+tag` or not."""
    own = [_domains(person, world) for person in people]
    domain = address.rpartition("@")[2]
    # Where no domains are written, the staff list still says which mailbox is somebody's own at work.
    stated = None in own and any(p.email and loose_form(p.email) == loose_form(address) for p in people)
    if not stated and not any(domain in (domains or ()) for domains in own):
        return None if None in own else "elsewhere"
    return "own" if loose_form(address) == address else "alias"


def _domains(person: Person, world: World) -> tuple[str, ...] | None:
    """The mail domains of the person's employer in small letters; None where none are written."""
    key = ("mail domains", person.vendor)
    if key not in world.memo:
        practice = world.inventory.practice
        employer = practice if person.vendor is None else world.inventory.tables["vendors"].get(person.vendor)
        given = employer.email_domains if employer else None
        world.memo[key] = None if given is None else tuple(strict_form(each).lstrip("@") for each in given)
    found: tuple[str, ...] | None = world.memo[key]
    return found


def _shared(world: World) -> frozenset[str]:
    """The practice's shared mailboxes in the form in which addresses are compared."""
    if "shared mailboxes" not in world.memo:
        practice = world.inventory.practice
        given = practice.shared_mailboxes if practice else None
        world.memo["shared mailboxes"] = frozenset(map(loose_form, given or ()))
    found: frozenset[str] = world.memo["shared mailboxes"]
    return found


def _owners(world: World) -> Mapping[str, frozenset[str]]:
    """The ids of the people whose staff record or live account names a mailbox, by mailbox."""
    if "owners of mailboxes" not in world.memo:
        found: dict[str, set[str]] = defaultdict(set)
        for person in world.inventory.tables["staff"].records:
            if person.email is not None:
                found[loose_form(person.email)].add(person.id)
        for account in world.inventory.tables["accounts"].records:
            if account.email is not None and live(account, world) and for_people(account, world):
                address = loose_form(account.email)
                found[address].update(person.id for person in _readers(address, users(account, world) or ()))
        world.memo["owners of mailboxes"] = {address: frozenset(ids) for address, ids in found.items()}
    owners: Mapping[str, frozenset[str]] = world.memo["owners of mailboxes"]
    return owners


def _readers(address: str, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Whose mailbox a login shows it to be. Who shares a login does not read the colleague's mailbox behind it."""
    own = tuple(person for person in people if person.email is not None and loose_form(person.email) == address)
    return own or people


@derived(written_at="email")
def mailbox_asked(account: Account, world: World) -> bool:
    """Whether it is asked about its mailbox: every account once a live account of people has `email`, else the first.

    What a practice has not begun to write down is said once.
    """
    return is_asked("mailboxes", account, world, concerned=_is_concerned, written=lambda a, _: a.email is not None)


def _is_concerned(account: Account, world: World) -> bool:
    return live(account, world) and for_people(account, world)


@derived(written_at="email")
def mailbox_words(account: Account, world: World) -> tuple[str, ...]:
    """The words of the mail address before its @, and each two that follow one another; none where it names a user.

    An address that is the practice's name, or its first two words or more, gives `<practice name>` as well.
    """
    return () if account.email is None else generic_words(account.email, users(account, world) or (), world)


@derived(written_at="email")
def mailbox_note(account: Account, world: World) -> str:
    """What is the matter with the mailbox, in words, for messages."""
    found = mailbox(account, world)
    if found == "of somebody else":
        others = _owners(world)[loose_form(account.email or "")] - {p.id for p in users(account, world) or ()}
        people = (world.indexes.person(each) for each in sorted(others))
        return f"which is also the mailbox of {', '.join(person.name for person in people if person is not None)}"
    return _NOTES.get(found or "", "which names a desk or a department")


_NOTES = {
    "shared": "which several people read",
    "elsewhere": "which is no mailbox of the user's employer",
    "alias": "which is an alias of the user's own mailbox",
}


@derived(written_at="email")
def mailbox_shared(person: Person, world: World) -> bool | None:
    """Whether the person's mailbox is a shared one of the practice, or on another person's staff record too.

    Not known without `email`.
    """
    if person.email is None:
        return None
    address = loose_form(person.email)
    return address in _shared(world) or len(_rows_of_mailboxes(world)[address]) > 1


@derived(written_at="email")
def same_mailbox_as(person: Person, world: World) -> tuple[Person, ...]:
    """Earlier records of the staff list, in the order of ids, with the same mailbox. Shared mailboxes do not count."""
    if person.email is None or loose_form(person.email) in _shared(world):
        return ()
    return tuple(p for p in _rows_of_mailboxes(world)[loose_form(person.email)] if p.id < person.id)


def _rows_of_mailboxes(world: World) -> Mapping[str, list[Person]]:
    if "rows of mailboxes" not in world.memo:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in sorted(world.inventory.tables["staff"].records, key=lambda p: p.id):
            if person.email is not None:
                found[loose_form(person.email)].append(person)
        world.memo["rows of mailboxes"] = found
    rows: Mapping[str, list[Person]] = world.memo["rows of mailboxes"]
    return rows
