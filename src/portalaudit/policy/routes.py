"""Dotted names of facts, such as `person.left_on`, checked against the vocabulary."""

from collections.abc import Mapping

from portalaudit.model import Fact, FactType, Kind
from portalaudit.model.values import dataclass
from portalaudit.policy.fault import Fault
from portalaudit.policy.message_spelling import did_you_mean, with_article
from portalaudit.policy.readtree import Route
from portalaudit.policy.scope import PARAMS, Scope


@dataclass(frozen=True, slots=True)
class Found:
    """Where a dotted name leads: the route, the type at its end, and the name of one label where it ends in labels.

    `several` says that the route goes through a list or ends in one.
    """

    route: Route
    type: FactType
    several: bool = False
    label: str = ""


def follow(written: str, start: Mapping[str, FactType], scope: Scope) -> Found | Fault:
    """The end of a dotted name, or the first name in it that does not exist."""
    names = written.split(".")
    found: FactType | None = None
    several = False
    offset = 0
    for position, name in enumerate(names):
        if found and found.kind is Kind.LABELS:
            return Found(tuple(names[:position]), found, several, ".".join(names[position:]))
        below = start if found is None else {known: fact.type for known, fact in scope.below(found).items()}
        if name not in below:
            return _unknown(written, offset, name, below, found)
        found = below[name]
        several = several or found.many
        offset += len(name) + 1
    return Found(tuple(names), found, several) if found else Fault(0, "a name is missing here")


def facts_of(facts: Mapping[str, Fact]) -> Mapping[str, FactType]:
    """The types of facts, to start a dotted name at a record."""
    return {name: fact.type for name, fact in facts.items()}


def _unknown(written: str, offset: int, name: str, below: Mapping[str, FactType], found: FactType | None) -> Fault:
    if not name:
        return Fault(offset, "a name is missing here", "write the name of a fact", max(1, len(written)))
    if found is None:
        return Fault(offset, f"`{name}` is not known here", did_you_mean(name, below, _start_hint(below)), len(name))
    if found.kind is not Kind.RECORD:
        before = written[: offset - 1]
        return Fault(offset, f"`{before}` has no facts of its own, so `{name}` leads nowhere", length=len(name))
    if found.entity == PARAMS:
        return Fault(offset, f"this rule has no parameter `{name}`", did_you_mean(name, below), len(name))
    hint = did_you_mean(name, below, "`portalaudit facts` lists them")
    return Fault(offset, f"{with_article(found.entity)} has no fact `{name}`", hint, len(name))


def _start_hint(names: Mapping[str, FactType]) -> str:
    """Few names are told, many are looked up."""
    if len(names) > _FEW:
        return "`portalaudit facts` lists the names"
    return f"it can start with {', '.join(f'`{name}`' for name in names)}"


_FEW = 6
