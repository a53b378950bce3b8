"""Parts of a JSON Schema: what it says of one value, followed through `$ref` and `allOf`."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from portalaudit.inventory.attributes.matching import Matching
from portalaudit.inventory.attributes.positions import by_pointer, target

Json = Mapping[str, Any]


class Source:
    """A schema by its parts, and how its patterns are matched."""

    def __init__(self, schema: Any, matching: Matching) -> None:
        self.known = by_pointer(schema)
        self.matching = matching


class Part:
    """Everything that a schema says of one value outright. What it says under a condition is left to the validation."""

    def __init__(self, source: "Source", *schemas: Any) -> None:
        self._source = source
        self._schemas = schemas
        self._below: dict[str, Part] = {}

    @cached_property
    def sayings(self) -> tuple[Json, ...]:
        """The schemas that hold for the value, each once."""
        found: dict[int, Json] = {}
        ahead = list(reversed(self._schemas))
        while ahead:
            schema = ahead.pop()
            if isinstance(schema, dict) and id(schema) not in found:
                found[id(schema)] = schema
                below = [target(schema["$ref"], self._source.known)] if "$ref" in schema else []
                ahead += reversed([*below, *schema.get("allOf", ())])
        return tuple(found.values())

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
            found = Part(self._source, *(schema for saying in self.sayings for schema in self._of_key(saying, key)))
            if key in self.names:
                self._below[key] = found
        return found

    @cached_property
    def items(self) -> "Part":
        """What is said of every item of a list."""
        return Part(self._source, *(saying["items"] for saying in self.sayings if "items" in saying))

    def _of_key(self, saying: Json, key: str) -> Iterator[Any]:
        known = saying.get("properties", {})
        patterns = saying.get("patternProperties", {}).items()
        matching = [schema for pattern, schema in patterns if self._source.matching.matches(pattern, key)]
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
