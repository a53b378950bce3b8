import pytest

from portalaudit.inventory.facts import remediation
from portalaudit.inventory.records import Account, Decision, Portal, Review
from portalaudit.inventory.records.accounts import Grant
from portalaudit.inventory.records.portals import Export, ExportedAccount
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, world_of

DECIDED = "2026-09-25"
DONE = "2026-09-26"


def decide(decision: str = "revoke", **fields: object) -> Decision:
    plain = {"account": "a", "decided_on": DECIDED}
    return Decision(decision=decision, **{**plain, **fields})  # type: ignore[arg-type]


def held(*permissions: str, **fields: object) -> Account:
    return account(permissions=permissions or ("eligibility.view",), created_on="2020-01-07", **fields)


def world(one: Decision, *accounts: Account, later: Decision | None = None, exports: tuple[Export, ...] = ()) -> World:
    reviews = [Review(id="q3", portal="cco", decisions=(one,))]  # type: ignore[call-arg]
    if later is not None:
        reviews.append(Review(id="q4", portal="cco", decisions=(later,)))  # type: ignore[call-arg]
    portal = Portal(id="cco", name="P", kind="mac", exports=exports)
    return world_of(portals=(portal,), accounts=accounts, reviews=tuple(reviews))


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("revoke", True), ("modify", True), ("keep", False), ("gone", False), ("unknown_user", False)],
)
def test_which_decisions_ask_for_something(decision: str, expected: bool) -> None:
    one = decide(decision)
    facts = world(one, held())
    assert remediation.needs_action(one, facts) is expected
    assert remediation.outstanding(one, facts) is expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (None, False),
        (decide("keep", decided_on="2026-09-26"), True),
        (decide("keep", decided_on=DECIDED), False),
        (decide("keep", decided_on=None), False),
        (decide("keep", decided_on="2026-09-26", permissions=("eligibility.view",)), False),
        (decide("revoke", decided_on="2026-09-26"), False),
        (decide("keep", decided_on="2026-09-26", account="b"), False),
    ],
)
def test_a_later_decision_to_keep_the_account(later: Decision | None, expected: bool) -> None:
    one = decide()
    assert remediation.kept_later(one, world(one, held(), later=later)) is expected


def test_an_undated_decision_is_not_overtaken() -> None:
    one = decide(decided_on=None)
    assert remediation.kept_later(one, world(one, held(), later=decide("keep"))) is False


@pytest.mark.parametrize(
    ("one", "permissions", "expected"),
    [
        (decide(), ("remit.view",), True),
        (decide(), ("user.manage",), True),
        (decide(), ("claim.submit",), False),
        (decide("modify"), ("remit.view",), False),
        (decide(permissions=("eligibility.view",)), ("remit.view",), False),
        (decide(permissions=("remit.view",)), ("claim.submit",), True),
        (decide(permissions=("user.manage",)), ("claim.submit",), True),
        (decide(permissions=("@admin",)), ("claim.submit",), True),
    ],
)
def test_revoking_what_moves_money_or_users(one: Decision, permissions: tuple[str, ...], expected: bool) -> None:
    assert remediation.revokes_sensitive(one, world(one, held(*permissions))) is expected


@pytest.mark.parametrize(
    ("one", "fields", "day"),
    [
        (decide(executed_on=DONE), {}, DONE),
        (decide(executed_on="2026-11-20"), {}, "2026-11-20"),
        (decide(executed_on="2026-11-21"), {}, None),
        (decide(), {}, None),
        (decide(), {"status": "deleted", "deactivated_on": "2026-10-02"}, "2026-10-02"),
        (decide("modify"), {"status": "suspended", "suspended_on": "2026-10-02"}, "2026-10-02"),
        (decide(), {"status": "deleted", "deactivated_on": "2026-08-14"}, DECIDED),
        (decide(), {"status": "deleted"}, None),
        (decide(decided_on=None), {"status": "deleted", "deactivated_on": "2026-10-02"}, None),
    ],
)
def test_the_day_on_which_it_was_carried_out(one: Decision, fields: dict[str, object], day: str | None) -> None:
    assert remediation.carried_out_on(one, world(one, held(**fields))) == day


CLAIMS = ("claim.submit", "eligibility.view")


@pytest.mark.parametrize(
    ("one", "subject", "expected"),
    [
        (decide(), held(), True),
        (decide(), held(status="deleted"), False),
        (decide("modify"), held(), True),
        (decide("modify", permissions=("claim.submit",)), held(), True),
        (decide(permissions=("claim.submit",)), held(*CLAIMS), True),
        (decide(permissions=("claim.submit",)), held(), False),
        (decide(permissions=("claim.submit",)), account(), True),
        (decide(executed_on=DONE), held(), True),
        (decide(executed_on=DONE), held(status="deleted"), False),
        (decide(executed_on=DONE), held(enabled_on="2026-09-27"), False),
        (decide(executed_on=DONE), held(enabled_on=DONE), True),
        (decide(executed_on=DONE), held(grants=(Grant(granted_on="2026-09-27"),)), False),  # type: ignore[call-arg]
        (decide(executed_on=DONE, permissions=("claim.submit",)), held(*CLAIMS), True),
        (decide(executed_on=DONE, permissions=("claim.submit",)), held(), False),
        (decide("modify", executed_on=DONE), held(), False),
        (decide("modify", executed_on=DONE, permissions=("claim.submit",)), held(*CLAIMS), False),
    ],
)
def test_what_is_still_open(one: Decision, subject: Account, expected: bool) -> None:
    assert remediation.outstanding(one, world(one, subject)) is expected


def test_an_account_made_anew_is_given_again() -> None:
    one = decide(executed_on=DONE)
    anew = account(permissions=("eligibility.view",), created_on="2026-09-27")
    assert remediation.outstanding(one, world(one, anew)) is False


@pytest.mark.parametrize(
    ("taken_on", "status", "expected"),
    [
        ("2026-09-27", "Active", True),
        ("2026-09-27", None, True),
        ("2026-09-27", "Disabled", False),
        (DONE, "Active", False),
    ],
)
def test_a_user_list_taken_since_shows_it(taken_on: str, status: str | None, expected: bool) -> None:
    line = ExportedAccount(login="klee", status=status)  # type: ignore[call-arg]
    exports = (Export(taken_on=taken_on, accounts=(line,)),)  # type: ignore[call-arg]
    one = decide(executed_on=DONE)
    facts = world(one, held(status="deleted"), exports=exports)
    assert remediation.outstanding(one, facts) is expected
    modified = decide("modify", executed_on=DONE)
    assert remediation.outstanding(modified, world(modified, held(status="deleted"), exports=exports)) is False
    words = "is recorded as carried out on 2026-09-26, but the user list of 2026-09-27 still shows it"
    assert (remediation.remediation_note(one, facts) == words) is expected


def test_an_account_that_is_not_in_the_user_list_is_gone() -> None:
    exports = (Export(taken_on="2026-10-20", accounts=()),)  # type: ignore[call-arg]
    one = decide(executed_on=DONE)
    assert remediation.outstanding(one, world(one, held(status="deleted"), exports=exports)) is False


@pytest.mark.parametrize(
    ("one", "fields", "days"),
    [
        (decide(executed_on="2026-10-02"), {"status": "deleted"}, 7),
        (decide(executed_on="2026-09-24"), {"status": "deleted"}, -1),
        (decide(executed_on="2026-10-02"), {}, 56),
        (decide(), {}, 56),
        (decide(decided_on="2026-11-20"), {}, 0),
        (decide(decided_on=None), {}, None),
        (decide(), {"status": "deleted"}, None),
    ],
)
def test_days_from_the_decision(one: Decision, fields: dict[str, object], days: int | None) -> None:
    assert remediation.days_to_carry_out(one, world(one, held(**fields))) == days


@pytest.mark.parametrize(
    ("one", "fields", "words"),
    [
        (decide(), {}, "has not been carried out after 56 days"),
        (decide(ticket="R-1"), {}, "has not been carried out after 56 days (request R-1 is with the portal)"),
        (decide(executed_on="2026-10-02"), {"status": "deleted"}, "was carried out on 2026-10-02, 7 days later"),
        (
            decide(executed_on=DONE),
            {"status": "locked"},
            "is recorded as carried out on 2026-09-26, but the inventory still has it as locked",
        ),
        (
            decide(executed_on=DONE, permissions=("eligibility.view",)),
            {},
            "is recorded as carried out on 2026-09-26, but the inventory still has eligibility.view",
        ),
    ],
)
def test_what_became_of_it(one: Decision, fields: dict[str, object], words: str) -> None:
    assert remediation.remediation_note(one, world(one, held(**fields))) == words


def test_what_it_is_about() -> None:
    one, part = decide(), decide(permissions=("claim.submit", "remit.view"))
    assert remediation.concerned(one, world(one)) == "the account"
    assert remediation.concerned(part, world(part)) == "claim.submit and remit.view"
