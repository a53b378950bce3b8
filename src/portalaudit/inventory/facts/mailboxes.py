"""Derived facts of mailboxes: whose the address is that a portal has on file, since it resets passwords through it."""

from collections import defaultdict
from collections.abc import Mapping

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people, live, users
from portalaudit.inventory.facts.identity import generic_words, loose_form, strict_form
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


@derived(written_at="email", needs=("email",))
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
        on_staff_list=None if people is None else any(p.email and loose_form(p.email) == address for p in people),
        others=None if people is None else _others(address, people, world),
        words=generic_words(account.email, people or (), world),
    )


def _others(address: str, people: tuple[Person, ...], world: World) -> tuple[Person, ...]:
    ids = _owners(world).get(address, NOBODY) - {person.id for person in people}
    return tuple(person for each in sorted(ids) if (person := world.indexes.person(each)) is not None)


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
    return tuple(each for each in _rows_of_mailboxes(world)[loose_form(person.email)] if each is not person)


def _rows_of_mailboxes(world: World) -> Mapping[str, list[Person]]:
    if "rows of mailboxes" not in world.memo:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in sorted(world.inventory.tables["staff"].records, key=lambda p: p.id):
            if person.email is not None:
                found[loose_form(person.email)].append(person)
        world.memo["rows of mailboxes"] = found
    rows: Mapping[str, list[Person]] = world.memo["rows of mailboxes"]
    return rows
