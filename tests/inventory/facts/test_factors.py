import pytest

from portalaudit.inventory.facts import factors
from portalaudit.inventory.records import Portal
from portalaudit.inventory.records.portals import MfaPolicy
from tests.inventory.facts.small_worlds import account, person, world_of

KIM, AMBER = person("k-lee"), person("a-sato", name="Amber Sato")


def policy(**fields: object) -> MfaPolicy:
    return MfaPolicy(**{"required": None, "methods": None, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("profile", "own", "required", "offered"),
    [
        (None, None, None, None),
        ("noridian_nmp", None, True, True),
        ("ngsconnex", None, True, None),
        ("cigna_hcp", None, None, None),
        ("noridian_nmp", policy(), True, True),
        ("noridian_nmp", policy(required=False), False, True),
        ("noridian_nmp", policy(methods=("none",)), True, False),
        (None, policy(required=True, methods=()), True, False),
        (None, policy(methods=("none", "sms")), None, True),
    ],
)
def test_a_portal_speaks_for_itself_before_its_profile(
    profile: str | None, own: MfaPolicy | None, required: bool | None, offered: bool | None
) -> None:
    portal = Portal(id="p", name="P", kind="mac", profile=profile, mfa=own)
    assert (factors.mfa_required(portal, world_of()), factors.mfa_offered(portal, world_of())) == (required, offered)


BARE = Portal(id="bare", name="Bare", kind="standalone", mfa=policy(methods=()))
OPEN = Portal(id="cco", name="Rimrock CCO", kind="standalone")


@pytest.mark.parametrize(
    ("portal", "mfa", "expected"),
    [
        ("cco", None, None),
        ("cco", "sms", "on"),
        ("cco", "sso", "on"),
        ("cco", "none", "off"),
        ("bare", "none", "not offered"),
        ("bare", "totp", "on"),
        ("elsewhere", "none", "off"),
    ],
)
def test_a_second_factor_is_on_or_off_or_not_offered(portal: str, mfa: str | None, expected: str | None) -> None:
    assert factors.mfa_state(account(portal=portal, mfa=mfa), world_of(portals=(BARE, OPEN))) == expected


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        (None, None),
        (("eligibility.view",), False),
        (("provider_data.manage",), False),
        (("eft.manage",), True),
        (("user.manage",), True),
        (("role.assign",), True),
    ],
)
def test_who_manages_users_or_bank_accounts_is_privileged(
    permissions: tuple[str, ...] | None, expected: object
) -> None:
    assert factors.privileged(account(permissions=permissions), world_of()) is expected


@pytest.mark.parametrize(
    ("mfa", "permissions", "expected"),
    [
        ("sms", ("user.manage",), True),
        ("voice", ("user.manage",), True),
        ("email", ("user.manage",), True),
        ("totp", ("user.manage",), False),
        ("none", ("user.manage",), False),
        ("sms", ("eligibility.view",), False),
        (None, ("eligibility.view",), False),
        (None, ("user.manage",), None),
        ("sms", None, None),
        ("totp", None, False),
        (None, None, None),
    ],
)
def test_a_factor_is_weak_for_the_privileged_only(mfa: str | None, permissions: object, expected: object) -> None:
    assert factors.weak_factor(account(mfa=mfa, permissions=permissions), world_of()) is expected


def test_a_device_belongs_to_the_owners_of_live_accounts_of_people() -> None:
    one = account("1", mfa_device="Front  Phone")
    others = (
        account("2", person="a-sato", persons=("k-lee", "a-sato"), mfa_device=" front phone"),
        account("3", person=None, mfa_device="front phone"),
        account("4", mfa_device="tablet"),
        account("5", person="a-sato", status="deleted", mfa_device="tablet"),
        account("6", person="a-sato", type="service", mfa_device="tablet"),
        account("7"),
        account("8", mfa="none", mfa_device="front phone"),
        account("9", person="a-sato", mfa="none", mfa_device="tablet"),
    )
    world = world_of(staff=(KIM, AMBER), accounts=(one, *others))
    assert factors.factor_owners(one, world) == (AMBER, KIM)
    assert [factors.factor_shared(each, world) for each in (one, *others)] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
        False,
        False,
    ]
    assert factors.factor_owners(others[-1], world) == ()


def test_a_note_says_the_worst_of_a_second_factor() -> None:
    shared = account("1", mfa="sms", mfa_device="phone"), account("2", person="a-sato", mfa_device="phone")
    alone = account("3", mfa="email"), account("4", portal="bare", mfa="none"), account("5", mfa="passkey")
    world = world_of(staff=(KIM, AMBER), portals=(BARE, OPEN), accounts=(*shared, *alone))
    assert [factors.factor_note(each, world) for each in (*shared, *alone)] == [
        "phone receives the codes of Amber Sato, Kim Lee",
        "phone receives the codes of Amber Sato, Kim Lee",
        "codes come by mail, and it manages users or bank accounts",
        "no second factor, the portal offers none",
        "codes come by a device, and it manages users or bank accounts",
    ]


def test_second_factors_are_asked_for_once_until_one_is_written() -> None:
    two = account("b"), account("c", permissions=("cob.view",))
    closed, robot = account("a", status="deleted", mfa="totp"), account("a2", type="service", mfa="totp")
    world = world_of(staff=(KIM,), accounts=(closed, robot, *two))
    assert [factors.mfa_asked(each, world) for each in two] == [True, False]
    for begun in (account("d", mfa="none"), account("d", mfa_device="phone")):
        world = world_of(staff=(KIM,), accounts=(*two, begun))
        assert [factors.mfa_asked(each, world) for each in two] == [True, True]
