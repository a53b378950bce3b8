"""The sign-in address of a portal, taken apart: where it leads, and whose host that is. Nothing is ever fetched."""

from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import SplitResult, parse_qsl, urlsplit

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.portals import closed
from portalaudit.inventory.records import Portal
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.patterns import late

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
_SESSION_IN_PATH = late(r"(?i);\s*(jsessionid|phpsessid|sid)\s*=")
_FORBIDDEN = late(r"[\s\\<>\"]")
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "-": None})
_RESERVED = (".gov", ".mil")
"""Names that only governments can register, so that no one can imitate one with another."""
_SHORTEST = 5
"""Shorter names lie too close to each other by chance."""

_Page = tuple[str, str, str]
"""Host, path and query of an address."""


@dataclass(frozen=True, slots=True, eq=False)
class SignInAddress:
    """What a sign-in address shows without being opened."""

    host: str = field(metadata={"meaning": "Its host; empty where it is not a complete address"})
    encrypted: bool = field(default=False, metadata={"meaning": "Whether it begins with https://"})
    search_engine: bool = field(default=False, metadata={"meaning": "Whether it leads through a search engine"})
    redirector: bool = field(
        default=False, metadata={"meaning": "Whether it leads through a site that only passes the browser on"}
    )
    session_key: bool = field(default=False, metadata={"meaning": "Whether it holds the key of a session"})
    user_name: bool = field(default=False, metadata={"meaning": "Whether a user name stands before the host"})
    foreign_letters: bool = field(default=False, metadata={"meaning": "Whether its host has letters outside of a to z"})
    own_hosts: tuple[str, ...] = field(default=(), metadata={"meaning": "The hosts that the portal's profile knows"})
    own_hosts_verified: bool = field(default=False, metadata={"meaning": "Whether these were compared with a source"})
    on_own_host: bool = field(default=False, metadata={"meaning": "Whether its host is one of them, or lies below one"})
    on_known_host: bool = field(
        default=False, metadata={"meaning": "Whether its host is one that any profile knows, or lies below one"}
    )
    resembles: str | None = field(
        default=None,
        metadata={
            "meaning": "The known host that it could be taken for without being it. Not known where there is none"
        },
    )
    first_page: bool = field(default=False, metadata={"meaning": "Whether it is the first page of a site"})
    shared_with: tuple[Portal, ...] = field(
        default=(), metadata={"meaning": "Other open portals with the same address"}
    )


@derived(written_at="login_url", needs=("login_url",))
def sign_in_address(portal: Portal, world: World) -> SignInAddress | None:
    """Its sign-in address, taken apart; nothing is fetched. Not known where no `login_url` is written."""
    if portal.login_url is None:
        return None
    parts = _split(portal.login_url)
    host = _host(parts) if parts else ""
    return SignInAddress(host="") if parts is None or not host else _taken_apart(parts, host, portal, world)


def _taken_apart(parts: SplitResult, host: str, portal: Portal, world: World) -> SignInAddress:
    terms, known = world.terms(portal.id), _all_hosts(world)
    own = _bare(terms.known_hosts or ())
    elsewhere = _within(host, SEARCH_ENGINES | REDIRECTORS)
    foreign = not host.isascii() or any(label.startswith("xn--") for label in host.split("."))
    strange = not (foreign or elsewhere or _within(host, own))
    return SignInAddress(
        host=host,
        encrypted=parts.scheme == "https",
        search_engine=_within(host, SEARCH_ENGINES),
        redirector=_within(host, REDIRECTORS),
        session_key=_has_session_key(parts),
        user_name=parts.username is not None,
        foreign_letters=foreign,
        own_hosts=own,
        own_hosts_verified=bool(own) and terms.is_verified("known_hosts"),
        on_own_host=_within(host, own),
        on_known_host=_within(host, known),
        resembles=_resembled(host, own or known) if strange else None,
        first_page=not (parts.path.strip("/") or parts.query or parts.fragment),
        shared_with=tuple(_twins(portal, _page(portal.login_url or ""), world)),
    )


@cache
def _split(url: str) -> SplitResult | None:
    """The parts of a complete address; None for anything else."""
    if _FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _has_session_key(parts: SplitResult) -> bool:
    keys = {name.casefold() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return _SESSION_IN_PATH.search(parts.path) is not None or not keys.isdisjoint(SESSION_KEYS)


def _twins(portal: Portal, page: _Page | None, world: World) -> Iterator[Portal]:
    for other in world.inventory.tables["portals"].records:
        if other.id != portal.id and not closed(other, world) and page == _page(other.login_url or ""):
            yield other


def _page(url: str) -> _Page | None:
    """Host, path and query of an address; None where it is not a complete one."""
    parts = _split(url)
    return (_host(parts), parts.path.rstrip("/"), parts.query) if parts is not None and parts.hostname else None


# ---------------------------------------------------------------- hosts


def _all_hosts(world: World) -> tuple[str, ...]:
    profiles = world.reference.profiles.values()
    return _bare(host for profile in profiles for host in profile.known_hosts or ())


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
