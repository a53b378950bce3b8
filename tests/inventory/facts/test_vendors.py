import pytest

from portalaudit.inventory.facts import vendors
from portalaudit.inventory.records import Account, Portal, UsedBy, Vendor
from portalaudit.inventory.records.people import BusinessAssociateAgreement, ServiceAgreement
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone"),
    Portal(id="nmp", name="NMP", kind="mac", profile="noridian_nmp"),
)
STAFF = (
    person("val", vendor="acme"),
    person("vic", ("2020-01-01", "2026-01-31"), vendor="acme"),
    person("ann"),
    person("eve", vendor="other"),
)


def baa(**fields: str) -> Vendor:
    return Vendor(id="acme", name="Acme", baa=BusinessAssociateAgreement(**fields))  # type: ignore[arg-type]


def theirs(account_id: str = "a", **fields: object) -> Account:
    return account(account_id, **{"person": "val", "permissions": ("cob.view",), "created_on": "2026-02-02", **fields})


def world(*accounts: Account) -> World:
    return world_of(portals=PORTALS, staff=STAFF, accounts=accounts)


ACME = Vendor(id="acme", name="Acme")


@pytest.mark.parametrize(("workforce", "expected"), [(None, True), (False, True), (True, False)])
def test_who_is_workforce(workforce: bool | None, *, expected: bool) -> None:
    assert vendors.outside(Vendor(id="acme", name="Acme", workforce=workforce), world()) is expected


def test_whose_accounts_count() -> None:
    accounts = (
        theirs("own"),
        theirs("left", person="vic"),
        theirs("shared", person=None, persons=("ann", "val", "vic")),
        theirs("service", type="service"),
        theirs("dead", status="deleted"),
        theirs("staff", person="ann"),
        theirs("competitor", person="eve"),
        theirs("past", person=None, persons=("val",), used_by=(UsedBy(person="val", to="2026-01-31"),)),
    )
    here = world(*accounts)
    assert [p.id for p in here.relations.of(ACME, "people")] == ["val", "vic"]
    assert [a.id for a in vendors.live_accounts(ACME, here)] == ["own", "shared", "service", "left"]


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ([("cob.view",)], True),
        ([("payment.view",)], False),
        ([None], None),
        ([None, ("cob.view",)], True),
        ([None, ("payment.view",)], None),
        ([], False),
    ],
)
def test_whether_patients_are_seen(permissions: list[tuple[str, ...] | None], expected: bool | None) -> None:
    accounts = [theirs(f"a{i}", permissions=held) for i, held in enumerate(permissions)]
    assert vendors.sees_patient_data(ACME, world(*accounts)) is expected


def test_what_touches_money() -> None:
    here = world(theirs("a", permissions=("remit.view", "cob.view")), theirs("b", permissions=("eft.manage",)))
    assert vendors.financial_permissions(ACME, here) == ("eft.manage", "remit.view")
    assert vendors.financial_permissions(ACME, world()) == ()


@pytest.mark.parametrize(
    ("accounts", "first", "late"),
    [
        ((theirs(),), "2026-02-02", False),
        ((theirs(), theirs("b", created_on="2026-02-01")), "2026-02-01", True),
        ((theirs(), theirs("b", created_on="2026-02-01", permissions=("payment.view",))), "2026-02-02", False),
        ((theirs(), theirs("b", created_on="2026-02-01", permissions=None)), "2026-02-01", True),
        ((theirs(), theirs("b", created_on=None)), "2026-02-02", None),
        ((theirs(created_on="2026-02-01"), theirs("b", created_on=None)), "2026-02-01", True),
        ((theirs(created_on=None),), None, None),
        (
            (theirs(created_on="2020-01-01", used_by=(UsedBy(person="val", **{"from": "2026-02-02"}),)),),
            "2026-02-02",
            False,
        ),
        ((theirs(created_on="2020-01-01", used_by=(UsedBy(person="val"),)),), "2020-01-01", True),
        (
            (theirs(created_on="2020-01-01", used_by=(UsedBy(person="ann", **{"from": "2026-02-02"}),)),),
            "2020-01-01",
            True,
        ),
        ((), None, False),
    ],
)
def test_the_first_access(accounts: tuple[Account, ...], first: str | None, late: bool | None) -> None:
    here = world(*accounts)
    assert vendors.first_access_on(ACME, here) == first
    assert vendors.baa_late(baa(signed_on="2026-02-02"), here) is late
    assert vendors.baa_late(ACME, here) is False
    assert vendors.baa_late(baa(expires_on="2026-02-02"), here) is False


@pytest.mark.parametrize(
    ("vendor", "expected"),
    [
        (ACME, ("no business associate agreement is recorded",)),
        (baa(), ("its business associate agreement has no day of signature",)),
        (baa(signed_on="2026-11-20"), ()),
        (baa(signed_on="2026-11-21"), ("its business associate agreement is signed only on 2026-11-21",)),
        (baa(signed_on="2026-01-01", expires_on="2026-11-20", terminated_on="2026-11-20"), ()),
        (
            baa(signed_on="2026-01-01", expires_on="2026-11-19", terminated_on="2026-11-18"),
            (
                "its business associate agreement expired on 2026-11-19",
                "its business associate agreement was ended on 2026-11-18",
            ),
        ),
    ],
)
def test_whether_an_agreement_is_in_force(vendor: Vendor, expected: tuple[str, ...]) -> None:
    assert vendors.baa_gaps(vendor, world()) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ()),
        ({"persons": ("ann",)}, ("klee is a login for the practice's own staff",)),
        ({"persons": ("eve",)}, ("klee is a login for the practice's own staff",)),
        ({"persons": ("vic",)}, ()),
        ({"portal": "nmp", "native_roles": ("Vendor End User", "Eligibility")}, ()),
        ({"portal": "nmp", "native_roles": ("Eligibility",)}, ()),
        (
            {"portal": "nmp", "native_roles": ("provider  end user",)},
            ("klee is a login for the practice's own staff",),
        ),
        ({"portal": "nmp", "native_roles": ("Vendor Administrator", "Provider End User")}, ()),
    ],
)
def test_logins_of_the_practices_own_staff(fields: dict[str, object], expected: tuple[str, ...]) -> None:
    assert vendors.access_gaps(ACME, world(theirs(**fields))) == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [(None, ()), ("2026-11-20", ()), ("2026-11-19", ("its service agreement ended on 2026-11-19",))],
)
def test_the_end_of_the_service_agreement(ends: str | None, expected: tuple[str, ...]) -> None:
    vendor = Vendor(id="acme", name="Acme", agreement=ServiceAgreement(ends_on=ends))
    assert vendors.access_gaps(vendor, world()) == expected


@pytest.mark.parametrize(
    ("vendor", "permissions", "note", "route"),
    [
        (ACME, ("cob.view",), "no business associate agreement is recorded", ()),
        (ACME, None, "no business associate agreement is recorded", ()),
        (ACME, ("payment.view",), "", ()),
        (
            baa(signed_on="2026-02-03"),
            ("cob.view",),
            "its business associate agreement was signed on 2026-02-03, after the first access on 2026-02-02",
            ("baa",),
        ),
        (
            Vendor(id="acme", name="Acme", agreement=ServiceAgreement(ends_on="2026-11-19")),
            ("payment.view",),
            "its service agreement ended on 2026-11-19",
            ("agreement",),
        ),
        (
            Vendor(id="acme", name="Acme", agreement=ServiceAgreement(ends_on="2026-11-20")),
            ("payment.view",),
            "",
            (),
        ),
        (baa(), ("cob.view",), "its business associate agreement has no day of signature", ("baa",)),
    ],
)
def test_what_is_said_and_where(
    vendor: Vendor, permissions: tuple[str, ...] | None, note: str, route: tuple[str, ...]
) -> None:
    here = world(theirs(permissions=permissions))
    assert vendors.agreement_note(vendor, here) == note
    assert vendors._note_route(vendor, here) == route


PASSED_ON = (
    "no business associate agreement is recorded; "
    "it passes work to Sub Inc, Far Ltd, which its agreements have to cover too"
)


@pytest.mark.parametrize(
    ("subcontractors", "permissions", "note"),
    [
        (None, ("cob.view",), "no business associate agreement is recorded"),
        ((), ("cob.view",), "no business associate agreement is recorded"),
        (
            ("Sub Inc", "Far Ltd"),
            ("cob.view",),
            PASSED_ON,
        ),
        (("Sub Inc",), ("payment.view",), ""),
    ],
)
def test_to_whom_work_is_passed_on_is_said_where_something_is_wrong(
    subcontractors: tuple[str, ...] | None, permissions: tuple[str, ...], note: str
) -> None:
    vendor = Vendor(id="acme", name="Acme", subcontractors=subcontractors)
    assert vendors.agreement_note(vendor, world(theirs(permissions=permissions))) == note
