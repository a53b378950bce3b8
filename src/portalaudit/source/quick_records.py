"""The reading of data with nothing wrong in it as records, without pydantic's core.

Importing that takes as long as reading a thousand records here. This reading knows no mistake: whatever it does not
expect ends it, and pydantic's core, which stays the reference, reads the data again and says what is wrong.
"""

import copy
import re
import types
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from portalaudit.source.plain_numbers import truth_value, whole_number
from portalaudit.source.record_parts import (
    MAX_TEXT,
    AfterValidator,
    Field,
    OrList,
    OrText,
    PlainValidator,
    StringConstraints,
    record_fields,
)

Read: TypeAlias = Callable[[Any], Any]

_KNOWN: dict[int, tuple[Any, Read]] = {}


class UnexpectedError(ValueError):
    """Something that only pydantic's core reads or explains."""


def reader_of(annotation: Any) -> Read:
    """What reads data as a type that a record's field may have. It raises ValueError for all that is not certain."""
    # By identity, and with the type itself, as in `record_schemas.schema_of`.
    known = _KNOWN.get(id(annotation))
    if known is None:
        known = _KNOWN[id(annotation)] = (annotation, _made(annotation))
    return known[1]


def _made(annotation: Any) -> Read:
    plain = _PLAIN.get(annotation)
    if plain is not None:
        return plain
    build = _BUILDERS.get(get_origin(annotation))
    if build is not None:
        return build(get_args(annotation))
    fields = record_fields(annotation)
    if fields is not None:
        return _record(annotation, fields)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _one_of({member.value: member for member in annotation}, annotation)
    return _beyond


def _beyond(_value: object) -> Any:
    raise UnexpectedError


def _text(least: int = 0, most: int = MAX_TEXT, search: Callable[[str], object] | None = None) -> Read:
    def read(value: object) -> str:
        if type(value) is not str or not least <= len(value) <= most:
            raise UnexpectedError
        # A pattern means the same to Python and to pydantic's core where the text is in ASCII, and in one line.
        if not value.isascii():
            value.encode()  # raises for half a character
            if search is not None:
                raise UnexpectedError
        elif search is not None and ("\n" in value or search(value) is None):
            raise UnexpectedError
        return value

    return read


def _from_text(kind: type, read_text: Callable[[str], object]) -> Read:
    """Reads a value of Python, or the text that stands for it."""

    def read(value: object) -> object:
        found = read_text(value) if type(value) is str else value
        if type(found) is not kind:
            raise UnexpectedError
        return found

    return read


def _one_of(choices: Mapping[str, Any], kind: type) -> Read:
    def read(value: object) -> object:
        if type(value) is str and value in choices:
            return choices[value]
        if type(value) is not kind:
            raise UnexpectedError
        return value

    return read


def _literal(words: tuple[Any, ...]) -> Read:
    return _one_of({word: word for word in words}, types.NoneType) if set(map(type, words)) == {str} else _beyond


def _annotated(args: tuple[Any, ...]) -> Read:
    """A type with marks, in the order of `record_schemas`."""
    kind, *marks = args
    plain = next((mark for mark in marks if isinstance(mark, PlainValidator)), None)
    if plain is not None:
        return plain.function
    limits = {
        name: limit for mark in marks if isinstance(mark, StringConstraints) for name, limit in mark.limits.items()
    }
    spreading = [mark.spread for mark in reversed(marks) if isinstance(mark, OrText | OrList)]
    functions = [mark.function for mark in marks if isinstance(mark, AfterValidator)]
    return _in_turn(*spreading, _limited(kind, limits) if limits else reader_of(kind), *functions)


def _limited(kind: Any, limits: Mapping[str, Any]) -> Read:
    """A text with limits."""
    if kind is not str:
        return _beyond
    pattern = limits.get("pattern")
    search = None if pattern is None else re.compile(pattern).search
    return _text(limits.get("min_length", 0), limits.get("max_length", MAX_TEXT), search)


def _in_turn(*reads: Read) -> Read:
    """What gives a value from one to the next."""
    if len(reads) == 1:
        return reads[0]
    if len(reads) == 2:
        one, other = reads
        return lambda value: other(one(value))

    def read(value: Any) -> Any:
        for each in reads:
            value = each(value)
        return value

    return read


def _union(args: tuple[Any, ...]) -> Read:
    """One type or nothing. Which of several types data is meant as, only pydantic's core tells."""
    choices = [each for each in args if each is not types.NoneType]
    if len(choices) > 1:
        return _beyond
    read = reader_of(choices[0])
    return lambda value: None if value is None else read(value)


def _row(args: tuple[Any, ...]) -> Read:
    if args[1] is not ...:
        return _beyond
    read = _list(args)

    def read_row(value: Any) -> tuple[Any, ...]:
        return tuple(read(list(value) if type(value) is tuple else value))

    return read_row


def _list(args: tuple[Any, ...]) -> Read:
    read = reader_of(args[0])

    def read_list(value: Any) -> list[Any]:
        if type(value) is not list:
            raise UnexpectedError
        return list(map(read, value))

    return read_list


def _dict(args: tuple[Any, ...]) -> Read:
    read_key, read_value = map(reader_of, args)

    def read(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise UnexpectedError
        return {read_key(key): read_value(each) for key, each in value.items()}

    return read


def _record(cls: Any, fields: Mapping[str, Field]) -> Read:
    fill = filler(cls, fields)

    def read(value: Any) -> Any:
        if type(value) is dict:
            made = object.__new__(cls)
            fill(made, value)
            return made
        if type(value) is not cls:
            raise UnexpectedError
        return value

    checked: AfterValidator | None = getattr(cls, "__checked__", None)
    return _in_turn(read, checked.function) if checked else read


def filler(cls: Any, fields: Mapping[str, Field]) -> Callable[[Any, Mapping[str, Any]], None]:
    """What gives an empty record the values of its fields. What reads a field is made when the first value comes."""
    left = {field.alias or name: (name, field) for name, field in fields.items()}
    known: dict[str, tuple[Callable[[Any, Any], None], Read]] = {}
    needed = [key for key, (_, field) in left.items() if field.is_needed]
    others = {key: (getattr(cls, name).__set__, _default(field)) for key, (name, field) in left.items()}

    def learn(key: str) -> tuple[Callable[[Any, Any], None], Read]:
        if key not in left:
            raise UnexpectedError
        name, field = left[key]
        known[key] = getattr(cls, name).__set__, reader_of(field.annotation)
        return known[key]

    def fill(made: Any, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            setter, read = known.get(key) or learn(key)
            setter(made, read(value))
        for key in needed:
            if key not in values:
                raise UnexpectedError
        for key, (setter, default) in others.items():
            if key not in values:
                setter(made, default())

    return fill


def _default(field: Field) -> Callable[[], Any]:
    """What gives a field its value where none is written."""
    if field.default_factory is not None:
        return field.default_factory
    default = field.default
    return (lambda: default) if getattr(default, "__hash__", None) else lambda: copy.deepcopy(default)


_PLAIN: Mapping[Any, Read] = {
    str: _text(),
    int: _from_text(int, whole_number),
    bool: _from_text(bool, truth_value),
    object: lambda value: value,
}
_BUILDERS: Mapping[Any, Callable[[tuple[Any, ...]], Read]] = {
    Annotated: _annotated,
    Union: _union,
    types.UnionType: _union,
    Literal: _literal,
    tuple: _row,
    list: _list,
    dict: _dict,
}
