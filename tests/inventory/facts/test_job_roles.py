import pytest

from portalaudit.inventory.facts import job_roles
from portalaudit.inventory.records import Role
from tests.inventory.facts.small_worlds import world_of


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
    rights = job_roles.rights(one, world_of())
    assert rights.sensitive == found
    assert (rights.written_at.record, rights.written_at.route) == (one, (written_at,))


def test_a_role_allows_the_permissions_of_its_sets() -> None:
    several = role(permissions=("@front_office", "user.view"))
    expected = tuple(sorted({"user.view", *world_of().reference.expand(("@front_office",))}))
    assert job_roles.rights(several, world_of()).allowed == expected
    assert job_roles.rights(role(permissions=()), world_of()).allowed == ()
    assert job_roles.rights(role(), world_of()).allowed is None
