"""Data of a document to typed values, with every mismatch as a problem at its exact place."""

import operator
from collections.abc import Sequence
from typing import TypeVar

from portalaudit.model import Problem
from portalaudit.source.document import Node, Route, Written
from portalaudit.source.record_types import Reader, mistakes

T = TypeVar("T")


def read(
    document: Written, route: Route, data: Node, reader: Reader[T], noun: str = "record"
) -> tuple[T | None, tuple[Problem, ...]]:
    """The value that `reader` makes of the data at a route, and every problem.

    Keys that the type does not have are problems, and the value is made without them. Any other problem leaves None:
    a fact that is written and cannot be read must not look like one that no one wrote, because some rules take that
    for an answer. `noun` names the record in messages: "account" gives "an account needs the key 'portal'".
    """
    try:
        return reader.validate_python(data), ()
    except ValueError as error:
        wrong = mistakes(error)
        from portalaudit.source.mismatches import Mismatches  # noqa: PLC0415  only a mistake needs it

        told = Mismatches(document, route, data, reader, noun, wrong)
        problems = told.problems()
        if not told.are_unknown_keys():
            return None, problems
        value, more = read(document, route, told.without_unknown_keys(), reader, noun)
        return value, (*problems, *more)


def read_items(  # noqa: PLR0917 - what is read comes first, and both readers belong to it
    document: Written,
    section: Route | str,
    items: Sequence[Node],
    reader_of_list: Reader[list[T]],
    reader_of_one: Reader[T],
    noun: str = "record",
) -> tuple[list[tuple[int, T]], tuple[Problem, ...]]:
    """The items of a list that can be read, each with its position, and every problem, as `read` gives them.

    All at once where all are well, so that a big list costs little; then one by one those that are not.
    """
    route = (section,) if isinstance(section, str) else section
    bad: set[int] = set()
    try:
        return list(enumerate(reader_of_list.validate_python(items))), ()
    except ValueError as error:
        mistakes(error)
        good = list(enumerate(items))
    while True:
        try:
            made = reader_of_list.validate_python([item for _, item in good])
            break
        except ValueError as error:
            wrong = {int(each["loc"][0]) for each in mistakes(error)}
            bad.update(good[position][0] for position in wrong)
            good = [pair for position, pair in enumerate(good) if position not in wrong]
    values = [(index, value) for (index, _), value in zip(good, made, strict=True)]
    problems: list[Problem] = []
    for index in sorted(bad):
        value, found = read(document, (*route, index), items[index], reader_of_one, noun)
        problems += found
        if value is not None:
            values.append((index, value))
    return sorted(values, key=operator.itemgetter(0)) if bad else values, tuple(problems)
