from typing import Any

import pytest

from portalaudit.inventory.records import Portal
from portalaudit.inventory.records.portal_records import Inactivity, MfaPolicy
from portalaudit.inventory.reference import Profile
from tests.inventory.facts.small_worlds import world_of


def terms(**fields: Any) -> Profile:
    return world_of(portals=(Portal(**{"id": "p", "name": "P", "kind": "mac", **fields}),)).terms("p")


def policy(**fields: object) -> MfaPolicy:
    return MfaPolicy(**{"required": None, "methods": None, **fields})  # type: ignore[arg-type]


def test_what_the_portal_does_not_say_comes_from_its_profile() -> None:
    found = terms(profile="noridian_nmp")
    assert (found.id, found.name, found.password_max_age_days, found.is_verified("recertification")) == (
        "noridian_nmp",
        "P",
        365,
        True,
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "p"),
        ({"profile": "novitasphere"}, "cms_idm"),
        ({"profile": "novitasphere", "identity_domain": "Its own"}, "Its own"),
    ],
)
def test_logins_are_unique_where_the_portal_says_then_its_profile_then_in_the_portal(
    fields: dict[str, str], expected: str
) -> None:
    assert terms(**fields).identity_domain == expected


@pytest.mark.parametrize(
    ("profile", "own", "required", "methods"),
    [
        (None, None, None, None),
        ("ngsconnex", None, True, None),
        ("uhc", None, None, None),
        ("cigna_hcp", None, True, ("email",)),
        ("ngsconnex", policy(), True, None),
        ("ngsconnex", policy(required=False), False, None),
        ("ngsconnex", policy(methods=("none",)), True, ("none",)),
        (None, policy(required=True, methods=()), True, ()),
    ],
)
def test_second_factors(
    profile: str | None, own: MfaPolicy | None, required: bool | None, methods: tuple[str, ...] | None
) -> None:
    found = terms(profile=profile, mfa=own).mfa
    assert found is not None
    assert (found.required, found.methods) == (required, methods)


@pytest.mark.parametrize(
    ("fields", "disable", "delete"),
    [
        ({}, None, None),
        ({"profile": "noridian_nmp"}, 30, 90),
        ({"profile": "noridian_nmp", "inactivity": Inactivity(delete_days=0)}, 30, 0),
        ({"profile": "noridian_nmp", "inactivity": Inactivity(disable_days=45)}, 45, 90),
    ],
)
def test_clocks_for_idle_logins(fields: dict[str, object], disable: int | None, delete: int | None) -> None:
    found = terms(**fields).inactivity
    assert found is not None
    assert (found.disable_days, found.delete_days) == (disable, delete)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (None, None)),
        ({"profile": "noridian_nmp"}, (5, 25)),
        ({"profile": "noridian_nmp", "max_administrators": 2}, (2, 25)),
        ({"max_administrators": 0}, (0, None)),
    ],
)
def test_the_most_administrators(fields: dict[str, object], expected: tuple[int | None, int | None]) -> None:
    found = terms(**fields).max_admins
    assert found is not None
    assert (found.per_tin, found.tins_each) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (None, None)),
        ({"profile": "palmetto_eservices"}, (False, None)),
        ({"profile": "palmetto_eservices", "automation_allowed": True}, (True, None)),
        ({"profile": "uhc"}, (None, True)),
        ({"profile": "uhc", "self_registration": False}, (None, False)),
        ({"self_registration": True}, (None, True)),
    ],
)
def test_robots_and_users_who_register_themselves(
    fields: dict[str, object], expected: tuple[bool | None, bool | None]
) -> None:
    found = terms(**fields)
    assert (found.automation_allowed, found.self_registration) == expected


def test_of_a_portal_that_is_not_there_nothing_is_known() -> None:
    found = world_of().terms("elsewhere")
    assert (found.id, found.identity_domain, found.mfa, found.verified) == ("", None, None, False)


def test_a_portal_named_like_a_profile_has_not_its_roles() -> None:
    named = world_of(portals=(Portal(id="availity", name="A", kind="hub"),)).terms("availity")
    assert (named.id, named.native_roles) == ("", None)
