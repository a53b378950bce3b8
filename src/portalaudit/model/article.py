"""Answers that are read from top to bottom: a title, a summary, and parts with headings."""

import datetime

from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs, then points, then code in which the line ends matter. Words that are code stand in backticks."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    code: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read under the heading."""
        return not (any(self.paragraphs) or self.points or self.code)


@dataclass(frozen=True, slots=True)
class Article:
    """Parts under a title. `about` names the practice, empty where it is about none."""

    title: str
    summary: str
    parts: tuple[Part, ...]
    about: str = ""
    as_of: datetime.date | None = None
