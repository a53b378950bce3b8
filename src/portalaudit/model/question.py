"""Facts that are missing, each with everything that waits for it."""

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Named, Severity, Subject


@dataclass(frozen=True, slots=True)
class Asked:
    """One record that a fact is missing from: how people call it, where it is written, and how many answers wait."""

    of: Subject
    name: str
    place: Place
    answers: int
    person: Named | None = None
    portal: Named | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One fact that is missing.

    `fields` are named like `account.mfa`; any one of several will do. Where a whole section is missing it stands in
    `section`, and there are no fields. `words` is the fact in words, `title` the same with how many records lack it.
    `is_written` says that something is recorded, and leaves the answer open. `records` are those that it is missing
    from, and `recorded` is how many of that kind have it: where none has, the practice has not begun to. `answers` is
    the number of results that wait for it, `rules` the rules that they are of, `severity` the worst of these.
    `not_listed` are the portals whose user list does not give it.
    """

    title: str
    words: str
    fields: tuple[str, ...]
    section: str
    is_written: bool
    records: tuple[Asked, ...]
    recorded: int
    answers: int
    rules: tuple[str, ...]
    severity: Severity
    not_listed: tuple[Named, ...] = ()

    @property
    def id(self) -> str:
        """What names it in results: its section, or its fields."""
        return self.section or "|".join(self.fields)
