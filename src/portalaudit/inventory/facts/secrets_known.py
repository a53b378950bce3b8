"""Derived facts of secrets that several people know: who of them left, and was the secret changed since."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual, users
from portalaudit.inventory.facts.authorization import administers
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.facts.people import has_left, held_today, left_on
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class _Exposure:
    """Somebody without a need for it who knows a secret or receives its codes, since a day given as ordinal."""

    since: int
    words: str
    route: Route


@derived(written_at="type")
def secret_known_to_several(account: Account, _world: World) -> bool:
    """Whether others than one user may know its secret.

    That is so for every account that is no person's and for old shared logins, and where several users or readers of
    the vault item are written.
    """
    if account.type != "individual":
        return True
    lists = account.persons or account.used_by or account.vault_readers or account.known_to or account.uses
    return bool(lists) and len(set(_written_knowers(account))) > 1


def _written_knowers(account: Account) -> Iterator[str]:
    yield from (account.person,) if account.person is not None else ()
    yield from account.persons or ()
    yield from (use.person for use in account.used_by or ())
    yield from account.vault_readers or ()
    yield from account.known_to or ()
    yield from (use.by for use in account.uses or ())


def _knowers(account: Account, world: World) -> list[Person]:
    """Everybody who may know the secret; for an account that is no person's without a list, the administrators."""
    names = dict.fromkeys(_written_knowers(account))
    if account.known_to is None and account.type not in ("individual", "shared_legacy"):
        names |= dict.fromkeys(_administrators(account.portal, world))
    return [person for name in names if (person := world.indexes.person(name)) is not None]


def _administrators(portal_id: str, world: World) -> tuple[str, ...]:
    """Everybody who is or was an administrator of the portal, as far as it is written."""
    key = ("administrators ever", portal_id)
    if key not in world.memo:
        portal = world.indexes.portal(portal_id)
        accounts = world.indexes.accounts_of_portal.get(portal_id, ())
        own = (a.person for a in accounts if individual(a, world) and administers(a, world))
        named = (portal.administrators if portal else None) or ()
        world.memo[key] = tuple(dict.fromkeys((*named, *(name for name in own if name is not None))))
    found: tuple[str, ...] = world.memo[key]
    return found


def _need_ended(person: Person, world: World) -> tuple[int, str] | None:
    """The day on which somebody left or gave up the last role, and that in words; None for those who need it."""
    key = ("need ended", person.id)
    if key not in world.memo:
        world.memo[key] = _end_of_need(person, world)
    found: tuple[int, str] | None = world.memo[key]
    return found


def _end_of_need(person: Person, world: World) -> tuple[int, str] | None:
    left = left_on(person, world)
    if left is not None:
        return world.calendar.day(left), f"{person.name} left on {left}"
    today = world.calendar.text(world.today)
    ends = [held.end for held in person.roles or () if held.end is not None and held.end < today]
    if not ends or any(held_today(held, today) for held in person.roles or ()):
        return None
    return world.calendar.day(max(ends)), f"{person.name} has held no role since {max(ends)}"


def _changed(account: Account, world: World) -> int | None:
    """The last day on which the secret was changed, or made."""
    rotations = (use.rotated_on for use in account.uses or ())
    texts = (account.rotated_on, account.password_changed_on, account.created_on, *rotations)
    days = (world.calendar.day(text) for text in texts if text is not None)
    return max((day for day in days if day <= world.today), default=None)


def _exposures(account: Account, world: World) -> list[_Exposure]:
    """Everybody without a need who knows the secret or receives the codes, as far as the dates go; longest first."""
    found = [*_of_secret(account, world), *_of_device(account, world), *_of_shared_device(account, world)]
    return sorted(found, key=lambda exposure: (exposure.since, exposure.words))


def _of_secret(account: Account, world: World) -> Iterator[_Exposure]:
    changed = _changed(account, world)
    if changed is None or not secret_known_to_several(account, world):
        return
    for person in _knowers(account, world):
        ended = _need_ended(person, world)
        if ended is not None and changed < ended[0]:
            words = f"{ended[1]}, and the secret was last changed on {world.calendar.text(changed)}"
            yield _Exposure(ended[0], words, ("rotated_on",))


def _of_device(account: Account, world: World) -> Iterator[_Exposure]:
    owner = _device_leaver(account, world)
    ended = None if owner is None else _need_ended(owner, world)
    if ended is not None:
        yield _Exposure(ended[0], f"{ended[1]}, and the codes go to {account.mfa_device}", ("mfa_device",))


def _of_shared_device(account: Account, world: World) -> Iterator[_Exposure]:
    made = _factor_made(account, world)
    for person in _device_sharers(account, world):
        ended = _need_ended(person, world)
        if ended is not None and made is not None and made < ended[0]:
            day = world.calendar.text(made)
            words = f"{ended[1]} and used the same {account.mfa_device}, which was last set up on {day}"
            yield _Exposure(ended[0], words, ("mfa_device",))


def _factor_made(account: Account, world: World) -> int | None:
    """The last day on which its second factor can have been set up anew; a new password leaves it as it was."""
    days = (world.calendar.day(text) for text in (account.rotated_on, account.created_on) if text is not None)
    return max((day for day in days if day <= world.today), default=None)


def _device_sharers(account: Account, world: World) -> tuple[Person, ...]:
    """Who left and had an account of their own with the same device, where somebody else uses this one."""
    if account.mfa_device is None or account.mfa == "none":
        return ()
    sharers = _owners_by_device(world, left=True).get(strict_form(account.mfa_device), ())
    if not sharers or all(has_left(user, world) is True for user in users(account, world) or ()):
        return ()
    own, called = users(account, world) or (), _device_leaver(account, world)
    return tuple(person for person in sharers if person not in own and person is not called)


def _owners_by_device(world: World, *, left: bool | None) -> dict[str, tuple[Person, ...]]:
    """Everybody who has left, or of whom that is not known, by the devices of their accounts, ended ones included."""
    key = ("owners by device", left)
    found: dict[str, tuple[Person, ...]] | None = world.memo.get(key)
    if found is None:
        devices: dict[str, dict[str, Person]] = {}
        for account in world.inventory.tables["accounts"].records:
            owner = world.indexes.person(account.person) if account.mfa_device and account.mfa != "none" else None
            if owner is not None and individual(account, world) and has_left(owner, world) is left:
                devices.setdefault(strict_form(account.mfa_device or ""), {})[owner.id] = owner
        found = {device: tuple(people[i] for i in sorted(people)) for device, people in devices.items()}
        world.memo[key] = found
    return found


@derived(written_at="mfa_device")
def device_shared_with_leaver(account: Account, world: World) -> bool | None:
    """Whether somebody who left had an account with the same `mfa_device`, while somebody else uses this one.

    Not known where somebody else had one whose `engagements` are not written.
    """
    if _device_sharers(account, world):
        return True
    if account.mfa_device is None or account.mfa == "none":
        return False
    perhaps = _owners_by_device(world, left=None).get(strict_form(account.mfa_device), ())
    return False if set(map(id, perhaps)) <= set(map(id, users(account, world) or ())) else None


def _device_leaver(account: Account, world: World) -> Person | None:
    """The one who left whose name the device bears, where somebody else uses the account."""
    owner = None if account.mfa_device is None else _named_by(account.mfa_device, world)
    if owner is None:
        return None
    present = any(has_left(user, world) is not True for user in users(account, world) or ())
    return owner if present else None


def _named_by(device: str, world: World, *, left: bool | None = True) -> Person | None:
    """The one who left whose full name, mail address or first name with an 's a device bears.

    With `left=None` one of whom that is not known.
    """
    key = ("leavers by word", left)
    if key not in world.memo:
        world.memo[key] = _leavers_by_word(world, left=left)
    leavers: dict[str, list[_Called]] = world.memo[key]
    words = device.casefold().replace("\u2019", "'").split()
    text = " ".join(words)
    found = (called for word in words for called in leavers.get(word.removesuffix("'s"), ()))
    return next((called.person for called in found if any(name in text for name in called.names)), None)


@dataclass(frozen=True, slots=True)
class _Called:
    """Somebody who has left, and the texts by which a device may be called theirs."""

    person: Person
    names: tuple[str, ...]


def _leavers_by_word(world: World, *, left: bool | None) -> dict[str, list[_Called]]:
    """Everybody who has left by first name and by mail address, so that a device is compared with few of them."""
    staff: list[Person] = world.inventory.tables["staff"].records
    here = {
        _first_name(person) for person in staff if (gone := has_left(person, world)) is not True and gone is not left
    }
    found: dict[str, list[_Called]] = {}
    for person in staff:
        if has_left(person, world) is left:
            first, email = _first_name(person), (person.email or "").casefold()
            texts = (" ".join(person.name.casefold().split()), email, "" if first in here else f"{first}'s ")
            called = _Called(person, tuple(text for text in texts if text))
            for word in filter(None, (first, email)):
                found.setdefault(word, []).append(called)
    return found


def _first_name(person: Person) -> str:
    return "".join(person.name.casefold().split()[:1])


@derived(written_at="mfa_device")
def codes_go_to_leaver(account: Account, world: World) -> bool | None:
    """Whether its `mfa_device` bears the name or mail address of somebody who left, while somebody else uses it.

    Not known where it bears those of somebody else whose `engagements` are not written.
    """
    if _device_leaver(account, world) is not None:
        return True
    perhaps = None if account.mfa_device is None else _named_by(account.mfa_device, world, left=None)
    return False if perhaps is None or perhaps in (users(account, world) or ()) else None


def _route(account: Account, world: World) -> Route:
    found = _exposures(account, world)
    return found[0].route if found else ("rotated_on",)


@derived(written_at=_route)
def days_secret_exposed(account: Account, world: World) -> int | None:
    """Days since somebody left or gave up the last role who still knows its secret or receives its codes; 0 for nobody.

    Where nobody wrote down who knows the secret of an account that is no person's, every administrator of the portal
    is taken to. Not known where somebody who knows it, or had the same device, left and neither `rotated_on`,
    `password_changed_on` nor `created_on` is written, or has no `engagements`, while nobody else is known to; and where
    neither `known_to` nor the portal's `administrators` is written.
    """
    found = _exposures(account, world)
    if found:
        return world.today - found[0].since
    if _factor_made(account, world) is None and _device_sharers(account, world):
        return None
    if not secret_known_to_several(account, world):
        return 0
    people = _knowers(account, world)
    is_open = _changed(account, world) is None and any(_need_ended(person, world) for person in people)
    is_open = is_open or _unnamed(account, world) or any(person.engagements is None for person in people)
    return None if is_open else 0


def _unnamed(account: Account, world: World) -> bool:
    """Whether neither who knows the secret of an account that is no person's is written, nor who runs its portal."""
    portal = world.indexes.portal(account.portal)
    is_named = account.known_to is not None or account.type in ("individual", "shared_legacy")
    return not is_named and (portal is None or portal.administrators is None)


@derived(written_at=_route)
def secret_note(account: Account, world: World) -> str:
    """Who still knows its secret or receives its codes, in words, for messages."""
    return "; ".join(exposure.words for exposure in _exposures(account, world))
