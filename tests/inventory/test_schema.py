"""The JSON Schema that editors use fits what practices write."""

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from portalaudit.inventory.records import SECTIONS
from portalaudit.inventory.schema import inventory_schema, section_schema

SAMPLES = Path(__file__).parents[2] / "inventory" / "cascade-ridge"


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: whole numbers and truth values are known by their form, days are text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), ["t", "f"])
Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("-?[0-9]+$"), list("-0123456789"))


def as_an_editor_reads(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Editor)  # noqa: S506, TID251  an editor's eye, not ours


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(inventory_schema())
    return Draft202012Validator(inventory_schema())


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("**/*.yaml")), ids=lambda path: path.name)
def test_an_editor_accepts_the_sample_practice(schema: Draft202012Validator, path: Path) -> None:
    assert [(list(e.absolute_path), e.message) for e in schema.iter_errors(as_an_editor_reads(path))] == []


def test_an_editor_shows_a_mistake(schema: Draft202012Validator) -> None:
    wrong = {
        "accounts": [{"id": "a", "portal": "p", "login": "l", "type": "individual", "status": "gone", "logn": "x"}]
    }
    assert sorted(list(error.absolute_path) for error in schema.iter_errors(wrong)) == [
        ["accounts", 0],
        ["accounts", 0, "status"],
    ]


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_has_a_schema_of_its_own(section: str) -> None:
    found = section_schema(section)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["type"] == ("object" if section in {"practice", "training"} else "array")


def test_every_field_says_what_it_means() -> None:
    definitions = inventory_schema()["$defs"]
    silent = [
        f"{name}.{key}"
        for name, definition in definitions.items()
        for key, field in definition["properties"].items()
        if not field.get("description")
    ]
    assert (len(definitions) > 40, silent) == (True, [])
