"""Attributes of one record, typed as far as the practice's schema says."""

from collections.abc import Mapping
from typing import Any


class Attributes:
    """Attributes that a schema describes: text, numbers, truth values, texts by name, `Attributes`, or rows of those.

    What is not written has no key.
    """

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
