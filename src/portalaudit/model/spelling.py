"""The word that somebody meant."""

from collections.abc import Iterable


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known word most like the one written; None where none is near."""
    import difflib  # noqa: PLC0415  only a mistake needs it, and most runs have none

    close = difflib.get_close_matches(written, list(known), n=1)
    return close[0] if close else None
