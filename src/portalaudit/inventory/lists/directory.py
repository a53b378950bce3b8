"""The central directory: every payer that the practice works with, and where to sign in."""

from collections.abc import Iterable, Iterator

from portalaudit.inventory.facts.addresses import SignInAddress, sign_in_address
from portalaudit.inventory.facts.coverage import FunctionCover, coverage
from portalaudit.inventory.facts.payer_portals import contract_active, effective_contract, linked_portals
from portalaudit.inventory.facts.portals import administrator_names, closed
from portalaudit.inventory.records import Payer, Portal
from portalaudit.inventory.world import World
from portalaudit.model.listing import Cell, Link, Listing, Table

COLUMNS = (
    "Payer",
    "Line of business",
    "Portal",
    "Sign in at",
    "Address checked on",
    "Ask",
    "Use first",
    "Provider services",
    "While it is down",
)
FUNCTIONS = ("eligibility", "claim details", "payments", "prior authorization")
MATRIX = ("Payer", *(function.capitalize() for function in FUNCTIONS))
OTHERS = ("Payer", "Line of business", "Contract", "Last day", "Portal", "Sign in at")
_CAN = "Eligibility by the front office, claims and payments by the billing desk: people who are here and trained."
_LAST = "The telephone comes last: portal first, then clearinghouse, and a call only when both fail."


def directory_listing(world: World) -> Listing:
    """Contracted payers with their portals, then the others, then portals of no payer, each by name."""
    payers = _by_name(world.inventory.tables["payers"].records)
    contracted = [payer for payer in payers if contract_active(payer, world)]
    others = [payer for payer in payers if not contract_active(payer, world)]
    practice = world.inventory.practice
    tables = (
        Table("Contracted payers", COLUMNS, tuple(row for p in contracted for row in _rows(p, world)), intro=_LAST),
        Table("Who can do what", MATRIX, tuple(_work(payer, world) for payer in contracted), intro=_CAN),
        Table("Payers without a running contract", OTHERS, tuple(row for p in others for row in _old_rows(p, world))),
        Table("Clearinghouses", ("Clearinghouse", "Transactions"), tuple(_clearinghouses(world))),
        Table("Portals of no payer", ("Portal", "Kind", "Sign in at", "Ask"), tuple(_loose(world))),
    )
    return Listing(
        "Directory of payer portals",
        tuple(table for table in tables if table.rows or table is tables[0]),
        about=practice.name if practice else "",
        as_of=world.calendar.as_of,
        notes=tuple(_notes(world)),
    )


def _by_name(payers: Iterable[Payer]) -> list[Payer]:
    return sorted(payers, key=lambda payer: (payer.name.casefold(), payer.id))


def _rows(payer: Payer, world: World) -> Iterator[tuple[Cell, ...]]:
    for portal in linked_portals(payer, world):
        yield (
            payer.name,
            _words(payer.line_of_business),
            portal.name,
            _address(portal, world),
            portal.url_verified_on or "never",
            administrator_names(portal, world),
            ", ".join(payer.channels or ()),
            payer.phone or "not written down",
            _fallback(portal),
        )
    if not linked_portals(payer, world):
        reason = payer.no_portal.reason if payer.no_portal else "none is listed"
        phone = payer.phone or "not written down"
        channels = ", ".join(payer.channels or ())
        yield (payer.name, _words(payer.line_of_business), f"no portal: {reason}", "", "", "", channels, phone, "")


def _work(payer: Payer, world: World) -> tuple[Cell, ...]:
    """Who can do each part of the daily work for a payer; `-` where no portal offers it or the payer needs none."""
    covers = {cover.function: cover for cover in coverage(payer, world)}
    return (payer.name, *(_people(covers.get(function)) for function in FUNCTIONS))


def _people(cover: FunctionCover | None) -> str:
    if cover is None:
        return "-"
    if cover.count is None:
        return "not known"
    return ", ".join(person.name for person in cover.people) or "no one"


def _old_rows(payer: Payer, world: World) -> Iterator[tuple[Cell, ...]]:
    contract = effective_contract(payer, world)
    state = _words(contract.status) if contract and contract.status else "not written down"
    ended = (contract.ended_on or "") if contract else ""
    for portal in linked_portals(payer, world) or (None,):
        named, address = (portal.name, _address(portal, world)) if portal else ("", "")
        yield (payer.name, _words(payer.line_of_business), state, ended, named, address)


def _address(portal: Portal, world: World) -> Cell:
    """The address as a link; one that must not be opened as text, with the reasons."""
    address = sign_in_address(portal, world)
    if portal.login_url is None or address is None:
        return "not written down"
    unsafe = "; ".join(_unsafe(address))
    return f"do not use: {unsafe} ({portal.login_url})" if unsafe else Link(portal.login_url, portal.login_url)


def _unsafe(address: SignInAddress) -> Iterator[str]:
    """Why an address must not be opened."""
    if not address.host:
        yield "it is not a complete address like https://portal.example.org"
        return
    if address.user_name:
        yield f"a user name stands before the host, which is {address.host}"
    if address.foreign_letters:
        yield f"the host {address.host} has letters that only look like others"
    elif address.resembles is not None:
        yield f"the host {address.host} looks like {address.resembles}, but is another"
    elif (
        address.own_hosts
        and address.own_hosts_verified
        and not (address.on_own_host or address.search_engine or address.redirector)
    ):
        yield f"the host {address.host} is none of this portal's"
    if not address.encrypted:
        yield "it does not begin with https://"
    if address.search_engine:
        yield f"it leads through the search engine {address.host}"
    if address.redirector:
        yield f"it leads through {address.host}, which hides where it ends"
    if address.session_key:
        yield "it contains the key of a session"


def _fallback(portal: Portal) -> str:
    if portal.downtime is None:
        return "nothing is written down"
    return ", then ".join(step.kind for step in portal.downtime.steps or ()) or "nothing is written down"


def _clearinghouses(world: World) -> Iterator[tuple[Cell, ...]]:
    practice = world.inventory.practice
    for one in (practice.clearinghouses if practice else None) or ():
        yield (one.name, ", ".join(one.transactions or ()))


def _loose(world: World) -> Iterator[tuple[Cell, ...]]:
    for portal in sorted(world.inventory.tables["portals"].records, key=lambda p: (p.name.casefold(), p.id)):
        if not portal.payers and not closed(portal, world):
            yield (portal.name, portal.kind, _address(portal, world), administrator_names(portal, world))


def _words(code: str | None) -> str:
    return (code or "").replace("_", " ")


def _notes(world: World) -> Iterator[str]:
    practice = world.inventory.practice
    master = practice.master_portal_administrator if practice else None
    person = world.indexes.person(master.person) if master else None
    if person is not None:
        yield f"Kept by {person.name}, master portal administrator."
    yield "Open the addresses from this list, never from an e-mail or a search engine."
