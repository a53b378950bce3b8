"""Some of many subjects, as one number with a bit for each: joined, taken away and counted all at once."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress
from typing import TypeVar, cast

Mask = int
"""A set of positions below a size: the first of them is the highest bit."""

Cell = TypeVar("Cell")

_TRUTH = bytes.maketrans(b"01", b"\0\1")
_FEW = 8
"""Where fewer than one subject in so many is meant, each is looked up; else all are gone through."""


def everything(size: int) -> Mask:
    """Every position."""
    return (1 << size) - 1


def mask_of(positions: Iterable[int], size: int) -> Mask:
    """The positions as a mask."""
    digits = bytearray(b"0") * size
    for position in positions:
        digits[position] = 49
    return int(digits, 2) if size else 0


def mask_where(flags: bytes, ones: bytes) -> Mask:
    """The positions where a byte of `flags` is translated to a `1` by `ones`, a table of digits."""
    return int(flags.translate(ones), 2) if flags else 0


class Selection:
    """The positions of a mask, made ready to pick them out of columns."""

    def __init__(self, mask: Mask, size: int) -> None:
        self.mask, self.size = mask, size
        self.count = mask.bit_count()

        self.is_all = self.count == size
        """Whether it holds every position."""

    @cached_property
    def flags(self) -> bytes:
        """A byte for each position, 1 where it is one of these."""
        return f"{self.mask:0{self.size}b}".encode().translate(_TRUTH) if self.size else b""

    @cached_property
    def positions(self) -> Sequence[int]:
        """The positions, in order."""
        return range(self.size) if self.is_all else list(compress(range(self.size), self.flags))

    def without(self, mask: Mask) -> "Selection":
        """Those of them that are not among others."""
        left = self.mask & ~mask
        return self if left == self.mask else Selection(left, self.size)

    def of(self, column: Sequence[Cell]) -> Sequence[Cell]:
        """The cells of a column at these positions."""
        if self.is_all:
            return column
        if self.count * _FEW < self.size and not isinstance(column, bytes):
            return list(map(column.__getitem__, self.positions))
        return picked(column, self.flags)


def picked(column: Sequence[Cell], flags: Iterable[int]) -> Sequence[Cell]:
    """The cells of a column where there is a flag; bytes stay bytes, which are translated and counted sooner."""
    if isinstance(column, bytes):
        return cast("Sequence[Cell]", bytes(compress(column, flags)))
    return list(compress(column, flags))
