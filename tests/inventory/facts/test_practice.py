import pytest

from portalaudit.inventory.facts import practice as facts
from portalaudit.inventory.records import Account, Engagement, Module, Person, Portal, Practice
from portalaudit.inventory.records.people import Leave
from portalaudit.inventory.records.practice import MasterPortalAdministrator
from portalaudit.inventory.records.training import Document
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

ANA = person("ana", ("2018-02-05", None), name="Ana Ruiz", email="ana@example.org")
KIM = person("k-lee", ("2020-01-06", None), email="kim@example.org")
LEAVING = person("leaving", ("2018-02-05", "2026-12-18"), email="lea@example.org")
BACK_SOON = person("back", ("2018-02-05", "2026-12-18"), ("2027-02-01", None), email="back@example.org")
LEFT = person("left", ("2018-02-05", "2026-08-14"), email="left@example.org")
UNDATED = person("undated", email="undated@example.org")
VENDOR = Person(
    id="vic",
    name="V",
    vendor="keystone",
    email="v@example.org",
    engagements=(Engagement(kind="vendor", start="2020-01-01"),),
)
NAMELESS_VENDOR = Person(id="val", name="V", email="w@example.org", engagements=VENDOR.engagements)
SHARED = person("shared", ("2018-02-05", None), email="Office+ana@Example.org")
DOUBLE = person("double", ("2018-02-05", None), email="KIM@example.org")
NO_MAIL = person("no-mail", ("2018-02-05", None))


def away(person_id: str, *leaves: Leave) -> Person:
    spell = Engagement(kind="employee", start="2018-02-05", leave=leaves)
    return Person(id=person_id, name=person_id, email=f"{person_id}@example.org", engagements=(spell,))


AWAY = away("away", Leave(start="2026-11-01"))
AWAY_TO_TODAY = away("away-to-today", Leave(start="2026-11-01", end="2026-11-20"))
BACK = away("was-away", Leave(start="2026-11-01", end="2026-11-19"))
SOME_DAYS = away("some-days", Leave(start="2026-06-01", continuous=False))
SOON_AWAY = away("soon-away", Leave(start="2026-11-21"))
STAFF = (
    *(ANA, KIM, LEAVING, BACK_SOON, LEFT, UNDATED, VENDOR, NAMELESS_VENDOR, SHARED, DOUBLE, NO_MAIL),
    *(AWAY, AWAY_TO_TODAY, BACK, SOME_DAYS, SOON_AWAY),
)
DOCUMENTS = (
    Document(id="letter", signed_on="2026-01-05"),
    Document(id="next-week", signed_on="2026-11-27"),
    Document(id="undated"),
)


def practice(person_id: str | None, **fields: object) -> Practice:
    plain = {"designated_on": "2026-01-05", "document": "letter"}
    master = MasterPortalAdministrator(person=person_id, **{**plain, **fields}) if person_id else None  # type: ignore[arg-type]
    return Practice(
        id="p",
        name="P",
        timezone="America/Los_Angeles",
        shared_mailboxes=("office@example.org",),
        master_portal_administrator=master,
    )


def world(home: Practice, *accounts: Account, portals: tuple[Portal, ...] = ()) -> World:
    return world_of(home, staff=STAFF, documents=DOCUMENTS, accounts=accounts, portals=portals)


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        ((ANA,), True),
        ((ANA, LEFT), True),
        ((ANA, VENDOR), True),
        ((ANA, KIM), False),
        ((ANA, KIM, UNDATED), False),
        ((ANA, UNDATED), None),
        ((UNDATED,), None),
        ((), False),
    ],
)
def test_a_practice_of_one_person(staff: tuple[Person, ...], expected: bool | None) -> None:
    home = practice(None)
    assert facts.solo(home, world_of(home, staff=staff)) is expected


@pytest.mark.parametrize(
    ("who", "fields", "expected"),
    [
        (None, {}, ("nobody is named",)),
        ("ana", {}, ()),
        ("left", {}, ("the person named does not work here any more",)),
        ("undated", {}, ()),
        ("vic", {}, ("the person named works for a vendor",)),
        ("val", {}, ("the person named works for a vendor",)),
        ("ana", {"designated_on": None}, ("there is no day of designation",)),
        ("ana", {"designated_on": "2026-11-21"}, ("there is no day of designation",)),
        ("ana", {"designated_on": "2026-11-20"}, ()),
        ("ana", {"document": None}, ("there is no document of designation",)),
        ("ana", {"document": "next-week"}, ("the designation is not signed yet",)),
        ("ana", {"document": "undated"}, ()),
        ("left", {"document": "undated"}, ("the person named does not work here any more",)),
        ("shared", {}, ("the mailbox is shared with others",)),
        ("double", {}, ("the mailbox is shared with others",)),
        ("no-mail", {}, ()),
        ("no-mail", {"document": None}, ("there is no document of designation",)),
    ],
)
def test_an_appointment_surely_lacks(who: str | None, fields: dict[str, object], expected: tuple[str, ...]) -> None:
    home = practice(who, **fields)
    assert facts.master_gaps(home, world(home)) == expected


PORTALS = (
    Portal(id="recorded", name="Recorded", kind="hub", administrators=("k-lee", "ana")),
    Portal(id="primary", name="Primary", kind="hub", primary_administrator="ana"),
    Portal(id="sees", name="Sees users", kind="hub"),
    Portal(id="looks", name="Looks only", kind="hub"),
    Portal(id="ended", name="Ended account", kind="hub"),
    Portal(id="unused", name="Unused", kind="hub"),
    Portal(id="closed", name="Closed", kind="hub", closed_on="2026-01-01"),
)


def test_the_master_administrator_is_recorded_on_every_portal_in_use() -> None:
    home = practice("ana")
    names = ("recorded", "primary", "sees", "looks", "ended", "closed")
    others = [account(f"kim-{name}", portal=name) for name in names]
    own = (
        account("1", person="ana", portal="sees", permissions=("audit_log.view",)),
        account("2", person="ana", portal="looks", permissions=("eligibility.view",)),
        account("3", person="ana", portal="ended", permissions=("user.manage",), status="disabled"),
    )
    facts_of = world(home, *others, *own, portals=PORTALS)
    assert [p.id for p in facts.portals_without_master(home, facts_of)] == ["looks", "ended"]
    assert facts.master_gaps(home, facts_of) == (
        "not recorded as administrator of Looks only",
        "not recorded as administrator of Ended account",
    )


def test_without_a_master_administrator_every_portal_in_use_lacks_one() -> None:
    home = practice(None)
    found = facts.portals_without_master(home, world(home, account(portal="recorded"), portals=PORTALS))
    assert [p.id for p in found] == ["recorded"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (None, None),
        ("ana", 0),
        ("away", 19),
        ("away-to-today", 19),
        ("was-away", 0),
        ("some-days", 0),
        ("soon-away", 0),
    ],
)
def test_days_away(who: str | None, expected: int | None) -> None:
    home = practice(who)
    assert facts.master_days_away(home, world(home)) == expected


@pytest.mark.parametrize(
    ("who", "expected"), [(None, None), ("ana", None), ("leaving", "2026-12-18"), ("back", None), ("undated", None)]
)
def test_the_last_working_day(who: str | None, expected: str | None) -> None:
    home = practice(who)
    assert facts.master_leaves_on(home, world(home)) == expected


@pytest.mark.parametrize(
    ("who", "deputy", "expected"),
    [
        (None, None, False),
        ("ana", None, False),
        ("ana", "k-lee", True),
        ("ana", "left", False),
        ("ana", "away", False),
        ("ana", "undated", None),
        ("ana", "leaving", True),
        ("leaving", "leaving", False),
        ("leaving", "k-lee", True),
    ],
)
def test_a_deputy_is_ready(who: str | None, deputy: str | None, expected: bool | None) -> None:
    home = practice(who, deputy=deputy)
    assert facts.deputy_ready(home, world(home)) is expected


@pytest.mark.parametrize(
    ("who", "deputy", "expected"),
    [
        ("ana", None, "nothing is lacking"),
        ("away", "k-lee", "nothing is lacking"),
        ("away", None, "on leave for 19 days, and no deputy acts"),
        ("leaving", None, "leaves on 2026-12-18, and no deputy stays"),
        ("left", None, "the person named does not work here any more"),
        (None, None, "nobody is named"),
    ],
)
def test_the_state_in_words(who: str | None, deputy: str | None, expected: str) -> None:
    home = practice(who, deputy=deputy)
    assert facts.master_state(home, world(home)) == expected


HERE = Practice(id="p", name="P", timezone="America/Los_Angeles")


def test_exclusion_checks_are_recorded_where_one_is() -> None:
    checked, other = person("a", exclusion_checked_on="2026-01-01"), person("b")
    asked = [
        facts.records_exclusion_checks(HERE, world_of(HERE, staff=staff)) for staff in ((other, checked), (other,))
    ]
    assert asked == [True, False]


def test_modules_and_documents_are_known_where_any_is_recorded() -> None:
    module, document = Module(id="m"), Document(id="d")
    world = world_of(HERE, modules=(module,), documents=(document,))
    assert (facts.modules(HERE, world), facts.documents(HERE, world)) == ((module,), (document,))
    assert (facts.modules(HERE, world_of(HERE)), facts.documents(HERE, world_of(HERE))) == (None, None)
