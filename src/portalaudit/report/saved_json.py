"""A file of results read again: its JSON against the schema, and where in its text something is amiss.

The file may come from anywhere. Nothing is made of it before all of it fits the schema; what the schema cannot say,
such as that a result names a rule of the file, `saved_report` checks.
"""

import json
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from portalaudit.model.place import Place
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.report.to_json import SCHEMA_ID, schema

if TYPE_CHECKING:
    from jsonschema import ValidationError

Step = str | int
"""A key of an object, or a position in a list."""

MOST_PROBLEMS = 10
"""How many faults of one file are told; more of them have the same cause."""

_HINT = "write it again with `portalaudit check -o json=FILE`"
_BLANKS = " \t\n\r"


class _RefusedError(ValueError):
    """JSON that some programs would read one way and some another."""


def load_saved(text: str, name: str) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """The results in a file's text, or what is wrong with it. `name` is what the user calls the file."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        return None, (Problem(ProblemCode.SYNTAX, f"this is not JSON: {_said(error.msg)}", place, _HINT),)
    except RecursionError:
        message = "its lists and objects lie too deep in each other to be results"
        return None, (Problem(ProblemCode.TOO_DEEP, message, Place(name), _HINT),)
    except ValueError as error:
        message = str(error) if isinstance(error, _RefusedError) else "it holds a number that is too long"
        return None, (Problem(ProblemCode.SYNTAX, message, Place(name), _HINT),)
    if not isinstance(value, dict) or value.get("schema") != SCHEMA_ID:
        return None, (_other(text, name, value),)
    problems = tuple(_mismatches(text, name, value))
    return (None, problems) if problems else (value, ())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _RefusedError(f"an object in it has the key '{twice}' twice")
    return found


def _no_number(written: str) -> object:
    raise _RefusedError(f"{written} is no number of JSON")


def _said(message: str) -> str:
    return f"{message[:1].lower()}{message[1:]}"


def _other(text: str, name: str, value: object) -> Problem:
    """The problem of a file that holds something else, or results of another form."""
    if isinstance(value, dict) and isinstance(value.get("schema"), str):
        message = f"this is '{value['schema']}', and this version of portalaudit reads {SCHEMA_ID}"
        return Problem(ProblemCode.OTHER_FORMAT, message, place_of(text, name, ("schema",)), _HINT)
    return Problem(ProblemCode.OTHER_FORMAT, "these are no results of `portalaudit check`", Place(name), _HINT)


def _mismatches(text: str, name: str, value: object) -> list[Problem]:
    import jsonschema  # noqa: PLC0415 -- only reading results again pays for it

    checker = jsonschema.Draft202012Validator(json.loads(schema()))
    found = [_deepest(one) for one in islice(checker.iter_errors(value), MOST_PROBLEMS)]
    return [amiss(text, name, tuple(one.absolute_path), _fault(one)) for one in found]


def _deepest(error: "ValidationError") -> "ValidationError":
    """Of what does not fit any of several forms, the fault that lies deepest."""
    every: tuple[ValidationError, ...] = (error, *(error.context or ()))
    return max(every, key=lambda one: len(one.absolute_path))


def _fault(error: "ValidationError") -> str:
    where = f"'{error.absolute_path[-1]}'" if error.absolute_path else "this"
    told = error.message if len(error.message) <= 120 else f"{error.message[:120]}…"
    return f"{where} is not as the schema of results says: {told}"


def amiss(text: str, name: str, path: Sequence[Step], message: str) -> Problem:
    """The problem of a value at this path."""
    return Problem(ProblemCode.INVALID_VALUE, message, place_of(text, name, path), _HINT)


def place_of(text: str, name: str, path: Sequence[Step]) -> Place:
    """Where the value at this path begins in a text that is JSON."""
    at = _start(text, 0)
    decode = json.JSONDecoder().raw_decode
    for step in path:
        at = _start(text, at + 1)
        position = 0
        while position != step if isinstance(step, int) else True:
            if isinstance(step, str):
                key, end = decode(text, at)
                at = _start(text, _start(text, end) + 1)
                if key == step:
                    break
            _, end = decode(text, at)
            at = _start(text, _start(text, end) + 1)
            position += 1
    line = text.count("\n", 0, at) + 1
    return Place(name, line, at - text.rfind("\n", 0, at))


def _start(text: str, at: int) -> int:
    """Where the next character stands that is no blank."""
    while text[at] in _BLANKS:
        at += 1
    return at
