"""JSON Schemas for editors, generated from the record types."""

from collections.abc import Mapping
from typing import Any

from portalaudit.inventory.records import SECTIONS, Practice, Training
from portalaudit.inventory.reference.reference_records import SECTIONS as REFERENCE
from portalaudit.inventory.reference.standing import Source
from portalaudit.inventory.value_meanings import MEANINGS
from portalaudit.source.editor_schema import for_editors
from portalaudit.source.record_json import json_schema, json_schemas

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]


def inventory_schema() -> Json:
    """The schema of an inventory file: every section, none required, because a practice may split its files."""
    return _whole("inventory", {name: _kind(name) for name in SECTIONS})


def reference_schema() -> Json:
    """The schema of a file of reference data: every section, none required, because data may be split over files."""
    lists = {name: _list_of(cls) for name, cls in REFERENCE.items()}
    return _whole("reference", {**lists, "sources": dict[str, Source]})


def _whole(noun: str, kinds: Mapping[str, Any]) -> Json:
    sections, definitions = json_schemas(kinds)
    whole: Json = {
        "$schema": DIALECT,
        "title": f"portalaudit {noun} file",
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
    return cls if cls in (Practice, Training) else _list_of(cls)


def _list_of(cls: type) -> Any:
    return list[cls]  # type: ignore[valid-type]  # a type made at run time
