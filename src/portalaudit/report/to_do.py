"""Actions and questions in words, each written once for every format."""

from collections.abc import Iterator, Sequence

from portalaudit.model.action import Action, Target
from portalaudit.model.question import Asked, Question
from portalaudit.model.verdict import Severity
from portalaudit.report.characters import prose, visible
from portalaudit.report.wording import counted

MOST_NAMES = 4
"""People, logins, portals and the like that one line names; the others are counted."""


def needing(actions: Sequence[Action]) -> tuple[Action, ...]:
    """Those that someone has to do: what is only for information is none."""
    return tuple(action for action in actions if action.severity is not Severity.INFO)


def about(action: Action) -> str:
    """To whom or what it is done: `Courtney Blake 5, Gerald Pickens and 2 more`, `klee01 on Availity (Kim Lee)`."""
    if len(action.targets) == 1:
        return _target(action.targets[0])
    return some(concerned(action), ", ")


def concerned(action: Action) -> tuple[str, ...]:
    """Each person or thing, with how many logins are meant where there are several; logins of no one by name."""
    return tuple(said for name, number in action.shares for said in _share(action, name, number))


def _share(action: Action, name: str, number: int) -> Iterator[str]:
    if name:
        yield f"{prose(name)} {number:,}" if number > 1 else prose(name)
    else:
        yield from (login(target) for target in action.targets if target.person is None)


def some(names: Sequence[str], between: str) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return between.join(names[:MOST_NAMES]) + more


def login(target: Target) -> str:
    """`klee01 on Availity`."""
    return prose(f"{target.name} on {target.portal.name}" if target.portal else target.name)


def _target(target: Target) -> str:
    if target.of.type != "account":
        return prose(target.name)
    return f"{login(target)} ({prose(target.person.name)})" if target.person else login(target)


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
