"""Whole numbers, truth values and their limits as files write them: one reading everywhere.

Python and pydantic also take `1_000`, `5.0`, `٦٠`, `t` and `1`, and no two of their readers take the same.
"""

from collections.abc import Mapping

from portalaudit.source.patterns import late

COUNT_PATTERN = r"^(0|[1-9][0-9]*)$"
"""A whole number that is not below zero, as text, for editors."""

LARGEST = 2**63 - 1
"""The largest number that an expression can hold."""

_WHOLE = late(r"0|-?[1-9][0-9]{0,99}")
_BOOLEANS: Mapping[str, bool] = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def whole_number(text: str) -> int:
    """The number that plain digits without zeros in front stand for, however large.

    Raises ValueError with what is wrong and the fix.
    """
    if _WHOLE.fullmatch(text) is None:
        raise ValueError("is not a whole number; write digits only, like 30")
    return int(text)


def truth_value(text: str) -> bool:
    """What true, yes and on, or false, no and off stand for, in any case. Raises ValueError for anything else."""
    value = _BOOLEANS.get(text.lower())
    if value is None:
        raise ValueError("is neither true nor false; write true or false")
    return value
