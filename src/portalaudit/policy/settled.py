"""Parts of an expression that are known before any fact is: a written day that no calendar has is told at once."""

from collections.abc import Iterator

from portalaudit.policy.cel_syntax import Checked, Constant, Settled
from portalaudit.policy.fault import Fault
from portalaudit.policy.functions import BY_NAME
from portalaudit.policy.scope import Scope
from portalaudit.source.patterns import late

_STATUS = late(r"^[A-Z_]+: ")
_NEED_A_DAY = frozenset(BY_NAME)
"""What cannot be answered without the day of the check. The days written in them are checked as days."""

_WORDS = {
    "String to Timestamp conversion failed": "is not a time; write it like 2026-01-31T17:30:00Z",
    "String to Duration conversion failed": "is not a length of time; write it like 36h or 90m",
    "cannot convert string to int": "is not a whole number",
    "cannot convert string to uint": "is not a whole number",
    "cannot convert string to double": "is not a number",
}


def failing(checked: Checked, scope: Scope) -> Iterator[Fault]:
    """What can only fail, whatever the facts: each innermost call once."""
    left: set[int] = set()
    """Calls of which no more is to be told, nor of what they are parts of."""
    for index, settled in enumerate(checked.settled):
        if settled.call.function in _NEED_A_DAY or not left.isdisjoint(range(index - settled.within, index)):
            left.add(index)
            continue
        fault = _fault(settled, scope)
        if fault:
            left.add(index)
            yield fault


def _fault(settled: Settled, scope: Scope) -> Fault | None:
    from portalaudit.policy.cel_evaluation import why_it_ended  # noqa: PLC0415 -- a run that compiles nothing goes
    from portalaudit.policy.engine import cel  # noqa: PLC0415 -- without both

    call = settled.call
    try:
        answer = scope.checker.environment.deserialize(settled.checked).eval(data={})
    except RuntimeError as error:
        return Fault(call.offset, f"this can never be worked out: {why_it_ended(error)}")
    if answer.type() != cel.Type.ERROR:
        return None
    try:
        words = _STATUS.sub("", str(answer.value()))
    except TypeError:  # What may be missing has no form in Python, and is no error.
        return None
    first = call.arguments[0]
    if isinstance(first, Constant) and first.text is not None and words in _WORDS:
        message, _, hint = _WORDS[words].partition("; ")
        return Fault(first.offset, f"`{first.text[:40]}` {message}", hint, len(first.text) + 2)
    return Fault(call.offset, f"this can never be worked out: {words}")
