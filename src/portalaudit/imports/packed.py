"""Values kept as bytes until they are looked at: a plan for a hundred thousand lines holds as many of them.

As objects they would take five times as much, in pieces that the system does not get back while one is in use.
"""

import json
import zlib
from array import array
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_FAST = 1
"""The level of compression: lists are alike from line to line, and the first level makes a tenth of them."""
_READ_AT_ONCE = 1 << 11
"""Compressed bytes that are looked at together: they may become a hundred times as many."""


def unpacked(line: bytes | bytearray) -> Any:
    """Texts, numbers, lists and mappings as they were packed."""
    return json.loads(line)


class Packed(Generic[T]):
    """Values in the order in which they came, each made again whenever it is asked for.

    `flat` gives a value as texts, numbers, lists and mappings, and `made` makes the value of these.
    """

    def __init__(self, flat: Callable[[T], Any], made: Callable[[Any], T]) -> None:
        self._flat, self._made = flat, made
        self._bytes, self._ends = bytearray(), array("Q")

    def append(self, value: T) -> None:
        """Add a value behind the others."""
        self._bytes += json.dumps(self._flat(value), separators=(",", ":")).encode()
        self._ends.append(len(self._bytes))

    def packed(self, position: int) -> bytearray:
        """A value as it is kept: one line of text without its end."""
        return self._bytes[self._ends[position - 1] if position else 0 : self._ends[position]]

    def __getitem__(self, position: int) -> T:
        return self._made(unpacked(self.packed(position)))

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(len(self)))

    def __len__(self) -> int:
        return len(self._ends)


class PackedLines:
    """Lines, compressed; they are read in their order, from the first one on, as often as one likes."""

    def __init__(self) -> None:
        self._compressor, self._bytes = zlib.compressobj(_FAST), bytearray()

    def append(self, line: bytes | bytearray) -> None:
        """Add a line behind the others."""
        self._bytes += self._compressor.compress(line)
        self._bytes += self._compressor.compress(b"\n")

    def __iter__(self) -> Iterator[bytes]:
        reader, rest = zlib.decompressobj(), b""
        whole = bytes(self._bytes) + self._compressor.copy().flush()
        for begin in range(0, len(whole), _READ_AT_ONCE):
            *lines, rest = (rest + reader.decompress(whole[begin : begin + _READ_AT_ONCE])).split(b"\n")
            yield from lines
