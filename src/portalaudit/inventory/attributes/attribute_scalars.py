"""Text to the values of JSON, read as in the rest of an inventory."""

import math
import re
from collections.abc import Callable
from typing import Any

from portalaudit.source.plain_numbers import LARGEST, truth_value, whole_number

_NULL = re.compile(r"null|Null|NULL|~|")
_BOOLEAN = re.compile(r"(true|True|TRUE)|false|False|FALSE")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")

TYPES = ("null", "boolean", "integer", "number")
"""The types of JSON that a scalar may be read as, in the order in which they are tried."""


def read_as(text: str, types: frozenset[str]) -> Any:
    """The scalar as the first of the types that it can be; the text itself where it can be none of them.

    Where it may also be a text, only true and false are truth values, and never yes and no.
    """
    if "null" in types and _NULL.fullmatch(text):
        return None
    if "boolean" in types and (found := _BOOLEAN.fullmatch(text)):
        return found[1] is not None
    if "boolean" in types and "string" not in types and (value := _tried(truth_value, text)) is not None:
        return value
    if types & {"integer", "number"} and (number := _tried(_number, text)) is not None:
        return number
    if "number" in types and _NUMBER.fullmatch(text) and math.isfinite(fraction := float(text)):
        return fraction
    return text


def _number(text: str) -> int:
    number = whole_number(text)
    if abs(number) > LARGEST:
        raise ValueError
    return number


def _tried(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError:
        return None
