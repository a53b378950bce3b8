"""Patterns that a policy writes: whether CEL's `matches` can read them, what they cost, and what they match.

CEL's patterns are those of RE2, which never goes back in a text: its time grows with the text and with the pattern, and
not beyond. What makes a short pattern a long one is a number in braces, so those are counted.
"""

from functools import cache
from typing import TYPE_CHECKING

from portalaudit.source.patterns import late

if TYPE_CHECKING:
    from portalaudit.policy.engine import cel

MAX_LENGTH = 200
MAX_COPIES = 500
"""Signs of a pattern with its repetitions written out: `[a-z]{2,40}` has 40."""

_PLAIN = late(r"(?:[\w <>@-]|(?<=\w)\?)*")
"""Words with blanks, and letters that may be missing: nearly every pattern, and always one."""

_REASON = late(r"(?s)invalid regular expression: ([^:]*)")


_PIECE = late(r"(?s)\\.|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|\{(\d{1,9})(?:,(\d{0,9}))?\}|.")


def copies(pattern: str) -> int:
    """How many signs a pattern has once every `{n}` is written out. Never raises, whatever the text."""
    sums, last = [0], 0
    for piece in _PIECE.finditer(pattern):
        if piece[0] == "(":
            sums.append(0)
        elif piece[0] == ")" and len(sums) > 1:
            last = sums.pop()
            sums[-1] += last
        elif piece[1]:
            times = max(int(piece[1]), int(piece[2] or 0), 1)
            sums[-1] += last * (times - 1)
            last *= times
        elif piece[0] not in ("?", "*", "+"):
            last = 1
            sums[-1] += 1
    return sum(sums)


def what_is_wrong(pattern: str) -> str:
    """Why a pattern cannot be used, in words that follow it; empty for a good one. Never raises."""
    if len(pattern) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    if _PLAIN.fullmatch(pattern):
        return ""
    if copies(pattern) > MAX_COPIES:
        return f"repeats too much: its numbers in braces come to more than {MAX_COPIES} signs"
    return reason(pattern)


def reason(pattern: str) -> str:
    """Why CEL cannot read a pattern, in words that follow it; empty for one that it can."""
    if not pattern.isprintable():  # half characters too, which cannot be handed over
        return "holds a character that cannot be seen"
    from portalaudit.policy.engine import cel  # noqa: PLC0415 -- a run that compiles nothing goes without

    answer = _matching().eval(data={"pattern": pattern})
    if answer.type() != cel.Type.ERROR:
        return ""
    found = _REASON.search(str(answer.value()))
    return f"is not a valid pattern: {found[1]}" if found else "is not a valid pattern"


def is_match(pattern: str, text: str) -> bool:
    """Whether a pattern that is well fits somewhere in a text."""
    return _asking().eval(data={"text": text, "pattern": pattern}).value() is True


@cache
def _asking() -> "cel.Expression":
    from portalaudit.policy.engine import cel  # noqa: PLC0415 -- as above

    return cel.NewEnv(variables={"text": cel.Type.STRING, "pattern": cel.Type.STRING}).compile("text.matches(pattern)")


@cache
def _matching() -> "cel.Expression":
    from portalaudit.policy.engine import cel  # noqa: PLC0415 -- as above

    return cel.NewEnv(variables={"pattern": cel.Type.STRING}).compile('"".matches(pattern)')
