"""Merge conflicts that were left in a file: both sides would be read as one text, or neither."""

from collections.abc import Iterator

from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.source.patterns import late

MOST_CONFLICTS = 20
"""Problems of this kind for one file."""

_MARK = late(r"(?:^|(?<=[\r\n]))(<{7,}|={7,}|>{7,}|\|{7,})(?=[ \t\r\n]|$)")
_LINE_END = late(r"\r\n|\n|\r")


def find(path: str, text: str) -> tuple[Problem, ...]:
    """A problem for each merge conflict, at its first line, and for each sign that is left of one.

    Git writes seven signs at the very start of a line, where YAML has a key. A line of `=======` further in, as people
    underline a heading, is none.
    """
    if not any(sign * 7 in text for sign in "<=>|"):
        return ()
    return tuple(_problem(path, *lines) for lines, _ in zip(_lines(text), range(MOST_CONFLICTS), strict=False))


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    """The line where each conflict begins, the length of its sign, and the line where it ends, 0 where none does."""
    line, seen, begun = 1, 0, (0, 0)
    for mark in _MARK.finditer(text):
        line += sum(1 for _ in _LINE_END.finditer(text, seen, mark.start()))
        seen, sign = mark.start(), mark.group(1)
        if sign[0] == "<":
            begun = begun if begun[0] else (line, len(sign))
        elif not begun[0]:
            yield line, len(sign), 0
        elif sign[0] == ">":
            yield (*begun, line)
            begun = (0, 0)
    if begun[0]:
        yield (*begun, 0)


def _problem(path: str, line: int, width: int, last: int) -> Problem:
    return Problem(
        ProblemCode.MERGE_CONFLICT,
        "a merge conflict was left in this file, which is not read",
        Place(path, line, 1, width + 1),
        "keep what is right of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>",
        (Related(Place(path, last, 1, width + 1), "it ends here"),) if last else (),
    )
