"""Questions that tell whether a part of an expression was ever answered yes, and ever no."""

from collections.abc import Iterator

from portalaudit.model.values import dataclass
from portalaudit.policy.outline import Form, Part, answers, outline

_COMPOUND = frozenset({Form.AND, Form.OR, Form.NOT, Form.CHOICE, Form.BRACKETS, Form.BIND})
"""Once each of their parts has been true and false, so have these."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A part of an expression, and two expressions that hold for a subject at which it is true, and false.

    An operand counts only where those before it leave the answer to it, and one arm of `?:` only where it is chosen.
    """

    part: str
    start: int
    end: int
    is_true: str
    is_false: str


def probes(text: str) -> tuple[Probe, ...]:
    """A probe for each part that decides by itself, in the order of their places."""
    return tuple(_Probing(text).of(outline(text), ("", ""), asked=True))


Frame = tuple[str, str]
"""What stands before a question and after it, so that it is asked where its part is reached."""


class _Probing:
    def __init__(self, text: str) -> None:
        self.text = text

    def of(self, part: Part, frame: Frame, *, asked: bool) -> Iterator[Probe]:
        written = part.of(self.text)
        if asked and part.form not in _COMPOUND and written not in ("true", "false"):
            before, after = frame
            yes, no = f"{before}({written}){after}", f"{before}!({written}){after}"
            yield Probe(" ".join(written.split()), part.start, part.end, yes, no)
        for index, below in enumerate(part.parts):
            yield from self.of(below, self._frame(part, index, frame), asked=answers(part, index, asked=asked))

    def _frame(self, part: Part, index: int, frame: Frame) -> Frame:
        before, after = frame
        written = [one.of(self.text) for one in part.parts]
        match part.form, index:
            case Form.AND, _:
                guards = [f"({one})" for one in written[:index]]
            case Form.OR, _:
                guards = [f"!({one})" for one in written[:index]]
            case Form.CHOICE, 1 | 2:
                guards = [f"({written[0]})" if index == 1 else f"!({written[0]})"]
            case Form.MACRO, 1 | 2:
                chosen = f"({written[1]}) && " if index == 2 else ""
                return f"{before}{written[0]}.exists({part.variable}, {chosen}", f"){after}"
            case Form.BIND, 1:
                return f"{before}cel.bind({part.variable}, {written[0]}, ", f"){after}"
            case Form.OPTION, 1:
                return f"{before}{written[0]}.optMap({part.variable}, ", f").orValue(false){after}"
            case _:
                return frame
        return before + "".join(f"{guard} && " for guard in guards), after
