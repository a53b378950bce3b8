"""How the rules and reference data of a run differ from those that ship with the program."""

from enum import StrEnum

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass


class How(StrEnum):
    """What became of something that ships, or that it never shipped."""

    EDITED = "edited"
    ADDED = "added"
    MISSING = "missing"
    REPLACED = "replaced"
    UNUSED = "not used"


class Part(StrEnum):
    """What a deviation is about."""

    RULE = "rule"
    PACK = "pack"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One rule, pack or file of reference data that is not as it ships.

    `name` is the id of a rule or pack, or the path of a file in its policies folder. `place` is where the practice's
    own one is written, or where a pack is left out; None where nothing is written. What replaces another names in `of`
    the folder of the other, and which of its rules are `lost` or `edited`. A pack that is not used has all its rules in
    `lost`.
    """

    how: How
    part: Part
    name: str
    place: Place | None = None
    of: str = ""
    lost: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shipping:
    """How many of the rules in force are as shipped and as their pack sets them, and everything that differs."""

    as_shipped: int = 0
    deviations: tuple[Deviation, ...] = ()

    def of(self, how: How) -> tuple[Deviation, ...]:
        """The deviations of one kind."""
        return tuple(one for one in self.deviations if one.how is how)
