"""Derived facts of mailboxes: whose the address is that a portal has on file, since it resets passwords through it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import FOR_PEOPLE, LIVE, users
from portalaudit.inventory.facts.identity import generic_words, loose_form, strict_form
from portalaudit.inventory.kept import once, passing
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

NOBODY: frozenset[str] = frozenset()
"""The people of a mailbox that no record names."""


@dataclass(frozen=True, slots=True, eq=False)
class Mailbox:
    """A mailbox that a portal has on file for an account. Addresses that differ in a `+tag` are one mailbox."""

    domain: str = field(metadata={"meaning": "What stands after its @, in small letters"})
    tagged: bool = field(metadata={"meaning": "Whether it is written as an alias with a `+tag`"})
    shared: bool = field(metadata={"meaning": "Whether it is one of the practice's `shared_mailboxes`"})
    on_staff_list: bool | None = field(
        metadata={
            "needs": ("users",),
            "meaning": "Whether a user's staff record has it too. Not known where no user is recorded",
        }
    )
    others: tuple[Person, ...] | None = field(
        metadata={
            "needs": ("users",),
            "meaning": "Who else has it on a staff record or a live account, by id. Not known where no user is "
            "recorded",
        }
    )
    words: tuple[str, ...] = field(
        metadata={
            "meaning": "Words before its @, and each two in a row; none where they name a user. The practice's name, "
            "or its first two words or more, gives `<practice name>` as well"
        }
    )


def _mailboxes_of_all(accounts: Sequence[Account], world: World) -> list[Mailbox | None]:
    """The `mailbox` of many accounts, one for all of the same address and user."""
    known: dict[tuple[str | None, str | None], Mailbox | None] = {}
    found = []
    for account in accounts:
        key = account.email, account.person
        if account.email is None or account.persons is not None or account.used_by is not None:
            found.append(mailbox(account, world))
            continue
        if key not in known:
            known[key] = mailbox(account, world)
        found.append(known[key])
    return found


@derived(written_at="email", needs=("email",), compute_all=_mailboxes_of_all)
def mailbox(account: Account, world: World) -> Mailbox | None:
    """The mailbox that the portal has on file for its users.

    Not known without `email`.
    """
    if account.email is None:
        return None
    people, written = users(account, world), strict_form(account.email)
    address = loose_form(written)
    return Mailbox(
        domain=written.rpartition("@")[2],
        tagged=address != written,
        shared=address in _shared(world),
        on_staff_list=None if people is None else address in [_address_of(world).get(person.id) for person in people],
        others=None if people is None else _others(address, people, world),
        words=generic_words(account.email, people or (), world),
    )


def _others(address: str, people: tuple[Person, ...], world: World) -> tuple[Person, ...]:
    ids = _owners(world).get(address, NOBODY).difference([person.id for person in people])
    return tuple(person for each in sorted(ids) if (person := world.indexes.person(each)) is not None)


@once
def _shared(world: World) -> frozenset[str]:
    """The practice's shared mailboxes in the form in which addresses are compared."""
    practice = world.inventory.practice
    given = practice.shared_mailboxes if practice else None
    return frozenset(map(loose_form, given or ()))


@once
def _address_of(world: World) -> Mapping[str, str]:
    """Everybody's mailbox in the form in which addresses are compared, by the person's id."""
    staff = world.inventory.tables["staff"].records
    return {person.id: loose_form(person.email) for person in staff if person.email is not None}


@passing
@once
def _owners(world: World) -> Mapping[str, frozenset[str]]:
    """The ids of the people whose staff record or live account names a mailbox, by mailbox."""
    found: dict[str, set[str]] = defaultdict(set)
    own = _address_of(world)
    for person, address in own.items():
        found[address].add(person)
    for account in world.inventory.tables["accounts"].records:
        if account.email is not None and account.status in LIVE and account.type in FOR_PEOPLE:
            address = loose_form(account.email)
            if own.get(account.person) != address or account.persons or account.used_by:
                found[address].update(_readers(address, users(account, world) or (), world))
    return {address: frozenset(ids) for address, ids in found.items()}


def _readers(address: str, people: tuple[Person, ...], world: World) -> list[str]:
    """Whose mailbox a login shows it to be. Who shares a login does not read the colleague's mailbox behind it."""
    known = _address_of(world)
    own = [person.id for person in people if known.get(person.id) == address]
    return own or [person.id for person in people]


@derived(written_at="email", needs=("email",))
def mailbox_shared(person: Person, world: World) -> bool | None:
    """Whether the person's mailbox is one of the practice's `shared_mailboxes`.

    Not known without `email`.
    """
    return None if person.email is None else loose_form(person.email) in _shared(world)


@derived(written_at="email")
def same_mailbox_as(person: Person, world: World) -> tuple[Person, ...]:
    """Other records of the staff list with the same mailbox, by id; none without `email`."""
    if person.email is None:
        return ()
    rows = _rows_of_mailboxes(world)[_address_of(world)[person.id]]
    return tuple(each for each in rows if each is not person) if len(rows) > 1 else ()


@passing
@once
def _rows_of_mailboxes(world: World) -> Mapping[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in sorted(world.inventory.tables["staff"].records, key=lambda p: p.id):
        if person.email is not None:
            found[_address_of(world)[person.id]].append(person)
    return found
