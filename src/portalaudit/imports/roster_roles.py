"""Job titles of a roster as roles of the inventory: the same words, else what was answered once for each title."""

from collections import defaultdict

from portalaudit.imports.import_plan import Query
from portalaudit.imports.inventory_draft import joined
from portalaudit.imports.list_at_hand import ListAtHand
from portalaudit.model import Place
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.listed import PersonRow

NONE = "none"
"""The answer that a title means no role."""


class TitledRoles:
    """Finds the roles of titles, and asks about those that no one has explained."""

    def __init__(self, hand: ListAtHand) -> None:
        self._hand = hand
        self._roles = hand.opened.inventory.tables["roles"].records
        self._by_word = {folded(word): role.id for role in self._roles for word in (role.title, role.id)}
        self._open: dict[str, list[Place]] = defaultdict(list)

    def of(self, row: PersonRow) -> tuple[str, ...]:
        """The roles that a person's titles mean."""
        return joined(role for title in row.titles for role in self._of_title(title, row.place))

    def ask(self) -> None:
        """Ask about every title that is not understood, once."""
        for title, places in sorted(self._open.items()):
            count = len(places)
            question = f"Which role is this job title? {count} {'person has' if count == 1 else 'people have'} it."
            ids = tuple(role.id for role in self._roles)
            self._hand.draft.ask(
                Query(_id(title), title, f"{question} Write role ids, or `{NONE}`.", places[0], (*ids, NONE))
            )

    def _of_title(self, title: str, place: Place) -> tuple[str, ...]:
        known = self._hand.learned.roles_of(title)
        if known is None and folded(title) in self._by_word:
            known = (self._by_word[folded(title)],)
        if known is None:
            known = self._answered(title, place)
        if known is None and self._roles:
            self._open[title].append(place)
        ids = {role.id for role in self._roles}
        return tuple(role for role in known or () if role in ids)

    def _answered(self, title: str, place: Place) -> tuple[str, ...] | None:
        answer = self._hand.before.answers.get(_id(title))
        if answer is None:
            return None
        if answer.text.strip().casefold() == NONE:
            self._hand.learned.learn_title(title, ())
            return ()
        words = [folded(part) for part in answer.text.replace(";", ",").split(",")]
        if not set(words) <= self._by_word.keys():
            self._hand.draft.remark(place, f"the answer '{answer.text}' to {_id(title)} names no role of the inventory")
            return None
        roles = tuple(self._by_word[word] for word in words)
        self._hand.learned.learn_title(title, roles)
        return roles


def _id(title: str) -> str:
    return f"roster/title/{folded(title)}"
