"""The end of a message about a name that does not exist."""

from collections.abc import Iterable

from portalaudit.model.spelling import nearest


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A sentence with a space before it that names the nearest known name; where none is near, `otherwise`."""
    near = nearest(name, known)
    if near is not None:
        return f" Did you mean '{near}'?"
    return f" {otherwise}" if otherwise else ""
