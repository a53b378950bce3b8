"""What a waiver is worth on 2026-11-20."""

from typing import Any

import pytest

from portalaudit.inventory.facts.waiver_terms import term
from portalaudit.inventory.records import Practice, Renewal, Waiver
from portalaudit.inventory.world import World
from portalaudit.model import Place
from portalaudit.policy.waiving import Authority, Named
from portalaudit.waivers.acceptance import renewal_count
from portalaudit.waivers.worth import defects, too_long
from tests.inventory.facts.small_worlds import held, person, world_of

STAFF = (
    person("m-ortiz", name="Maria Ortiz", roles=(held("manager"),)),
    person("a-sato", name="Amber Sato", roles=(held("manager", "2026-01-01", "2026-09-30"),)),
    person("k-lee", name="Kim Lee"),
)
PRACTICE = Practice(
    id="case", name="A practice", timezone="America/Los_Angeles", compliance_officer="m-ortiz", approvers=("a-sato",)
)


def waiver(**fields: Any) -> Waiver:
    """A waiver that counts, except for the fields given."""
    plain = {
        "id": "w",
        "rule": "dormant-account",
        "subject": "a",
        "reason": "A locum comes back in spring",
        "requested_by": "k-lee",
        "approved_by": "m-ortiz",
        "approved_on": "2026-10-01",
        "expires_on": "2026-12-01",
        "compensating_control": {"text": "The log is read"},
    }
    return Waiver(**{**plain, **fields})


def world(practice: Practice = PRACTICE) -> World:
    return world_of(practice, staff=STAFF)


def found(given: Waiver, here: World | None = None, about: tuple[str, ...] = (), **named: tuple[str, ...]) -> list[str]:
    authority = Authority(**{key: tuple(Named(one, Place("policy.yaml")) for one in ids) for key, ids in named.items()})
    return list(defects(given, about, authority, here or world()))


def renewal(approved_on: str, expires_on: str, approved_by: str = "m-ortiz") -> Renewal:
    return Renewal(approved_by=approved_by, approved_on=approved_on, expires_on=expires_on)


def test_a_waiver_in_good_order_has_no_defect() -> None:
    given, here = waiver(), world()
    assert (found(given), list(too_long(given, here))) == ([], [])
    now = term(given, here)
    assert (now.expires_on, now.days, now.approved_by) == ("2026-12-01", 61, here.indexes.person("m-ortiz"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"reason": None}, ["no reason"]),
        ({"requested_by": None}, ["no requester"]),
        ({"approved_by": None}, ["not approved"]),
        ({"approved_on": None}, ["no approval date"]),
        ({"approved_on": "2026-11-20"}, []),
        ({"approved_on": "2026-11-21"}, ["approved later"]),
        ({"expires_on": None}, ["no last day"]),
        ({"expires_on": "2026-11-20"}, []),
        ({"expires_on": "2026-11-19"}, ["ended"]),
        ({"requested_by": "m-ortiz"}, ["self-approved"]),
        ({"approved_by": "k-lee", "requested_by": "m-ortiz"}, ["approver not authorized"]),
        ({"approved_by": "gone"}, ["approver not authorized"]),
    ],
)
def test_each_defect_has_a_name(fields: dict[str, Any], expected: list[str]) -> None:
    assert found(waiver(**fields)) == expected


def test_whom_the_finding_is_about_does_not_approve() -> None:
    assert found(waiver(), about=("m-ortiz",)) == ["approved by the person concerned"]


@pytest.mark.parametrize(
    ("approved_by", "policy", "may"),
    [
        ("m-ortiz", {}, True),
        ("a-sato", {}, True),
        ("k-lee", {}, False),
        ("k-lee", {"approvers": ("k-lee",)}, True),
        ("m-ortiz", {"approvers": ("k-lee",)}, False),
        ("m-ortiz", {"approver_roles": ("manager",)}, True),
        ("a-sato", {"approver_roles": ("manager",)}, False),
        ("k-lee", {"approver_roles": ("manager",)}, False),
        ("m-ortiz", {"approver_roles": ("owner",)}, False),
        ("m-ortiz", {"approver_roles": ("manager",), "approvers": ("k-lee",)}, True),
    ],
)
def test_who_may_approve(approved_by: str, policy: dict[str, Any], may: bool) -> None:
    given = waiver(approved_by=approved_by, requested_by="r")
    assert found(given, **policy) == ([] if may else ["approver not authorized"])


@pytest.mark.parametrize(("day", "may"), [("2026-09-30", True), ("2026-10-01", False)])
def test_a_role_counts_on_the_day_of_the_approval(day: str, may: bool) -> None:
    given = waiver(approved_by="a-sato", approved_on=day)
    assert found(given, approver_roles=("manager",)) == ([] if may else ["approver not authorized"])


def test_without_anybody_named_nobody_may_approve() -> None:
    alone = Practice(id="case", name="A practice", timezone="America/Los_Angeles")
    assert found(waiver(), world(alone)) == ["approver not authorized"]


@pytest.mark.parametrize(("last", "expected"), [("2027-03-30", []), ("2027-03-31", ["too long"])])
def test_a_term_lasts_half_a_year_where_no_rule_says_otherwise(last: str, expected: list[str]) -> None:
    assert list(too_long(waiver(expires_on=last), world())) == expected


def test_the_term_that_ends_last_counts() -> None:
    given = waiver(
        expires_on="2026-10-15",
        renewals=(renewal("2026-10-10", "2026-11-30", "a-sato"), renewal("2026-10-05", "2026-11-01")),
    )
    here = world()
    now = term(given, here)
    assert (now.expires_on, now.days, now.approved_by) == ("2026-11-30", 51, here.indexes.person("a-sato"))
    assert renewal_count(given, here) == 2
    assert found(given, here) == []


def test_a_renewal_counts_from_its_approval_on() -> None:
    given = waiver(renewals=(renewal("2026-11-21", "2027-01-31"),))
    assert (term(given, world()).expires_on, renewal_count(given, world())) == ("2026-12-01", 0)
    today = waiver(renewals=(renewal("2026-11-20", "2027-01-31"),))
    assert (term(today, world()).expires_on, renewal_count(today, world())) == ("2027-01-31", 1)


@pytest.mark.parametrize(
    ("fields", "has_begun"),
    [
        ({"approved_on": "2026-11-20"}, True),
        ({"approved_on": "2026-11-21"}, False),
        ({"approved_on": None}, True),
        ({"approved_on": "2026-11-21", "renewals": (renewal("2026-11-20", "2026-12-01"),)}, True),
    ],
)
def test_a_waiver_begins_with_its_first_approval(fields: dict[str, Any], has_begun: bool) -> None:
    assert term(waiver(**fields), world()).begun is has_begun


def test_a_control_may_be_a_text_alone() -> None:
    control = waiver(compensating_control="The log is read").compensating_control
    assert control is not None
    assert (control.text, control.performer) == ("The log is read", None)
