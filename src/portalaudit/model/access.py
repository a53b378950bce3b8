"""Who can log in where on a day: people, portals and the logins between them."""

import datetime
from collections.abc import Iterator, Mapping, Set
from enum import StrEnum

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass, replace


class Known(StrEnum):
    """How a login is known besides being recorded: it stands in the portal's own list, or a review looked at it."""

    USER_LIST = "user list"
    REVIEW = "access review"
    RECORD = "recorded only"


UNKNOWN_STATUS = "unknown"
"""The status of a login of which no record says whether it was open on a past day, or there at all."""


@dataclass(frozen=True, slots=True)
class RecordedBy:
    """The commit from which the records of a past day were read, and the day of it."""

    commit: str
    day: datetime.date

    @property
    def words(self) -> str:
        """`as commit 9f8e7d6c5b4a of 2026-09-01 recorded it`."""
        return f"as commit {self.commit[:12]} of {self.day} recorded it"


@dataclass(frozen=True, slots=True)
class Trained:
    """The newest completion of a module that a person's access requires, and its age in days, leave not counted."""

    module: str
    completed_on: str
    age_days: int


@dataclass(frozen=True, slots=True)
class Holder:
    """A person of the staff list. `jobs` are the titles of the roles held on the day, `left_on` is empty unless gone.

    Days are ISO text. `last_day` is one that is recorded and has not passed; `vendor` the company of a person from
    outside.
    """

    id: str
    name: str
    jobs: tuple[str, ...] = ()
    left_on: str = ""
    last_day: str = ""
    is_on_leave: bool = False
    vendor: str = ""
    training: tuple[Trained, ...] = ()


@dataclass(frozen=True, slots=True)
class PortalInUse:
    """A portal: who administers it by designation, the day of the newest user list taken from it, the last review.

    Days are ISO text, empty where none is recorded. `review_due_on` is that of an open review.
    """

    id: str
    name: str
    administrators: tuple[str, ...] = ()
    listed_on: str = ""
    reviewed_on: str = ""
    review_due_on: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """One login's access to one portal on the day.

    `people` are the ids of everybody who uses it, none where no one is recorded. `status` is the recorded one, or
    `unknown` where the records leave it open for a past day. `is_live` says whether it can or could sign in, or soon
    can. `last_used_on` is ISO text, `never`, or empty where it is not recorded. `for_people` is false where a
    program signs in with it, or someone only in an emergency or to test. `permissions` are all that are known, and
    `knows_all` says whether there can be no others; `roles` are those of the portal, as it names them. `since` is the
    day of creation, empty where it is not recorded. `known_on` is the newest day on which someone looked: that of the
    portal's user list or of the review that `known_by` names.
    """

    account: str
    login: str
    portal: str
    people: tuple[str, ...]
    status: str
    place: Place
    kind: str = "individual"
    is_live: bool = True
    administers: bool = False
    is_shared: bool = False
    for_people: bool = True
    last_used_on: str = ""
    permissions: tuple[str, ...] = ()
    knows_all: bool = False
    roles: tuple[str, ...] = ()
    since: str = ""
    known_by: Known = Known.RECORD
    known_on: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Coming:
    """Something that the records say for a day from now on, as ISO text: a review due, a last day, a waiver's end."""

    on: str
    what: str


@dataclass(frozen=True, slots=True)
class Access:
    """Everybody, every portal, and every login, each sorted by name; `coming` by day."""

    people: tuple[Holder, ...] = ()
    portals: tuple[PortalInUse, ...] = ()
    logins: tuple[Login, ...] = ()
    coming: tuple[Coming, ...] = ()

    @property
    def live(self) -> int:
        """How many logins can sign in."""
        return sum(login.is_live for login in self.logins)

    def only(self, portals: Set[str] | None, people: Set[str] | None, accounts: Set[str] = frozenset()) -> "Access":
        """The logins to these portals and of these people, by id, and whom and what they are about; None is all.

        The `accounts` are taken besides those of the people: logins of no one.
        """
        if portals is None and people is None:
            return self
        logins = tuple(
            login
            for login in self.logins
            if (portals is None or login.portal in portals)
            and (people is None or login.account in accounts or not people.isdisjoint(login.people))
        )
        used, visited = {one for login in logins for one in login.people}, {login.portal for login in logins}
        return replace(
            self,
            people=tuple(one for one in self.people if one.id in (used if people is None else people)),
            portals=tuple(one for one in self.portals if one.id in (visited if portals is None else portals)),
            logins=logins,
        )

    def by_portal(self) -> Mapping[str, tuple[Login, ...]]:
        """The logins of each portal."""
        return _grouped((login.portal, login) for login in self.logins)


def _grouped(pairs: Iterator[tuple[str, Login]]) -> Mapping[str, tuple[Login, ...]]:
    found: dict[str, list[Login]] = {}
    for key, login in pairs:
        found.setdefault(key, []).append(login)
    return {key: tuple(logins) for key, logins in found.items()}
