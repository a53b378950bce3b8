"""What is wrong inside one text of a policy file."""

from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A mistake at an offset (in characters, from 0) of an expression, a message or a route."""

    offset: int
    message: str
    hint: str = ""
    length: int = 0
