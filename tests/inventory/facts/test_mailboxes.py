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


def found(email: str, **fields: object) -> mailboxes.Mailbox:
    mailbox = mailboxes.mailbox(account(email=email, **fields), WORLD)
    assert mailbox is not None
    return mailbox


def test_without_an_address_there_is_no_mailbox() -> None:
    assert mailboxes.mailbox(account(), WORLD) is None


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("Kim.Lee@Ridge.example.org", ("ridge.example.org", False, False)),
        ("kim.lee+nmp@ridge.example.org", ("ridge.example.org", True, False)),
        ("office+nmp@ridge.example.org", ("ridge.example.org", True, True)),
        (" office@ridge.example.org", ("ridge.example.org", False, True)),
    ],
)
def test_an_address_tells_domain_tag_and_sharing(email: str, expected: tuple[str, bool, bool]) -> None:
    mailbox = found(email)
    assert (mailbox.domain, mailbox.tagged, mailbox.shared) == expected


@pytest.mark.parametrize(
    ("who", "email", "expected"),
    [
        (("k-lee",), "Kim.Lee+a@Ridge.example.org", (True, ())),
        (("k-lee",), "amber.sato+kim@ridge.example.org", (False, (AMBER,))),
        (("k-lee",), "window@ridge.example.org", (False, (AMBER,))),
        (("k-lee", "a-sato"), "amber.sato@ridge.example.org", (True, ())),
        (("a-sato",), "window@ridge.example.org", (False, ())),
        (("k-lee",), "closed@ridge.example.org", (False, ())),
        (("k-lee",), "machine@ridge.example.org", (False, ())),
        (("k-lee",), "orphan@ridge.example.org", (False, ())),
        (None, "kim.lee@ridge.example.org", (None, None)),
    ],
)
def test_a_mailbox_is_its_users_or_someone_elses(
    who: tuple[str, ...] | None, email: str, expected: tuple[object, object]
) -> None:
    mailbox = found(email, person=None, persons=who)
    assert (mailbox.on_staff_list, mailbox.others) == expected


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("kim.office@ridge.example.org", ()),
        ("front.desk+kim@ridge.example.org", ("front", "desk", "front desk")),
        ("CascadeRidge@ridge.example.org", ("cascade", "ridge", "cascade ridge", "<practice name>")),
    ],
)
def test_the_words_of_a_mailbox_that_names_no_user(email: str, expected: tuple[str, ...]) -> None:
    assert found(email).words == expected


def test_a_persons_mailbox_may_be_a_shared_one_or_on_other_records_too() -> None:
    staff = (
        person("own", email="own@ridge.example.org"),
        person("two", email="kim.lee@ridge.example.org"),
        person("one", email="Kim.Lee+old@ridge.example.org"),
        person("desk", email="office+kim@ridge.example.org"),
        person("none"),
        person("nil"),
    )
    own, two, one, desk, none, nil = staff
    world = world_of(HOME, staff=staff)
    assert [mailboxes.mailbox_shared(each, world) for each in staff] == [False, False, False, True, None, None]
    same = [mailboxes.same_mailbox_as(each, world) for each in (own, two, one, desk, none, nil)]
    assert same == [(), (one,), (two,), (), (), ()]
