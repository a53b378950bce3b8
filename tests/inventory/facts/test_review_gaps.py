import pytest

from portalaudit.inventory.facts import identity, review_gaps
from tests.inventory.facts.small_worlds import account
from tests.inventory.facts.test_reviews import decide, review_of, world


def test_groups_of_permissions_are_named_one_by_one() -> None:
    whole, part = decide("a"), decide("a", permissions=("@billing_desk_only", "eligibility.view"))
    facts = world(review_of(whole, part), account())
    assert review_gaps.scope(whole, facts).named is None
    named = {*facts.reference.expand(["@billing_desk_only"]), "eligibility.view"}
    assert review_gaps.scope(part, facts).named == tuple(sorted(named))


def test_records_of_the_same_login() -> None:
    one, same, other = account(), account("b", login="KLEE "), account("c", login="klee2")
    elsewhere, service = account("d", portal="nmp"), account("e", type="service")
    facts = world(review_of(), one, same, other, elsewhere, service)
    assert identity.same_login(one, facts) == (one, same)


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
