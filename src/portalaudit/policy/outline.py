"""The outline of an expression: which stretch of its text is which operand.

CEL hands over a tree that knows where each operator stands, but not where an operand begins and ends, and that shows
macros such as `exists` unfolded. To change one part of an expression, or to ask one part alone, its text is needed.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum

from portalaudit.model.values import dataclass, replace
from portalaudit.source.patterns import late


class Form(StrEnum):
    """What a part is. `OTHER` is whatever is neither changed nor asked by itself."""

    AND = "&&"
    OR = "||"
    CHOICE = "?:"
    NOT = "!"
    COMPARED = "compared"
    MACRO = "macro"
    BIND = "cel.bind"
    OPTION = "optMap"
    BRACKETS = "()"
    NUMBER = "number"
    PARAM = "param"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an expression's text, from `start` up to `end`, and the parts that it is made of.

    `operators` are where the signs of `&&`, `||` and a comparison stand. A macro's first part is the list, the others
    are worked out for each element, which `variable` names; only where it `asks` do they choose elements. `cel.bind`
    has the value of its `variable` and what is made of it, `optMap` what may be missing and what is made of that: a
    question, where the answer for what is missing stands behind it (`asks`).
    """

    form: Form
    start: int
    end: int
    parts: "tuple[Part, ...]" = ()
    operators: tuple[tuple[int, int], ...] = ()
    variable: str = ""
    asks: bool = False

    def of(self, text: str) -> str:
        """The part's own text."""
        return text[self.start : self.end]


def outline(text: str) -> Part:
    """The outline of an expression that CEL accepts; one part without parts where it is nested too deeply."""
    try:
        return _Parser(text).whole()
    except (ValueError, RecursionError):
        return Part(Form.OTHER, 0, len(text))


_TOKEN = late(
    r"""(?xs)\s*(?://[^\n]*\s*)*(?:
        (?P<string>[bB]?[rR]?(?:\"{3}(?:\\.|.)*?\"{3}|'{3}(?:\\.|.)*?'{3}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))
        | (?P<number>(?:0[xX][0-9a-fA-F]+|\d+\.\d+(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+)[uU]?)
        | (?P<name>[A-Za-z_]\w*|`[^`]*`)
        | (?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])
        | (?P<end>$)
    )"""
)
FOLDING = frozenset({"all", "exists", "exists_one", "existsOne", "filter", "map"})
_BINDING = "bind"
_OPTIONS = frozenset({"optMap", "optFlatMap"})
NAMING = frozenset({*FOLDING, *_OPTIONS, _BINDING})
"""Macros whose first argument is a new name."""

_TESTS = frozenset({"has"})
_YES_OR_NO = frozenset({"true", "false"})
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!=", "in"})
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign, number or text of an expression, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def _tokens(text: str) -> Iterator[Token]:
    offset = 0
    while True:
        found = _TOKEN.match(text, offset)
        if found is None:
            raise ValueError(f"no part of an expression can begin at character {offset}")
        kind = str(found.lastgroup)
        yield Token(kind, found[kind], found.start(kind), found.end(kind))
        if kind == "end":
            return
        offset = found.end()


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of an expression; none where it is not one."""
    try:
        return tuple(_tokens(text))
    except ValueError:
        return ()


class _Parser:
    """CEL's grammar, as far as it tells where operands begin and end. One method for each level of binding."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tuple(_tokens(text))
        self.at = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> Token | None:
        """The next token where it is one of these, and go on."""
        token = self.token
        if token.kind in ("string", "end") or token.text not in texts:
            return None
        self.at += 1
        return token

    def expect(self, text: str) -> None:
        """Go past the next token, which is this one."""
        if self.take(text) is None:
            raise ValueError(f"`{text}` is missing at character {self.token.start}")

    def end(self) -> int:
        """Where the token before this one ended."""
        return self.tokens[self.at - 1].end

    def whole(self) -> Part:
        part = self.choice()
        if self.token.kind != "end":
            raise ValueError(f"the expression goes on at character {self.token.start}")
        return part

    def choice(self) -> Part:
        condition = self.disjunction()
        if not self.take("?"):
            return condition
        one = self.disjunction()
        self.expect(":")
        other = self.choice()
        return Part(Form.CHOICE, condition.start, other.end, (condition, one, other))

    def disjunction(self) -> Part:
        return self._chain(Form.OR, self.conjunction)

    def conjunction(self) -> Part:
        return self._chain(Form.AND, self.relation)

    def _chain(self, form: Form, operand: Callable[[], Part]) -> Part:
        parts, operators = [operand()], []
        while sign := self.take(form):
            operators.append((sign.start, sign.end))
            parts.append(operand())
        if not operators:
            return parts[0]
        return Part(form, parts[0].start, parts[-1].end, tuple(parts), tuple(operators))

    def relation(self) -> Part:
        left = self.sum()
        while sign := self.take(*_COMPARISONS):
            right = self.sum()
            left = Part(Form.COMPARED, left.start, right.end, (left, right), ((sign.start, sign.end),))
        return left

    def sum(self) -> Part:
        parts = [self.unary()]
        while self.take("+", "-", "*", "/", "%"):
            parts.append(self.unary())
        return parts[0] if len(parts) == 1 else Part(Form.OTHER, parts[0].start, parts[-1].end, tuple(parts))

    def unary(self) -> Part:
        sign = self.take("!", "-")
        if sign is None:
            return self.member()
        inner = self.unary()
        return Part(Form.NOT if sign.text == "!" else Form.OTHER, sign.start, inner.end, (inner,))

    def member(self) -> Part:
        part = self.primary()
        while sign := self.take(".", "[", "{"):
            if sign.text != ".":
                inside = self.arguments(_CLOSING[sign.text])
                part = Part(Form.OTHER, part.start, self.end(), (part, *inside))
                continue
            self.take("?")
            name = self.token.text
            self.at += 1
            part = self.called(part, name) if self.take("(") else self.field(part)
        return part

    def field(self, operand: Part) -> Part:
        form = Form.PARAM if operand.of(self.text) == "params" else Form.OTHER
        return Part(form, operand.start, self.end(), (operand,))

    def called(self, target: Part, name: str) -> Part:
        inside = self.arguments(")")
        if name == "orValue" and target.form is Form.OPTION and inside and inside[0].of(self.text) in _YES_OR_NO:
            target = replace(target, asks=True)
        whole = Part(Form.OTHER, target.start, self.end(), (target, *inside))
        if name not in NAMING or len(inside) < 2:
            return whole
        variable = inside[0].of(self.text)
        if name == _BINDING:
            return replace(whole, form=Form.BIND, parts=inside[1:], variable=variable)
        if name in _OPTIONS:
            return replace(whole, form=Form.OPTION, parts=(target, *inside[1:]), variable=variable)
        asks = name != "map" or len(inside) > 2
        return replace(whole, form=Form.MACRO, parts=(target, *inside[1:]), variable=variable, asks=asks)

    def primary(self) -> Part:
        token = self.token
        if token.kind == "end":
            raise ValueError("the expression ends too soon")
        self.at += 1
        if token.text == "(" and token.kind == "sign":
            inner = self.choice()
            self.expect(")")
            return Part(Form.BRACKETS, token.start, self.end(), (inner,))
        if token.kind == "sign" and token.text in _CLOSING:
            inside = self.arguments(_CLOSING[token.text])
            return Part(Form.OTHER, token.start, self.end(), inside)
        if token.kind == "name" and self.take("("):
            inside = self.arguments(")")
            return Part(Form.OTHER, token.start, self.end(), () if token.text in _TESTS else inside)
        return Part(_form(token), token.start, token.end)

    def arguments(self, closing: str) -> tuple[Part, ...]:
        """Parts with commas between, in a map with colons too, up to the closing sign."""
        parts = []
        while not self.take(closing):
            if self.token.kind == "end":
                raise ValueError(f"`{closing}` is missing")
            if not self.take(",", ":", "?", "."):
                parts.append(self.choice())
        return tuple(parts)


def _form(token: Token) -> Form:
    return Form.NUMBER if token.kind == "number" and token.text.isdigit() else Form.OTHER


def answers(part: Part, index: int, *, asked: bool) -> bool:
    """Whether a part's own part is a question, to be answered yes or no; `asked` tells it of the part itself."""
    match part.form:
        case Form.AND | Form.OR | Form.NOT:
            return True
        case Form.CHOICE:
            return index == 0 or asked
        case Form.BRACKETS:
            return asked
        case Form.MACRO | Form.OPTION:
            return index == 1 and part.asks
        case Form.BIND:
            return index == 1 and asked
        case _:
            return False
