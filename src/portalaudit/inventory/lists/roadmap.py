"""The way of each portal into daily use, in four phases: registration, carrier mapping, provisioning, training."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from portalaudit.inventory.facts.accounts import for_people, users
from portalaudit.inventory.facts.curriculum import needs_of_account
from portalaudit.inventory.facts.payer_portals import contract_active
from portalaudit.inventory.facts.portals import closed, live_accounts
from portalaudit.inventory.facts.training import missing_training
from portalaudit.inventory.records import Account, Payer, Person, Portal
from portalaudit.inventory.world import World
from portalaudit.model.listing import Listing, Table
from portalaudit.model.values import dataclass

COLUMNS = ("Portal", "1 Registration", "2 Carrier mapping", "3 Provisioning", "4 Training", "Next")
_INTRO = "A phase counts as done only where the inventory says so. Work on the first open phase of each portal."


class Stand(StrEnum):
    """How far a phase is."""

    DONE = "done"
    OPEN = "open"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of one portal: how far it is, what tells so, and what to do next where it is not done."""

    stand: Stand
    why: str
    step: str = ""

    def __str__(self) -> str:
        return f"{self.stand}: {self.why}"


def phases(portal: Portal, world: World) -> tuple[Phase, ...]:
    """The four phases of a portal, in order."""
    return tuple(ask(portal, world) for ask in (_registration, _mapping, _provisioning, _training))


def roadmap_listing(world: World) -> Listing:
    """Every portal that is not closed, those with the least done first."""
    practice = world.inventory.practice
    open_portals = [p for p in world.inventory.tables["portals"].records if not closed(p, world)]
    standing = sorted(
        ((p, phases(p, world)) for p in open_portals), key=lambda one: (_done(one[1]), one[0].name, one[0].id)
    )
    rows = tuple((portal.name, *map(str, found), _next(found)) for portal, found in standing)
    return Listing(
        "Roadmap of payer portals",
        (Table("", COLUMNS, rows, intro=_INTRO, empty="The inventory lists no portal."),),
        about=practice.name if practice else "",
        as_of=world.calendar.as_of,
    )


def _done(found: Iterable[Phase]) -> int:
    """How many phases are done before the first one that is not."""
    number = 0
    for phase in found:
        if phase.stand is not Stand.DONE:
            break
        number += 1
    return number


def _next(found: Iterable[Phase]) -> str:
    return next((phase.step for phase in found if phase.stand is not Stand.DONE), "nothing to do")


def _registration(portal: Portal, _world: World) -> Phase:
    registration = portal.registration
    status = registration.status if registration else None
    if registration is None or status is None:
        return Phase(Stand.UNKNOWN, "nothing is written down", "write down how the registration stands")
    if status == "verified":
        return Phase(Stand.DONE, f"verified{_on(registration.verified_on)}")
    if status == "submitted":
        step = "ask the portal, or finish what it asked for"
        return Phase(Stand.OPEN, f"submitted{_on(registration.submitted_on)}, not verified yet", step)
    if status == "rejected":
        return Phase(Stand.OPEN, "rejected", "correct what the portal rejected, and submit again")
    return Phase(Stand.OPEN, "not begun", "register with tax ID, group NPI and legal name at hand")


def _on(day: str | None) -> str:
    return f" on {day}" if day else ""


def _mapping(portal: Portal, world: World) -> Phase:
    if portal.payers is None:
        return Phase(Stand.UNKNOWN, "no payers are written down", "write down the payers that it reaches")
    if portal.kind == "sso" or portal.credentialing_only:
        return Phase(Stand.DONE, "it links no payers of its own")
    payers = [payer for name in portal.payers if (payer := world.indexes.payer(name))]
    idle = [payer for payer in payers if contract_active(payer, world) is False]
    unclear = [payer for payer in payers if contract_active(payer, world) is None]
    if not payers:
        return Phase(Stand.OPEN, "no payer is linked", "link the payers of your contracts in the portal")
    if len(idle) == len(payers):
        return Phase(
            Stand.OPEN, f"no contract runs with {_named(idle)}", "close the portal, or link payers that you bill"
        )
    if unclear:
        return Phase(
            Stand.UNKNOWN, f"the contract with {_named(unclear)} is not written down", "write down the contract"
        )
    return Phase(Stand.DONE, f"{_named(payer for payer in payers if payer not in idle)} linked")


def _named(payers: Iterable[Payer]) -> str:
    return ", ".join(payer.name for payer in payers)


def _provisioning(portal: Portal, world: World) -> Phase:
    accounts = [account for account in live_accounts(portal, world) if for_people(account, world)]
    if not accounts:
        return Phase(Stand.OPEN, "no one has a live account", "give each person who needs it an account of their own")
    shared = [account for account in accounts if _is_shared(account, world)]
    if shared:
        step = "give each person an account of their own, then close the shared login"
        return Phase(Stand.OPEN, f"shared: {', '.join(account.login for account in shared)}", step)
    ownerless = [account for account in accounts if not users(account, world)]
    if ownerless:
        names = ", ".join(account.login for account in ownerless)
        return Phase(Stand.UNKNOWN, f"no user is recorded for {names}", "find out who uses the login, or close it")
    people = {person.id for account in accounts for person in users(account, world) or ()}
    return Phase(Stand.DONE, f"{len(people)} {'person has' if len(people) == 1 else 'people have'} an own account")


def _is_shared(account: Account, world: World) -> bool:
    return account.type == "shared_legacy" or len(users(account, world) or ()) > 1


def _training(portal: Portal, world: World) -> Phase:
    people = dict(_people(portal, world))
    if not people:
        return Phase(Stand.OPEN, "no one to train yet", "train each person before the first login")
    lacking = {name: titles for name, titles in people.items() if titles}
    if lacking:
        named = "; ".join(f"{name}: {', '.join(titles)}" for name, titles in lacking.items() if titles)
        return Phase(Stand.OPEN, f"still to do: {named}", "complete the modules that are named")
    unclear = [name for name, titles in people.items() if titles is None]
    if unclear:
        return Phase(
            Stand.UNKNOWN, f"what {', '.join(unclear)} needs is not written down", "write down modules and roles"
        )
    if portal.downtime is None:
        return Phase(
            Stand.OPEN, "no protocol for when it is down", "write one page: what to do while the portal is down"
        )
    return Phase(
        Stand.DONE, f"{len(people)} {'person' if len(people) == 1 else 'people'} trained, downtime protocol written"
    )


def _people(portal: Portal, world: World) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Everybody with an account, by name, and the required modules for it that were never completed."""
    for account in live_accounts(portal, world):
        if for_people(account, world):
            for person in users(account, world) or ():
                yield person.name, _lacking(account, person, world)


def _lacking(account: Account, person: Person, world: World) -> tuple[str, ...] | None:
    missing = missing_training(person, world)
    if missing is None:
        return None
    titles = {module.title or module.id for module in needs_of_account(account, person, world).modules}
    return tuple(title for title in missing if title in titles)
