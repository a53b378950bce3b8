import pytest

from portalaudit.inventory.facts import job_roles
from portalaudit.inventory.records import Person, Role
from tests.inventory.facts.small_worlds import held, person, world_of


def role(**fields: object) -> Role:
    whole = {
        "category": "front_office",
        "permissions": ("cob.view",),
        "job_description": "tab 4",
        "job_description_on": "2026-11-10",
        "owner": "k-lee",
    }
    return Role(id="desk", title="Front desk", **{**whole, **fields})


@pytest.mark.parametrize(
    ("fields", "gaps"),
    [
        ({}, ()),
        ({"permissions": ()}, ()),
        ({"category": None}, ("part of the office",)),
        ({"permissions": None, "owner": None}, ("list of what it allows", "owner")),
        ({"job_description": None}, ("written job description",)),
    ],
)
def test_what_a_definition_lacks(fields: dict[str, object], gaps: tuple[str, ...]) -> None:
    assert job_roles.definition_gaps(role(**fields), world_of()) == gaps


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ()),
        ({"permissions": ("@front_office",), "with_approval": ("claim_status.view",)}, ()),
        (
            {"permissions": ("payment.view", "cob.view"), "with_approval": ("user.manage",)},
            ("payment.view", "user.manage"),
        ),
        ({"permissions": None, "with_approval": ("remit.view",)}, ("remit.view",)),
        ({"category": "billing_desk", "permissions": ("payment.view",)}, ()),
        ({"category": None, "permissions": ("payment.view",)}, ()),
    ],
)
def test_what_the_front_office_must_not_hold(fields: dict[str, object], found: tuple[str, ...]) -> None:
    assert job_roles.sensitive_front_office(role(**fields), world_of()) == found


@pytest.mark.parametrize(("day", "days"), [("2026-11-10", 10), (None, None)])
def test_the_age_of_the_job_description(day: str | None, days: int | None) -> None:
    assert job_roles.job_description_days(role(job_description_on=day), world_of()) == days


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        ((person("a", ("2020-01-01", None), roles=(held("desk"),)),), True),
        ((person("a", ("2020-01-01", None), roles=(held("desk"),)), person("b")), True),
        ((person("a", roles=(held("desk"),)),), None),
        ((person("a", roles=(held("desk", None, "2026-11-19"),)),), False),
        ((person("a", ("2020-01-01", "2026-11-19"), roles=(held("desk"),)),), False),
        ((person("a", roles=(held("other"),)), person("b")), None),
        ((person("a", ("2020-01-01", "2026-11-19")),), False),
        ((), False),
    ],
)
def test_whether_somebody_holds_it(staff: tuple[Person, ...], expected: bool | None) -> None:
    one = role()
    assert job_roles.held(one, world_of(roles=(one,), staff=staff)) is expected


@pytest.mark.parametrize(
    ("fields", "note", "route"),
    [
        ({}, "nobody holds it; its job description is of 2026-11-10", ("job_description_on",)),
        ({"job_description_on": None}, "nobody holds it", ()),
        ({"owner": None}, "has no owner; nobody holds it", ()),
        (
            {"permissions": ("payment.view",), "with_approval": ("user.manage",)},
            "allows payment.view, user.manage in the front office; nobody holds it",
            ("permissions",),
        ),
        (
            {"with_approval": ("user.manage",), "job_description_on": None},
            "allows user.manage in the front office; nobody holds it",
            ("with_approval",),
        ),
    ],
)
def test_what_is_said_and_where(fields: dict[str, object], note: str, route: tuple[str, ...]) -> None:
    one = role(**fields)
    here = world_of(roles=(one,))
    assert job_roles.definition_note(one, here) == note
    assert job_roles._definition_route(one, here) == route
