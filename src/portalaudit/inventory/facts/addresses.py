"""Derived facts of the directory of portals: whether each sign-in address is the portal's own. Nothing is fetched."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import SplitResult, parse_qsl, urlsplit

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import identity_domain, profile_of
from portalaudit.inventory.facts.portals import closed
from portalaudit.inventory.records import Payer, Portal
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass

SEARCH_ENGINES = frozenset(
    {"google.com", "bing.com", "yahoo.com", "duckduckgo.com", "ask.com", "aol.com", "baidu.com", "ecosia.org"}
)
REDIRECTORS = frozenset(
    {
        "bit.ly", "bl.ink", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly",
        "safelinks.protection.outlook.com", "shorturl.at", "t.co", "tiny.cc", "tinyurl.com", "urldefense.com",
        "urldefense.proofpoint.com",
    }
)  # fmt: skip
"""Hosts that only send the browser on: shorteners, and filters that rewrite the links in mails."""

SESSION_KEYS = frozenset(
    {
        "access_token", "auth_token", "id_token", "jsessionid", "nonce", "phpsessid", "samlrequest", "samlresponse",
        "session", "session_id", "sessionid", "sid", "sso_token", "ticket", "token",
    }
)  # fmt: skip
_SESSION_IN_PATH = re.compile(r";\s*(jsessionid|phpsessid|sid)\s*=", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\s\\<>\"]")
_SIGN_IN = re.compile(r"log-?[io]n|sign-?[io]n|portal|provider|secure|(^|[.-])sso[.-]")
"""What a host's name says where people sign in."""
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "-": None})
_RESERVED = (".gov", ".mil")
"""Names that only governments can register, so that nobody can imitate one with another."""
_SHORTEST = 5
"""Shorter names lie too close to each other by chance."""


_Page = tuple[str, str, str]
"""Host, path and query of an address."""


@dataclass(frozen=True, slots=True)
class _Address:
    """What is wrong with a sign-in address, in words, and whether it may lead to an impostor.

    `unsafe` are the faults for which it must not be opened.
    """

    faults: tuple[str, ...]
    imitates: bool
    unsafe: tuple[str, ...] = ()


@derived(written_at="login_url")
def address_faults(portal: Portal, world: World) -> tuple[str, ...]:
    """What is wrong with the portal's sign-in address, in words; empty where nothing is. Nothing is ever fetched."""
    return _judged(portal, world).faults


@derived(written_at="login_url")
def address_imitates(portal: Portal, world: World) -> bool:
    """Whether the sign-in address may be an impostor's.

    So it is where its host lies outside the portal's own hosts that were verified, hides foreign letters, resembles the
    host of a known portal, or stands behind a user name.
    """
    return _judged(portal, world).imitates


def unsafe_address(portal: Portal, world: World) -> tuple[str, ...]:
    """Why the portal's sign-in address must not be opened, in words; empty where it may be, or there is none."""
    return _judged(portal, world).unsafe


def _judged(portal: Portal, world: World) -> _Address:
    key = ("sign-in address", portal.id)
    found: _Address | None = world.memo.get(key)
    if found is None:
        found = world.memo[key] = _judge(portal, world)
    return found


def _judge(portal: Portal, world: World) -> _Address:
    if portal.login_url is None:
        return _Address(("there is none",), imitates=False)
    parts = _split(portal.login_url)
    if parts is None or not parts.hostname:
        partial = ("it is no whole web address like https://portal.example.org",)
        return _Address(partial, imitates=False, unsafe=partial)
    host = parts.hostname.rstrip(".")
    strange = tuple(_impostures(parts, host, portal, world))
    careless = tuple(_careless(parts, host))
    plain, unsafe = (*careless, *_twins(portal, parts, world)), (*strange, *careless)
    if strange or _within(host, SEARCH_ENGINES | REDIRECTORS):
        return _Address((*strange, *plain), bool(strange), unsafe)
    return _Address((*_unconfirmed(host, portal, world), *plain), imitates=False, unsafe=unsafe)


def _split(url: str) -> SplitResult | None:
    if _FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _careless(parts: SplitResult, host: str) -> Iterator[str]:
    if parts.scheme != "https":
        yield "it does not begin with https://"
    if _within(host, SEARCH_ENGINES):
        yield f"it leads through the search engine {host}"
    if _within(host, REDIRECTORS):
        yield f"it leads through {host}, which only passes on to an address that nobody sees"
    keys = {name.casefold() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if _SESSION_IN_PATH.search(parts.path) or not keys.isdisjoint(SESSION_KEYS):
        yield "it holds the key of somebody's session, which is over or should not be known"


def _twins(portal: Portal, parts: SplitResult, world: World) -> Iterator[str]:
    for other in _portals_by_page(world)[_page(parts)]:
        if identity_domain(other, world) != identity_domain(portal, world):
            yield f"{other.name} has the same address"


def _portals_by_page(world: World) -> dict[_Page, list[Portal]]:
    """Open portals by the page that they sign in at."""
    found: dict[_Page, list[Portal]] | None = world.memo.get("portals by page")
    if found is None:
        found = world.memo["portals by page"] = defaultdict(list)
        for portal in world.inventory.tables["portals"].records:
            parts = _split(portal.login_url) if portal.login_url and not closed(portal, world) else None
            if parts is not None:
                found[_page(parts)].append(portal)
    return found


def _page(parts: SplitResult) -> _Page:
    return (parts.hostname or "").rstrip("."), parts.path.rstrip("/"), parts.query


# ---------------------------------------------------------------- first pages


@derived(written_at="login_url")
def first_page_only(portal: Portal, world: World) -> bool:
    """Whether the address is only the first page of a site, and nothing tells that people sign in there.

    A profile that knows the host tells so, a host's name that speaks of signing in, a portal, providers or security,
    and a day under `url_verified_on`. An address that has faults is told by these.
    """
    if portal.login_url is None or portal.url_verified_on is not None or address_faults(portal, world):
        return False
    parts = urlsplit(portal.login_url)
    host = (parts.hostname or "").rstrip(".")
    if parts.path.strip("/") or parts.query or parts.fragment:
        return False
    return not _SIGN_IN.search(host) and not _within(host, _all_hosts(world))


# ---------------------------------------------------------------- impostors


def _impostures(parts: SplitResult, host: str, portal: Portal, world: World) -> Iterator[str]:
    if parts.username is not None:
        yield f"a user name stands before the host, which is {host}"
    if not host.isascii() or any(label.startswith("xn--") for label in host.split(".")):
        yield f"the host {host} holds letters that only look like others"
        return
    own = _own_hosts(portal, world)
    if _within(host, own) or _within(host, SEARCH_ENGINES | REDIRECTORS):
        return
    profile = profile_of(portal, world)
    model = _resembled(host, own or _all_hosts(world))
    if model is not None:
        yield f"the host {host} resembles {model} and is another"
    elif own and profile is not None and profile.is_verified("known_hosts"):
        yield f"the host {host} is none of this portal's: {', '.join(own)}"


def _unconfirmed(host: str, portal: Portal, world: World) -> Iterator[str]:
    own = _own_hosts(portal, world)
    if own and not _within(host, own):
        yield f"the host {host} is none of those known of this portal: {', '.join(own)}"


def _own_hosts(portal: Portal, world: World) -> tuple[str, ...]:
    profile = profile_of(portal, world)
    return _bare(profile.known_hosts or ()) if profile else ()


def _all_hosts(world: World) -> tuple[str, ...]:
    hosts: tuple[str, ...] | None = world.memo.get("hosts of all profiles")
    if hosts is None:
        profiles = world.reference.profiles.values()
        hosts = world.memo["hosts of all profiles"] = _bare(h for p in profiles for h in p.known_hosts or ())
    return hosts


def _bare(hosts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(host.removeprefix("www.") for host in hosts))


def _within(host: str, hosts: Iterable[str]) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def _resembled(host: str, hosts: Iterable[str]) -> str | None:
    """The known host that this other host could be taken for."""
    if host.endswith(_RESERVED):
        return None
    known = [model for model in hosts if not model.endswith(_RESERVED)]
    if _within(host, (_domain(model) for model in known)):
        return None
    return next((model for model in known if _could_be_taken_for(host, model)), None)


def _could_be_taken_for(host: str, model: str) -> bool:
    name, wanted = _name(host), _name(model)
    if host.startswith(f"{model}.") or f".{model}." in host:
        return True
    return len(wanted) >= _SHORTEST and (_letters(name) == _letters(wanted) or _one_slip(name, wanted))


def _domain(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _name(host: str) -> str:
    return _domain(host).partition(".")[0]


def _letters(name: str) -> str:
    """A name with those letters alike that the eye takes for each other."""
    return name.replace("rn", "m").replace("vv", "w").translate(_ALIKE)


def _one_slip(name: str, wanted: str) -> bool:
    """Whether one letter more, less, wrong or swapped with its neighbour makes one name the other."""
    longer, shorter = (name, wanted) if len(name) >= len(wanted) else (wanted, name)
    start = next((i for i, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    if len(longer) > len(shorter):
        return longer[start + 1 :] == shorter[start:]
    rest = longer[start + 1 :]
    swapped = longer[start : start + 2][::-1] + longer[start + 2 :]
    return rest == shorter[start + 1 :] or swapped == shorter[start:]


# ---------------------------------------------------------------- the rest of an entry


@derived()
def payers_without_phone(portal: Portal, world: World) -> tuple[Payer, ...]:
    """Payers of the portal for which no telephone number of provider services is written."""
    payers = (world.indexes.payer(name) for name in portal.payers or ())
    return tuple(payer for payer in payers if payer is not None and payer.phone is None)


@derived(written_at="login_url")
def directory_note(portal: Portal, world: World) -> str:
    """How the portal's entry in the directory stands, in words: its address, when somebody checked it, telephones."""
    first = ["it is the first page of a site, and nothing tells that people sign in there"]
    checked = f"last checked on {portal.url_verified_on}" if portal.url_verified_on else "never checked"
    phones = ", ".join(payer.name for payer in payers_without_phone(portal, world))
    missing = [f"no telephone number of {phones}"] if phones else []
    return "; ".join(
        (*address_faults(portal, world), *(first if first_page_only(portal, world) else ()), checked, *missing)
    )
