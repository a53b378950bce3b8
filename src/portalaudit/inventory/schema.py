"""JSON Schemas for editors, generated from the record types."""

from typing import Any

from portalaudit.inventory.records import SECTIONS, Practice, Training
from portalaudit.inventory.value_meanings import MEANINGS
from portalaudit.source.editor_schema import for_editors
from portalaudit.source.record_json import json_schema, json_schemas

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]


def inventory_schema() -> Json:
    """The schema of an inventory file: every section, none required, because a practice may split its files."""
    sections, definitions = json_schemas({name: _kind(name) for name in SECTIONS})
    whole: Json = {
        "$schema": DIALECT,
        "title": "portalaudit inventory file",
        "type": "object",
        "additionalProperties": False,
        "properties": sections,
        "$defs": definitions,
    }
    return for_editors(whole, MEANINGS)


def section_schema(section: str) -> Json:
    """The schema of one section. Raises KeyError for a section that does not exist."""
    return for_editors({"$schema": DIALECT, **json_schema(_kind(section))}, MEANINGS)


def _kind(section: str) -> Any:
    cls = SECTIONS[section]
    return cls if cls in (Practice, Training) else list[cls]  # type: ignore[valid-type]  # a type made at run time
