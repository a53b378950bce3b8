import pytest

from portalaudit.inventory.facts import mailboxes
from portalaudit.inventory.records import Practice, Vendor
from tests.inventory.facts.small_worlds import account, person, world_of

KIM = person("k-lee", email="kim.lee@ridge.example.org")
AMBER = person("a-sato", name="Amber Sato", email="Amber.Sato@ridge.example.org")
BO = person("b-falk", name="Bo Falk", vendor="keystone")
SAM = person("s-quiet", name="Sam Quiet", vendor="silent")
HOME = Practice(
    id="case",
    name="Cascade Ridge",
    timezone="America/Los_Angeles",
    email_domains=("@Ridge.example.org",),
    shared_mailboxes=("Office@ridge.example.org",),
)
VENDORS = (Vendor(id="keystone", name="Keystone", email_domains=("keystone.example",)), Vendor(id="silent", name="S"))
OTHERS = (
    account("x1", person="a-sato", email="window@ridge.example.org"),
    account("x2", person="a-sato", email="closed@ridge.example.org", status="deleted"),
    account("x3", person="a-sato", email="machine@ridge.example.org", type="service"),
    account("x4", person=None, email="orphan@ridge.example.org"),
)
WORLD = world_of(HOME, staff=(KIM, AMBER, BO, SAM), vendors=VENDORS, accounts=OTHERS)


@pytest.mark.parametrize(
    ("who", "email", "expected"),
    [
        ("k-lee", "Kim.Lee@Ridge.example.org", "own"),
        ("k-lee", "kim.lee+nmp@ridge.example.org", "alias"),
        ("k-lee", "office+nmp@ridge.example.org", "shared"),
        (None, "office@ridge.example.org", "shared"),
        (None, "kim.lee@ridge.example.org", None),
        ("k-lee", None, None),
        ("k-lee", "amber.sato+kim@ridge.example.org", "of somebody else"),
        ("k-lee", "window@ridge.example.org", "of somebody else"),
        ("a-sato", "window@ridge.example.org", "own"),
        ("k-lee", "closed@ridge.example.org", "own"),
        ("k-lee", "machine@ridge.example.org", "own"),
        ("k-lee", "orphan@ridge.example.org", "own"),
        ("k-lee", "kim+x@mail.example", "elsewhere"),
        ("k-lee", "bo@keystone.example", "elsewhere"),
        ("b-falk", "bo@keystone.example", "own"),
        ("b-falk", "bo@ridge.example.org", "elsewhere"),
        ("s-quiet", "sam@silent.example", None),
    ],
)
def test_a_mailbox_belongs_to_the_user_or_to_somebody_else(
    who: str | None, email: str | None, expected: object
) -> None:
    assert mailboxes.mailbox(account(person=who, email=email), WORLD) == expected


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("Kim.Lee@ridge.example.org", "own"),
        ("kim.lee+a@ridge.example.org", "alias"),
        ("window@ridge.example.org", None),
        ("amber.sato@ridge.example.org", "of somebody else"),
    ],
)
def test_without_the_practices_domains_the_staff_list_says_what_is_own(email: str, expected: str | None) -> None:
    assert mailboxes.mailbox(account(email=email), world_of(staff=(KIM, AMBER))) == expected


def test_who_has_written_down_no_mailbox_is_asked_once() -> None:
    closed, machine = account("a", status="deleted", email="x@y"), account("b", type="service", email="x@y")
    first, second = account("c"), account("d")
    none = world_of(accounts=(second, closed, machine, first))
    begun = world_of(accounts=(first, second, account("e", email="x@y")))
    assert [mailboxes.mailbox_asked(each, none) for each in (first, second, closed)] == [True, False, False]
    assert [mailboxes.mailbox_asked(each, begun) for each in (first, second)] == [True, True]


def test_one_user_of_several_is_enough() -> None:
    one = account(persons=("k-lee", "b-falk"), email="kim.lee@ridge.example.org")
    assert mailboxes.mailbox(one, WORLD) == "own"


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        (None, ()),
        ("kim.office@ridge.example.org", ()),
        ("front.desk+kim@ridge.example.org", ("front", "desk", "front desk")),
        ("CascadeRidge@ridge.example.org", ("cascade", "ridge", "cascade ridge", "<practice name>")),
    ],
)
def test_the_words_of_a_mailbox_that_names_no_user(email: str | None, expected: tuple[str, ...]) -> None:
    assert mailboxes.mailbox_words(account(email=email), WORLD) == expected


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("office@ridge.example.org", "which several people read"),
        ("amber.sato@ridge.example.org", "which is also the mailbox of Amber Sato"),
        ("kim@mail.example", "which is no mailbox of the user's employer"),
        ("kim.lee+a@ridge.example.org", "which is an alias of the user's own mailbox"),
        ("billing@ridge.example.org", "which names a desk or a department"),
    ],
)
def test_a_note_says_what_is_wrong_with_a_mailbox(email: str, expected: str) -> None:
    assert mailboxes.mailbox_note(account(email=email), WORLD) == expected


def test_a_mailbox_is_shared_by_the_practice_or_by_two_records() -> None:
    staff = (
        person("own", email="own@ridge.example.org"),
        person("one", email="Kim.Lee+old@ridge.example.org"),
        person("two", email="kim.lee@ridge.example.org"),
        person("desk", email="office+kim@ridge.example.org"),
        person("none"),
    )
    world = world_of(HOME, staff=staff)
    assert [mailboxes.mailbox_shared(each, world) for each in staff] == [False, True, True, True, None]


def test_a_record_knows_earlier_records_with_its_mailbox() -> None:
    kim = person("a-kim", name="Kim Park", email="Kim.Lee+old@ridge.example.org")
    shared = person("k-desk", email="office@ridge.example.org")
    also_shared = person("k-desk-2", email="office@ridge.example.org")
    world = world_of(HOME, staff=(KIM, shared, also_shared, BO, kim))
    found = {each.id: mailboxes.same_mailbox_as(each, world) for each in (KIM, kim, shared, also_shared, BO)}
    assert found == {"k-lee": (kim,), "a-kim": (), "k-desk": (), "k-desk-2": (), "b-falk": ()}
