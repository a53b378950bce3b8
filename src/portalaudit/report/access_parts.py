"""Who can log in where, as JSON: a portal, a person and a login, each in one shape wherever it stands."""

from portalaudit.model.access import Access, Holder, Login, PortalInUse
from portalaudit.report.json_parts import location


def access_as_json(access: Access) -> dict[str, list[dict[str, object]]]:
    """Everybody, every portal, every login, and what the records say of days to come."""
    return {
        "portals": list(map(portal_as_json, access.portals)),
        "people": list(map(person_as_json, access.people)),
        "logins": [{**login_as_json(one), "location": location(one.place)} for one in access.logins],
        "coming": [{"on": one.on, "what": one.what} for one in access.coming],
    }


def portal_as_json(portal: PortalInUse) -> dict[str, object]:
    """A portal."""
    return {
        "id": portal.id,
        "name": portal.name,
        "administrators": portal.administrators,
        "listed_on": portal.listed_on or None,
        "reviewed_on": portal.reviewed_on or None,
        "review_due_on": portal.review_due_on or None,
    }


def person_as_json(person: Holder) -> dict[str, object]:
    """A person of the staff list."""
    return {
        "id": person.id,
        "name": person.name,
        "jobs": person.jobs,
        "left_on": person.left_on or None,
        "last_day": person.last_day or None,
        "on_leave": person.is_on_leave,
        "vendor": person.vendor or None,
        "training": [
            {"module": one.module, "completed_on": one.completed_on, "age_days": one.age_days}
            for one in person.training
        ],
    }


def login_as_json(login: Login) -> dict[str, object]:
    """A login."""
    return {
        "account": login.account,
        "login": login.login,
        "portal": login.portal,
        "people": login.people,
        "type": login.kind,
        "for_people": login.for_people,
        "status": login.status,
        "live": login.is_live,
        "administers": login.administers,
        "shared": login.is_shared,
        "permissions": login.permissions,
        "all_permissions_known": login.knows_all,
        "native_roles": login.roles,
        "since": login.since or None,
        "last_used_on": login.last_used_on or None,
        "known": {"by": login.known_by, "on": login.known_on or None},
    }
