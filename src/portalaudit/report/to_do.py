"""Actions and questions in words, each written once for every format."""

from portalaudit.model.action import Action, Target
from portalaudit.model.question import Asked, Question
from portalaudit.report.characters import prose, visible
from portalaudit.report.wording import counted

MOST_NAMES = 4
"""People, portals and the like that one line names; the others are counted."""

NO_ONE_PERSON = "no one person"
"""Stands for the user of logins that are no one's, or several people's."""


def about(action: Action, most: int = MOST_NAMES) -> str:
    """To whom or what it is done: `Courtney Blake 5, Gerald Pickens 4 and 2 more`, `klee01 on Availity (Kim Lee)`."""
    if len(action.targets) == 1:
        return _target(action.targets[0])
    shares = action.shares
    has_numbers = any(number > 1 for _, number in shares)
    said = [f"{prose(name) or NO_ONE_PERSON}{f' {number:,}' if has_numbers else ''}" for name, number in shares[:most]]
    rest = len(shares) - most
    return f"{', '.join(said)} and {rest:,} more" if rest > 0 else ", ".join(said)


def _target(target: Target) -> str:
    on = f" on {prose(target.portal.name)}" if target.of.type == "account" and target.portal else ""
    of = f" ({prose(target.person.name)})" if target.of.type == "account" and target.person else ""
    return f"{prose(target.name)}{on}{of}"


def also_settled(action: Action) -> str:
    """`also settles 78 other findings`; empty where it settles none."""
    return f"also settles {counted(len(action.settles), 'other finding')}" if action.settles else ""


def waiting(question: Question) -> str:
    """`22 checks`: how many wait for it."""
    return counted(question.answers, "check")


def field_names(question: Question) -> str:
    """The keys to add: `mfa`, or any one of `permissions, native_roles`."""
    names = (question.section,) if question.section else question.fields
    return visible(", ".join(name.partition(".")[2] or name for name in names))


def where_to_look(question: Question) -> str:
    """Which portals' lists do not give it, and where it is then found; empty where all may."""
    if not question.not_listed:
        return ""
    names = ", ".join(prose(portal.name) for portal in question.not_listed)
    return f"The user list of {names} does not give it: look at each user in the portal"


def record(asked: Asked) -> str:
    """`klee01 on Availity (Kim Lee)`, `Kim Lee`, `Availity`."""
    is_login = asked.of.type == "account"
    on = f" on {prose(asked.portal.name)}" if is_login and asked.portal else ""
    of = f" ({prose(asked.person.name)})" if is_login and asked.person else ""
    return f"{prose(asked.name)}{on}{of}"
