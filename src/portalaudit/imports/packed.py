"""Values kept as text until they are looked at: a plan for a hundred thousand lines holds as many of them."""

import json
from collections.abc import Iterator
from typing import Any


def pack(value: Any) -> str:
    """Texts, lists and mappings of them as one text, of one byte for each character."""
    return json.dumps(value, separators=(",", ":"))


def unpack(packed: str) -> Any:
    """What was packed."""
    return json.loads(packed)


class PackedValues:
    """Values in the order in which they came, each made again whenever it is asked for."""

    __slots__ = ("_packed",)

    def __init__(self) -> None:
        self._packed: list[str] = []

    def append(self, value: Any) -> str:
        """Add a value behind the others; what is kept of it."""
        packed = pack(value)
        self._packed.append(packed)
        return packed

    def __iter__(self) -> Iterator[Any]:
        return map(unpack, self._packed)

    def __len__(self) -> int:
        return len(self._packed)
