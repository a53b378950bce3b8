"""Derived facts of scope: whether an account reaches tax IDs, NPIs or clients beyond its users' assignments."""

from collections.abc import Iterable, Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.facts.people import current_roles, present_users, vendor_unknown
from portalaudit.inventory.records import Account, Location, Person, Vendor
from portalaudit.inventory.world import World
from portalaudit.source.document import Route

ALL = "all"
"""Written in `tax_ids` of an account that reaches every tax ID of the practice."""


def _digits(number: str) -> str:
    """A tax ID or NPI without dashes and spaces, so that both ways of writing it are equal."""
    return "".join(c for c in number if c.isalnum()).casefold()


def _known(numbers: Iterable[str | None]) -> frozenset[str]:
    return frozenset(_digits(number) for number in numbers if number is not None)


@derived(written_at="tax_ids")
def scope_matters(account: Account, world: World) -> bool | None:
    """Whether it may reach more than its users work for.

    It lists `tax_ids` or `npis`, its portal is registered for several tax IDs, or a vendor's person uses it. Not known
    where a user has neither `vendor` nor `engagements`.
    """
    if account.tax_ids is not None or account.npis is not None:
        return True
    states = [_several(account, world), *(_is_vendors(person, world) for person in users(account, world) or ())]
    return True if True in states else None if None in states else False


def _several(account: Account, world: World) -> bool:
    portal = world.indexes.portal(account.portal)
    registration = portal.registration if portal else None
    return registration is not None and len(_known(registration.tax_ids or ())) > 1


def _vendor(person: Person, world: World) -> Vendor | None:
    """The company outside the practice that employs the person."""
    vendor: Vendor | None = world.inventory.tables["vendors"].get(person.vendor)
    return vendor if vendor is not None and vendor.workforce is not True else None


def _is_vendors(person: Person, world: World) -> bool | None:
    known: dict[str, bool | None] = world.memo.setdefault("people of vendors outside", {})
    if person.id not in known:
        known[person.id] = _vendor(person, world) is not None or vendor_unknown(person, world)
    return known[person.id]


def _route(account: Account, world: World) -> Route:
    if account.npis is not None and not _excess(account, world) and foreign_npis(account, world):
        return ("npis",)
    return ("tax_ids",)


# ---------------------------------------------------------------- tax IDs and NPIs


@derived(written_at="tax_ids")
def excess_tax_ids(account: Account, world: World) -> tuple[str, ...] | None:
    """Tax IDs that it reaches and that are not the practice's, or not those for which one of its users works.

    Somebody works for the tax IDs of the person's `tax_ids` and of the present sites in `locations`, for all where a
    role has `scope: all`, and in a practice with one tax ID for that one. Who has left does not count. Not known where
    the portal is registered for several and the account's `tax_ids` are not written, or those of the practice or of one
    of its users are not.
    """
    if account.tax_ids is None:
        return None if _several(account, world) else ()
    found, people = _excess(account, world), present_users(account, world)
    if found:
        return found
    is_known = bool(people) and all(_assigned(person, world) is not None for person in people or ())
    return () if is_known and _practice_tax_ids(world) else None


def _excess(account: Account, world: World) -> tuple[str, ...]:
    """The tax IDs that it surely reaches beyond the practice or one of its users' assignments, as they are written."""
    own = _practice_tax_ids(world)
    assigned = (_assigned(person, world) for person in present_users(account, world) or ())
    limits = [limit for limit in (own or None, *assigned) if limit is not None]
    numbers = account.tax_ids or ()
    return tuple(number for number in numbers if any(not _reached(number, own) <= limit for limit in limits))


def _reached(number: str, own: frozenset[str]) -> frozenset[str]:
    plain = _digits(number)
    return own if plain == ALL else frozenset({plain})


def _practice_tax_ids(world: World) -> frozenset[str]:
    key = ("tax ids of the practice",)
    if key not in world.memo:
        practice = world.inventory.practice
        sites = (site.tax_id for site in (practice.locations if practice else None) or ())
        world.memo[key] = _known((*((practice.tax_ids if practice else None) or ()), *sites))
    found: frozenset[str] = world.memo[key]
    return found


def _assigned(person: Person, world: World) -> frozenset[str] | None:
    """The tax IDs for which somebody works today; None where that is not known."""
    key = ("assigned tax ids", person.id)
    if key not in world.memo:
        world.memo[key] = _assignments(person, world)
    found: frozenset[str] | None = world.memo[key]
    return found


def _assignments(person: Person, world: World) -> frozenset[str] | None:
    own = _practice_tax_ids(world)
    if len(own) == 1 or any(role.scope == "all" for role in current_roles(person, world) or ()):
        return own
    sites = list(_sites(person, world))
    if person.tax_ids is None and (person.locations is None or any(site.tax_id is None for site in sites)):
        return None
    return _known((*(person.tax_ids or ()), *(site.tax_id for site in sites)))


def _sites(person: Person, world: World) -> Iterator[Location]:
    today = world.calendar.text(world.today)
    for posting in person.locations or ():
        site = world.indexes.location(posting.location)
        if site is not None and (posting.start or "") <= today <= (posting.end or today):
            yield site


@derived(written_at="npis")
def foreign_npis(account: Account, world: World) -> tuple[str, ...] | None:
    """NPIs that it reaches and that are neither the practice's nor those of one of its providers.

    Not known where the account lists some and the practice's `npis` and `providers` are not written.
    """
    if not account.npis:
        return ()
    practice = world.inventory.practice
    if practice is None or (practice.npis is None and practice.providers is None):
        return None
    own = _known((*(practice.npis or ()), *(provider.npi for provider in practice.providers or ())))
    return tuple(npi for npi in account.npis if _digits(npi) not in own)


# ---------------------------------------------------------------- vendors


@derived()
def agreement_over(account: Account, world: World) -> bool | None:
    """Whether the service agreement of a vendor whose person uses it is over, or has not begun.

    An agreement without a last day is current. Not known where the user's `vendor`, or the vendor's `agreement`, is not
    written.
    """
    people = present_users(account, world) or ()
    states = [_is_over(person, world) for person in people if _is_vendors(person, world) is not False]
    return True if True in states else (None if None in states else False)


def _is_over(person: Person, world: World) -> bool | None:
    vendor = _vendor(person, world)
    agreement = vendor.agreement if vendor else None
    if agreement is None:
        return None
    today = world.calendar.text(world.today)
    return not (agreement.starts_on or "") <= today <= (agreement.ends_on or today)


@derived(written_at=_route)
def scope_note(account: Account, world: World) -> str:
    """What it reaches beyond its users' assignments, in words, for messages."""
    return "; ".join(_words(account, world))


def _words(account: Account, world: World) -> Iterator[str]:
    people = present_users(account, world) or ()
    vendors = {vendor.id: vendor for person in people if (vendor := _vendor(person, world)) is not None}
    for vendor in vendors.values():
        agreement, today = vendor.agreement, world.calendar.text(world.today)
        if agreement is not None and agreement.ends_on is not None and agreement.ends_on < today:
            yield f"the agreement with {vendor.name} ended on {agreement.ends_on}"
        elif agreement is not None and agreement.starts_on is not None and agreement.starts_on > today:
            yield f"the agreement with {vendor.name} begins on {agreement.starts_on}"
    tax_ids, npis = _excess(account, world), foreign_npis(account, world)
    if tax_ids:
        yield f"tax ID {', '.join(tax_ids)}"
    if npis:
        yield f"NPI {', '.join(npis)}"
