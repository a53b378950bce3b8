"""Text that looks like a secret, or like data about a patient. Its place is told, the text itself never."""

from collections.abc import Iterator, Sequence

from portalaudit.model.values import dataclass, field
from portalaudit.source import secret_columns
from portalaudit.source.patterns import late
from portalaudit.source.secret_patterns import BARE, KEYED, SHAPED, Bare, Found, Keyed, shapes_of
from portalaudit.source.secret_words import Words

MASK = "•••"

_ANNOUNCED: tuple[Keyed | Bare, ...] = (*KEYED, *BARE)
_LINE_END = late(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Suspicion:
    """Where something stands that should not be kept here: columns of the value alone, counted from 1."""

    kind: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """What a suspicion is of, as it is written, and what stands before it on its line."""

    before: str = field(repr=False)
    text: str = field(repr=False)


def secret_at(line: str, suspicion: Suspicion) -> Secret:
    """What is suspected on a line."""
    begin, end = suspicion.column - 1, suspicion.end_column - 1
    return Secret(line[max(begin - _MOST_BEFORE, 0) : begin], line[begin:end])


_MOST_BEFORE = 60


def secrets_in(text: str) -> tuple[Secret, ...]:
    """Everything in a text that looks like a secret."""
    found = scan(text)
    lines = _LINE_END.split(text) if found else []
    return tuple(secret_at(lines[one.line - 1], one) for one in found)


def scan(text: str) -> tuple[Suspicion, ...]:
    """Everything in a text that looks like a secret, by place: in values, in comments, and in the columns of a table.

    Counts lines as the loader does. A placeholder such as `***` is no secret, and neither is a word of caution such as
    "no password sharing" or a date such as `password_changed_on`.
    """
    found = _without_overlap(_find(text))
    suspicions: list[Suspicion] = []
    line, start, seen = 1, 0, 0
    for begin, end, kind in found:
        for line_end in _LINE_END.finditer(text, seen, begin):
            line, start = line + 1, line_end.end()
        seen = begin
        suspicions.append(Suspicion(kind, line, begin - start + 1, end - start + 1))
    return tuple(suspicions)


def redact(line: str, known: Sequence[Suspicion] = ()) -> str:
    """A line with everything in it masked that looks like a secret.

    A value below its key and a cell of a table do not show in one line alone: `known` are what `scan` found on this
    line of the whole text, and are masked too.
    """
    for begin, end in reversed(hidden(line, known)):
        line = f"{line[:begin]}{MASK}{line[end:]}"
    return line


def hidden(line: str, known: Sequence[Suspicion] = ()) -> tuple[tuple[int, int], ...]:
    """What `redact` masks in a line: the position of each first character and of the one after the last."""
    spans = [(s.column - 1, s.end_column - 1, s.kind) for s in known]
    return tuple((begin, end) for begin, end, _ in _without_overlap([*spans, *_find(line)]))


def _find(text: str) -> Iterator[Found]:
    yield from _find_words(text)
    yield from _find_shapes(text)
    yield from secret_columns.find(text)


def _find_words(text: str) -> Iterator[Found]:
    # One byte for each character, so that a position in one is a position in the other; searching bytes for a few dozen
    # words is many times faster than one expression with a branch for each. Some keyboards write a colon at full width.
    lower = text.replace("\uff1a", ":").replace("\uff1d", "=").encode("ascii", "replace").lower()
    words = Words(lower)
    for pattern in _ANNOUNCED:
        if words.may_hold(pattern.needle):
            yield from pattern.find(text, lower)


def _find_shapes(text: str) -> Iterator[Found]:
    shapes = shapes_of(text.encode("ascii", "replace"))
    for shaped in SHAPED:
        yield from shaped.find(text, shapes)


def _without_overlap(found: Sequence[Found] | Iterator[Found]) -> list[Found]:
    """Spans by place; of two that overlap the first, and of two that begin together the longer."""
    kept: list[Found] = []
    for begin, end, kind in sorted(set(found), key=lambda each: (each[0], -each[1], each[2])):
        if not kept or begin >= kept[-1][1]:
            kept.append((begin, end, kind))
    return kept
