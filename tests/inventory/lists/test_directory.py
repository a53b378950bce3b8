import pytest

from portalaudit.inventory.lists.directory import directory_listing
from portalaudit.inventory.records import Contract, Payer, Portal, Practice, Role
from portalaudit.inventory.records.payers import NoPortal
from portalaudit.inventory.records.portal_records import DowntimeProtocol, FallbackStep, Registration
from portalaudit.inventory.records.practice_records import Clearinghouse, MasterPortalAdministrator
from portalaudit.model.listing import Link
from tests.inventory.facts.small_worlds import AS_OF, account, held, person, world_of

KIM = person("k-lee", ("2024-03-04", None))
URL = "https://essentials.availity.com"
HUB = Portal(
    id="availity",
    name="Availity",
    kind="hub",
    login_url=URL,
    url_verified_on="2026-09-02",
    payers=("regence", "aetna"),
    administrators=("k-lee",),
    downtime=DowntimeProtocol(steps=(FallbackStep(kind="clearinghouse"), FallbackStep(kind="phone"))),
)
RUNNING = Contract(status="active")


def test_every_contracted_payer_has_a_row_with_its_address() -> None:
    payers = (
        Payer(id="regence", name="Regence", line_of_business="commercial", contract=RUNNING, phone="+1-541-555-0133"),
        Payer(id="aetna", name="aetna", contract=RUNNING, channels=("portal", "phone")),
        Payer(id="paper", name="Paper Plan", contract=RUNNING, no_portal=NoPortal(reason="it offers none")),
        Payer(id="bare", name="Bare Plan", contract=RUNNING),
    )
    listing = directory_listing(world_of(payers=payers, portals=(HUB,)))

    down = "clearinghouse, then phone"
    assert (listing.as_of, listing.about) == (AS_OF, "A practice")
    assert [table.title for table in listing.tables] == ["Contracted payers", "Who can do what"]
    assert listing.tables[0].rows == (
        ("aetna", "", "Availity", Link(URL, URL), "2026-09-02", "no one", "portal, phone", "not written down", down),
        ("Bare Plan", "", "no portal: none is listed", "", "", "", "", "not written down", ""),
        ("Paper Plan", "", "no portal: it offers none", "", "", "", "", "not written down", ""),
        ("Regence", "commercial", "Availity", Link(URL, URL), "2026-09-02", "no one", "", "+1-541-555-0133", down),
    )


def test_what_is_not_contracted_stands_apart() -> None:
    old = Payer(id="old", name="Old Plan", contract=Contract(status="ended", ended_on="2024-09-30"))
    bare = Payer(id="bare", name="Bare Plan", line_of_business="workers_comp")
    listing = directory_listing(
        world_of(payers=(old, bare), portals=(Portal(id="p", name="Old Portal", kind="standalone", payers=("old",)),))
    )

    assert listing.tables[0].rows == ()
    assert [table.title for table in listing.tables] == ["Contracted payers", "Payers without a running contract"]
    assert listing.tables[1].rows == (
        ("Bare Plan", "workers comp", "not written down", "", "", ""),
        ("Old Plan", "", "ended", "2024-09-30", "Old Portal", "not written down"),
    )


def test_it_says_who_can_do_what_for_each_payer() -> None:
    hub = Portal(
        id="availity",
        name="Availity",
        kind="hub",
        payers=("regence",),
        functions=("eligibility.view", "claim_detail.view"),
        registration=Registration(status="verified"),
    )
    desk = Role(id="front_desk", title="Front desk", category="front_office")
    kim = person("k-lee", ("2024-03-04", None), roles=(held("front_desk"),))
    accounts = (account(portal="availity", permissions=("eligibility.view",)),)
    payers = (Payer(id="regence", name="Regence", contract=RUNNING), Payer(id="bare", name="Bare", contract=RUNNING))
    world = world_of(payers=payers, portals=(hub,), staff=(kim,), roles=(desk,), accounts=accounts)

    table = directory_listing(world).tables[1]
    assert table.columns == ("Payer", "Eligibility", "Claim details", "Payments", "Prior authorization")
    assert table.rows == (("Bare", "-", "-", "-", "-"), ("Regence", "Kim Lee", "no one", "-", "-"))


def test_portals_of_no_payer_clearinghouses_and_the_keeper_are_named() -> None:
    practice = Practice(
        id="case",
        name="A practice",
        timezone="America/Los_Angeles",
        clearinghouses=(Clearinghouse(id="t", name="TriZetto", transactions=("270", "835")),),
        master_portal_administrator=MasterPortalAdministrator(person="k-lee"),
    )
    sso = Portal(id="ohp", name="OneHealthPort", kind="sso", login_url=URL, administrators=("k-lee",))
    accounts = (account(portal="ohp", permissions=("user.manage",), last_login_on="2026-11-19"),)
    listing = directory_listing(world_of(practice, portals=(sso,), staff=(KIM,), accounts=accounts))

    assert [(table.title, table.rows) for table in listing.tables[1:]] == [
        ("Clearinghouses", (("TriZetto", "270, 835"),)),
        ("Portals of no payer", (("OneHealthPort", "sso", Link(URL, URL), "Kim Lee"),)),
    ]
    assert listing.notes[0] == "Kept by Kim Lee, master portal administrator."


def test_a_closed_portal_is_in_no_directory() -> None:
    closed = Portal(id="p", name="P", kind="sso", closed_on="2020-01-01")

    assert len(directory_listing(world_of(portals=(closed,))).tables) == 1


def sign_in(url: str, *others: Portal) -> object:
    """What stands under `Sign in at` for a portal with this address."""
    portal = Portal(id="p", name="P", kind="standalone", login_url=url)
    table = directory_listing(world_of(portals=(portal, *others))).tables[-1]
    assert (table.title, table.columns[2]) == ("Portals of no payer", "Sign in at")
    return table.rows[[row[0] for row in table.rows].index("P")][2]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (
            "https://www.google.com/url?q=https://portal.example.org",
            "it leads through the search engine www.google.com",
        ),
        (
            "https://bit.ly/3x",
            "it leads through bit.ly, which hides where it ends",
        ),
        ("http://portal.example.org/login", "it does not begin with https://"),
        (
            "https://portal.example.org/home;jsessionid=1",
            "it contains the key of a session",
        ),
        ("https://portal.example.org@evil.example", "a user name stands before the host, which is evil.example"),
        (
            "https://www.xn--avality-cva.com/in",
            "the host www.xn--avality-cva.com has letters that only look like others",
        ),
        ("https://availlity.com/in", "the host availlity.com looks like availity.com, but is another"),
        ("portal.example.org", "it is not a complete address like https://portal.example.org"),
        ("javascript:alert(1)", "it is not a complete address like https://portal.example.org"),
        (
            "http://bing.com/x",
            "it does not begin with https://; it leads through the search engine bing.com",
        ),
    ],
)
def test_an_address_that_must_not_be_opened_is_no_link(url: str, reason: str) -> None:
    assert sign_in(url) == f"do not use: {reason} ({url})"


def test_an_address_that_two_portals_share_may_be_opened_all_the_same() -> None:
    twin = Portal(id="q", name="Q", kind="standalone", login_url=URL)

    assert sign_in(URL, twin) == Link(URL, URL)


def test_the_same_holds_for_contracted_payers_and_the_others() -> None:
    unsafe = "do not use: it does not begin with https:// (http://p.example.org)"
    portal = Portal(id="p", name="P", kind="standalone", login_url="http://p.example.org", payers=("a", "b"))
    payers = (Payer(id="a", name="A", contract=RUNNING), Payer(id="b", name="B"))
    tables = directory_listing(world_of(payers=payers, portals=(portal,))).tables

    assert [table.rows[0][table.columns.index("Sign in at")] for table in (tables[0], tables[-1])] == [unsafe, unsafe]
