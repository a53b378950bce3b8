"""Small changes to an expression. A test that cannot tell the changed expression from the right one is no test."""

from collections.abc import Iterator, Mapping

from portalaudit.model.values import dataclass
from portalaudit.policy.outline import Form, Part, answers, outline


@dataclass(frozen=True, slots=True)
class Mutant:
    """An expression with one change: its whole new text, what was changed in words, and where in the old text."""

    text: str
    change: str
    start: int
    end: int


_NEIGHBOUR = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_OPPOSITE = {"==": "!=", "!=": "=="}
_SWAPPED = {Form.AND: Form.OR, Form.OR: Form.AND}
_BOTH = (1, -1)
_LEFT_MOVES: Mapping[str, tuple[int, ...]] = {"<": (1,), "<=": (-1,), ">": (-1,), ">=": (1,), "==": (1,), "!=": (1,)}
_RIGHT_MOVES: Mapping[str, tuple[int, ...]] = {"<": (-1,), "<=": (1,), ">": (1,), ">=": (-1,), "==": (1,), "!=": (1,)}
"""Which way to move a bound; the neighbouring comparison moves it the other way."""


def mutants(text: str) -> tuple[Mutant, ...]:
    """Every expression that is one small change away, in the order of their places. Not each of them is well typed."""
    found = _Mutation(text).of(outline(text), asked=True, moves=_BOTH)
    by_text = {mutant.text: mutant for mutant in sorted(found, key=lambda m: (m.start, m.end), reverse=True)}
    by_text.pop(text, None)
    return tuple(sorted(by_text.values(), key=lambda m: (m.start, m.end, m.change)))


class _Mutation:
    def __init__(self, text: str) -> None:
        self.text = text

    def of(self, part: Part, *, asked: bool, moves: tuple[int, ...]) -> Iterator[Mutant]:
        """The changes to a part and to everything in it. `moves` are the steps by which a bound at this place moves."""
        if asked and part.form is not Form.BRACKETS:
            yield self._changed(part, self._negated(part), f"negate {self._short(part)}")
        if part.form in _SWAPPED:
            yield from self._chain(part)
        elif part.form is Form.CHOICE:
            for arm in part.parts[1:]:
                yield self._changed(part, f"({arm.of(self.text)})", f"always {self._short(arm)}")
        elif part.form is Form.COMPARED:
            yield from self._neighbour(part)
        elif part.form in (Form.NUMBER, Form.PARAM):
            yield from (self._moved(part, step) for step in moves)
        for index, below in enumerate(part.parts):
            is_asked = answers(part, index, asked=asked) and part.form is not Form.NOT
            yield from self.of(below, asked=is_asked, moves=self._moves(part, index, moves))

    def _moves(self, part: Part, index: int, moves: tuple[int, ...]) -> tuple[int, ...]:
        if part.form is Form.BRACKETS:
            return moves
        if part.form is not Form.COMPARED:
            return _BOTH
        return (_RIGHT_MOVES if index else _LEFT_MOVES).get(self._operator(part), _BOTH)

    def _chain(self, part: Part) -> Iterator[Mutant]:
        """One operand dropped, and one operator swapped."""
        written = [one.of(self.text) for one in part.parts]
        for index, one in enumerate(part.parts):
            rest = f" {part.form} ".join([*written[:index], *written[index + 1 :]])
            yield self._changed(part, rest, f"drop {self._short(one)}", shown=one)
        swapped = _SWAPPED[part.form]
        for index, operator in enumerate(part.operators, 1):
            halves = (f" {part.form} ".join(half) for half in (written[:index], written[index:]))
            new = f" {swapped} ".join(f"({half})" for half in halves)
            change = f"{swapped} in place of {part.form} before {self._short(part.parts[index])}"
            yield self._changed(part, f"({new})", change, shown=Part(Form.OTHER, *operator))

    def _neighbour(self, part: Part) -> Iterator[Mutant]:
        operator = self._operator(part)
        if operator in _NEIGHBOUR:
            new = self._with_operator(part, _NEIGHBOUR[operator])
            yield self._changed(part, new, f"{self._short(part)} to {_one_line(new)}")

    def _moved(self, part: Part, step: int) -> Mutant:
        if part.form is Form.NUMBER:
            number = int(part.of(self.text)) + step
            new = str(number) if number >= 0 else f"({number})"
        else:
            new = f"({part.of(self.text)} {'+' if step > 0 else '-'} 1)"
        return self._changed(part, new, f"{self._short(part)} to {new.strip('()')}")

    def _negated(self, part: Part) -> str:
        written = part.of(self.text)
        if part.form is Form.NOT:
            return part.parts[0].of(self.text)
        if part.form is Form.COMPARED and self._operator(part) in _OPPOSITE:
            return self._with_operator(part, _OPPOSITE[self._operator(part)])
        return f"!({written})"

    def _operator(self, part: Part) -> str:
        ((start, end),) = part.operators
        return self.text[start:end]

    def _with_operator(self, part: Part, operator: str) -> str:
        ((start, end),) = part.operators
        return self.text[part.start : start] + operator + self.text[end : part.end]

    def _short(self, part: Part) -> str:
        return _one_line(part.of(self.text))

    def _changed(self, part: Part, new: str, change: str, shown: Part | None = None) -> Mutant:
        text = self.text[: part.start] + new + self.text[part.end :]
        place = shown or part
        return Mutant(text, change, place.start, place.end)


def _one_line(text: str) -> str:
    return " ".join(text.split())
