"""Where a setting comes from."""

from enum import StrEnum

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass


class Layer(StrEnum):
    """Who may set something: the pack by its default, a base policy for several practices, the practice's own."""

    PACK = "pack"
    BASE = "base"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who sets something, and where that is written."""

    layer: Layer
    place: Place
