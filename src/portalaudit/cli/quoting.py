"""Words of a command as the user's shell takes them."""

import shlex
import string
import sys

_PLAIN = frozenset(f"{string.ascii_letters}{string.digits}._-/:\\")
"""What means nothing to a shell of Windows."""


def quoted(word: str) -> str:
    """A word that stays one when it is typed; `cmd` and PowerShell both know double quotes."""
    if sys.platform == "win32":
        return word if word and _PLAIN.issuperset(word) else f'"{word}"'
    return shlex.quote(word)
