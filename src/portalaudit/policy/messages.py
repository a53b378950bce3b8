"""Messages with places for facts: `{account.login} is still {account.status}`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from portalaudit.model.values import dataclass
from portalaudit.policy.readtree import ReadTree, Route, tree_of
from portalaudit.policy.scope import AS_OF, PARAMS

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A fact in a message. `label` is the name of one label where the fact is a record's labels."""

    route: Route
    label: str = ""


Lookup: TypeAlias = Callable[[Route], object]
"""Gives the value of a route that starts with a variable: text, number, bool, labels, rows of those, or None."""


@dataclass(frozen=True, slots=True)
class Template:
    """A message, taken apart into its words and its places for facts."""

    text: str
    segments: tuple[str | Placeholder, ...]

    @property
    def reads(self) -> ReadTree:
        """The facts that the message shows."""
        return tree_of(p.route for p in self._placeholders() if p.route[0] not in (PARAMS, AS_OF))

    @property
    def params(self) -> frozenset[str]:
        """The parameters that the message shows."""
        return frozenset(p.route[1] for p in self._placeholders() if p.route[0] == PARAMS)

    def render(self, lookup: Lookup) -> str:
        """The message for one subject. Several values are joined with commas; a fact that is not known is `unknown`."""
        return self.told(lookup)[0]

    def told(self, lookup: Lookup) -> tuple[str, Sequence[tuple[str, str]]]:
        """The same, and the values of each fact in it that has several, with its name; nothing of one not known."""
        said: list[str] = []
        several: list[tuple[str, str]] = []
        for piece in self.segments:
            if isinstance(piece, str):
                said.append(piece)
                continue
            value = lookup(piece.route)
            words = _words(value, piece.label)
            said.append(", ".join(words) if words else UNKNOWN)
            if isinstance(value, list | tuple) and not piece.label:
                name = ".".join(piece.route)
                several += ((name, word) for word in words)
        return "".join(said), several

    def _placeholders(self) -> Iterator[Placeholder]:
        return (piece for piece in self.segments if isinstance(piece, Placeholder))


def _words(value: object, label: str) -> Iterable[str]:
    """Each value of a fact, or of a label, in words and once."""
    if label:
        value = [held.get(label) for held in _flat(value) if isinstance(held, dict)]
    if isinstance(value, str):
        return (value,)
    return dict.fromkeys(map(_word, _flat(value)))


def _flat(value: object) -> Iterator[object]:
    """The values in rows of rows, those that are not known left out."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _flat(item)
    elif value is not None:
        yield value


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
