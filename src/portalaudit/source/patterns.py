"""Regular expressions that are compiled when they are first used.

Compiling is slow beside all else that a module does when it is imported, and a run uses few of the expressions.
"""

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a compiled pattern until something is asked of it, and then hands out that pattern's own methods."""

    def __init__(self, written: str | bytes) -> None:
        self._written = written

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._written), name)
        setattr(self, name, found)
        return found


def late(written: AnyStr) -> re.Pattern[AnyStr]:
    """A pattern that is compiled when it is first used. Flags stand in the pattern itself, as in `(?i)`."""
    return cast("re.Pattern[AnyStr]", _Late(written))
