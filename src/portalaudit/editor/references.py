"""Which records a field refers to, and what there is to refer to."""

from collections.abc import Mapping

from portalaudit.inventory.records import SECTIONS, Waiver
from portalaudit.inventory.shape import FieldShape, fields_of
from portalaudit.model import Place
from portalaudit.pipeline.opening import Opened
from portalaudit.source.document import Route

RULES = "rules"
"""Stands for the rules where a field holds the id of one."""

_OF_POLICIES: Mapping[tuple[str, ...], str] = {
    ("waivers", "rule"): RULES,
    ("waivers", "allow", "rule"): RULES,
    ("waivers", "approvers"): "staff",
    ("waivers", "approver_roles"): "roles",
}
"""What the fields of policy.yaml and waivers.yaml hold that the types of their records do not say."""


def field_at(route: Route) -> FieldShape | None:
    """The field that a route of a file leads to, without the numbers of lists; None where it leads to none."""
    section, *names = [part for part in route if isinstance(part, str)] or [""]
    cls = Waiver if section == "waivers" else SECTIONS.get(section)
    field = None
    for name in names:
        field = fields_of(cls).get(name) if cls is not None else None
        cls = field.shape.nested if field is not None else None
    return field


def section_meant(route: Route, *, is_key: bool = False) -> str:
    """The section whose ids a value at a route may be, or a key; empty where it is no reference."""
    names = tuple(part for part in route if isinstance(part, str))
    if is_key:
        return RULES if len(names) == 2 and names[0] == RULES else ""
    if names == (RULES,):
        return RULES
    field = field_at(route)
    return _OF_POLICIES.get(names) or (field.shape.ref if field is not None else "")


def record_route(route: Route) -> tuple[str, Route]:
    """The section of the record that a route leads into, and the route of the record itself."""
    if route[:1] == ("training",):
        return str(route[1]) if len(route) > 1 else "", route[:3]
    return str(route[0]) if route else "", route[:1] if route[:1] == ("practice",) else route[:2]


def ids_of(section: str, opened: Opened) -> Mapping[str, str]:
    """The ids that there are in a section, each with the name of its record."""
    if section == RULES:
        return {rule.id: rule.title for rule in opened.policies.rules.rules}
    table = opened.world.inventory.tables.get(section)
    if table is None:
        return dict.fromkeys(sorted(opened.policies.reference.ids.get(section, ())), "")
    return {name: _name(table.records[row]) for name, row in table.rows.items()}


def _name(record: object) -> str:
    return str(getattr(record, "name", None) or getattr(record, "title", None) or getattr(record, "login", None) or "")


def written_at(section: str, name: str, opened: Opened) -> Place | None:
    """Where the record or the rule with this id is written."""
    if section == RULES:
        return next((rule.summary.place for rule in opened.policies.rules.rules if rule.id == name), None)
    table = opened.world.inventory.tables.get(section)
    row = table.rows.get(name) if table is not None else None
    return None if table is None or row is None else opened.world.inventory.place(table.origin(row), ("id",))
