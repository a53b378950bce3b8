"""Derived facts of vendors: what their people can sign in to, and whether agreements cover that."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live, profile_of, users
from portalaudit.inventory.facts.permissions import access_of
from portalaudit.inventory.records import Account, Person, Vendor
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.source.document import Route


@derived(written_at="workforce")
def outside(vendor: Vendor, _world: World) -> bool:
    """Whether its people are not the practice's workforce: unless `workforce` says that they work under its control."""
    return vendor.workforce is not True


@derived()
def live_accounts(vendor: Vendor, world: World) -> tuple[Account, ...]:
    """The live accounts of any type that its people use or answer for, each once."""
    return tuple({account.id: account for _, account in _uses(vendor, world)}.values())


def _uses(vendor: Vendor, world: World) -> Iterator[tuple[Person, Account]]:
    for person in world.relations.of(vendor, "people"):
        for account in world.indexes.accounts_of_person.get(person.id, ()):
            if live(account, world) and person in (users(account, world) or ()):
                yield person, account


@derived()
def sees_patient_data(vendor: Vendor, world: World) -> bool | None:
    """Whether a live account of its people shows patient data.

    Not known where none is known to and an account has neither `permissions` nor `native_roles`, or the portal's
    `profile` does not say what one of them allows.
    """
    found = [_shows_patients(account, world) for account in live_accounts(vendor, world)]
    return True if True in found else (None if None in found else False)


def _shows_patients(account: Account, world: World) -> bool | None:
    access = access_of(account, world)
    if not access.permissions.isdisjoint(world.reference.sensitive("phi")):
        return True
    return False if access.is_complete else None


@derived()
def financial_permissions(vendor: Vendor, world: World) -> tuple[str, ...]:
    """What live accounts of its people may do with payments, remittances, fees and bank accounts, as far as known."""
    return tuple(sorted({p for account in live_accounts(vendor, world) for p in access_of(account, world).financial}))


@derived()
def first_access_on(vendor: Vendor, world: World) -> Date | None:
    """The earliest day from which one of its people could use a live account that shows patient data.

    Not known where no `created_on` of such an account is written.
    """
    return min((day for day in _first_days(vendor, world) if day is not None), default=None)


def _first_days(vendor: Vendor, world: World) -> list[str | None]:
    """The first day of each use of an account that shows, or may show, patient data."""
    uses = ((p, a) for p, a in _uses(vendor, world) if _shows_patients(a, world) is not False)
    return [_first_day(person, account) for person, account in uses]


def _first_day(person: Person, account: Account) -> str | None:
    if account.created_on is None:
        return None
    starts = [use.start for use in account.used_by or () if use.person == person.id]
    return max(account.created_on, min(start or "" for start in starts)) if starts else account.created_on


@derived(written_at="baa")
def baa_gaps(vendor: Vendor, world: World) -> tuple[str, ...]:
    """Why no business associate agreement with it is in force today, in words; empty where one is."""
    baa, today = vendor.baa, world.calendar.text(world.today)
    if baa is None:
        return ("no business associate agreement is recorded",)
    if baa.signed_on is None:
        return ("its business associate agreement has no day of signature",)
    if baa.signed_on > today:
        return (f"its business associate agreement is signed only on {baa.signed_on}",)
    ends = ((baa.expires_on, "expired"), (baa.terminated_on, "was ended"))
    return tuple(f"its business associate agreement {word} on {day}" for day, word in ends if day and day < today)


@derived(written_at="baa")
def baa_late(vendor: Vendor, world: World) -> bool | None:
    """Whether the business associate agreement was signed after the first access to patient data.

    False where none is signed. Not known where `created_on` of an account is not written.
    """
    signed = vendor.baa.signed_on if vendor.baa else None
    if signed is None:
        return False
    days = _first_days(vendor, world)
    if any(day is not None and signed > day for day in days):
        return True
    return None if None in days else False


@derived(written_at="agreement")
def access_gaps(vendor: Vendor, world: World) -> tuple[str, ...]:
    """What else speaks against the access of its people, in words.

    The service agreement has ended, or an account is one for the practice's own staff: somebody of the practice uses it
    too, or it holds a role of the portal for practices where the portal has roles for vendors.
    """
    ends = vendor.agreement.ends_on if vendor.agreement else None
    ended = ends is not None and ends < world.calendar.text(world.today)
    return (
        *((f"its service agreement ended on {ends}",) if ended else ()),
        *(
            f"{account.login} is a login for the practice's own staff"
            for account in live_accounts(vendor, world)
            if _is_for_staff(account, vendor, world)
        ),
    )


def _is_for_staff(account: Account, vendor: Vendor, world: World) -> bool:
    if any(person.vendor != vendor.id for person in users(account, world) or ()):
        return True
    profile = profile_of(world.indexes.portal(account.portal), world)
    named = (
        {_plain(name) for name in (*(profile.admin_roles or ()), *(profile.end_user_roles or ()))} if profile else set()
    )
    held = named.intersection(map(_plain, account.native_roles or ()))
    return any("vendor" in name for name in named) and bool(held) and not any("vendor" in name for name in held)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _note_route(vendor: Vendor, world: World) -> Route:
    if (vendor.baa is not None and baa_gaps(vendor, world)) or baa_late(vendor, world):
        return ("baa",)
    return ("agreement",) if vendor.agreement is not None and access_gaps(vendor, world) else ()


@derived(written_at=_note_route)
def agreement_note(vendor: Vendor, world: World) -> str:
    """What is wrong with its agreements and its access, in words, for messages; and to whom it passes work."""
    found = list(_words(vendor, world))
    if found and vendor.subcontractors:
        found.append(f"it passes work to {', '.join(vendor.subcontractors)}, which its agreements have to cover too")
    return "; ".join(found)


def _words(vendor: Vendor, world: World) -> Iterator[str]:
    yield from access_gaps(vendor, world)
    if sees_patient_data(vendor, world) is not False:
        yield from baa_gaps(vendor, world)
        if vendor.baa and baa_late(vendor, world):
            first = first_access_on(vendor, world)
            signed = f"its business associate agreement was signed on {vendor.baa.signed_on}"
            yield f"{signed}, after the first access on {first}"
