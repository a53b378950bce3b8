import pytest

from portalaudit.inventory.facts import approvals
from portalaudit.inventory.records import Account, Decision, Grant, Portal, Practice, Review
from portalaudit.inventory.records.practice import FormerApprover, MasterPortalAdministrator
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone", administrators=("boss",)),
    Portal(id="uhc", name="UHC", kind="standalone", profile="uhc"),
    Portal(id="own", name="Own", kind="standalone", self_registration=True),
    Portal(id="not", name="Not", kind="standalone", profile="uhc", self_registration=False),
)
STAFF = (
    person("boss", ("2010-01-04", None), name="Marisol Ortiz"),
    person("undated", name="Una Dated"),
    person("doc", ("2010-01-04", None), name="Ellen Marsh"),
    person(),
    person("gone", ("2015-01-05", "2024-06-28"), name="Lou Gone"),
)
DONE = {
    "requested_by": "k-lee",
    "approved_by": "doc",
    "approved_on": "2026-02-02",
    "approval_reason": "starts",
    "provisioned_by": "boss",
    "created_on": "2026-02-02",
    "permissions": ("cob.view",),
}


def practice(**fields: object) -> Practice:
    return Practice(id="p", name="P", timezone="UTC", **{"approvers": ("doc", "boss", "undated"), **fields})  # type: ignore[arg-type]


def world(*accounts: Account, home: Practice | None = None, reviews: tuple[Review, ...] = ()) -> World:
    return world_of(home or practice(), portals=PORTALS, staff=STAFF, accounts=accounts, reviews=reviews)


def lacks(one: Account, home: Practice | None = None) -> list[tuple[str, ...] | None]:
    return [approval.lacks for approval in approvals.approvals(one, world(one, home=home))]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ()),
        ({"requested_by": None, "approval_reason": None}, ("lacks the name of who asked, a reason",)),
        ({"approved_by": None}, ("lacks the name of an approver",)),
        ({"approved_on": None}, ("lacks the day of the approval",)),
        ({"approved_on": "2026-02-03"}, ("was approved on 2026-02-03, after the fact",)),
        ({"approved_by": "k-lee"}, ("was approved by Kim Lee, who uses it",)),
        ({"approved_by": "boss"}, ()),
        ({"approved_by": "undated"}, None),
        ({"approved_by": "undated", "requested_by": None}, ("lacks the name of who asked",)),
        (
            {"approved_by": "gone"},
            (
                "was approved by Lou Gone, who may not approve access",
                "was approved by Lou Gone, who did not work here on that day",
            ),
        ),
        ({"provisioned_by": None}, ()),
        ({"provisioned_by": "gone"}, ()),
        ({"provisioned_by": "doc"}, ("was done by Ellen Marsh, who does not administer the portal",)),
        ({"created_on": None}, None),
        ({"created_on": None, "requested_by": None}, ("lacks the name of who asked",)),
    ],
)
def test_the_creation_of_an_account(fields: dict[str, object], expected: tuple[str, ...] | None) -> None:
    assert lacks(account(**{**DONE, **fields})) == [expected]


def test_what_is_in_order_is_one_and_the_same() -> None:
    one, two = account(**DONE), account("b", **DONE)
    here = world(one, two)
    assert approvals.approvals(one, here) == approvals.approvals(two, here) == (approvals._IN_ORDER,)
    assert approvals.approval_note(one, here) == ""
    assert approvals._route(one, here) == ("approved_by",)


OVER = ("was allowed until 2026-11-19 only and has not been closed",)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"expires_on": "2026-11-20"}, [()]),
        ({"expires_on": "2026-11-19"}, [OVER, ()]),
        ({"expires_on": "2026-11-19", "approval_reason": None}, [OVER, ("lacks a reason",)]),
        ({"expires_on": "2026-11-19", "type": "shared_legacy"}, [OVER, ()]),
        ({"expires_on": "2026-11-19", "type": "service"}, [()]),
    ],
)
def test_no_approval_reaches_beyond_the_last_day(
    fields: dict[str, object], expected: list[tuple[str, ...] | None]
) -> None:
    assert lacks(account(**{**DONE, **fields})) == expected


@pytest.mark.parametrize(
    ("permissions", "sensitive"), [(("cob.view",), False), (("payment.view",), True), (("user.manage",), True)]
)
def test_an_account_past_its_last_day_is_told_at_that_day(permissions: tuple[str, ...], *, sensitive: bool) -> None:
    one = account(**{**DONE, "expires_on": "2026-11-19", "permissions": permissions})
    here = world(one)
    assert [each.sensitive for each in approvals.approvals(one, here)] == [sensitive, False]
    assert approvals._route(one, here) == ("expires_on",)
    assert approvals.approval_note(one, here) == f"the account {OVER[0]}"


@pytest.mark.parametrize("status", ["active", "deleted"])
def test_whose_account_administers_the_portal_may_give_access_there(status: str) -> None:
    admin = account("admin", person="doc", status=status, permissions=("user.manage",))
    one = account(**{**DONE, "provisioned_by": "doc"})
    assert [each.lacks for each in approvals.approvals(one, world(one, admin))] == [()]


def granted(**fields: object) -> Grant:
    whole = {
        "kind": "grant",
        "permissions": ("claim_status.view",),
        "granted_on": "2026-03-02",
        "requested_by": "k-lee",
        "approved_by": "doc",
        "approved_on": "2026-03-02",
        "reason": "calls",
    }
    return Grant(**{**whole, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [(), ()]),
        ({"reason": None}, [(), ("lacks a reason",)]),
        ({"reason": None, "expires_on": "2026-11-20"}, [(), ("lacks a reason",)]),
        ({"reason": None, "expires_on": "2026-11-19"}, [()]),
        ({"reason": None, "granted_on": "2026-11-21"}, [()]),
        ({"granted_on": None}, [(), None]),
        ({"kind": "create", "reason": None, "granted_on": None}, [("was approved on 2026-03-02, after the fact",)]),
        ({"kind": "create", "approved_on": None, "granted_on": None, "reason": None}, [()]),
    ],
)
def test_grants_in_force(fields: dict[str, object], expected: list[tuple[str, ...] | None]) -> None:
    found = lacks(account(**DONE, grants=(granted(**fields),)))
    assert found == expected[::-1]


@pytest.mark.parametrize(
    ("on", "approved", "in_order"),
    [
        ("2026-11-02", "2026-11-03", True),
        ("2026-11-02", "2026-11-04", False),
        ("2026-11-06", "2026-11-09", True),
        ("2026-11-06", "2026-11-10", False),
        ("2026-11-07", "2026-11-09", True),
        ("2026-11-07", "2026-11-10", False),
        ("2026-11-19", None, True),
        ("2026-11-18", None, False),
    ],
)
def test_an_emergency_waits_until_the_next_working_day(on: str, approved: str | None, *, in_order: bool) -> None:
    grant = granted(kind="emergency", granted_on=on, approved_on=approved, approved_by=approved and "doc")
    assert (lacks(account(**DONE, grants=(grant,))) == [(), ()]) is in_order


@pytest.mark.parametrize(
    ("fields", "who", "on", "expected"),
    [
        ({}, "doc", "2026-01-01", True),
        ({}, "k-lee", "2026-01-01", False),
        ({"approvers": None}, "doc", "2026-01-01", None),
        ({"approvers": None, "compliance_officer": "doc"}, "doc", "2026-01-01", True),
        (
            {
                "approvers": None,
                "master_portal_administrator": MasterPortalAdministrator(person="boss", deputy="doc"),
            },
            "doc",
            None,
            True,
        ),
        ({"approvers": None, "compliance_officer": "boss"}, "doc", "2026-01-01", None),
        ({"approvers": ()}, "doc", "2026-01-01", False),
        (
            {"former_approvers": (FormerApprover(person="gone", **{"from": "2020-01-01", "to": "2023-02-01"}),)},
            "gone",
            "2023-02-01",
            True,
        ),
        (
            {"former_approvers": (FormerApprover(person="gone", **{"from": "2020-01-01", "to": "2023-02-01"}),)},
            "gone",
            "2023-02-02",
            False,
        ),
        ({"former_approvers": (FormerApprover(person="gone"),)}, "gone", None, True),
    ],
)
def test_who_may_approve(fields: dict[str, object], who: str, on: str | None, expected: bool | None) -> None:
    assert approvals._may_approve(who, on, world(home=practice(**fields))) is expected


@pytest.mark.parametrize(
    ("portal", "evidence", "in_order"),
    [
        ("uhc", "mail", True),
        ("own", "mail", True),
        ("not", "mail", False),
        ("cco", "mail", False),
        ("uhc", None, False),
    ],
)
def test_the_portals_own_approval(portal: str, evidence: str | None, *, in_order: bool) -> None:
    one = account(portal=portal, grants=(Grant(kind="create", granted_on="2026-02-01", evidence=evidence),))
    assert (lacks(one) == [()]) is in_order


@pytest.mark.parametrize(
    ("created", "decision", "decided", "in_order"),
    [
        ("2024-12-31", "keep", "2026-11-20", True),
        ("2024-12-31", "modify", "2026-11-20T09:00:00", True),
        ("2024-12-31", "keep", "2026-11-21", False),
        ("2024-12-31", "revoke", "2026-11-20", False),
        ("2025-01-01", "keep", "2026-11-20", False),
        (None, "keep", "2026-11-20", False),
    ],
)
def test_what_was_taken_over_counts_once_reviewed(
    created: str | None, decision: str, decided: str, *, in_order: bool
) -> None:
    one = account(created_on=created)
    decisions = (Decision(account="a", decision=decision, decided_on=decided),)
    reviews = (Review(id="r", portal="cco", decisions=decisions),)
    here = world(one, home=practice(legacy_baseline_on="2025-01-01"), reviews=reviews)
    assert (approvals.approvals(one, here) == (approvals._IN_ORDER,)) is in_order


@pytest.mark.parametrize(
    ("own", "given", "expected"),
    [
        (("cob.view",), ("claim.submit",), False),
        (("cob.view",), ("payment.view",), True),
        (("cob.view",), ("user.view",), True),
        (("payment.view",), ("claim.submit",), False),
        (("payment.view",), None, True),
        (("cob.view",), None, False),
    ],
)
def test_what_weighs_more(own: tuple[str, ...], given: tuple[str, ...] | None, *, expected: bool) -> None:
    one = account(**{**DONE, "permissions": own}, grants=(granted(kind="modify", permissions=given, reason=None),))
    here = world(one)
    assert [each.sensitive for each in approvals.approvals(one, here) if each.lacks] == [expected]
    assert approvals._route(one, here) == ("grants", 0, "approved_by")
    named = f" ({given[0]})" if given else ""
    assert approvals.approval_note(one, here) == f"the change of 2026-03-02{named} lacks a reason"


def test_nothing_is_given_while_an_account_waits() -> None:
    assert lacks(account(status="pending")) == []
    assert len(lacks(account(status="pending", created_on="2026-11-19"))) == 1
