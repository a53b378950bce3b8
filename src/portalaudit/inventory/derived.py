"""Derived facts: what follows from the records, so that a rule stays one line.

A derived fact is a function of a record and the world, marked `@derived`. Its name is the fact's name, its return type
the fact's type, its docstring the meaning that `portalaudit facts` prints. None says that the inventory does not tell.
"""

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from portalaudit.inventory.needs import Needs, needs_of
from portalaudit.inventory.shape import Shape, entity_name, shape_of
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route

WrittenAt = Callable[[Any, Any], "Route | None"]
Missing = Callable[[Any, Any], Iterable[str]]
FieldsBelow = Callable[[Any, str], Sequence[str]]
ComputeAll = Callable[[Sequence[Any], Any], Sequence[Any]]
F = TypeVar("F", bound=Callable[..., Any])


def _nothing(_record: Any, _world: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """One derived fact. `written_at` gives the route, from the record, of the field that the fact comes from.

    What would have to be recorded for the fact to be known is found from `needs`, routes of the record each with its
    alternatives, from `missing`, which gives the routes that are not there, or it is a whole `section`. Of a fact that
    is a record put together, `fields_below` gives the fields of which any would fill a field of it.
    `compute_all` gives the values of many records of one world, where that is sooner than one by one.
    """

    entity: str
    name: str
    shape: Shape
    meaning: str
    compute: Callable[[Any, Any], Any]
    written_at: WrittenAt | None
    needs: Needs = ()
    missing: Missing = _nothing
    section: str = ""
    compute_all: ComputeAll | None = None
    fields_below: FieldsBelow | None = None


_REGISTRY: dict[str, dict[str, DerivedFact]] = {}


def derived(
    *,
    written_at: str | WrittenAt | None = None,
    needs: Sequence[str] | Missing = (),
    fields_below: FieldsBelow | None = None,
    compute_all: ComputeAll | None = None,
) -> Callable[[F], F]:
    """Register a function as a fact of its first parameter's record type.

    `written_at` is a field name, or a function of record and world that gives a route; findings point there.
    `needs` are the fields without which the fact is not known, as routes from the record such as `person.engagements`;
    of fields with a `|` between them, such as `person | persons`, any one will do. Where it depends on the record, a
    function of record and world gives them.
    `fields_below` is for a fact that is a record put together: from the record that has it and the name of a field of
    it, the fields of the former of which any would fill that one.
    `compute_all` gives the same values as the function for many records, where that is sooner.
    """

    def register(compute: F) -> F:
        notes = compute.__annotations__
        parameter = next(iter(notes.values()))
        entity = entity_name(parameter)
        groups, missing = ((), needs) if callable(needs) else (needs_of(needs), _nothing)
        fact = DerivedFact(
            entity=entity,
            name=compute.__name__,
            shape=shape_of(notes["return"]),
            meaning=_meaning(compute),
            compute=compute,
            written_at=_always(written_at) if isinstance(written_at, str) else written_at,
            needs=groups,
            missing=missing,
            compute_all=compute_all,
            fields_below=fields_below,
        )
        _REGISTRY.setdefault(entity, {})[fact.name] = fact
        return compute

    return register


def _meaning(compute: Callable[..., Any]) -> str:
    written = compute.__doc__ or ""
    return inspect.cleandoc(written) if "\n" in written else written


def _always(name: str) -> WrittenAt:
    return lambda _record, _world: (name,)


def derived_facts() -> Mapping[str, Mapping[str, DerivedFact]]:
    """All derived facts by entity and name."""
    importlib.import_module("portalaudit.inventory.facts")  # importing the package registers the facts
    return _REGISTRY
