"""What holds on a portal: what the practice has written of it, else what its profile says. It is joined only here."""

from functools import cache
from typing import Any, TypeVar

from portalaudit.inventory.records import Portal
from portalaudit.inventory.records.portal_records import MfaPolicy
from portalaudit.inventory.reference import Profile
from portalaudit.inventory.reference.profiles import AdminLimits, ProfileInactivity
from portalaudit.source.record_types import record_fields, validator, with_values

T = TypeVar("T")

OWN_FIELDS = {
    "automation_allowed": "automation_allowed",
    "identity_domain": "identity_domain",
    "inactivity": "inactivity",
    "max_admins": "max_administrators",
    "mfa": "mfa",
    "self_registration": "self_registration",
    "session_timeout_minutes": "session_timeout_minutes",
    "users_managed_by": "users_managed_by",
}
"""What the portal's own record may say otherwise than its profile: the name in the terms, and in the record."""


@cache
def nothing_known() -> Profile:
    """The terms of a portal of which nothing is known. No profile has such an id."""
    return with_values(_empty(Profile, id="nameless", name="Nameless", kind="standalone"), {"id": ""})


def terms_of(portal: Portal, profile: Profile | None) -> Profile:
    """The profile, or an empty one, with everything in it that the portal's own record says otherwise."""
    known = profile or nothing_known()
    return _with(
        known,
        name=portal.name,
        kind=portal.kind,
        identity_domain=portal.identity_domain or known.identity_domain or portal.id,
        self_registration=portal.self_registration,
        automation_allowed=portal.automation_allowed,
        session_timeout_minutes=portal.session_timeout_minutes,
        users_managed_by=portal.users_managed_by,
        mfa=_joined(known.mfa or _empty(MfaPolicy), portal.mfa),
        inactivity=_joined(known.inactivity or _empty(ProfileInactivity), portal.inactivity),
        max_admins=_with(known.max_admins or _empty(AdminLimits), per_tin=portal.max_administrators),
    )


def _empty(record: type[T], **needed: str) -> T:
    return validator(record).validate_python(needed)


def _joined(known: T, own: object) -> T:
    return (
        known if own is None else _with(known, **{name: getattr(own, name) for name in record_fields(type(own)) or ()})
    )


def _with(known: T, **own: Any) -> T:
    """The record with those of the values that are written."""
    return with_values(known, {name: value for name, value in own.items() if value is not None})
