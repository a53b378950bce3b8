"""Terminal colours by hand. Each colour stands beside a word that says the same."""

from collections.abc import Callable
from enum import StrEnum, auto


class Ink(StrEnum):
    """What a piece of a diagnostic is."""

    CRITICAL = auto()
    HIGH = auto()
    MEDIUM = auto()
    LOW = auto()
    INFO = auto()
    UNKNOWN = auto()
    ERROR = auto()
    WAIVED = auto()
    RESOLVED = auto()
    LOOSENED = auto()
    GOOD = auto()
    STRONG = auto()
    FRAME = auto()
    QUIET = auto()


_SGR = {
    Ink.CRITICAL: "1;97;41",
    Ink.HIGH: "1;31",
    Ink.MEDIUM: "1;33",
    Ink.LOW: "1;36",
    Ink.INFO: "1",
    Ink.UNKNOWN: "1;35",
    Ink.ERROR: "1;31",
    Ink.WAIVED: "1;32",
    Ink.RESOLVED: "1;32",
    Ink.LOOSENED: "1;33",
    Ink.GOOD: "1;32",
    Ink.STRONG: "1",
    Ink.FRAME: "34",
    Ink.QUIET: "2",
}

Paint = Callable[[Ink, str], str]


def plain(_ink: Ink, text: str) -> str:
    """The text as it is."""
    return text


def linked(text: str, url: str) -> str:
    """The text as a link, for a terminal: those that know no links show the text alone (OSC 8)."""
    return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if url else text


def coloured(ink: Ink, text: str) -> str:
    """The text in its colour."""
    return f"\x1b[{_SGR[ink]}m{text}\x1b[0m" if text else ""
