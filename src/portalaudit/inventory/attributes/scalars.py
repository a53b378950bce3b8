"""Text to the values of JSON, by the core rules of YAML 1.2."""

import math
import re
from typing import Any

_NULL = re.compile(r"null|Null|NULL|~|")
_BOOLEAN = re.compile(r"(true|True|TRUE)|false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
"""More digits than these, and what has no end, stays text: no expression could hold it."""

TYPES = ("null", "boolean", "integer", "number")
"""The types of JSON that a scalar may be read as, in the order in which they are tried."""


def read_as(text: str, types: frozenset[str]) -> Any:
    """The scalar as the first of the types that it can be; the text itself where it can be none of them."""
    if "null" in types and _NULL.fullmatch(text):
        return None
    if "boolean" in types and (found := _BOOLEAN.fullmatch(text)):
        return found[1] is not None
    if types & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
