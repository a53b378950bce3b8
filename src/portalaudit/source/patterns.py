"""Regular expressions that are compiled when they are first used.

Compiling is slow beside all else that a module does when it is imported, and a run uses few of the expressions.
"""

import contextlib
import re
from collections.abc import Iterator
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a compiled pattern until something is asked of it, and then hands out that pattern's own methods."""

    def __init__(self, written: str | bytes, flags: int = 0) -> None:
        self._written, self._flags = written, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._written, self._flags), name)
        setattr(self, name, found)
        return found


def late(written: AnyStr) -> re.Pattern[AnyStr]:
    """A pattern that is compiled when it is first used. Flags stand in the pattern itself, as in `(?i)`."""
    return cast("re.Pattern[AnyStr]", _Late(written))


@contextlib.contextmanager
def compiling_late() -> Iterator[None]:
    """Patterns that a library compiles while it is imported here are compiled when they are first used.

    For a library that has no patterns to be told by their type, and compiles more than a run uses of it.
    """
    compile_now = re.compile
    re.compile = _Late  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = compile_now
