"""User lists of nine portals, and where they and the inventory tell different things."""

import hashlib

from portalaudit.model.values import dataclass
from tests.samples.riverbend.accounts import Account
from tests.samples.riverbend.people import Person
from tests.samples.riverbend.writing import Record

TAKEN_ON = {
    "mycgs": "2026-11-13",
    "palmetto-rrb": "2026-11-13",
    "oh-medicaid": "2026-11-12",
    "availity": "2026-11-13",
    "uhc": "2026-11-13",
    "cigna": "2026-11-12",
    "evicore": "2026-11-11",
    "buckeye-river": "2026-11-12",
    "bluegrass": "2026-11-12",
}

UNRECORDED = {
    "availity": ("mlangley4", "dsprague", "cwhitt_rmg"),
    "uhc": ("akeller_rmg", "fmcgee2", "rpool_rmg"),
    "oh-medicaid": ("OHRM0733", "OHRM0811"),
    "cigna": ("jdelgado",),
}
"""In the list and not in the inventory."""

MISSING = {
    "availity": ("y-bellamy", "f-gaines", "t-amburgey"),
    "uhc": ("b-stamper",),
    "oh-medicaid": ("i-jarvis",),
    "cigna": ("h-ingram",),
}
"""In the inventory and not in the list."""

OTHER_STATUS = {"availity": ("t-blevins",), "uhc": ("s-crain", "j-odom"), "oh-medicaid": ("n-abernathy",)}
"""Working in the one and ended in the other."""

OTHER_MAILBOX = {"availity": ("d-easley",), "oh-medicaid": ("m-novak",), "cigna": ("l-massey",)}
OTHER_ROLES = {"availity": ("m-ellery",)}


@dataclass(frozen=True, slots=True)
class UserList:
    """One list as it came from the portal, and its rows as the inventory holds them."""

    taken_on: str
    source: str
    method: str
    text: str
    sha256: str
    rows: tuple[Record, ...]


def export(portal: str, accounts: list[Account], people: dict[str, Person]) -> UserList | None:
    """The newest list of a portal; None for those that offer none."""
    if portal not in TAKEN_ON:
        return None
    taken = TAKEN_ON[portal]
    listed = [a for a in accounts if a["type"] != "api" and str(a.get("created_on", "")) <= taken]
    rows = [_row(a, people) for a in listed if a.get("person") not in MISSING.get(portal, ())]
    rows += [{"login": login, "status": "Active"} for login in UNRECORDED.get(portal, ())]
    rows.sort(key=lambda row: str(row["login"]).lower())
    text = "login,name,e-mail,status,last login\n" + "".join(_line(row) for row in rows)
    source = f"{portal}-users-{taken}.csv"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return UserList(taken, source, "user list of the portal, downloaded", text, sha256, tuple(map(_kept, rows)))


def _row(account: Account, people: dict[str, Person]) -> Record:
    portal, owner = str(account["portal"]), str(account.get("person"))
    works = (account["status"] == "active") is not (owner in OTHER_STATUS.get(portal, ()))
    person = people.get(owner)
    row: dict[str, object] = {"login": account["login"]}
    if "display_name" in account or (person is not None and account["type"] == "individual"):
        row["name"] = account.get("display_name") or (person.name if person else "")
    if "email" in account:
        other = person is not None and owner in OTHER_MAILBOX.get(portal, ())
        row["email"] = f"{owner.replace('-', '.')}@riverbendmsg.example.org" if other else account["email"]
    row["status"] = "Active" if works else "Inactive"
    if "native_roles" in account and portal in ("availity", "mycgs"):
        extra = ("Claim Status",) if owner in OTHER_ROLES.get(portal, ()) else ()
        row["roles"] = [*account["native_roles"], *extra]  # type: ignore[misc]
    row["last_login_on"] = account["last_login_on"]
    return row


def _kept(row: Record) -> Record:
    """What the inventory keeps of a row; nothing reads the last login from there."""
    return {key: value for key, value in row.items() if key != "last_login_on"}


def _line(row: Record) -> str:
    return ",".join(str(row.get(key, "")) for key in ("login", "name", "email", "status", "last_login_on")) + "\n"
