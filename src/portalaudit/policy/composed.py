"""Expressions put together out of the texts of one file, which still know where each character is written.

A rule's variables stand in its expressions by name. CEL answers a name at once and for good, so that a variable which
cannot be worked out would spoil an answer that does not need it; a variable's own text in its place is worked out only
where it counts. So names are replaced before CEL sees them, and a mistake is told where it was written.
"""

from collections.abc import Iterable, Mapping

from portalaudit.model.values import dataclass
from portalaudit.policy.fault import Fault
from portalaudit.policy.outline import NAMING, Token, tokens
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a part of a composed text is written: `start` and `end` in it, and the offset in the text at `route`.

    A `name` stands for a variable's text: a mistake in there is told at the name, which is `length` characters long.
    """

    start: int
    end: int
    route: Route
    offset: int
    length: int = 0


@dataclass(frozen=True, slots=True)
class Composed:
    """A text, and where its parts are written."""

    text: str
    stretches: tuple[Stretch, ...]

    def written(self, fault: Fault) -> tuple[Route, Fault]:
        """The same fault in the text that someone wrote, and which one that is."""
        stretch = self._stretch(fault.offset)
        if stretch.length:
            return stretch.route, Fault(stretch.offset, fault.message, fault.hint, stretch.length)
        offset = stretch.offset + max(fault.offset - stretch.start, 0)
        return stretch.route, Fault(offset, fault.message, fault.hint, fault.length)

    def is_of_a_variable(self, fault: Fault) -> bool:
        """Whether a fault lies in the text that stands for a variable's name."""
        return bool(self._stretch(fault.offset).length)

    def _stretch(self, offset: int) -> Stretch:
        """The stretch of an offset; of one between two, the one before it."""
        before = [one for one in self.stretches if one.start <= offset]
        return before[-1] if before else self.stretches[0]


Variables = Mapping[str, Composed]


def plain(text: str, route: Route) -> Composed:
    """A text as it is written."""
    return Composed(text, (Stretch(0, len(text), route, 0),))


def joined(*pieces: "Composed | str") -> Composed:
    """One text out of several; what is given as text is written nowhere."""
    texts: list[str] = []
    stretches: list[Stretch] = []
    length = 0
    for piece in pieces:
        if isinstance(piece, Composed):
            stretches += [
                Stretch(one.start + length, one.end + length, one.route, one.offset, one.length)
                for one in piece.stretches
            ]
            texts.append(piece.text)
        else:
            texts.append(piece)
        length += len(texts[-1])
    return Composed("".join(texts), tuple(stretches))


def with_variables(text: str, route: Route, variables: Variables) -> Composed:
    """The text with each variable's own text, in brackets, in the place of its name."""
    pieces: list[Composed | str] = []
    last = 0
    for token in _names(text, variables):
        found = variables[token.text]
        body = f"({found.text})"
        pieces += [_part(text, last, token.start, route), _standing(body, route, token)]
        last = token.end
    if not pieces:
        return plain(text, route)
    return joined(*pieces, _part(text, last, len(text), route))


def folded(text: str, names: Iterable[str]) -> Iterable[Token]:
    """Where `exists(x, …)`, `cel.bind(x, …)` and their like give something a name that is one of these."""
    known = set(names)
    every = tokens(text)
    for before, bracket, name, comma in zip(every, every[1:], every[2:], every[3:], strict=False):
        if before.text in NAMING and bracket.text == "(" and comma.text == "," and name.text in known:
            yield name


def _names(text: str, variables: Variables) -> Iterable[Token]:
    before = ("", "")
    for token in tokens(text):
        follows_a_dot = before[1] == "." or before == (".", "?")
        if token.kind == "name" and token.text in variables and not follows_a_dot:
            yield token
        before = (before[1], token.text)


def _part(text: str, start: int, end: int, route: Route) -> Composed:
    return Composed(text[start:end], (Stretch(0, end - start, route, start),))


def _standing(body: str, route: Route, token: Token) -> Composed:
    return Composed(body, (Stretch(0, len(body), route, token.start, token.end - token.start),))
