"""Records as a person would name them in a sentence: “Kim Lee's Availity login (av-klee)”."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from portalaudit.inventory.shape import entity_name

if TYPE_CHECKING:
    from portalaudit.inventory.tables import Record
    from portalaudit.inventory.world import World


def phrase(record: "Record", world: "World") -> str:
    """The record in words; a part of another record as part of that one."""
    cls: type = type(record)
    entity = entity_name(cls)
    if entity in _PHRASES:
        return _PHRASES[entity](record, world)
    whole = world.indexes.whole(record)
    words = entity.replace("_", " ")
    return f"the {words} of {phrase(whole, world)}" if whole is not None else f"the {words}"


def _account(account: Any, world: "World") -> str:
    portal = world.indexes.portal(account.portal)
    users: Sequence[Any] = world.value(account, "users") or ()
    where = portal.name if portal else account.portal
    if len(users) == 1:
        return f"{users[0].name}'s {where} login ({account.id})"
    return f"the {where} login {account.login} ({account.id})"


def _review(review: Any, world: "World") -> str:
    portal = world.indexes.portal(review.portal)
    return f"the review {review.id} of {portal.name if portal else review.portal}"


def _decision(decision: Any, world: "World") -> str:
    account = world.indexes.account(decision.account)
    return f"the decision about {phrase(account, world) if account else decision.account}"


def _listed(row: Any, world: "World") -> str:
    portal, user = world.indexes.whole(row), row.login or row.email or row.name or "a user"
    status = f" ({row.status})" if row.status else ""
    return f"{user}{status} in the user list" + (f" of {phrase(portal, world)}" if portal is not None else "")


def _export(export: Any, world: "World") -> str:
    portal = world.indexes.whole(export)
    return f"the user list of {export.taken_on}" + (f" from {phrase(portal, world)}" if portal is not None else "")


def _incident(incident: Any, world: "World") -> str:
    account = world.indexes.account(incident.account)
    return f"the incident of {incident.found_on} with {phrase(account, world) if account else incident.account}"


def _completion(completion: Any, world: "World") -> str:
    person, module = world.indexes.person(completion.person), world.inventory.tables["modules"].get(completion.module)
    name = module.title or module.id if module else "a module"
    return f"{person.name if person else completion.person}'s training in {name}"


_PHRASES: Mapping[str, Callable[[Any, "World"], str]] = MappingProxyType(
    {
        "account": _account,
        "review": _review,
        "decision": _decision,
        "completion": _completion,
        "incident": _incident,
        "exported_account": _listed,
        "export": _export,
        "location": lambda site, _world: f"the site {site.id}",
        "group": lambda group, _world: f"the logins {', '.join(each.id for each in group.accounts)}",
        "practice": lambda _practice, _world: "the practice",
        "person": lambda person, _world: person.name,
        "portal": lambda portal, _world: portal.name,
        "payer": lambda payer, _world: payer.name,
        "vendor": lambda vendor, _world: vendor.name,
        "role": lambda role, _world: f"the role {role.id}",
        "module": lambda module, _world: f"the training module {module.title or module.id}",
        "document": lambda document, _world: f"the document {document.title or document.id}",
        "waiver": lambda waiver, _world: f"the waiver {waiver.id}",
        "file": lambda file, _world: file.path,
    }
)
