import pytest

from portalaudit.inventory.facts import job_roles
from portalaudit.inventory.records import Person, Role
from tests.inventory.facts.small_worlds import held, person, world_of


def role(**fields: object) -> Role:
    return Role(id="desk", title="Front desk", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "found", "written_at"),
    [
        ({}, (), "with_approval"),
        ({"permissions": ("@front_office",), "with_approval": ("claim_status.view",)}, (), "with_approval"),
        (
            {"permissions": ("payment.view", "cob.view"), "with_approval": ("user.manage",)},
            ("payment.view", "user.manage"),
            "permissions",
        ),
        ({"permissions": ("cob.view",), "with_approval": ("remit.view",)}, ("remit.view",), "with_approval"),
    ],
)
def test_what_a_role_allows_with_money_and_administration(
    fields: dict[str, object], found: tuple[str, ...], written_at: str
) -> None:
    one = role(**fields)
    assert job_roles.sensitive_permissions(one, world_of()) == found
    assert job_roles._sensitive_route(one, world_of()) == (written_at,)


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
