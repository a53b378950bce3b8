"""Patterns that a practice writes as values of parameters: whether CEL's `matches` can read them."""

from functools import cache

from portalaudit.policy.engine import cel
from portalaudit.source.patterns import late

MAX_LENGTH = 200
_PLAIN = late(r"(?:[\w <>@-]|(?<=\w)\?)*")
"""Words with blanks, and letters that may be missing: nearly every pattern, and always one."""

_REASON = late(r"(?s)invalid regular expression: ([^:]*)")


def what_is_wrong(pattern: str) -> str:
    """Why a pattern cannot be used, in words that follow it; empty for a good one. Never raises."""
    if len(pattern) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    if _PLAIN.fullmatch(pattern):
        return ""
    if not pattern.isprintable():  # half characters too, which cannot be handed over
        return "holds a character that cannot be seen"
    answer = _matching().eval(data={"pattern": pattern})
    if answer.type() != cel.Type.ERROR:
        return ""
    reason = _REASON.search(str(answer.value()))
    return f"is no regular expression: {reason[1]}" if reason else "is no regular expression"


@cache
def _matching() -> cel.Expression:
    return cel.NewEnv(variables={"pattern": cel.Type.STRING}).compile('"".matches(pattern)')
