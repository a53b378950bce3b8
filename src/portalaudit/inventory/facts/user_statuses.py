"""What a portal's user list says of a user in a word: whether the user can sign in."""

from collections.abc import Iterable, Iterator

from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.kept import once
from portalaudit.inventory.records.portal_records import ExportedAccount
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.world import World
from portalaudit.source.patterns import late

_BETWEEN_WORDS = late(r"[\W_]+")
_CUT_OFF = late(r"(?<![\w-])(de|dis|in)-(?=\w)")
"""The beginning of a word that some lists cut off, as in `in-active`."""
_DENIALS = frozenset({"never", "no", "non", "not", "un", "without"})
"""Words that turn the next one that is understood into its opposite."""
_FOR_NOW = frozenset({"invited", "locked", "pending", "requested"})
"""Words whose opposite may be in use or ended."""


class StatusWords:
    """The words of the reference data, by what they say."""

    def __init__(self, reference: Reference) -> None:
        known = tuple(reference.status_words.values())
        self._words = {word.casefold(): each.works for each in known for word in each.words}
        self._alone = {word.casefold(): each.works for each in known for word in each.alone or ()}

    def says(self, status: str) -> bool | None:
        """Whether a status means that the user can sign in, or soon can; None where it is not understood."""
        words = [word for word in _BETWEEN_WORDS.split(_CUT_OFF.sub(r"\1", strict_form(status))) if word]
        if len(words) == 1 and words[0] in self._alone:
            return self._alone[words[0]]
        # `Disabled: False` and `Active: No` say the opposite of their first word.
        if not self._alone.keys().isdisjoint(words) or words[-1:] == ["no"]:
            return None
        told = set(self._told(words))
        if False in told:
            return False
        return True if told == {True} else None

    def _told(self, words: Iterable[str]) -> Iterator[bool | None]:
        """What each word that is understood says, after `not` the opposite; None where that may be either."""
        is_denied = False
        for word in words:
            if word in _DENIALS:
                is_denied = True
            elif (works := self._words.get(word)) is not None:
                yield works if not is_denied else False if works and word not in _FOR_NOW else None
                is_denied = False


def can_sign_in(row: ExportedAccount, world: World) -> bool | None:
    """Whether its status says that the user can sign in, or soon can; None without one, or one not understood."""
    return None if row.status is None else _status_words(world).says(row.status)


@once
def _status_words(world: World) -> StatusWords:
    return StatusWords(world.reference)
