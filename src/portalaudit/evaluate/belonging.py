"""To what each of many items belongs: the way from what is told of owners to their items, and back."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import compress
from typing import cast

from portalaudit.evaluate.selection import Cell, Mask, Selection, mask_of, mask_where


class Belonging(ABC):
    """Items, by position, each of an owner; `size` is how many owners there may be."""

    owners: Sequence[int]
    """The owner of each item."""

    def __init__(self, size: int) -> None:
        self.size = size

    @abstractmethod
    def owning(self, items: Selection) -> Mask:
        """The owners of these items."""

    @abstractmethod
    def owned(self, owners: Selection) -> Mask:
        """The items of these owners."""

    @abstractmethod
    def spread(self, cells: Sequence[Cell], owners: Selection, items: Selection) -> Sequence[Cell]:
        """What was told of the owners of these items, for each of the items."""


class OneEach(Belonging):
    """No owner has two, and the items stand in the order of their owners: so it nearly always is."""

    def __init__(self, having: Selection) -> None:
        super().__init__(having.size)
        self._having = having

    @property
    def owners(self) -> Sequence[int]:  # type: ignore[override]
        """The owner of each item."""
        return self._having.positions

    def owning(self, items: Selection) -> Mask:
        """The owners of these items: where most are meant, those of the others are taken away."""
        if self._having.is_all or items.is_all:
            return items.mask if self._having.is_all else self._having.mask
        if 2 * items.count > items.size:
            return self._having.mask & ~self._placed(items.flags.translate(_TURNED))
        return self._placed(items.flags)

    def _placed(self, flags: bytes) -> Mask:
        return mask_of(compress(self._having.positions, flags), self.size)

    def owned(self, owners: Selection) -> Mask:
        """The items of these owners."""
        if self._having.is_all:
            return owners.mask
        return mask_where(bytes(compress(owners.flags, self._having.flags)), _AS_DIGITS)

    def spread(self, cells: Sequence[Cell], _owners: Selection, _items: Selection) -> Sequence[Cell]:
        """What was told stands in order already."""
        return cells


class Several(Belonging):
    """An owner may have several, anywhere among the items."""

    def __init__(self, owners: Sequence[int], size: int) -> None:
        super().__init__(size)
        self.owners = owners

    def owning(self, items: Selection) -> Mask:
        """The owners of these items."""
        return mask_of(items.of(self.owners), self.size) if items.count else 0

    def owned(self, owners: Selection) -> Mask:
        """The items of these owners."""
        return mask_where(bytes(map(owners.flags.__getitem__, self.owners)), _AS_DIGITS)

    def spread(self, cells: Sequence[Cell], owners: Selection, items: Selection) -> Sequence[Cell]:
        """What was told, once for each item."""
        found = cells if owners.is_all else dict(zip(owners.positions, cells, strict=True))
        told = map(found.__getitem__, items.of(self.owners))
        return cast("Sequence[Cell]", bytes(cast("map[int]", told)) if isinstance(cells, bytes) else list(told))


_AS_DIGITS = bytes(b"01"[min(value, 1)] for value in range(256))
_TURNED = bytes([1, 0, *bytes(254)])
