"""The project's own functions as CEL knows them, with their types."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portalaudit.policy.engine import cel
from portalaudit.policy.functions import FUNCTIONS, Function, Given, implementations

_TYPE_OF: Mapping[Given, Callable[[cel.Type], cel.Type]] = {
    Given.DATE: lambda _item: cel.Type.STRING,
    Given.DATES: lambda _item: cel.Type.List(cel.Type.STRING),
    Given.NUMBER: lambda _item: cel.Type.INT,
    Given.YES_OR_NO: lambda _item: cel.Type.BOOL,
    Given.LIST: cel.Type.List,
}
_ITEMS = {"text": cel.Type.STRING, "number": cel.Type.INT}
"""What a list may hold that is checked; those of both are worked out as one."""


def declarations(as_of: datetime.date | None = None) -> list[cel.FunctionDecl]:
    """The functions for a CEL environment; without a day they can be checked and not called."""
    if as_of is None:
        return [cel.FunctionDecl(one.name, list(_overloads(one))) for one in FUNCTIONS]
    made = implementations(as_of)
    return [cel.FunctionDecl(one.name, [_overload(one, "any", cel.Type.DYN, made[one.name])]) for one in FUNCTIONS]


def _overloads(function: Function) -> Iterable[cel.Overload]:
    """One for lists of texts and one for lists of numbers; one alone for a function without such a list."""
    names = _ITEMS if Given.LIST in function.parameters.values() else ("text",)
    return (_overload(function, name, _ITEMS[name]) for name in names)


def _overload(function: Function, name: str, item: cel.Type, impl: Callable[..., Any] | None = None) -> cel.Overload:
    return cel.Overload(
        f"{function.name}_{name}",
        return_type=_TYPE_OF[function.gives](item),
        parameters=[_TYPE_OF[kind](item) for kind in function.parameters.values()],
        **({"impl": impl} if impl else {}),
    )
