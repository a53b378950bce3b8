import pytest

from portalaudit.inventory.facts import addresses
from portalaudit.inventory.records import Payer, Portal
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import world_of

SESSION = "it holds the key of somebody's session, which is over or should not be known"
NO_ADDRESS = "it is no whole web address like https://portal.example.org"


def portal(portal_id: str = "a", **fields: object) -> Portal:
    return Portal(**{"id": portal_id, "name": portal_id.upper(), "kind": "standalone", **fields})  # type: ignore[arg-type]


def judged(url: str | None, profile: str | None = None) -> tuple[tuple[str, ...], bool]:
    one = portal(login_url=url, profile=profile)
    facts = world_of(portals=(one,))
    return addresses.address_faults(one, facts), addresses.address_imitates(one, facts)


@pytest.mark.parametrize(
    ("url", "faults"),
    [
        ("https://a.example.org/login", ()),
        ("https://a.example.org:8443/login?plan=7", ()),
        ("HTTPS://A.Example.org/", ()),
        (None, ("there is none",)),
        ("a.example.org/login", (NO_ADDRESS,)),
        ("https:///login", (NO_ADDRESS,)),
        ("https://[::1/login", (NO_ADDRESS,)),
        ("https://a.example.org:0/", (NO_ADDRESS,)),
        ("https://a.example.org:port/", (NO_ADDRESS,)),
        ("https://a.example.org\\@b.example.org/", (NO_ADDRESS,)),
        ("see https://a.example.org/", (NO_ADDRESS,)),
        ("http://a.example.org/", ("it does not begin with https://",)),
        ("https://www.bing.com/search?q=a", ("it leads through the search engine www.bing.com",)),
        ("https://notbing.com/", ()),
        ("https://t.co/a", ("it leads through t.co, which only passes on to an address that nobody sees",)),
        ("https://a.example.org/login;JSESSIONID=1?a=b", (SESSION,)),
        ("https://a.example.org/login?Token", (SESSION,)),
        ("https://a.example.org/login?tokens=1", ()),
    ],
)
def test_what_is_careless_about_an_address(url: str | None, faults: tuple[str, ...]) -> None:
    assert judged(url) == (faults, False)


@pytest.mark.parametrize(
    ("url", "profile", "fault"),
    [
        ("https://x@a.example.org/", None, "a user name stands before the host, which is a.example.org"),
        ("https://\u0430vaility.com/", None, "the host \u0430vaility.com holds letters that only look like others"),
        ("https://a.xn--p1ai/", None, "the host a.xn--p1ai holds letters that only look like others"),
        ("https://avallity.com/", None, "the host avallity.com resembles availity.com and is another"),
        ("https://availitty.com/", None, "the host availitty.com resembles availity.com and is another"),
        ("https://avility.com/", None, "the host avility.com resembles availity.com and is another"),
        ("https://availiyt.com/", None, "the host availiyt.com resembles availity.com and is another"),
        ("https://availity.net/", None, "the host availity.net resembles availity.com and is another"),
        ("https://availity.com.b.org/", None, "the host availity.com.b.org resembles availity.com and is another"),
        ("https://a.availity.com.b.org/", None, "the host a.availity.com.b.org resembles availity.com and is another"),
        ("https://uhc-provider.com/", None, "the host uhc-provider.com resembles uhcprovider.com and is another"),
        ("https://example.org/", "uhc", "the host example.org is none of this portal's: uhcprovider.com"),
    ],
)  # fmt: skip
def test_hosts_that_may_be_an_impostors(url: str, profile: str | None, fault: str) -> None:
    assert judged(url, profile) == ((fault,), True)


@pytest.mark.parametrize(
    ("url", "profile"),
    [
        ("https://availity.com/", "availity"),
        ("https://login.availity.com/", None),
        ("https://secure.uhcprovider.com/", "uhc"),
        ("https://cignaforhcp.cigna.com/", "cigna_hcp"),
        ("https://secure.cigna.com/", None),
        ("https://www.ok-medicaid.gov/", None),
        ("https://sco.com/", None),
        ("https://avalixity-portal.com/", None),
        ("https://portal.example.org/", "mycgs"),
        ("https://www.noridianmedicareportal.com./", "noridian_nmp"),
    ],
)
def test_hosts_that_are_in_order(url: str, profile: str | None) -> None:
    assert judged(url, profile) == ((), False)


def test_hosts_that_nobody_has_verified_make_no_impostor() -> None:
    known = "availity.com, apps.availity.com, essentials.availity.com"
    assert judged("https://a.example.org/", "availity") == (
        (f"the host a.example.org is none of those known of this portal: {known}",),
        False,
    )


def test_a_search_engine_is_told_once() -> None:
    assert judged("https://google.com/url", "uhc") == (("it leads through the search engine google.com",), False)


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({"login_url": "http://x.example.org/in?a=b"}, ("B has the same address",)),
        ({"login_url": "https://x.example.org/in/?a=b"}, ("B has the same address",)),
        ({"login_url": "https://x.example.org/in?a=c"}, ()),
        ({"login_url": "https://y.example.org/in?a=b"}, ()),
        ({"login_url": "https://x.example.org/out?a=b"}, ()),
        ({"login_url": "https://x.example.org/in?a=b", "closed_on": "2026-01-01"}, ()),
        ({"login_url": "https://x.example.org/in?a=b", "identity_domain": "a"}, ()),
        ({"login_url": "x y"}, ()),
        ({}, ()),
    ],
)
def test_an_address_that_another_portal_has_too(other: dict[str, object], faults: tuple[str, ...]) -> None:
    one = portal(login_url="https://X.example.org/in?a=b")
    assert addresses.address_faults(one, world_of(portals=(one, portal("b", **other)))) == faults


def _with_payers(**fields: object) -> tuple[Portal, World]:
    one = portal(**{"login_url": "https://a.example.org/login", **fields})
    payers = (Payer(id="p", name="Aetna", phone="1"), Payer(id="q", name="Quiet"), Payer(id="r", name="Remote"))
    return one, world_of(portals=(one,), payers=payers)


def test_the_entry_in_words() -> None:
    checked, facts = _with_payers(url_verified_on="2026-01-02", payers=("p",))
    assert addresses.directory_note(checked, facts) == "last checked on 2026-01-02"
    silent, facts = _with_payers(payers=("p", "q", "r"))
    assert [payer.id for payer in addresses.payers_without_phone(silent, facts)] == ["q", "r"]
    assert addresses.directory_note(silent, facts) == "never checked; no telephone number of Quiet, Remote"


def test_the_entry_names_a_first_page() -> None:
    one, facts = _with_payers(login_url="https://a.example.org")
    assert addresses.directory_note(one, facts) == (
        "it is the first page of a site, and nothing tells that people sign in there; never checked"
    )


@pytest.mark.parametrize(
    ("fields", "only"),
    [
        ({"login_url": "https://www.a.example.org"}, True),
        ({"login_url": "https://www.a.example.org./"}, True),
        ({"login_url": "https://www.a.example.org/", "url_verified_on": "2020-01-01"}, False),
        ({"login_url": "https://www.a.example.org/members"}, False),
        ({"login_url": "https://www.a.example.org/?page=in"}, False),
        ({"login_url": "https://www.a.example.org/#/in"}, False),
        ({"login_url": "https://login.a.example.org"}, False),
        ({"login_url": "https://a-signon.example.org"}, False),
        ({"login_url": "https://aportal.example.org"}, False),
        ({"login_url": "https://sso.example.org"}, False),
        ({"login_url": "https://www.missouri.example.org"}, True),
        ({"login_url": "https://lasso.example.org"}, True),
        ({"login_url": "https://www.noridianmedicareportal.com"}, False),
        ({"login_url": "https://essentials.availity.com"}, False),
        ({"login_url": "https://secure.cigna.com"}, False),
        ({"login_url": "https://www.cigna.com"}, True),
        ({"login_url": "http://www.a.example.org"}, False),
        ({"login_url": "www.a.example.org"}, False),
        ({}, False),
    ],
)
def test_the_first_page_of_a_site_needs_a_word_that_people_sign_in_there(fields: dict[str, object], only: bool) -> None:
    one = portal(**fields)
    assert addresses.first_page_only(one, world_of(portals=(one,))) is only


def test_no_payers_no_telephone() -> None:
    assert addresses.payers_without_phone(*_with_payers()) == ()
