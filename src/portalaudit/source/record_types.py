"""Records: what a mapping in a file may hold, written once as a class and read by pydantic's core, or as that does.

A check before every merge is felt by its start-up, and pydantic's own dataclasses and schema generator cost more than
all the rest of a run over a small practice. So a record is a light class here, and its schema is written straight for
`pydantic_core`, which does the validating either way: the same values and errors at the same speed. Few records with
nothing wrong in them are read without even that (see `quick_records`). Every record stays a pydantic type:
`pydantic.TypeAdapter(Account)` works.
"""

import contextlib
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, dataclass_transform

from portalaudit.source.quick_records import Read, filler, reader_of
from portalaudit.source.record_parts import (
    AfterValidator,
    Field,
    Json,
    OrList,
    OrText,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    field,
    record_fields,
    remembering,
)

if TYPE_CHECKING:
    from pydantic_core import CoreSchema, ErrorDetails, SchemaValidator

__all__ = [
    "AfterValidator",
    "Field",
    "Json",
    "OrList",
    "OrText",
    "PlainValidator",
    "Reader",
    "Record",
    "StringConstraints",
    "Validator",
    "WithJsonSchema",
    "field",
    "many",
    "mistakes",
    "record",
    "record_fields",
    "remembering",
    "validator",
    "with_values",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Reader(Protocol[T_co]):
    """What reads data as one type: a `Validator`, or pydantic's own `TypeAdapter`."""

    def validate_python(self, data: Any, /) -> T_co:
        """The value. Raises pydantic's ValidationError."""

    def json_schema(self) -> Json:
        """The type as JSON Schema."""

    def __hash__(self) -> int: ...


class Validator(Generic[T]):
    """Reads data as one type. Its schema is made when the first data comes."""

    def __init__(self, kind: type[T]) -> None:
        self._kind: Any = kind
        self._listed = 0
        """How many items lists had so far: a big inventory comes in many files, none of them long."""

    @cached_property
    def _core(self) -> "SchemaValidator":
        from pydantic_core import SchemaValidator  # noqa: PLC0415 -- see `quick_records`

        from portalaudit.source.record_schemas import schema_of  # noqa: PLC0415 -- as above

        return SchemaValidator(schema_of(self._kind))

    @cached_property
    def _read(self) -> Read:
        return reader_of(self._kind)

    @cached_property
    def _fill(self) -> Callable[[T, Mapping[str, object]], None]:
        return filler(self._kind, self._kind.__record_fields__)

    def validate_python(self, data: object, /) -> T:
        """The value that the data stands for. Raises pydantic's ValidationError with everything that is wrong."""
        self._listed += len(data) if isinstance(data, list) else 0
        if self._listed <= MANY:
            with contextlib.suppress(ValueError, AssertionError):
                quickly: T = self._read(data)
                return quickly
        value: T = self._core.validate_python(data)
        return value

    def fill(self, made: T, values: Mapping[str, object]) -> None:
        """Give an empty record the values of its fields. Raises as `validate_python` does."""
        try:
            self._fill(made, values)
        except (ValueError, AssertionError):
            from pydantic_core import ArgsKwargs  # noqa: PLC0415 -- as above

            self._core.validate_python(ArgsKwargs((), dict(values)), self_instance=made)

    def json_schema(self) -> Json:
        """The JSON Schema of the type, its records under `$defs`."""
        from portalaudit.source.record_json import json_schema  # noqa: PLC0415  only editors and mistakes need it

        return json_schema(self._kind)


MANY = 1_000
"""Of more records, pydantic's core has read all sooner than it is imported."""


def mistakes(error: ValueError) -> "Sequence[ErrorDetails]":
    """What pydantic's ValidationError says is wrong. Raises any other error again, which is our own mistake."""
    from pydantic_core import ValidationError  # noqa: PLC0415 -- as above

    if not isinstance(error, ValidationError):
        raise error
    return error.errors(include_url=False)


_VALIDATORS: dict[Any, Validator[Any]] = {}


def validator(kind: type[T]) -> Validator[T]:
    """The validator of a type. There is one for each."""
    found = _VALIDATORS.get(kind)
    if found is None:
        found = _VALIDATORS[kind] = Validator(kind)
    return found


def many(kind: type[T]) -> Validator[list[T]]:
    """The validator of a list of records."""
    return validator(list[kind])  # type: ignore[valid-type]  # a type made at run time


class Record:
    """What all records share: they are frozen, compared by identity, and made with every field by keyword."""

    __slots__ = ()
    __record_fields__: ClassVar[Mapping[str, Field]] = {}

    def __init__(self, /, **values: object) -> None:
        """Raises pydantic's ValidationError, as for a mapping in a file."""
        validator(type(self)).fill(self, values)

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__record_fields__)
        return f"{type(self).__qualname__}({values})"

    def __getstate__(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__record_fields__)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(self.__record_fields__, state, strict=True):
            object.__setattr__(self, name, value)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> "CoreSchema":
        from portalaudit.source.record_schemas import schema_of  # noqa: PLC0415 -- as above

        kind: Any = cls
        return {**schema_of(kind)}  # a copy, because pydantic writes into what it is given

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> Json:
        return validator(cls).json_schema()


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a class a record: validated, frozen, with slots, every field by keyword. It may build on another record.

    An `AfterValidator` called `__checked__` looks at the record as a whole.
    """
    fields = {name: _described(cls, name) for name in cls.__annotations__}
    own = {name: value for name, value in vars(cls).items() if name not in fields and name not in _INSTANCE_PARTS}
    bases = (Record,) if cls.__bases__ == (object,) else cls.__bases__
    inherited = getattr(cls, "__record_fields__", {})
    made: type[T] = type(
        cls.__name__, bases, {**own, "__slots__": tuple(fields), "__record_fields__": {**inherited, **fields}}
    )
    made.__qualname__ = cls.__qualname__
    return made


_INSTANCE_PARTS = frozenset({"__dict__", "__weakref__"})


def with_values(made: T, values: Mapping[str, Any]) -> T:
    """A record like another, with these values in place of its own. They are not looked at again."""
    new: Any = object.__new__(type(made))
    new.__setstate__(tuple(values.get(name, getattr(made, name)) for name in new.__record_fields__))
    changed: T = new
    return changed


def _described(cls: type, name: str) -> Field:
    written = vars(cls).get(name, ...)
    described = written if isinstance(written, Field) else Field(written)
    described.annotation = cls.__annotations__[name]
    return described
