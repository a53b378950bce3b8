"""Why a waiver does not count, whatever any rule says: what is not recorded, over, or approved by the wrong person."""

from collections.abc import Collection, Iterator

from portalaudit.inventory.facts.people import held_today
from portalaudit.inventory.facts.waiver_terms import Term, term_days, term_of
from portalaudit.inventory.records import Account, Completion, Decision, Person, Review, Waiver
from portalaudit.inventory.subjects import Group
from portalaudit.inventory.tables import Record
from portalaudit.inventory.waiver_standing import Defect
from portalaudit.inventory.world import World
from portalaudit.policy.waiving import Authority

LONGEST_DAYS = 180
"""How long a term may last where no rule for waivers says that."""


def defects(waiver: Waiver, concerned: Collection[str], authority: Authority, world: World) -> Iterator[Defect]:
    """What is wrong with a waiver of a finding about these people."""
    term = term_of(waiver, world)
    if waiver.reason is None:
        yield "no reason"
    if waiver.requested_by is None:
        yield "no requester"
    yield from _of_days(term, world)
    if term.approved_by is None:
        yield "not approved"
        return
    if term.approved_by == waiver.requested_by:
        yield "self-approved"
    if term.approved_by in concerned:
        yield "approved by the person concerned"
    if not _may_approve(term, authority, world):
        yield "approver not authorized"


def too_long(waiver: Waiver, world: World) -> Iterator[Defect]:
    """What is wrong with a waiver for which no rule says how long it may last."""
    days = term_days(term_of(waiver, world), world)
    if days is not None and days > LONGEST_DAYS:
        yield "too long"


def _of_days(term: Term, world: World) -> Iterator[Defect]:
    if term.approved_on is None:
        yield "no approval date"
    elif world.calendar.days_since(term.approved_on) < 0:
        yield "approved later"
    if term.expires_on is None:
        yield "no last day"
    elif world.calendar.days_since(term.expires_on) > 0:
        yield "ended"


def _may_approve(term: Term, authority: Authority, world: World) -> bool:
    """Whether the policy names the approver, or a role that the approver held on the day of the approval.

    Where it names no one, the practice's compliance officer and its approvers may.
    """
    if not authority.approvers and not authority.approver_roles:
        practice = world.inventory.practice
        return practice is not None and term.approved_by in (practice.compliance_officer, *(practice.approvers or ()))
    if any(one.id == term.approved_by for one in authority.approvers):
        return True
    person = world.indexes.person(term.approved_by)
    day = term.approved_on or world.calendar.text(world.today)
    roles = {one.id for one in authority.approver_roles}
    return any(held.role in roles and held_today(held, day) for held in (person.roles if person else None) or ())


def concerned_by(record: Record, world: World) -> Iterator[str]:
    """Ids of the people of a record: of an account its owners, of a decision those and who decided."""
    if isinstance(record, Person):
        yield record.id
    elif isinstance(record, Account):
        yield from (person for person in (record.person, *(record.persons or ())) if person)
    elif isinstance(record, Group):
        for account in record.accounts:
            yield from concerned_by(account, world)
    elif isinstance(record, Completion):
        yield record.person
    elif isinstance(record, Review):
        yield from (record.reviewer,) if record.reviewer else ()
    elif isinstance(record, Decision):
        yield from (record.reviewer,) if record.reviewer else ()
        yield from concerned_by(world.indexes.account(record.account), world)
