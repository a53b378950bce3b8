"""JSON Schemas for editors, generated from the record types."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from portalaudit.inventory.records import SECTIONS, Practice, Training

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REF = "#/$defs/{model}"

Json = dict[str, Any]


def inventory_schema() -> Json:
    """The schema of an inventory file: every section, none required, because a practice may split its files."""
    adapters: Mapping[str, TypeAdapter[Any]] = {name: _adapter(name) for name in SECTIONS}
    by_section, shared = TypeAdapter.json_schemas(
        [(name, "validation", adapter) for name, adapter in adapters.items()], ref_template=REF
    )
    return {
        "$schema": DIALECT,
        "title": "portalaudit inventory file",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: by_section[name, "validation"] for name in SECTIONS},
        "$defs": shared.get("$defs", {}),
    }


def section_schema(section: str) -> Json:
    """The schema of one section. Raises KeyError for a section that does not exist."""
    return {"$schema": DIALECT, **_adapter(section).json_schema(ref_template=REF)}


def _adapter(section: str) -> TypeAdapter[Any]:
    cls = SECTIONS[section]
    return TypeAdapter(cls if cls in (Practice, Training) else list[cls])  # type: ignore[valid-type]
