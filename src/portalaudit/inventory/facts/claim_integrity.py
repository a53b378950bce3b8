"""Derived facts of people who may send or change claims, and of what they learned about doing so correctly."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.curriculum import topics_of
from portalaudit.inventory.facts.people import live_accounts
from portalaudit.inventory.facts.permissions import access_of
from portalaudit.inventory.facts.training import RequiredTraining, standing
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.world import World

CLAIM_WORK = frozenset(
    {"claim.submit", "claim.correct", "claim.attach", "appeal.submit", "overpayment.respond", "prior_auth.submit"}
)
"""Permissions with which somebody tells a payer something for which it pays."""

TOPIC = "claim_integrity"


@derived()
def claim_work(person: Person, world: World) -> tuple[str, ...] | None:
    """What the person's live accounts may send or change: claims, attachments, appeals, refunds, authorizations.

    Not known where none was found and the `permissions` of an account are not all known.
    """
    accesses = [access_of(account, world) for account in live_accounts(person, world)]
    found = {permission for access in accesses for permission in access.permissions & CLAIM_WORK}
    return tuple(sorted(found)) if found or all(access.is_complete for access in accesses) else None


@derived()
def claim_accounts(person: Person, world: World) -> tuple[Account, ...]:
    """The person's live accounts that may send or change claims, as far as their permissions are known."""
    return tuple(a for a in live_accounts(person, world) if access_of(a, world).permissions & CLAIM_WORK)


@derived(written_at="id")
def claim_integrity_missing(person: Person, world: World) -> bool | None:
    """Whether no completion of a module on claim integrity counts, or only one that has been replaced since.

    Not known where none counts while the curriculum has no modules, or one of which the `topics` are not written.
    """
    if _newest(person, world) is not None:
        return False
    modules = world.inventory.tables["modules"].records
    return True if modules and all(module.topics is not None for module in modules) else None


@derived(written_at="id")
def claim_integrity_age_days(person: Person, world: World) -> int | None:
    """Days since the newest completion of a module on claim integrity that counts, days of leave not counted.

    Not known where no completion with `completed_on` counts.
    """
    newest = _newest(person, world)
    return None if newest is None else newest.age_days


@derived(written_at="id")
def claim_integrity_note(person: Person, world: World) -> str:
    """When somebody last completed training in claim integrity, in words; also where that no longer counts."""
    newest = _newest(person, world)
    if newest is not None:
        return f"last completed on {newest.completed_on}"
    replaced = [each.completed_on for each in _standings(person, world) if each.completed_on is not None]
    return f"completed on {max(replaced)} in a version that has been replaced" if replaced else "never completed"


@derived(written_at="certifications")
def valid_certifications(person: Person, world: World) -> tuple[str, ...]:
    """Names of the certificates that are in force on the day, the last day included; one without `expires_on` is."""
    today = world.calendar.text(world.today)
    return tuple(each.name for each in person.certifications or () if today <= (each.expires_on or today))


def _newest(person: Person, world: World) -> RequiredTraining | None:
    """The newest completion that counts of any module on claim integrity."""
    counting = [each for each in _standings(person, world) if each.age_days is not None and not each.superseded]
    return min(counting, key=lambda each: each.age_days or 0, default=None)


def _standings(person: Person, world: World) -> list[RequiredTraining]:
    """How each module on claim integrity stands for somebody."""
    modules = world.inventory.tables["modules"].records
    return [standing(person, module, world) for module in modules if TOPIC in topics_of(module)]
