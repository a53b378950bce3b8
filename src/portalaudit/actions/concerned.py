"""What a finding is about: the records that an action is done to, and the logins without which it would not be."""

from collections.abc import Iterable, Iterator, Sequence

from portalaudit.inventory.phrases import phrase
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.shape import entity_name
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import World
from portalaudit.model import Subject
from portalaudit.model.verdict import Named

_ID_OF = {"file": "path"}


def accounts_of(record: Record, world: World) -> tuple[Account, ...]:
    """The logins that a finding about a record stands and falls with; none where it is about something else."""
    kind = entity_name(type(record))
    if kind == "account":
        return (record,)
    if kind == "decision":
        account = world.indexes.account(record.account)
        return () if account is None else (account,)
    if kind == "group":
        return tuple(world.value(record, "live_accounts") or record.accounts)
    return tuple(world.value(record, "live_accounts") or ()) if kind == "person" else ()


def done_to(record: Record, kind: str, world: World) -> tuple[Record, ...]:
    """The records of a kind that are to be acted on; the subject itself where none of that kind is known."""
    return tuple(_of_kind(record, kind, world)) or (record,)


def _of_kind(record: Record, kind: str, world: World) -> Iterator[Record]:
    own = entity_name(type(record))
    if own == kind:
        yield record
    elif own == "review":
        yield from _portals([record.portal], world)
    elif kind == "review":
        yield world.indexes.decisions[id(record)].review
    else:
        accounts = accounts_of(record, world)
        yield from {"account": accounts, "person": _users(accounts, world)}.get(kind, ()) or _portals(
            (account.portal for account in accounts if kind == "portal"), world
        )


def _users(accounts: Iterable[Account], world: World) -> Sequence[Record]:
    users = {user.id: user for account in accounts for user in world.value(account, "users") or ()}
    return tuple(users.values())


def _portals(ids: Iterable[str], world: World) -> Iterator[Record]:
    for portal_id in dict.fromkeys(ids):
        portal = world.indexes.portal(portal_id)
        if portal is not None:
            yield portal


def subject_of(record: Record) -> Subject:
    """A record as a subject."""
    kind = entity_name(type(record))
    if kind == "group":
        return Subject(kind, "/".join(record.key))
    return Subject(kind, str(getattr(record, _ID_OF.get(kind, "id"), "")))


def told_apart(person: Named, world: World) -> Named:
    """A person, with the id behind the name where someone else has the same: `Kim Lee [k-lee]`."""
    is_unclear = person.name in world.indexes.names_of_several
    return Named(person.id, f"{person.name} [{person.id}]") if is_unclear else person


def name_of(record: Record, world: World) -> str:
    """What people call a record: a login as the portal writes it, a name, else words."""
    if isinstance(record, Account):
        return record.login
    if isinstance(record, Person):
        return told_apart(Named(record.id, record.name), world).name
    name = getattr(record, "name", None) or getattr(record, "title", None)
    return name if isinstance(name, str) else phrase(record, world)
