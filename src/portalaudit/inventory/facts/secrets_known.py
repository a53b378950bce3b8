"""Derived facts of shared secrets: who administered a portal, and whose the device that receives the codes is."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual, users
from portalaudit.inventory.facts.factors import factor_owners
from portalaudit.inventory.indexes import device_form
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class DevicePeople:
    """Whose the device may be that receives the codes of an account."""

    named_after: tuple[Person, ...] = field(
        metadata={
            "meaning": "Everyone whose full name, e-mail address or first name with an 's it bears, as in Kim's phone"
        }
    )
    sharers: tuple[Person, ...] = field(
        metadata={"meaning": "Other people whose own account, live or ended, names the same device, by id"}
    )
    owners: tuple[Person, ...] = field(
        metadata={
            "meaning": "The owners of all live accounts of people, on any portal, that name the same device, by id; "
            "none for an account with `mfa` none, which gets no codes"
        }
    )


@derived(written_at="mfa_device")
def device_people(account: Account, world: World) -> DevicePeople:
    """Whose its `mfa_device` may be: the people that it is named after, and those with the same one.

    Names of devices are compared without regard to case and spaces at the ends.
    """
    if account.mfa_device is None:
        return _NO_ONE
    device = device_form(account.mfa_device)
    sharers = () if account.mfa == "none" else _sharers(device, account, world)
    return DevicePeople(_named_after(device, world), sharers, factor_owners(account, world))


_NO_ONE = DevicePeople((), (), ())


def _sharers(device: str, account: Account, world: World) -> tuple[Person, ...]:
    sharing = world.indexes.accounts_by_device.get(device, ())
    names = {each.person for each in sharing if individual(each, world)}
    names -= {user.id for user in users(account, world) or ()}
    found = map(world.indexes.person, sorted(filter(None, names)))
    return tuple(person for person in found if person is not None)


def _named_after(device: str, world: World) -> tuple[Person, ...]:
    words = device.replace("\u2019", "'").split()
    text = " ".join(words)
    found = (person for word in words for person in world.indexes.staff_by_word.get(word.removesuffix("'s"), ()))
    return tuple({person.id: person for person in found if any(name in text for name in _names(person))}.values())


def _names(person: Person) -> Iterator[str]:
    full = " ".join(person.name.casefold().split())
    yield full
    yield f"{full.split()[0]}'s "
    if person.email is not None:
        yield person.email.casefold()
