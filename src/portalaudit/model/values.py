"""Small classes of named values: what `dataclasses` makes, with slots, and made many times sooner.

`dataclasses.dataclass` compiles six methods for each class when its module is imported. That takes near a millisecond,
and a run that checks a small practice imports a hundred such classes. Here a class compiles one method, its
constructor, when the first value is made; the others are shared. Everything that is used of `dataclasses` works alike:
`field`, `replace`, `fields`, inheritance, `__post_init__`, `match`, copying and pickling.
"""

import dataclasses
import operator
from collections.abc import Callable, Mapping
from dataclasses import Field
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["Field", "dataclass", "field", "fields", "is_dataclass", "replace"]

Fields = Mapping[str, "Field[Any]"]
Members = dict[str, Any]

_INSTANCE_PARTS = frozenset({"__dict__", "__weakref__"})
_FACTORY = object()


def _dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False
) -> Callable[[type], type]:
    """A decorator that makes a class with annotated names a class of values, as `dataclasses.dataclass` does."""
    if not slots:
        raise TypeError("classes of values have slots")

    def decorate(cls: type) -> type:
        own = {name: _declared(cls, name, kind) for name, kind in cls.__annotations__.items()}
        inherited: Fields = getattr(cls, "__value_fields__", {})
        every = {**inherited, **own}
        members = {name: value for name, value in vars(cls).items() if name not in own and name not in _INSTANCE_PARTS}
        shared = {**_basic(every), **(_frozen() if frozen else {}), **(_compared(every, frozen=frozen) if eq else {})}
        shared |= _ordered(every) if order else {}
        made = type(cls)(cls.__name__, cls.__bases__, {**shared, **members, "__slots__": tuple(own)})
        made.__qualname__ = cls.__qualname__
        if "__init__" not in members:
            made.__init__ = _first_constructor(made, every)  # type: ignore[misc]
        return made

    return decorate


def _declared(cls: type, name: str, kind: object) -> "Field[Any]":
    written = vars(cls).get(name, dataclasses.MISSING)
    declared = written if isinstance(written, Field) else dataclasses.field(default=written)
    declared.name, declared.type = name, kind
    return declared


class _StandardFields:
    """What `dataclasses` itself looks for in a class, made when it looks."""

    def __get__(self, _value: object, cls: Any) -> Any:
        every: Fields = cls.__value_fields__
        twin: Any = dataclasses.make_dataclass(cls.__name__, [(each.name, each.type, each) for each in every.values()])
        return twin.__dataclass_fields__


def _basic(every: Fields) -> Members:
    shown = [name for name, each in every.items() if each.repr]

    def represent(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def state_of(self: object) -> list[object]:
        return [getattr(self, name) for name in every]

    setters: list[Callable[[object, object], None]] = []

    def restore(self: object, state: list[object]) -> None:
        # A kept set of rules has thousands of values, so what sets each field is looked up once.
        if not setters:
            setters.extend(getattr(type(self), name).__set__ for name in every)
        for setter, value in zip(setters, state, strict=True):
            setter(self, value)

    return {
        "__value_fields__": every,
        "__dataclass_fields__": _StandardFields(),
        "__match_args__": tuple(name for name, each in every.items() if each.init),
        "__repr__": represent,
        "__getstate__": state_of,
        "__setstate__": restore,
    }


def _frozen() -> Members:
    def refuse_to_set(_self: object, name: str, _value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def refuse_to_delete(_self: object, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    return {"__setattr__": refuse_to_set, "__delattr__": refuse_to_delete}


def _compared(every: Fields, *, frozen: bool) -> Members:
    """Equal values are of one class and agree in their fields. What can change has no hash."""
    key = _key(every)

    def is_equal(self: object, other: object) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_of(self: object) -> int:
        return hash(key(self))

    return {"__eq__": is_equal, "__hash__": hash_of if frozen else None}


def _ordered(every: Fields) -> Members:
    return {f"__{name}__": _order(getattr(operator, name), _key(every)) for name in ("lt", "le", "gt", "ge")}


def _order(compare: Callable[[Any, Any], bool], key: Callable[[object], Any]) -> Callable[[object, object], bool]:
    def ordered(self: object, other: object) -> bool:
        return compare(key(self), key(other)) if other.__class__ is self.__class__ else NotImplemented

    return ordered


def _key(every: Fields) -> Callable[[object], Any]:
    compared = [name for name, each in every.items() if each.compare]
    return operator.attrgetter(*compared) if compared else lambda _: ()


def _first_constructor(made: Any, every: Fields) -> Callable[..., None]:
    """A constructor that puts the real one in its place when it is first called."""

    def construct(self: object, *values: object, **named: object) -> None:
        made.__init__ = _constructor(made, every)
        made.__init__(self, *values, **named)

    return construct


def _constructor(made: Any, every: Fields) -> Any:
    """A function of its own with the code of all classes whose fields get their values alike."""
    filled = [each for each in every.values() if each.init or _has_default(each)]  # the others by `__post_init__`
    given = [each for each in filled if each.init]
    defaults = [_default(each) for each in given if _has_default(each)]
    if any(map(_has_default, given[: len(given) - len(defaults)])):
        raise TypeError(f"a field of {made.__qualname__} without a default follows one with a default")
    known: dict[str, Any] = {"_FACTORY": _FACTORY}
    for at, each in enumerate(filled):
        known[f"_set{at}"] = getattr(made, each.name).__set__  # past the lock on frozen values
        known[f"_make{at}"] = _default(each) if each.default_factory is dataclasses.MISSING else each.default_factory
    code = _code(tuple(map(_step, filled)), has_more=hasattr(made, "__post_init__"))
    names = "self", *(each.name for each in given)
    init = FunctionType(code.replace(co_varnames=names), known, "__init__", tuple(defaults))
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _has_default(declared: "Field[Any]") -> bool:
    return declared.default is not dataclasses.MISSING or declared.default_factory is not dataclasses.MISSING


def _default(declared: "Field[Any]") -> Any:
    return declared.default if declared.default_factory is dataclasses.MISSING else _FACTORY


_AS_GIVEN = "_set{at}(self, value{at})"
_MADE = "_set{at}(self, _make{at}() if value{at} is _FACTORY else value{at})"
_ALWAYS = "_set{at}(self, _make{at})"
_ALWAYS_MADE = "_set{at}(self, _make{at}())"


def _step(declared: "Field[Any]") -> str:
    """How a constructor sets a field."""
    if declared.default_factory is not dataclasses.MISSING:
        return _MADE if declared.init else _ALWAYS_MADE
    return _AS_GIVEN if declared.init else _ALWAYS


@cache
def _code(steps: tuple[str, ...], *, has_more: bool) -> CodeType:
    """The code of a constructor of these steps, and `__post_init__` where it `has_more`.

    Compiling is most of what making a constructor takes, and a hundred classes have two dozen shapes.
    """
    parameters = [f"value{at}" for at, step in enumerate(steps) if step in (_AS_GIVEN, _MADE)]
    body = [step.format(at=at) for at, step in enumerate(steps)]
    lines = [
        f"def __init__({', '.join(['self', *parameters])}):",
        *body,
        "self.__post_init__()" if has_more else "pass",
    ]
    made: dict[str, Any] = {}
    exec("\n    ".join(lines), made)  # noqa: S102  nothing of a class is in the text
    code: CodeType = made["__init__"].__code__
    return code


def _fields(kind: Any) -> tuple["Field[Any]", ...]:
    """The fields of a class of values, or of any dataclass."""
    every: Fields | None = getattr(kind, "__value_fields__", None)
    return dataclasses.fields(kind) if every is None else tuple(every.values())


def _is_dataclass(kind: Any) -> bool:
    """Whether a class, or the class of a value, is one of values or any dataclass."""
    return hasattr(kind, "__value_fields__") or dataclasses.is_dataclass(kind)


def _replace(value: Any, /, **changes: Any) -> Any:
    """A value like this one with other values in some fields."""
    every: Fields | None = getattr(value, "__value_fields__", None)
    if every is None:
        return dataclasses.replace(value, **changes)
    kept = {name: getattr(value, name) for name, each in every.items() if each.init and name not in changes}
    return type(value)(**kept, **changes)


if TYPE_CHECKING:  # to a type checker they are the ones that it knows
    from dataclasses import dataclass, field, fields, is_dataclass, replace
else:
    dataclass, field, fields = _dataclass, dataclasses.field, _fields
    is_dataclass, replace = _is_dataclass, _replace
