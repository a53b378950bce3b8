"""What the policies and the answers of the rules say of waivers: the facts that their own files do not hold."""

from collections.abc import Mapping

from portalaudit.model import Status
from portalaudit.model.values import dataclass, field

LONGEST_DAYS = 180
"""How long a term may last where no rule in force says otherwise."""

MOST_RENEWALS = 2
"""How often a waiver may be renewed where no rule in force says otherwise."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one waiver besides what it says.

    `about` are the ids of the people whom the accepted finding is about: the owners of an account, a person, the
    reviewer of a review. `answer` is what the rule says of the subject before any waiver; None where it does not judge
    such a subject, or is not in force; `near` is then the id of the subject that was most likely meant, if any, and
    `not_asked` says why the rule is not in force. `beyond` says in what the finding goes beyond what
    the waiver covers.
    """

    may_waive: bool = True
    about: frozenset[str] = frozenset()
    answer: Status | None = None
    near: str = ""
    not_asked: str = ""
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class Waiving:
    """Who may approve waivers and for how long, and the standing of each waiver by its id.

    Where neither `approvers` nor `approver_roles` name anybody, the practice's compliance officer and its approvers do.
    """

    approvers: frozenset[str] = frozenset()
    approver_roles: frozenset[str] = frozenset()
    longest_days: int = LONGEST_DAYS
    most_renewals: int = MOST_RENEWALS
    standings: Mapping[str, Standing] = field(default_factory=dict)
