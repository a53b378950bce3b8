"""What a person does once, and which settles one or more findings."""

from collections import Counter
from enum import StrEnum

from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Named, Severity, Subject


class Due(StrEnum):
    """By when an action is usually done, soonest first."""

    TODAY = "today"
    WEEK = "this week"
    MONTH = "this month"
    QUARTER = "this quarter"


class Doer(StrEnum):
    """Who does it."""

    MASTER_ADMINISTRATOR = "master administrator"
    MANAGER = "manager"
    PRIVACY_OFFICER = "privacy officer"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that an action is done to, its worst severity, and the findings by fingerprint that end with it.

    `name` is what people call it: a login, a person's or a portal's name. `person` and `portal` are there where it has
    one.
    """

    of: Subject
    name: str
    severity: Severity
    findings: tuple[str, ...]
    person: Named | None = None
    portal: Named | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One line of what to do: `title` is the whole sentence with its number.

    `settles` are the fingerprints of other findings that end with it, which name it in `settled_by`.
    """

    verb: str
    title: str
    due: Due
    by: Doer
    severity: Severity
    targets: tuple[Target, ...]
    settles: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[str, ...]:
        """The fingerprints of the findings that ask for it, each once."""
        return tuple(dict.fromkeys(each for target in self.targets for each in target.findings))

    @property
    def shares(self) -> tuple[tuple[str, int], ...]:
        """Whom or what it is about, most first: the users of logins with how many each has, else each by name.

        The name is empty for logins that are no one's, or several people's.
        """
        is_login = all(target.of.type == "account" for target in self.targets)
        names = (target.person.name if target.person else "" for target in self.targets)
        found = Counter(names if is_login else (target.name for target in self.targets))
        return tuple(sorted(found.items(), key=lambda share: (-share[1], not share[0], share[0])))
