"""Who has a login on which portal: about 430 of them on fourteen portals."""

from collections.abc import Iterator

from portalaudit.model.values import dataclass
from tests.samples.riverbend import planted
from tests.samples.riverbend.choice import number
from tests.samples.riverbend.people import INDIANA, KENTUCKY, OHIO, SITES, Person

PORTALS = (
    "mycgs",
    "palmetto-rrb",
    "oh-medicaid",
    "ky-medicaid",
    "in-medicaid",
    "availity",
    "uhc",
    "cigna",
    "tristate-mutual",
    "evicore",
    "carelon",
    "buckeye-river",
    "bluegrass",
    "hoosier-prairie",
)
OF_STATE = {
    "oh-medicaid": OHIO,
    "buckeye-river": OHIO,
    "ky-medicaid": KENTUCKY,
    "bluegrass": KENTUCKY,
    "in-medicaid": INDIANA,
    "hoosier-prairie": INDIANA,
}
"""Portals of one state, and the company that bills there."""

DENIALS = ("e-fortner", "j-kinser")
"""Two billers work denials and appeals, and submit nothing."""

REVIEW_SIGNER = "a-delacroix"
"""The chief medical officer signs the reviews and has no login."""

# How many of a job have a login on a portal, in a fixed and arbitrary order of people.
_SHARES: dict[str, dict[str, int]] = {
    "front_desk": {
        "availity": 26, "uhc": 26, "buckeye-river": 10, "bluegrass": 5, "hoosier-prairie": 3, "oh-medicaid": 6,
        "ky-medicaid": 3, "in-medicaid": 2, "cigna": 5, "mycgs": 8, "palmetto-rrb": 2,
    },
    "scheduler": {"availity": 9, "uhc": 9, "evicore": 3},
    "clinical_support": {
        "availity": 14, "evicore": 10, "carelon": 8, "uhc": 8, "buckeye-river": 6, "bluegrass": 4, "hoosier-prairie": 2,
    },
    "clinician": {"availity": 4, "uhc": 4, "evicore": 3},
    "biller": {
        "availity": 16, "mycgs": 14, "uhc": 14, "cigna": 10, "oh-medicaid": 8, "tristate-mutual": 8, "buckeye-river": 6,
        "ky-medicaid": 4, "in-medicaid": 4, "bluegrass": 4, "hoosier-prairie": 4, "palmetto-rrb": 3,
    },
    "payment_poster": {
        "availity": 2, "mycgs": 2, "uhc": 2, "cigna": 2, "oh-medicaid": 2, "ky-medicaid": 2, "in-medicaid": 2,
        "buckeye-river": 2,
    },
    "coder": {"availity": 4},
    "cbo_manager": {"availity": 1, "mycgs": 1, "uhc": 1, "cigna": 1, "tristate-mutual": 1},
    "pa_specialist": {
        "availity": 6, "evicore": 6, "carelon": 6, "uhc": 6, "cigna": 4, "buckeye-river": 4, "bluegrass": 3,
        "hoosier-prairie": 2, "oh-medicaid": 2,
    },
    "practice_manager": {"availity": 6, "uhc": 6, "tristate-mutual": 4, "cigna": 3},
    "credentialing": {"availity": 2, "oh-medicaid": 2, "ky-medicaid": 2, "in-medicaid": 2},
    "portal_admin": dict.fromkeys(PORTALS, 2),
    "hr": {"availity": 1},
    "it_support": {"availity": 1},
}  # fmt: skip
_DUTIES = {
    "front_desk": "front",
    "scheduler": "front",
    "clinical_support": "clinical",
    "clinician": "clinical",
    "biller": "billing",
    "payment_poster": "posting",
    "coder": "coding",
    "cbo_manager": "cbo",
    "pa_specialist": "authorization",
    "practice_manager": "manager",
    "credentialing": "credentialing",
    "portal_admin": "administrator",
    "hr": "administrator",
    "it_support": "network",
}
_FIRST: dict[str, tuple[str, ...]] = {
    "clinical_support/availity": (
        "o-pennington", "j-kirby", "b-caudill", "l-mounts", "h-isaacs", "t-underwood", "s-teague", "k-klopp",
        "l-lykins", "m-mayhew", "v-wooten", "w-yancey", "n-osgood", "f-gaines",
    ),
    "clinical_support/evicore": ("h-howell", "c-dabney"),
    "clinician/availity": ("s-achebe", "m-joshi", "w-tackett"),
    "biller/cigna": ("m-novak",),
    "biller/mycgs": ("e-fortner", "j-kinser"),
}  # fmt: skip
"""People who come first because something is planted about them, or because they look as if."""


@dataclass(frozen=True, slots=True)
class Login:
    """One login to be written: who, where, and what for."""

    portal: str
    person: Person
    duty: str


def logins(people: dict[str, Person]) -> Iterator[Login]:
    """Every login of somebody who works here today, portal by portal."""
    for portal in PORTALS:
        for role, shares in _SHARES.items():
            for person in _holders(role, portal, people)[: shares.get(portal, 0)]:
                yield Login(portal, person, _duty(role, portal, person))


def _holders(role: str, portal: str, people: dict[str, Person]) -> list[Person]:
    """Those of a job who could have a login on a portal, in the order in which they get one."""
    first = _FIRST.get(f"{role}/{portal}", ())
    found = [p for p in people.values() if _role_then(p) == role and p.department != "former" and _at_home(p, portal)]
    found = [p for p in found if p.id != REVIEW_SIGNER]
    return sorted(found, key=lambda p: (first.index(p.id) if p.id in first else 99, number(f"{p.id}/{portal}", 10**6)))


def _role_then(person: Person) -> str:
    """The job for which the logins were made: the one before this autumn's changes."""
    return person.previous[0] if person.previous else person.role


def _at_home(person: Person, portal: str) -> bool:
    """Whether the person works for the company that bills on a portal of one state; the billing office does for all."""
    if portal not in OF_STATE or _role_then(person) not in ("front_desk", "scheduler", "clinical_support", "clinician"):
        return True
    return SITES[person.site] == OF_STATE[portal]


def _duty(role: str, portal: str, person: Person) -> str:
    if person.id in DENIALS and portal != "palmetto-rrb":
        return "denials"
    if person.id in planted.POSTERS_WHO_BILL and portal == "availity":
        return "posting and billing"
    if person.id == "d-gentry" and portal == "availity":
        return "credentialing and administrator"
    return _DUTIES[role]
