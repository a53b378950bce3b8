"""Where something is written."""

from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file. Lines and columns count from 1, columns in characters.

    `path` is relative to the folder that was read and uses forward slashes.
    `end_column` is the column after the last character where the text stays on one line; 0 where that is not known.
    """

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """A second place that belongs to a message, with the words that say why."""

    place: Place
    label: str
