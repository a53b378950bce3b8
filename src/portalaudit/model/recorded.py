"""Files whose SHA-256 is recorded in an inventory: a user list that a review judged, a signed agreement."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass


class Match(StrEnum):
    """What comparing a file with its record gave."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_HERE = "not here"


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A recorded SHA-256: of which file (empty where the record names none), what it is, and where it is recorded.

    `path` is the file that was compared, relative to the inventory folder; empty where there is none.
    """

    name: str
    sha256: str
    place: Place
    match: Match
    path: str = ""


def counts(recorded: Iterable[RecordedFile]) -> Mapping[Match, int]:
    """How many there are of each."""
    found = dict.fromkeys(Match, 0)
    for one in recorded:
        found[one.match] += 1
    return found
