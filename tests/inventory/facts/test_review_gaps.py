import pytest

from portalaudit.inventory.facts import review_gaps
from tests.inventory.facts.small_worlds import account, person
from tests.inventory.facts.test_reviews import STAFF, decide, review_of, world

BACK = person("back", ("2018-02-05", "2026-03-02"), ("2026-06-01", None))
GONE_AGAIN = person("again", ("2018-02-05", "2026-09-20"), ("2026-10-05", None))


def test_groups_of_permissions_are_named_one_by_one() -> None:
    whole, part = decide("a"), decide("a", permissions=("@billing_desk_only", "eligibility.view"))
    facts = world(review_of(whole, part), account())
    assert review_gaps.scope(whole, facts).named is None
    named = {*facts.reference.expand(["@billing_desk_only"]), "eligibility.view"}
    assert review_gaps.scope(part, facts).named == tuple(sorted(named))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_login_on": "2026-03-02"}, False),
        ({"last_login_on": "2026-03-03"}, False),
        ({"last_login_on": "2026-03-04"}, True),
        ({"last_login_on": "2026-06-01"}, False),
        ({}, None),
        ({"last_login_on": "2026-05-04", "last_login_source": "admin_unlock"}, None),
    ],
)
def test_an_account_was_used_after_leaving(fields: dict[str, str], expected: bool | None) -> None:
    made = decide("a")
    facts = world(review_of(made), account(person="back", **fields), staff=(*STAFF, BACK))
    assert review_gaps.used_after_leaving(made, facts) is expected


@pytest.mark.parametrize(("used_on", "expected"), [("2026-09-28", True), ("2026-09-29", False)])
def test_a_review_cannot_know_of_later_uses(used_on: str, expected: bool) -> None:
    made, earlier, undated = decide("a"), decide("a", decided_on="2026-09-20"), decide("a")
    subject = account(person="again", last_login_on=used_on)
    facts = world(review_of(made, earlier), subject, staff=(*STAFF, GONE_AGAIN))
    assert [review_gaps.used_after_leaving(one, facts) for one in (made, earlier)] == [expected, False]
    still_open = world(review_of(undated, completed_on=None), subject, staff=(*STAFF, GONE_AGAIN))
    assert review_gaps.used_after_leaving(undated, still_open) is True


def test_a_decision_on_an_account_that_there_is_not() -> None:
    made = decide("nowhere")
    assert review_gaps.used_after_leaving(made, world(review_of(made))) is False


def test_records_of_the_same_login() -> None:
    one, same, other = account(), account("b", login="KLEE "), account("c", login="klee2")
    elsewhere, service = account("d", portal="nmp"), account("e", type="service")
    facts = world(review_of(), one, same, other, elsewhere, service)
    assert review_gaps.same_login(one, facts) == (one, same)


BOTH = {"permissions": ("eligibility.view", "remit.view", "user.manage")}


@pytest.mark.parametrize(
    ("named", "fields", "sensitive", "left"),
    [
        (None, BOTH, ("remit.view", "user.manage"), None),
        (None, {"permissions": ("eligibility.view",)}, (), None),
        (None, {}, None, None),
        (None, {"permissions": ("remit.view",), "native_roles": ("Unheard of",)}, ("remit.view",), None),
        (("remit.view", "claim.submit"), BOTH, ("remit.view",), ("remit.view",)),
        (("user.manage",), {}, ("user.manage",), None),
        (("claim.submit",), BOTH, (), ()),
        (("remit.view",), {"permissions": ("remit.view",), "native_roles": ("X",)}, ("remit.view",), ("remit.view",)),
        (("claim.submit",), {"permissions": ("remit.view",), "native_roles": ("X",)}, (), None),
    ],
)
def test_what_a_decision_is_about(
    named: tuple[str, ...] | None,
    fields: dict[str, tuple[str, ...]],
    sensitive: tuple[str, ...] | None,
    left: tuple[str, ...] | None,
) -> None:
    made = decide("a", "revoke", permissions=named)
    facts = world(review_of(made), account(**fields))
    scope = review_gaps.scope(made, facts)
    assert (scope.sensitive, scope.left) == (sensitive, left)


def test_nothing_is_known_of_an_account_that_there_is_not() -> None:
    whole, part = decide("nowhere", "revoke"), decide("nowhere", "revoke", permissions=("claim.submit",))
    facts = world(review_of(whole, part))
    assert [review_gaps.scope(one, facts).sensitive for one in (whole, part)] == [None, ()]
    assert review_gaps.scope(part, facts).left is None
