"""What a record's class says of its fields, as data: nothing here reads or checks."""

from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]

MAX_TEXT = 20_000
"""Characters of one text, about five pages: rules look at texts again and again, so none may be without an end."""


class Field:
    """One field of a record: its type and default, the name that files use for it, and what it means."""

    __slots__ = ("alias", "annotation", "default", "default_factory", "description")

    def __init__(
        self,
        default: Any = ...,
        default_factory: Callable[[], Any] | None = None,
        description: str = "",
        alias: str | None = None,
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.description = description
        self.alias = alias
        self.annotation: Any = None

    @property
    def is_needed(self) -> bool:
        """Whether a file must give it."""
        return self.default is ... and self.default_factory is None


def field(
    default: Any = ...,
    *,
    default_factory: Callable[[], Any] | None = None,
    description: str = "",
    alias: str | None = None,
) -> Any:
    """A field of a record, needed where it has no default. `alias` is its name in files where Python has no such name.

    To a type checker it is the field's own type, so that a class reads `name: Text = field(description=...)`.
    """
    return Field(default, default_factory, description, alias)


class StringConstraints:
    """Marks a text with limits of length, in characters, and a pattern to be found in it."""

    __slots__ = ("limits",)

    def __init__(
        self, *, min_length: int | None = None, max_length: int | None = None, pattern: str | None = None
    ) -> None:
        given = {"min_length": min_length, "max_length": max_length, "pattern": pattern}
        self.limits: Mapping[str, int | str] = {name: limit for name, limit in given.items() if limit is not None}


_MOST_REMEMBERED = 20_000


class _Remembered(dict[str, str]):
    """What a function gave for each text. A dict looks for itself first, so that no Python runs for what is known."""

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[text] = self._read(text)
        return found


def remembering(read: Callable[[str], str]) -> Callable[[str], str]:
    """The function, which looks at each text once: a practice has few days and names and writes them again and again.

    Of equal texts the first is given back for all, so that a big inventory keeps one.
    """
    return _Remembered(read).__getitem__


class AfterValidator:
    """Marks a type with a function that its values go through. It raises ValueError with what is wrong."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function


class PlainValidator:
    """Marks a type with the function that reads it in place of all else. It raises ValueError with what is wrong."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function


class OrText:
    """Marks a record that may be written as a text alone, which then is the value of the field of that name."""

    __slots__ = ("field",)

    def __init__(self, field: str) -> None:
        self.field = field

    def spread(self, written: object) -> object:
        """The record as a mapping."""
        return {self.field: written} if isinstance(written, str) else written


class OrList:
    """Marks a record that may be written as a list alone, which then is the value of the field of that name."""

    __slots__ = ("field",)

    def __init__(self, field: str) -> None:
        self.field = field

    def spread(self, written: object) -> object:
        """The record as a mapping."""
        return {self.field: written} if isinstance(written, list) else written


class WithJsonSchema:
    """Marks a type with its JSON Schema, where the type alone says too little."""

    __slots__ = ("schema",)

    def __init__(self, schema: Json) -> None:
        self.schema = schema


def record_fields(kind: object) -> Mapping[str, Field] | None:
    """The fields of a record type by attribute; None for any other type."""
    found: Mapping[str, Field] | None = getattr(kind, "__record_fields__", None)
    return found
