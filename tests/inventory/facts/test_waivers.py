"""What a waiver is worth on 2026-11-20."""

from typing import Any

import pytest

from portalaudit.inventory.facts.waivers import (
    approver,
    begun,
    control_overdue,
    counts,
    days_left,
    faults,
    last_day,
    matches,
    objections,
    renewal_count,
    term_days,
)
from portalaudit.inventory.records import Practice, Renewal, Waiver, WaiverControl
from portalaudit.inventory.waiving import Standing, Waiving
from portalaudit.inventory.world import World
from portalaudit.model import Status
from tests.inventory.facts.small_worlds import held, person, world_of

STAFF = (
    person("m-ortiz", name="Maria Ortiz", roles=(held("manager"),)),
    person("a-sato", name="Amber Sato", roles=(held("manager", "2026-01-01", "2026-09-30"),)),
    person("k-lee", name="Kim Lee"),
)
PRACTICE = Practice(
    id="case", name="A practice", timezone="America/Los_Angeles", compliance_officer="m-ortiz", approvers=("a-sato",)
)
NEEDED = {"w": Standing(answer=Status.FAIL)}


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


def world(practice: Practice = PRACTICE, **waiving: Any) -> World:
    made = world_of(practice, staff=STAFF)
    made.waiving = Waiving(**{"standings": NEEDED, **waiving})
    return made


def renewal(approved_on: str, expires_on: str, approved_by: str = "m-ortiz") -> Renewal:
    return Renewal(approved_by=approved_by, approved_on=approved_on, expires_on=expires_on)


def test_a_waiver_in_good_order_counts() -> None:
    given, here = waiver(), world()
    assert (faults(given, here), objections(given, here), counts(given, here)) == ((), (), True)
    assert (last_day(given, here), days_left(given, here), term_days(given, here)) == ("2026-12-01", 11, 61)
    assert approver(given, here) is here.indexes.person("m-ortiz")


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"reason": None}, "it gives no reason"),
        ({"requested_by": None}, "it does not say who asked for it"),
        ({"approved_by": None}, "nobody approved it"),
        ({"approved_on": None}, "it does not say when it was approved"),
        ({"approved_on": "2026-11-21"}, "it is approved on 2026-11-21 only"),
        ({"expires_on": None}, "it has no last day"),
        ({"expires_on": "2026-11-19"}, "it ended on 2026-11-19"),
        ({"requested_by": "m-ortiz"}, "Maria Ortiz asked for it and approved it"),
        ({"approved_by": "k-lee", "requested_by": "m-ortiz"}, "Kim Lee may not approve waivers"),
        ({"approved_by": "gone"}, "gone may not approve waivers"),
    ],
)
def test_one_fault_is_enough(fields: dict[str, Any], fault: str) -> None:
    given, here = waiver(**fields), world()
    assert (faults(given, here), objections(given, here), counts(given, here)) == ((fault,), (fault,), False)


@pytest.mark.parametrize("day", [{"approved_on": "2026-11-20"}, {"expires_on": "2026-11-20"}])
def test_the_day_of_the_approval_and_the_last_day_count(day: dict[str, str]) -> None:
    assert counts(waiver(**day), world())


def test_whom_the_finding_is_about_does_not_approve() -> None:
    here = world(standings={"w": Standing(about=frozenset({"m-ortiz"}), answer=Status.FAIL)})
    assert faults(waiver(), here) == ("Maria Ortiz approved it and is whom the finding is about",)


def test_some_rules_allow_no_waiver() -> None:
    here = world(standings={"w": Standing(may_waive=False, answer=Status.FAIL)})
    assert faults(waiver(), here) == ("findings of its rule may not be accepted",)


@pytest.mark.parametrize(
    ("approved_by", "policy", "may"),
    [
        ("m-ortiz", {}, True),
        ("a-sato", {}, True),
        ("k-lee", {}, False),
        ("k-lee", {"approvers": frozenset({"k-lee"})}, True),
        ("m-ortiz", {"approvers": frozenset({"k-lee"})}, False),
        ("m-ortiz", {"approver_roles": frozenset({"manager"})}, True),
        ("a-sato", {"approver_roles": frozenset({"manager"})}, False),
        ("k-lee", {"approver_roles": frozenset({"manager"})}, False),
        ("m-ortiz", {"approver_roles": frozenset({"owner"})}, False),
        ("m-ortiz", {"approver_roles": frozenset({"manager"}), "approvers": frozenset({"k-lee"})}, True),
    ],
)
def test_who_may_approve(approved_by: str, policy: dict[str, Any], may: bool) -> None:
    given = waiver(approved_by=approved_by, requested_by="r")
    assert counts(given, world(**policy)) is may


@pytest.mark.parametrize(("day", "may"), [("2026-09-30", True), ("2026-10-01", False)])
def test_a_role_counts_on_the_day_of_the_approval(day: str, may: bool) -> None:
    given = waiver(approved_by="a-sato", approved_on=day)
    assert counts(given, world(approver_roles=frozenset({"manager"}))) is may


def test_without_anybody_named_nobody_may_approve() -> None:
    alone = Practice(id="case", name="A practice", timezone="America/Los_Angeles")
    assert faults(waiver(), world(alone)) == ("Maria Ortiz may not approve waivers",)


@pytest.mark.parametrize(("longest", "does_count"), [(61, True), (60, False)])
def test_a_term_has_a_longest_length(longest: int, does_count: bool) -> None:
    given, here = waiver(), world(longest_days=longest)
    assert (counts(given, here), faults(given, here)) == (does_count, ())
    too_long = () if does_count else ("it lasts 61 days, and at most 60 are allowed",)
    assert objections(given, here) == too_long


def test_the_term_that_ends_last_counts() -> None:
    given = waiver(
        expires_on="2026-10-15",
        renewals=(renewal("2026-10-10", "2026-11-30", "a-sato"), renewal("2026-10-05", "2026-11-01")),
    )
    here = world()
    assert (last_day(given, here), term_days(given, here), renewal_count(given, here)) == ("2026-11-30", 51, 2)
    assert approver(given, here) is here.indexes.person("a-sato")
    assert counts(given, here)


def test_a_renewal_counts_from_its_approval_on() -> None:
    given = waiver(renewals=(renewal("2026-11-21", "2027-01-31"),))
    assert (last_day(given, world()), renewal_count(given, world())) == ("2026-12-01", 0)
    today = waiver(renewals=(renewal("2026-11-20", "2027-01-31"),))
    assert (last_day(today, world()), renewal_count(today, world())) == ("2027-01-31", 1)


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
    assert begun(waiver(**fields), world()) is has_begun


@pytest.mark.parametrize(("most", "told"), [(2, ()), (1, ("it was renewed 2 times: repair what it accepts",))])
def test_renewed_too_often(most: int, told: tuple[str, ...]) -> None:
    given = waiver(renewals=(renewal("2026-10-05", "2026-12-01"), renewal("2026-10-10", "2026-12-01")))
    here = world(most_renewals=most)
    assert (objections(given, here), counts(given, here)) == (told, True)


@pytest.mark.parametrize(
    ("control", "overdue"),
    [
        ({"every_days": 30, "last_performed_on": "2026-10-21"}, False),
        ({"every_days": 30, "last_performed_on": "2026-10-20"}, True),
        ({"every_days": 50}, False),
        ({"every_days": 49}, True),
        ({"last_performed_on": "2020-01-01"}, False),
        ({}, False),
    ],
)
def test_what_is_done_instead_grows_stale(control: dict[str, Any], overdue: bool) -> None:
    given, here = waiver(compensating_control=WaiverControl(text="The log is read", **control)), world()
    told = ("what is done instead is overdue",) if overdue else ()
    assert (control_overdue(given, here), objections(given, here), counts(given, here)) == (overdue, told, True)


def test_what_was_never_done_and_never_approved_is_overdue() -> None:
    given = waiver(compensating_control={"text": "The log is read", "every_days": 30}, approved_on=None)
    assert control_overdue(given, world())


def test_nothing_done_instead_is_told() -> None:
    given = waiver(compensating_control=None)
    assert (objections(given, world()), counts(given, world())) == (("it does not say what is done instead",), True)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "its rule judges no such subject"),
        (Status.PASS, "its rule finds nothing there any more"),
        (Status.NOT_APPLICABLE, "its rule finds nothing there any more"),
        (Status.UNKNOWN, "its rule answers 'unknown', which nobody can accept"),
        (Status.ERROR, "its rule answers 'error', which nobody can accept"),
    ],
)
def test_a_waiver_that_nothing_needs(answer: Status | None, told: str) -> None:
    here = world(standings={"w": Standing(answer=answer)})
    assert (matches(waiver(), here), objections(waiver(), here)) == (False, (told,))
    assert matches(waiver(), world())


def test_a_control_may_be_a_text_alone() -> None:
    control = waiver(compensating_control="The log is read").compensating_control
    assert control is not None
    assert (control.text, control.performer) == ("The log is read", None)
