import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.inventory.facts import identity
from portalaudit.inventory.records import Portal, Practice
from portalaudit.inventory.subjects import Group
from tests.inventory.facts.small_worlds import account, person, world_of

KIM = person("k-lee", name="Kim Lee")
AMBER = person("a-sato", name="Amber Sato")
JOSE = person("j-munoz", name="Dr. José R. O'Brien-Muñoz, MD", other_names=("José Castro",))


@pytest.mark.parametrize(
    ("login", "strict", "loose"),
    [
        ("KLee01", "klee01", "klee01"),
        ("  front   desk ", "front desk", "front desk"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER K}LEE", "klee", "klee"),
        ("straße", "strasse", "strasse"),
        ("Kim+Availity@Ridge.example.org", "kim+availity@ridge.example.org", "kim@ridge.example.org"),
        ("a+b+c@x", "a+b+c@x", "a@x"),
        ("+tag@x", "+tag@x", "+tag@x"),
        ("kim+lee", "kim+lee", "kim+lee"),
    ],
)
def test_logins_are_compared_strictly_and_loosely(login: str, strict: str, loose: str) -> None:
    one, world = account(login=login), world_of()
    assert (identity.login_strict(one, world), identity.login_key(one, world)) == (strict, loose)


@given(st.text(min_size=1))
def test_the_loose_form_never_tells_apart_what_the_strict_form_does_not(login: str) -> None:
    assert identity.loose_form(login) == identity.loose_form(identity.strict_form(login))


def test_a_login_is_one_where_portals_share_the_sign_on() -> None:
    portals = [Portal(id=name, name=name, kind="mac", profile="first_coast_spot") for name in ("spot", "other")]
    accounts = [account(name, portal=name, login="klee") for name in ("spot", "other")]
    world = world_of(portals=tuple(portals), accounts=tuple(accounts))
    assert identity.same_login(accounts[0], world) == tuple(accounts)
    assert identity.same_login(account("x", portal="elsewhere", login="klee"), world) == ()


@pytest.mark.parametrize(
    ("who", "login", "expected"),
    [
        ("k-lee", "klee01", True),
        ("k-lee", "kim", True),
        ("k-lee", "LEE.K", True),
        ("k-lee", "kl7", True),
        ("k-lee", "kiml", True),
        ("k-lee", "kleeman", False),
        ("k-lee", "sleek", False),
        ("j-munoz", "jmunoz", True),
        ("j-munoz", "jobrienmunoz", True),
        ("j-munoz", "obrien", True),
        ("j-munoz", "jrobrienmunoz", True),
        ("j-munoz", "castro.j", True),
        ("j-munoz", "dr.smith", False),
        ("j-munoz", "md", False),
    ],
)
def test_a_login_names_its_owner_by_whole_words(who: str, login: str, expected: bool) -> None:
    world = world_of(staff=(KIM, JOSE))
    assert (identity.naming(account(person=who, login=login), world).nameless_login == "") is expected


def test_without_users_nobody_can_be_named() -> None:
    one = account(person=None, login="klee", display_name="Kim Lee")
    assert identity.naming(one, world_of()).shown_fits is None
    assert identity.naming(account(person=None, login="klee"), world_of()).shown_fits is True


@pytest.mark.parametrize(
    ("login", "display", "of_login", "of_name"),
    [
        ("frontdesk@ridge.example.org", None, ("frontdesk",), ()),
        ("FrontDesk2", None, ("front", "desk", "front desk"), ()),
        (
            "front_desk-2",
            "Billing Department",
            ("front", "desk", "front desk"),
            ("billing", "department", "billing department"),
        ),
        ("klee", "Front Desk", (), ("front", "desk", "front desk")),
        ("klee.billing", None, (), ()),
        ("12345", None, (), ()),
        ("office", "LEE, K", ("office",), ()),
    ],
)
def test_words_come_from_texts_that_name_no_user(
    login: str, display: str | None, of_login: tuple[str, ...], of_name: tuple[str, ...]
) -> None:
    naming = identity.naming(account(login=login, display_name=display), world_of(staff=(KIM,)))
    assert (naming.login_words, naming.shown_words) == (of_login, of_name)


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("cascade-ridge", True),
        ("CascadeRidgeFamily", True),
        ("crfm", True),
        ("cascade", False),
        ("medicine", False),
        ("ridgefamily", False),
        ("12345", False),
    ],
)
def test_the_practice_is_named_by_its_first_two_words_or_more(login: str, expected: bool) -> None:
    practice = Practice(id="crfm", name="Cascade Ridge Family Medicine", legal_name="360", timezone="UTC")
    words = identity.naming(account(login=login), world_of(practice)).login_words
    assert (identity.PRACTICE_NAME in words) is expected


@pytest.mark.parametrize(
    ("login", "display", "fits", "doubtful"),
    [
        ("klee", None, True, ""),
        ("klee", "Kim Lee", True, ""),
        ("klee", "Front Desk", False, "klee"),
        ("x7741", None, True, "x7741"),
        ("x7741", "LEE, K", True, "x7741"),
    ],
)
def test_a_login_is_doubtful_where_it_or_its_display_name_names_nobody(
    login: str, display: str | None, fits: bool, doubtful: str
) -> None:
    naming = identity.naming(account(login=login, display_name=display), world_of(staff=(KIM,)))
    assert (naming.shown_fits, naming.nameless_login) == (fits, doubtful)


def group(*accounts: object) -> Group:
    return Group(("cco", "x"), tuple(accounts))  # type: ignore[arg-type]


def test_the_users_of_a_group_are_those_of_its_live_accounts() -> None:
    world = world_of(staff=(KIM, AMBER))
    dead = account("d", person="a-sato", status="deleted")
    robot = account("r", person="a-sato", type="service")
    nobody, old = account("n", person=None), account("o", person="a-sato", type="shared_legacy", status="locked")
    both = group(account("a"), dead, robot, nobody)
    assert identity.users(both, world) == (KIM,)
    assert [one.id for one in identity.live_accounts(both, world)] == ["a", "n"]
    assert identity.users(group(account("a"), old), world) == (KIM, AMBER)
    assert (identity.users(group(nobody), world), identity.live_accounts(group(dead, robot), world)) == ((), ())


def test_who_left_is_not_counted_beside_somebody_who_is_here() -> None:
    gone, away = person("gone", ("2020-01-01", "2026-11-19")), person("away", ("2020-01-01", "2026-11-19"))
    last_day, undated = person("last-day", ("2020-01-01", "2026-11-20")), person("undated")
    world = world_of(staff=(KIM, gone, away, last_day, undated))

    def counted(*persons: str) -> list[str]:
        both = group(account("a", person=None, persons=persons))
        return [each.id for each in identity.users(both, world)]

    assert counted("k-lee", "gone") == ["k-lee"]
    assert counted("k-lee", "last-day", "undated", "gone") == ["k-lee", "last-day", "undated"]
    assert counted("gone", "away") == ["gone", "away"]
    two_records = group(account("a"), account("b", person="gone"))
    assert identity.users(two_records, world) == (KIM, gone)
