"""Attributes that are written and say nothing: `badge:`, `badge: null` and the like."""

from collections.abc import Iterator
from typing import Any

from portalaudit.model import Problem, ProblemCode
from portalaudit.source import value_problems
from portalaudit.source.document import Route, Written
from portalaudit.source.statements import is_missing


def blank_attributes(document: Written, route: Route, value: Any) -> dict[Route, Problem]:
    """A problem for each text that is blank or stands for nothing, by its route from the attributes.

    `route` is that of the record in the document.
    """
    return {below: _problem(document, route, below, text) for below, text in _texts((), value) if is_missing(text)}


def _texts(route: Route, value: Any) -> Iterator[tuple[Route, str]]:
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts((*route, step), inner)


def _problem(document: Written, route: Route, below: Route, text: str) -> Problem:
    name = ".".join(["attributes", *(step for step in below if isinstance(step, str))])
    is_key = isinstance(below[-1], str)
    said = value_problems.of_empty(f"'{name}'" if is_key else f"an item of '{name}'", text, is_key=is_key)
    place = document.place((*route, "attributes", *below), key=is_key and not text)
    return Problem(ProblemCode.EMPTY_VALUE, said.message, place, said.hint)
