"""The word that somebody meant."""

from collections.abc import Iterable


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known word most like the one written, whatever its case, `-` and `_` being one; None where none is near."""
    import difflib  # noqa: PLC0415  only a mistake needs it, and most runs have none

    words = list(known)
    folded = {_folded(word): word for word in reversed(words)}
    close = difflib.get_close_matches(_folded(written), folded, n=1)
    return folded[close[0]] if close else None


def _folded(word: str) -> str:
    return word.casefold().replace("-", "_")
