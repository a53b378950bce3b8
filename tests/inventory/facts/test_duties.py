import pytest

from portalaudit.inventory.facts import duties
from portalaudit.inventory.records import Account, Review, Vendor
from portalaudit.inventory.records.review_records import Decision
from tests.inventory.facts.small_worlds import account, held, person, world_of

BILLS, POSTS = ("claim.submit",), ("remit.download",)


def conflicts(accounts: tuple[Account, ...], **sections: object) -> list[str]:
    one = person(roles=())
    staff = (one, person("other", roles=()))
    here = world_of(staff=staff, accounts=accounts, **sections)  # type: ignore[arg-type]
    return [conflict.pair for conflict in duties.duties(one, here).conflicts]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"permissions": BILLS}, {"permissions": POSTS}, ["SOD-03"]),
        ({"permissions": BILLS}, {"permissions": POSTS, "status": "deleted"}, []),
        ({"permissions": BILLS}, {"permissions": POSTS, "type": "service"}, []),
        ({"permissions": BILLS}, {"permissions": POSTS, "person": "other"}, []),
        ({"permissions": BILLS}, {"permissions": POSTS, "person": None, "persons": ("other", "k-lee")}, ["SOD-03"]),
        ({"permissions": BILLS, "organization": "A"}, {"permissions": POSTS, "organization": "B"}, []),
        ({"permissions": BILLS, "organization": "A"}, {"permissions": POSTS}, ["SOD-03"]),
        ({"permissions": BILLS}, {"permissions": None}, []),
        ({"permissions": ("prior_auth.submit",)}, {"permissions": BILLS}, ["SOD-12"]),
    ],
)
def test_what_comes_together(first: dict[str, object], second: dict[str, object], expected: list[str]) -> None:
    assert conflicts((account("a", **first), account("b", **second))) == expected


def test_an_account_without_organization_counts_for_each() -> None:
    one = person(roles=())
    accounts = (
        account("a", permissions=BILLS, organization="North"),
        account("b", permissions=BILLS, organization="South"),
        account("c", permissions=POSTS),
    )
    found = duties.duties(one, world_of(staff=(one,), accounts=accounts)).conflicts
    assert [(c.organization, c.where, c.permissions, [a.id for a in c.accounts], c.severity) for c in found] == [
        ("North", ("Rimrock CCO (North)",), ("claim.submit", "remit.download"), ["a", "c"], "high"),
        ("South", ("Rimrock CCO (South)",), ("claim.submit", "remit.download"), ["b", "c"], "high"),
    ]


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ((), []),
        ((Review(id="r", portal="cco", opened_on="2026-11-20", reviewer="k-lee"),), ["SOD-06"]),
        ((Review(id="r", portal="cco", opened_on="2026-11-21", reviewer="k-lee"),), []),
        ((Review(id="r", portal="cco", completed_on="2026-11-20", reviewer="k-lee"),), ["SOD-06"]),
        ((Review(id="r", portal="cco", due_on="2026-11-01", reviewer="k-lee"),), []),
        (
            (
                Review(id="r", portal="cco", opened_on="2026-05-01", reviewer="k-lee"),
                Review(id="s", portal="cco", opened_on="2026-08-01", reviewer="other"),
            ),
            [],
        ),
        (
            (
                Review(
                    id="r",
                    portal="cco",
                    opened_on="2026-05-01",
                    decisions=(Decision(account="a", decision="keep", reviewer="k-lee"),),
                ),
            ),
            ["SOD-06"],
        ),
    ],
)
def test_who_reviews_the_own_portal(reviews: tuple[Review, ...], expected: list[str]) -> None:
    assert conflicts((account("a", permissions=("user.manage",)),), reviews=reviews) == expected


@pytest.mark.parametrize(
    ("fields", "spells", "expected", "known"),
    [
        ({"vendor": "acme"}, (), ["SOD-11"], True),
        ({"vendor": "temps"}, (), [], True),
        ({}, (("2020-01-01", None),), [], True),
        ({}, (), [], False),
    ],
)
def test_who_works_for_a_vendor(
    fields: dict[str, object], spells: tuple[tuple[str, str | None], ...], expected: list[str], known: bool
) -> None:
    one = person("k-lee", *spells, roles=(), **fields)
    vendors = (Vendor(id="acme", name="Acme"), Vendor(id="temps", name="Temps", workforce=True))
    here = world_of(staff=(one,), vendors=vendors, accounts=(account(permissions=("third_party.manage",)),))
    assert [c.pair for c in duties.duties(one, here).conflicts] == expected
    assert duties.duties(one, here).are_all is (known or None)


@pytest.mark.parametrize(
    ("other", "expected", "known"),
    [
        ({"permissions": ("cob.view",)}, ["SOD-13"], True),
        ({"permissions": ("audit_log.view",)}, [], True),
        ({"permissions": ("audit_log.view",), "organization": "North"}, [], True),
        ({"permissions": ("audit_log.view",), "status": "revoked"}, ["SOD-13"], True),
        ({"permissions": ("audit_log.view",), "type": "service"}, ["SOD-13"], True),
        ({"permissions": ("audit_log.view",), "person": "gone"}, ["SOD-13"], True),
        ({"permissions": None}, [], False),
    ],
)
def test_who_alone_sees_the_log(other: dict[str, object], expected: list[str], known: bool) -> None:
    one = person("k-lee", roles=())
    staff = (one, person("other", roles=()), person("gone", ("2020-01-01", "2026-01-31")))
    accounts = (
        account("a", permissions=("user.manage", "audit_log.view")),
        account("b", **{"person": "other", **other}),
    )
    here = world_of(staff=staff, accounts=accounts)
    assert [c.pair for c in duties.duties(one, here).conflicts] == expected
    assert duties.duties(one, here).are_all is (known or None)


@pytest.mark.parametrize(
    ("roles", "permissions", "expected"),
    [
        (None, ("claim.correct",), False),
        (None, ("cob.view",), True),
        ((), ("claim.correct",), True),
        ((held("coder"),), ("claim.correct",), True),
        ((), None, False),
    ],
)
def test_whether_all_is_known(
    roles: tuple[object, ...] | None, permissions: tuple[str, ...] | None, expected: bool
) -> None:
    one = person(roles=roles)
    here = world_of(staff=(one,), accounts=(account(permissions=permissions),))
    assert duties.duties(one, here).are_all is (expected or None)
