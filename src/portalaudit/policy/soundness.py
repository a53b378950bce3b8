"""Reading on in a file with mistakes, so that a person is told all of them at once and not the first only."""

from collections.abc import Mapping
from typing import TypeVar

from portalaudit.source.document import Document
from portalaudit.source.record_types import Reader, mistakes

T = TypeVar("T")


def sound_part(document: Document, reader: Reader[T], filling: Mapping[str, object], vital: str = "") -> T | None:
    """What the keys without a mistake say; None where they do not make a whole even with the filling.

    `filling` stands in for needed keys that are missing or wrong. Without the `vital` key nothing more can be told.
    What comes back is for finding more mistakes only.
    """
    wrong = _wrong_keys(document, reader, filling)
    if vital in wrong:
        return None
    sound = {key: value for key, value in document.data.items() if key not in wrong}
    try:
        return reader.validate_python({**filling, **sound})
    except ValueError as error:
        mistakes(error)
        return None


def _wrong_keys(document: Document, reader: Reader[T], filling: Mapping[str, object]) -> set[str]:
    try:
        reader.validate_python({**filling, **document.data})
    except ValueError as error:
        return {str(each["loc"][0]) for each in mistakes(error) if each["loc"]}
    return set()
