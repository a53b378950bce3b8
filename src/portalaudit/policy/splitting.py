"""An expression taken apart, each piece with the facts that it alone reads.

It is taken apart at `&&`, `||`, `!` and `?:`, and at `all` and `exists` over a list of records, whose inside is a
question about one record. A piece reads less than the whole, so fewer subjects differ in what it sees; and the same
piece stands in many rules. Whatever gives a name to anything else stays in one piece.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from portalaudit.model.values import dataclass
from portalaudit.policy.asked_facts import asked_of_part
from portalaudit.policy.outline import Form, Part, Token, outline, tokens
from portalaudit.policy.readtree import AskedTree, ReadTree, Route
from portalaudit.policy.scope import PARAMS
from portalaudit.source.patterns import late

_NOTHING: AskedTree = {}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an expression: `AND`, `OR`, `NOT` or `CHOICE` of others, or a question with the facts that it reads.

    Where the question is `all` or `exists`, `items` tells of what, and its one part is what is asked of each. Where the
    question only compares texts, `compared` are those that it writes out: only the order of texts counts then.
    """

    form: Form
    parts: "tuple[Piece, ...]" = ()
    text: str = ""
    reads: AskedTree = _NOTHING
    params: frozenset[str] = frozenset()
    items: "ItemList | None" = None
    compared: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list of records: where it is, which of them count, and what one is called.

    `conditions` leave items out, each with its own name for one. A list that `may_miss` is empty where it is not known.
    `every` says that all of them are asked for, not one.
    """

    route: Route
    may_miss: bool
    conditions: tuple[tuple[str, Piece], ...]
    name: str
    every: bool

    @property
    def names(self) -> frozenset[str]:
        """Every name that one of the items goes by."""
        return frozenset((self.name, *(name for name, _ in self.conditions)))


_FOR_ITEMS = ("all", "exists")
"""Macros that ask something of each item, and say yes or no of all of them."""

_JOINING = frozenset({Form.AND, Form.OR, Form.NOT, Form.CHOICE})


def pieces(text: str, reads: ReadTree) -> Piece:
    """The pieces of an expression that reads these facts."""
    return _Splitter(text).piece(outline(text), reads)


def asked_of(text: str, reads: ReadTree) -> AskedTree:
    """What an expression asks of the facts that it reads: which it looks at, and which it only looks for."""
    return asked_of_part(outline(text), text, reads)


_MACRO = late(r"\s*\.\s*(\w+)")
_LIST = late(r"(?P<route>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?P<optional>\.\?(?P<last>[A-Za-z_]\w*)\.orValue\(\[\]\))?")


class _Splitter:
    """One text, and the way from its outline to pieces. `reads` has a tree for each name that is known where it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = tokens(text)
        self._starts = [token.start for token in self._tokens]

    def _within(self, part: Part) -> Sequence[Token]:
        """The tokens of a part, and one more."""
        first, last = (bisect_left(self._starts, offset) for offset in (part.start, part.end))
        return (*self._tokens[first:last], self._tokens[-1])

    def piece(self, part: Part, reads: ReadTree) -> Piece:
        if part.form is Form.BRACKETS:
            return self.piece(part.parts[0], reads)
        if part.form in _JOINING:
            return Piece(part.form, tuple(self.piece(each, reads) for each in part.parts))
        split = self._of_each(part) if part.form is Form.COMPARED else self._of_either(part)
        if split:
            return _Splitter(split).piece(outline(split), reads)
        every = self._within(part)
        items, body = self._items(part, reads) if part.form is Form.MACRO else (None, ())
        params = frozenset(_params(every))
        asked = asked_of_part(part, self.text, reads)
        return Piece(Form.OTHER, body, part.of(self.text), asked, params, items, _compared(every))

    def _of_each(self, part: Part) -> str:
        """A comparison with one of two values as a choice between two comparisons; empty for any other."""
        for other in part.parts:
            choice = _unbracketed(other)
            if choice.form is not Form.CHOICE:
                continue
            condition, *values = (each.of(self.text) for each in choice.parts)
            start, end = other.start - part.start, other.end - part.start
            text = part.of(self.text)
            one, second = (f"{text[:start]}({value}){text[end:]}" for value in values)
            return f"({condition}) ? ({one}) : ({second})"
        return ""

    def _of_either(self, part: Part) -> str:
        """`all` or `exists` of one of two lists as a choice between two of them; empty for anything else."""
        target = _unbracketed(part.parts[0]) if part.form is Form.MACRO else part
        if target.form is not Form.CHOICE or self._macro(part) not in _FOR_ITEMS or self._route(target):
            return ""
        condition, one, other = (each.of(self.text) for each in target.parts)
        rest = self.text[part.parts[0].end : part.end]
        return f"({condition}) ? (({one}){rest}) : (({other}){rest})"

    def _items(self, part: Part, reads: ReadTree) -> tuple[ItemList | None, tuple[Piece, ...]]:
        """What `all` or `exists` goes through, and what it asks of each; nothing for what stays in one piece."""
        name = self._macro(part)
        found = self._list(part.parts[0], reads) if name in _FOR_ITEMS and len(part.parts) == 2 else None
        if found is None or part.variable in reads:
            return None, ()
        route, may_miss, conditions = found
        body = self.piece(part.parts[1], {**reads, part.variable: _at(reads, route)})
        return ItemList(route, may_miss, conditions, part.variable, name == "all"), (body,)

    def _macro(self, part: Part) -> str:
        found = _MACRO.match(self.text, part.parts[0].end)
        return found[1] if found else ""

    def _list(self, part: Part, reads: ReadTree) -> tuple[Route, bool, tuple[tuple[str, Piece], ...]] | None:
        """The route of a list of records, whether it may miss, and what its items were chosen by; None for others."""
        if part.form is Form.BRACKETS:
            return self._list(part.parts[0], reads)
        if part.form is Form.MACRO:
            inner = self._list(part.parts[0], reads)
            if inner is None or self._macro(part) != "filter" or len(part.parts) != 2 or part.variable in reads:
                return None
            route, may_miss, conditions = inner
            condition = self.piece(part.parts[1], {**reads, part.variable: _at(reads, route)})
            return route, may_miss, (*conditions, (part.variable, condition))
        found = self._route(part)
        return (*found, ()) if found and _at(reads, found[0]) else None

    def _route(self, part: Part) -> tuple[Route, bool] | None:
        """A route that is written out, and whether it stands for no items where it leads nowhere."""
        text = re.sub(r"\s+", "", part.of(self.text))
        if part.form is Form.CHOICE:
            inner = re.sub(r"\s+", "", part.parts[1].of(self.text))
            is_route = _LIST.fullmatch(inner) and text == f"has({inner})?{inner}:[]"
            return (tuple(inner.split(".")), True) if is_route else None
        found = _LIST.fullmatch(text)
        if found is None:
            return None
        route = tuple(found["route"].split("."))
        return ((*route, found["last"]), True) if found["optional"] else (route, False)


def _unbracketed(part: Part) -> Part:
    return _unbracketed(part.parts[0]) if part.form is Form.BRACKETS else part


def _at(reads: ReadTree, route: Route) -> ReadTree:
    """What is read below a route; nothing where it is not read itself."""
    for name in route:
        reads = reads.get(name, {})
    return reads


def _params(every: Sequence[Token]) -> Iterator[str]:
    for before, dot, name in zip(every, every[1:], every[2:], strict=False):
        if before.text == PARAMS and dot.text == ".":
            yield name.text


_COMPARING = frozenset(
    {"has", "all", "exists", "exists_one", "filter", "map", "orValue", "optMap", "bind", "size", "distinct"}
)
"""What may be called where texts are only compared. How long a text is counts as much as its order."""
_WORDS = frozenset({"in", "true", "false"})
_MAKING = frozenset({"+", "-", "*", "/", "%", "{"})


def _compared(every: Sequence[Token]) -> tuple[str, ...] | None:
    """The texts that are written out, where texts are only compared; None where more is made of any text."""
    found: list[str] = []
    for at, (before, token, after) in enumerate(zip((None, *every), every, every[1:], strict=False)):
        is_plain = True
        if token.kind == "string":
            is_plain = token.text[0] in "'\"" and "\\" not in token.text and not token.text.startswith(_TRIPLE)
            found.append(token.text[1:-1])
        elif token.kind == "name" and token.text not in _WORDS:
            is_plain = after.text != "(" or token.text in _COMPARING
        elif token.text == "+":
            # Beside a list that is written out there is another list.
            is_plain = after.text == "[" or [each.text for each in every[max(at - 4, 0) : at]] == ["(", "[", "]", ")"]
        elif token.kind == "sign":
            is_index = token.text == "[" and before is not None and _ends_value(before) and after.kind != "number"
            is_plain = token.text not in _MAKING and not is_index
        if not is_plain:
            return None
    return tuple(found)


_TRIPLE: tuple[str, ...] = ('"""', "'''")


def _ends_value(token: Token) -> bool:
    return (token.kind == "name" and token.text not in _WORDS) or token.text in (")", "]")
