import pytest

from portalaudit.inventory.facts import permissions
from portalaudit.inventory.records import Grant, Portal, Role
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, held, person, shipped_reference, world_of

PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone"),
    Portal(id="ngs", name="NGSConnex", kind="mac", profile="ngsconnex"),
    Portal(id="nmp", name="NMP", kind="mac", profile="noridian_nmp"),
    Portal(id="spot", name="SPOT", kind="mac", profile="first_coast_spot"),
    Portal(id="mycgs", name="myCGS", kind="mac", profile="mycgs"),
)
ROLES = (
    Role(id="desk", title="Desk", permissions=("eligibility.view",), with_approval=("claim_status.view",)),
    Role(id="biller", title="Biller", permissions=("claim.submit", "remit.view")),
    Role(id="vague", title="Vague"),
)
MANAGING = ("role.assign", "user.manage", "user.view")


def world(*roles: str) -> World:
    return world_of(
        portals=PORTALS, roles=ROLES, staff=(person("k-lee", roles=tuple(map(held, roles))), person("none"))
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"permissions": ()}, ()),
        ({"permissions": ("payment.view", "cob.view")}, ("cob.view", "payment.view")),
        ({"native_roles": ("Standard",)}, None),
        ({"portal": "ngs", "native_roles": ("eligibility lookup",)}, ("benefits.view", "cob.view", "eligibility.view")),
        ({"portal": "ngs", "native_roles": ("Standard User",)}, None),
        ({"portal": "ngs", "native_roles": ("Standard User",), "permissions": ("cob.view",)}, ("cob.view",)),
        ({"portal": "ngs", "native_roles": ("LSO", "Provider Profile")}, ("provider_data.view", *MANAGING)),
        (
            {"portal": "nmp", "native_roles": ("Provider Administrator",)},
            ("role.assign", "third_party.manage", "user.manage", "user.view"),
        ),
        ({"portal": "nmp", "permissions": ("user.manage",)}, ("user.manage",)),
    ],
)
def test_what_an_account_may_do(fields: dict[str, object], expected: tuple[str, ...] | None) -> None:
    assert permissions.effective_permissions(account(**fields), world()) == expected


@pytest.mark.parametrize("fields", [{"native_roles": ("Provider Administrator",)}, {"permissions": ("user.manage",)}])
def test_an_administrator_may_do_all_where_the_portal_says_so(fields: dict[str, object]) -> None:
    profile = shipped_reference().profiles["mycgs"]
    everything = {p for role in profile.native_roles or () for p in role.permissions or ()}
    found = permissions.effective_permissions(account(portal="mycgs", **fields), world())
    assert found == tuple(sorted(everything))


def test_an_approver_of_spot_is_an_end_user_too() -> None:
    (end_user,) = [
        r for r in shipped_reference().profiles["first_coast_spot"].native_roles or () if r.name == "End User"
    ]
    found = permissions.effective_permissions(account(portal="spot", native_roles=("Approver",)), world())
    assert found == tuple(sorted((*(end_user.permissions or ()), *MANAGING)))


def grant(*names: str, **fields: object) -> Grant:
    return Grant(kind="grant", permissions=names, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stated", "one", "expected"),
    [
        (None, grant("cob.view"), ("cob.view",)),
        (None, grant("cob.view", granted_on="2026-11-21"), None),
        ((), grant("cob.view"), ()),
        ((), grant("cob.view", expires_on="2026-11-20"), ("cob.view",)),
        ((), grant("cob.view", expires_on="2026-11-19"), ()),
        (("cob.view",), grant("cob.view", expires_on="2026-11-19"), ("cob.view",)),
    ],
)
def test_grants_add_what_is_in_force(
    stated: tuple[str, ...] | None, one: Grant, expected: tuple[str, ...] | None
) -> None:
    assert permissions.effective_permissions(account(permissions=stated, grants=(one,)), world()) == expected


@pytest.mark.parametrize(
    ("roles", "financial", "admin", "phi", "write"),
    [
        (
            ("Financials", "User Management"),
            ("overpayment.view", "payment.view", "remit.view"),
            MANAGING,
            ("remit.view",),
            ("role.assign", "user.manage"),
        ),
        (("Financials", "New"), ("overpayment.view", "payment.view", "remit.view"), None, ("remit.view",), None),
        (("Eligibility Lookup",), (), (), ("benefits.view", "cob.view", "eligibility.view"), ()),
        (("New",), None, None, None, None),
    ],
)
def test_sensitive_permissions_are_known_where_found_or_where_all_is_known(
    roles: tuple[str, ...],
    financial: tuple[str, ...] | None,
    admin: tuple[str, ...] | None,
    phi: tuple[str, ...] | None,
    write: tuple[str, ...] | None,
) -> None:
    one, here = account(portal="ngs", native_roles=roles), world()
    assert permissions.financial_permissions(one, here) == financial
    assert permissions.admin_permissions(one, here) == admin
    assert permissions.phi_permissions(one, here) == phi
    assert permissions.write_permissions(one, here) == write


@pytest.mark.parametrize(
    ("roles", "fields", "expected"),
    [
        (("desk",), {"permissions": ("eligibility.view",)}, ()),
        (("desk", "biller"), {"permissions": ("eligibility.view", "claim.submit")}, ()),
        (("desk",), {"permissions": ("remit.view", "claim.submit")}, ("claim.submit", "remit.view")),
        ((), {"permissions": ("eligibility.view",)}, ("eligibility.view",)),
        (("desk",), {"permissions": ("claim_status.view",)}, ("claim_status.view",)),
        (("desk",), {"permissions": ("claim_status.view",), "approved_by": "none", "approval_reason": "calls"}, ()),
        (
            ("desk",),
            {
                "permissions": ("claim_status.view",),
                "approved_by": "none",
                "approval_reason": "calls",
                "expires_on": "2026-11-19",
            },
            ("claim_status.view",),
        ),
        (
            ("desk",),
            {
                "permissions": ("claim_status.view",),
                "grants": (grant("claim_status.view", approved_by="none", reason="calls"),),
            },
            (),
        ),
        (
            ("desk",),
            {
                "permissions": ("claim_status.view",),
                "grants": (Grant(kind="create", approved_by="none", reason="calls"),),
            },
            (),
        ),
        (
            ("desk",),
            {"permissions": ("claim_status.view",), "grants": (grant("cob.view", approved_by="none", reason="calls"),)},
            ("claim_status.view",),
        ),
        (
            ("desk",),
            {"permissions": ("claim.submit",), "grants": (grant("claim.submit", approved_by="none", reason="calls"),)},
            ("claim.submit",),
        ),
        (
            ("desk",),
            {
                "permissions": ("claim.submit",),
                "grants": (grant("claim.submit", approved_by="none", expires_on="2026-11-20"),),
            },
            (),
        ),
        (("vague",), {"permissions": ("claim.submit",)}, None),
        (("vague", "biller"), {"permissions": ("claim.submit",)}, ()),
        (("desk",), {"person": "none", "permissions": ("claim.submit",)}, None),
        (("desk",), {"person": None, "permissions": ("claim.submit",)}, None),
        (("desk",), {}, None),
        (("desk",), {"portal": "ngs", "native_roles": ("New",)}, None),
        (("desk",), {"portal": "ngs", "native_roles": ("New", "Provider Profile")}, ("provider_data.view",)),
    ],
)
def test_what_no_role_allows(
    roles: tuple[str, ...], fields: dict[str, object], expected: tuple[str, ...] | None
) -> None:
    assert permissions.permissions_outside_roles(account(**fields), world(*roles)) == expected


def test_accounts_that_are_written_alike_share_one_answer() -> None:
    here = world("desk")
    first = permissions.access_of(account("a", permissions=("cob.view",)), here)
    assert permissions.access_of(account("b", permissions=("cob.view",)), here) is first
    assert permissions.access_of(account("c", permissions=("cob.view",), portal="ngs"), here) is not first


def test_of_several_users_those_who_have_left_do_not_count() -> None:
    left = person("left", ("2020-01-06", "2026-08-14"), roles=(held("desk", end="2026-08-14"),))
    undated = person("undated", ("2020-01-06", "2026-08-14"))
    here = world_of(staff=(left, undated, person(roles=(held("biller"),))), roles=ROLES)
    fields = {"permissions": ("claim.submit",)}
    shared = account(person=None, persons=("left", "undated", "k-lee"), **fields)
    assert permissions.permissions_outside_roles(shared, here) == ()
    assert permissions.permissions_outside_roles(account(person="left", **fields), here) == ("claim.submit",)
    assert permissions.permissions_outside_roles(account(person="undated", **fields), here) is None
