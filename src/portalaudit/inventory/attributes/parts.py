"""Parts of a JSON Schema: what it says of one value, followed through `$ref` and `allOf`."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

Json = Mapping[str, Any]

_POINTER = re.compile(r"#(/.*)?")


def target(root: Any, reference: str) -> Any:
    """What a reference within the same file leads to; None where it leads nowhere."""
    if not _POINTER.fullmatch(reference):
        return None
    node = root
    for step in reference[2:].split("/") if len(reference) > 1 else ():
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list) and name.isdigit() and int(name) < len(node):
            node = node[int(name)]
        elif isinstance(node, dict) and name in node:
            node = node[name]
        else:
            return None
    return node


class Part:
    """Everything that a schema says of one value outright. What it says under a condition is left to the validation."""

    def __init__(self, root: Any, *schemas: Any) -> None:
        self._root = root
        self._schemas = schemas
        self._below: dict[str, Part] = {}

    @cached_property
    def sayings(self) -> tuple[Json, ...]:
        """The schemas that hold for the value, each once."""
        found: dict[int, Json] = {}
        for schema in self._schemas:
            self._gather(schema, found)
        return tuple(found.values())

    def _gather(self, schema: Any, found: dict[int, Json]) -> None:
        if not isinstance(schema, dict) or id(schema) in found:
            return
        found[id(schema)] = schema
        if isinstance(schema.get("$ref"), str):
            self._gather(target(self._root, schema["$ref"]), found)
        for one in schema.get("allOf") or ():
            self._gather(one, found)

    @cached_property
    def types(self) -> frozenset[str]:
        """The types that the value may have; none where nothing is said of it."""
        for saying in self.sayings:
            if "type" in saying:
                written = saying["type"]
                return frozenset([written] if isinstance(written, str) else written)
        if self.words:
            return frozenset(map(_type_of, self.words))
        return frozenset(kind for kind, key in _TELLING.items() if any(key in saying for saying in self.sayings))

    @cached_property
    def words(self) -> tuple[Any, ...]:
        """The values allowed, where they are a closed set."""
        for saying in self.sayings:
            if "enum" in saying:
                return tuple(saying["enum"])
            if "const" in saying:
                return (saying["const"],)
        return ()

    @property
    def is_date(self) -> bool:
        """Whether the value is a day."""
        return any(saying.get("format") == "date" for saying in self.sayings)

    @cached_property
    def names(self) -> Mapping[str, None]:
        """The keys that are described by name, in order."""
        return dict.fromkeys(name for saying in self.sayings for name in saying.get("properties", ()))

    def meaning(self) -> str:
        """What the schema says that it is, for people."""
        found = (saying.get("description") or saying.get("title") for saying in self.sayings)
        return next((str(one) for one in found if one), "")

    def at(self, key: str) -> "Part":
        """What is said of the value of a key."""
        found = self._below.get(key)
        if found is None:
            found = Part(self._root, *(schema for saying in self.sayings for schema in _of_key(saying, key)))
            if key in self.names:
                self._below[key] = found
        return found

    @cached_property
    def items(self) -> "Part":
        """What is said of every item of a list."""
        return Part(self._root, *(saying["items"] for saying in self.sayings if "items" in saying))


def _of_key(saying: Json, key: str) -> Iterator[Any]:
    known = saying.get("properties", {})
    matching = [schema for pattern, schema in saying.get("patternProperties", {}).items() if re.search(pattern, key)]
    yield from [known[key]] if key in known else []
    yield from matching
    if key not in known and not matching:
        yield saying.get("additionalProperties")


def _type_of(value: Any) -> str:
    return _TYPES.get(type(value), "object")


_TELLING = {"object": "properties", "array": "items"}
"""What tells the type where it is not written."""

_TYPES: Mapping[type, str] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    float: "number",
    type(None): "null",
    list: "array",
}
