"""What the actions of rules may say: what they are done to, and verbs that the table of actions has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

from portalaudit.model import Problem, ProblemCode
from portalaudit.model.values import dataclass
from portalaudit.policy.message_spelling import did_you_mean
from portalaudit.policy.rule_records import Settled
from portalaudit.source.document import Document

if TYPE_CHECKING:
    from portalaudit.policy.rules import Rule


@dataclass(frozen=True, slots=True)
class RuleAction:
    """What a rule's findings ask for: a verb of the table of actions, and to what it is done.

    `group_by` is the kind of record that it is done to, `settles` the kinds for which other findings end with it.
    """

    verb: str
    group_by: str
    settles: tuple[str, ...] = ()


SETTLED: tuple[str, ...] = get_args(Settled)
"""The kinds of records whose other findings may end with an action."""

_OBJECTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "group": ("account", "person", "portal"),
        "account": ("account", "person", "portal"),
        "decision": ("account", "person", "portal", "review"),
        "review": ("review", "portal"),
    }
)


def objects_of(variable: str) -> tuple[str, ...]:
    """The kinds of records that a subject of this kind leads to, itself first where an action can be done to it."""
    return _OBJECTS.get(variable, (variable,))


def unknown_verbs(rules: Iterable["Rule"], documents: Sequence[Document]) -> Iterator[Problem]:
    """Every verb that a rule names and no table of actions has; nothing where there is no such table."""
    known = dict.fromkeys(verb for document in documents for verb in _verbs(document))
    by_path = {document.path: document for document in documents}
    for rule in rules:
        if known and rule.action is not None and rule.action.verb not in known and rule.place.path in by_path:
            place = by_path[rule.place.path].place(("action", "verb"))
            hint = did_you_mean(rule.action.verb, known, f"it can be {', '.join(known)}")
            message = f"there is no action `{rule.action.verb}` in the reference data"
            yield Problem(ProblemCode.UNKNOWN_REFERENCE, message, place, hint)


def _verbs(document: Document) -> Iterator[str]:
    written = document.data.get("actions") if document.inside.startswith("reference/") else None
    for each in written if isinstance(written, list) else ():
        name = each.get("id") if isinstance(each, dict) else None
        if isinstance(name, str):
            yield name
