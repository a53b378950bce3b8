"""Which words a long text holds at all. Asked once, it saves searching the text for each of some forty words."""

from functools import cache

LEAST_BYTES = 20_000
"""Below this, searching for every word takes no longer."""

_PART = 1 << 16
_MOST_WORDS = 50_000
_IS_LETTER = bytes(code if chr(code) in "abcdefghijklmnopqrstuvwxyz" else ord(" ") for code in range(256))


class Words:
    """The different words in a text of lower-case ASCII."""

    def __init__(self, lower: bytes) -> None:
        self._known = b" ".join(_different(lower)) if len(lower) >= LEAST_BYTES else lower

    def may_hold(self, needle: bytes) -> bool:
        """Whether the text may hold a needle; False means that it does not."""
        return _letters(needle) in self._known


@cache
def _letters(needle: bytes) -> bytes:
    return max(needle.translate(_IS_LETTER).split(), key=len, default=b"")


def _different(lower: bytes) -> list[bytes]:
    """Every stretch of letters once; the whole text where it repeats too little to be worth it."""
    words: set[bytes] = set()
    start = 0
    while start < len(lower):
        # A word does not go on behind a line.
        end = lower.find(b"\n", start + _PART) + 1 or len(lower)
        words.update(lower[start:end].translate(_IS_LETTER).split())
        if len(words) > _MOST_WORDS:
            return [lower]
        start = end
    return list(words)
