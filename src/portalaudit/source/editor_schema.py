"""Schemas of records as editors need them: with what the program takes, and nothing else.

In memory what is absent is None, and a schema of a record says so. In a file nothing is written as `null`: that is a
mistake here, and an editor that is told otherwise neither underlines it nor helps with the value. `enumDescriptions`
and `patternErrorMessage` are what Visual Studio Code and its like show.
"""

from collections.abc import Mapping
from typing import Any

from portalaudit.source import dates
from portalaudit.source.value_problems import FORMS

Json = dict[str, Any]
Meanings = Mapping[str, str]

_FORMS: Mapping[str, str] = {
    **FORMS,
    dates.DAY_PATTERN: "write a day of the calendar as YYYY-MM-DD, like 2026-01-31",
    dates.MOMENT_PATTERN: "write 2026-01-31 or 2026-01-31T17:30:00-08:00",
}
_NAMED = ("properties", "$defs")
_SINGLE = ("items", "additionalProperties", "propertyNames")


def for_editors(schema: Json, meanings: Mapping[tuple[str, ...], Meanings]) -> Json:
    """The same schema without what stands for nothing; and values that are chosen say what they mean.

    `meanings` says it by all values that there are to choose from, in their order.
    """
    found = {name: _inner(name, value, meanings) for name, value in schema.items() if not _is_nothing(name, value)}
    choices = found.pop("anyOf", None)
    if choices is not None:
        choices = [each for one in choices for each in _flat(one)]
        # What is said of the field counts, and not what is said of its type.
        found = {**choices[0], **found} if len(choices) == 1 else {"anyOf": choices, **found}
    if found.get("pattern") in _FORMS:
        found["patternErrorMessage"] = _FORMS[found["pattern"]]
    known = meanings.get(tuple(found["enum"])) if "enum" in found else None
    if known:
        said = [known[value] for value in found["enum"]]
        found |= {"enumDescriptions": said, "markdownEnumDescriptions": said}
    return found


def _is_nothing(name: str, value: object) -> bool:
    return name == "default" and value is None


def _inner(name: str, value: Any, meanings: Mapping[tuple[str, ...], Meanings]) -> Any:
    if name in _NAMED:
        return {key: for_editors(one, meanings) for key, one in value.items()}
    if name in _SINGLE and isinstance(value, dict):
        return for_editors(value, meanings)
    if name == "anyOf":
        return [for_editors(one, meanings) for one in value if one != {"type": "null"}]
    return value


def _flat(schema: Json) -> list[Json]:
    """The choices inside a choice."""
    return schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
