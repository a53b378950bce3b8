"""Who can log in where on the day, and what the records say for the days after it."""

from collections.abc import Iterable, Iterator

from portalaudit.inventory.facts.accounts import NOT_YET, for_people, live, users
from portalaudit.inventory.facts.authorization import administers
from portalaudit.inventory.facts.clocks import running_clocks
from portalaudit.inventory.facts.drift import newest_export_on, user_list
from portalaudit.inventory.facts.people import current_roles, engagements_of, left_on, on_leave
from portalaudit.inventory.facts.permissions import access_of as rights_of
from portalaudit.inventory.facts.portals import began_on, last_review_on, live_accounts
from portalaudit.inventory.facts.reviews import completed
from portalaudit.inventory.facts.training import required_training
from portalaudit.inventory.records import Account, Person, Portal, Review
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.world import World
from portalaudit.model.access import UNKNOWN_STATUS, Access, Coming, Holder, Known, Login, PortalInUse, Trained


def access_of(world: World) -> Access:
    """The people, portals and logins of a practice, and what is coming."""
    tables = world.inventory.tables
    people = (_holder(person, world) for person in tables["staff"].records)
    portals = (_portal(portal, world) for portal in tables["portals"].records)
    logins = (
        _login(account, world)
        for account in tables["accounts"].records
        if any(one.status != NOT_YET for one in _readings(account, world))
    )
    return Access(
        tuple(sorted(people, key=lambda one: (one.name.casefold(), one.id))),
        tuple(sorted(portals, key=lambda one: (one.name.casefold(), one.id))),
        tuple(sorted(logins, key=lambda one: (one.login.casefold(), one.account))),
        tuple(sorted(set(_coming(world)))),
    )


def _readings(account: Account, world: World) -> tuple[Account, ...]:
    """The account as it may have been on the day: one where the records leave nothing open."""
    other = world.other and world.other.indexes.account(account.id)
    return (account, other) if other and other.status != account.status else (account,)


def _holder(person: Person, world: World) -> Holder:
    vendor = world.inventory.tables["vendors"].get(person.vendor)
    ends = [one.end for one in engagements_of(person, world)]
    return Holder(
        id=person.id,
        name=person.name,
        jobs=tuple(role.title for role in current_roles(person, world) or ()),
        left_on=left_on(person, world) or "",
        last_day=max((world.calendar.local_day(end) for end in ends if end), default="") if all(ends) else "",
        is_on_leave=on_leave(person, world) is True,
        vendor=vendor.name if vendor else "",
        training=tuple(_trained(person, world)),
    )


def _trained(person: Person, world: World) -> Iterator[Trained]:
    for one in required_training(person, world) or ():
        if one.completed_on is not None and one.age_days is not None:
            yield Trained(one.module.title or one.module.id, one.completed_on, one.age_days)


def _portal(portal: Portal, world: World) -> PortalInUse:
    people = (world.indexes.person(one) for one in portal.administrators or ())
    reviews = _open_reviews(world.indexes.reviews_of_portal.get(portal.id, ()))
    return PortalInUse(
        id=portal.id,
        name=portal.name,
        administrators=tuple(person.name for person in people if person),
        listed_on=newest_export_on(portal, world) or "",
        reviewed_on=last_review_on(portal, world) or "",
        review_due_on=min((one.due_on for one in reviews if one.due_on), default=""),
    )


def _open_reviews(reviews: Iterable[Review]) -> Iterator[Review]:
    return (one for one in reviews if one.completed_on is None)


def _login(account: Account, world: World) -> Login:
    people = users(account, world) or ()
    rights = rights_of(account, world)
    known_by, known_on = _known(account, world)
    readings = _readings(account, world)
    return Login(
        account=account.id,
        login=account.login,
        portal=account.portal,
        people=tuple(person.id for person in people),
        status=account.status if len(readings) == 1 else UNKNOWN_STATUS,
        place=world.places(account, ())[0],
        kind=account.type,
        is_live=any(live(one, world) for one in readings),
        administers=administers(account, world) is True,
        is_shared=account.type == "shared_legacy" or (for_people(account, world) and len(people) > 1),
        for_people=for_people(account, world),
        last_used_on=_last_used_on(account.last_login_on, world),
        permissions=tuple(sorted(rights.permissions)),
        knows_all=rights.is_complete,
        roles=account.native_roles or (),
        since=began_on(account) or "",
        known_by=known_by,
        known_on=known_on,
    )


def _known(account: Account, world: World) -> tuple[Known, str]:
    """What shows that a login is there besides its own record, and on which day last: the list before a review."""
    found = sorted(((day, by) for by, day in _seen(account, world)), reverse=True)
    return (found[0][1], found[0][0]) if found else (Known.RECORD, "")


def _seen(account: Account, world: World) -> Iterator[tuple[Known, str]]:
    portal = world.indexes.portal(account.portal)
    listed = user_list(portal, world) if portal else None
    if listed is not None and account.id in listed.row_of:
        yield Known.USER_LIST, world.calendar.text(listed.day)
    for one in world.indexes.decisions_of_account.get(account.id, ()):
        if completed(one.review, world) and one.review.completed_on:
            yield Known.REVIEW, one.review.completed_on


def _last_used_on(written: str | None, world: World) -> str:
    if written is None or written == NEVER:
        return written or ""
    return world.calendar.local_day(written)


def _coming(world: World) -> Iterator[Coming]:
    today = world.calendar.text(world.today)
    for on, what in _dated(world):
        if on is not None and world.calendar.local_day(on) >= today:
            yield Coming(world.calendar.local_day(on), what)


def _recertified_by(portal: Portal, world: World) -> str | None:
    """The first day from now on by which a portal wants a login confirmed again."""
    running = (clock for account in live_accounts(portal, world) for clock in running_clocks(account, world))
    today = world.calendar.text(world.today)
    return min((one.ends_on for one in running if one.kind == "recertification" and one.ends_on >= today), default=None)


def _dated(world: World) -> Iterator[tuple[str | None, str]]:
    """Days that are recorded, past ones too, and what happens on each."""
    tables, indexes = world.inventory.tables, world.indexes
    for portal in tables["portals"].records:
        for review in _open_reviews(indexes.reviews_of_portal.get(portal.id, ())):
            yield review.due_on, f"access review of {portal.name} is due"
        yield _recertified_by(portal, world), f"users of {portal.name} are to be confirmed to the payer again"
    for person in tables["staff"].records:
        for engagement in engagements_of(person, world):
            yield engagement.end, f"last working day of {person.name}"
    for vendor in tables["vendors"].records:
        yield vendor.baa and vendor.baa.expires_on, f"business associate agreement with {vendor.name} ends"
    for account in tables["accounts"].records:
        if live(account, world):
            portal = indexes.portal(account.portal)
            name = f"{account.login} on {portal.name if portal else account.portal}"
            yield account.scheduled_deactivation_on, f"{name} is to be closed"
            yield account.expires_on, f"last day of {name}"
            yield account.migrate_by, f"shared login {name} is to be replaced"
