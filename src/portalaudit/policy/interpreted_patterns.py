"""Patterns that mean the same to CEL and to Python, so that CEL need not be loaded for them.

CEL's are those of RE2, which never goes back in a text. These here are words and classes of plain ASCII, with few
brackets and few signs that may be missing or repeat, so that Python has little to go back for. Nearly all patterns of
rules are of that form; whatever else is written is left to CEL.
"""

import re
from collections.abc import Callable
from functools import cache

from portalaudit.source.patterns import late

MOST_BRACKETS = 3
MOST_OPEN = 6
"""Signs that may be missing; of those that repeat without an end there is one at most."""

_EITHER_CASE = "(?i)"
_CLASS = late(r"\[[\w .*-]+\]")
_DIFFERENCE = "--"
"""In a class a range of signs, for CEL; Python warns that it may come to mean another thing."""
_PLAIN = late(r"(?:[\w @<>/,.-](?:[?*+]|\{\d\})?|[(|^$]|\)\??)*")


@cache
def certain(pattern: str) -> Callable[[str], object] | None:
    """What looks for a pattern in a text of ASCII; None where only CEL tells what it means."""
    if not pattern.isascii() or _DIFFERENCE in pattern:
        return None
    signs = _CLASS.sub(".", pattern.removeprefix(_EITHER_CASE))
    repeated = signs.count("*") + signs.count("+")
    is_small = signs.count("(") <= MOST_BRACKETS and signs.count("?") <= MOST_OPEN and repeated <= 1
    if not is_small or _PLAIN.fullmatch(signs) is None:
        return None
    try:
        return re.compile(pattern.replace("$", r"\Z"), re.ASCII).search
    except re.error:
        return None
