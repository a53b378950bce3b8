from typing import Any

import pytest

from portalaudit.inventory.facts import addresses
from portalaudit.inventory.facts.addresses import SignInAddress
from portalaudit.inventory.records import Portal
from portalaudit.model.values import fields
from tests.inventory.facts.small_worlds import world_of


def portal(portal_id: str = "a", **fields: object) -> Portal:
    return Portal(**{"id": portal_id, "name": portal_id.upper(), "kind": "standalone", **fields})  # type: ignore[arg-type]


def shown(url: str | None, profile: str | None = None) -> dict[str, Any]:
    """What an address shows, as far as it is not no, none or nothing."""
    one = portal(login_url=url, profile=profile)
    found = addresses.sign_in_address(one, world_of(portals=(one,)))
    assert found is not None
    facts = {each.name: getattr(found, each.name) for each in fields(SignInAddress)}
    return {name: value for name, value in facts.items() if value}


def test_without_an_address_there_is_nothing_to_take_apart() -> None:
    one = portal()
    assert addresses.sign_in_address(one, world_of(portals=(one,))) is None


@pytest.mark.parametrize(
    "url",
    [
        "a.example.org/login",
        "https:///login",
        "https://[::1/login",
        "https://a.example.org:0/",
        "https://a.example.org:port/",
        "https://a.example.org\\@b.example.org/",
        "see https://a.example.org/",
    ],
)
def test_what_is_not_a_complete_address_has_no_host(url: str) -> None:
    assert shown(url) == {}


HTTPS = {"encrypted": True}
EXAMPLE = {"host": "a.example.org", **HTTPS}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example.org/login", EXAMPLE),
        ("https://a.example.org:8443/login?plan=7", EXAMPLE),
        ("HTTPS://A.Example.org/", {**EXAMPLE, "first_page": True}),
        ("https://a.example.org./", {**EXAMPLE, "first_page": True}),
        ("https://a.example.org", {**EXAMPLE, "first_page": True}),
        ("https://a.example.org/?page=in", EXAMPLE),
        ("https://a.example.org/#/in", EXAMPLE),
        ("http://a.example.org/login", {"host": "a.example.org"}),
        ("https://www.bing.com/search?q=a", {"host": "www.bing.com", "search_engine": True, **HTTPS}),
        ("https://notbing.com/a", {"host": "notbing.com", **HTTPS}),
        ("https://t.co/a", {"host": "t.co", "redirector": True, **HTTPS}),
        ("https://a.example.org/login;JSESSIONID=1?a=b", {**EXAMPLE, "session_key": True}),
        ("https://a.example.org/login?Token", {**EXAMPLE, "session_key": True}),
        ("https://a.example.org/login?tokens=1", EXAMPLE),
        ("https://x@a.example.org/in", {**EXAMPLE, "user_name": True}),
        ("https://\u0430vaility.com/in", {"host": "\u0430vaility.com", "foreign_letters": True, **HTTPS}),
        ("https://a.xn--p1ai/in", {"host": "a.xn--p1ai", "foreign_letters": True, **HTTPS}),
    ],
)
def test_the_parts_of_an_address(url: str, expected: dict[str, Any]) -> None:
    assert shown(url) == expected


@pytest.mark.parametrize(
    ("host", "model"),
    [
        ("avallity.com", "availity.com"),
        ("availitty.com", "availity.com"),
        ("avility.com", "availity.com"),
        ("availiyt.com", "availity.com"),
        ("availity.net", "availity.com"),
        ("availity.com.b.org", "availity.com"),
        ("a.availity.com.b.org", "availity.com"),
        ("uhc-provider.com", "uhcprovider.com"),
        ("www.ok-medicaid.gov", None),
        ("sco.com", None),
        ("avalixity-portal.com", None),
    ],
)
def test_hosts_that_could_be_taken_for_a_known_one(host: str, model: str | None) -> None:
    assert shown(f"https://{host}/in") == {"host": host, **HTTPS, **({"resembles": model} if model else {})}


AVAILITY = ("availity.com", "apps.availity.com", "essentials.availity.com")


@pytest.mark.parametrize(
    ("url", "profile", "expected"),
    [
        ("https://availity.com/in", "availity", {"on_own_host": True, "on_known_host": True, "own_hosts": AVAILITY}),
        ("https://login.availity.com/in", None, {"on_known_host": True}),
        ("https://secure.cigna.com/in", None, {}),
        (
            "https://secure.uhcprovider.com/in",
            "uhc",
            {
                "on_own_host": True,
                "on_known_host": True,
                "own_hosts": ("uhcprovider.com",),
                "own_hosts_verified": True,
            },
        ),
        ("https://example.org/in", "uhc", {"own_hosts": ("uhcprovider.com",), "own_hosts_verified": True}),
        ("https://example.org/in", "availity", {"own_hosts": AVAILITY}),
        ("https://portal.example.org/in", "mycgs", {}),
    ],
)
def test_whose_host_it_is(url: str, profile: str | None, expected: dict[str, Any]) -> None:
    found = shown(url, profile)
    del found["host"], found["encrypted"]
    assert found == expected


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ({"login_url": "http://x.example.org/in?a=b"}, True),
        ({"login_url": "https://x.example.org/in/?a=b"}, True),
        ({"login_url": "https://x.example.org/in?a=c"}, False),
        ({"login_url": "https://y.example.org/in?a=b"}, False),
        ({"login_url": "https://x.example.org/out?a=b"}, False),
        ({"login_url": "https://x.example.org/in?a=b", "closed_on": "2026-01-01"}, False),
        ({"login_url": "x y"}, False),
        ({}, False),
    ],
)
def test_an_address_that_another_portal_has_too(other: dict[str, object], shared: bool) -> None:
    one, two = portal(login_url="https://X.example.org/in?a=b"), portal("b", **other)
    found = addresses.sign_in_address(one, world_of(portals=(one, two)))
    assert found is not None
    assert found.shared_with == ((two,) if shared else ())
