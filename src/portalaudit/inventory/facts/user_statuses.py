"""What a portal's user list says of a user in a word: whether the user can sign in."""

import re

from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.records.portals import ExportedAccount
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.world import World

_BETWEEN_WORDS = re.compile(r"[\W_]+")


class StatusWords:
    """The words of the reference data, by what they say."""

    def __init__(self, reference: Reference) -> None:
        known = tuple(reference.status_words.values())
        self._words = {word.casefold(): each.works for each in known for word in each.words}
        self._alone = {word.casefold(): each.works for each in known for word in each.alone or ()}

    def says(self, status: str) -> bool | None:
        """Whether a status means that the user can sign in, or soon can; None where it is not understood."""
        words = [word for word in _BETWEEN_WORDS.split(strict_form(status)) if word]
        if len(words) == 1 and words[0] in self._alone:
            return self._alone[words[0]]
        # `Disabled: False` says the opposite of its first word.
        if not self._alone.keys().isdisjoint(words):
            return None
        told = {self._words[word] for word in words if word in self._words}
        return (False not in told) if told else None


def row_works(row: ExportedAccount, world: World) -> bool | None:
    """Whether a row's status says that the user can sign in, or soon can; None where it does not tell."""
    known: StatusWords | None = world.memo.get("status words")
    if known is None:
        known = world.memo["status words"] = StatusWords(world.reference)
    return None if row.status is None else known.says(row.status)
