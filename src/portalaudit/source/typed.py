"""Data of a document to typed values, with every mismatch as a problem at its exact place."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic_core import ValidationError

from portalaudit.model import Problem
from portalaudit.source.document import Node, Route, Written
from portalaudit.source.records import Reader

T = TypeVar("T")


def read(
    document: Written, route: Route, data: Node, reader: Reader[T], noun: str = "record"
) -> tuple[T | None, tuple[Problem, ...]]:
    """The value that `reader` makes of the data at a route; None and every problem where it makes none.

    `noun` names the record in messages: "account" gives "an account needs the key 'portal'".
    """
    try:
        return reader.validate_python(data), ()
    except ValidationError as error:
        from portalaudit.source.mismatches import Mismatches  # noqa: PLC0415  only a mistake needs it

        told = Mismatches(document, route, data, reader, noun)
        return None, told.problems(error.errors(include_url=False))


def read_items(  # noqa: PLR0917 - what is read comes first, and both readers belong to it
    document: Written,
    section: Route | str,
    items: Sequence[Node],
    reader_of_list: Reader[list[T]],
    reader_of_one: Reader[T],
    noun: str = "record",
) -> tuple[list[tuple[int, T]], tuple[Problem, ...]]:
    """The items of a list that can be read, each with its position, and every problem of the others.

    All at once where all are well, so that a big list costs little; then without the items that are not.
    """
    route = (section,) if isinstance(section, str) else section
    bad: dict[int, None] = {}
    good = list(enumerate(items))
    while True:
        try:
            made = reader_of_list.validate_python([item for _, item in good])
            break
        except ValidationError as error:
            found = {int(each["loc"][0]) for each in error.errors(include_url=False, include_context=False)}
            bad.update((good[position][0], None) for position in found)
            good = [pair for position, pair in enumerate(good) if position not in found]
    problems: list[Problem] = []
    for index in sorted(bad):
        problems += read(document, (*route, index), items[index], reader_of_one, noun)[1]
    return [(index, value) for (index, _), value in zip(good, made, strict=True)], tuple(problems)
