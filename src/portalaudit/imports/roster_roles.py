"""Job titles of a roster as roles of the inventory: the same words, else what was answered once for each title.

An inventory without roles of its own making has those of the reference data to choose from: what a roster names of them
is added. So a practice that begins has the roles that someone holds, and none that it must complete or delete.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from portalaudit.imports.import_plan import Query
from portalaudit.imports.inventory_draft import joined
from portalaudit.imports.list_at_hand import ListAtHand
from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.records import Person, Role
from portalaudit.inventory.reference import DefaultRole
from portalaudit.model import Place
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.listed import PersonRow

NONE = "none"
"""The answer that a title means no role."""

_STEM = 4
"""Letters that two words have in common at the beginning where one is a form of the other: biller, billing."""

_ALSO_CALLED: Mapping[str, str] = {
    "front_desk": "receptionist reception greeter",
    "scheduler": "appointment",
    "biller": "bookkeeper claims accounts revenue",
    "pa_specialist": "referral authorization",
    "clinician": "physician doctor provider practitioner hospitalist surgeon dentist therapist",
    "clinical_support": "assistant nursing cma lpn",
    "practice_manager": "office administrator",
    "compliance_officer": "privacy security",
}
"""Words of job titles by the role that they often mean: it is offered first, and never taken without an answer."""


class TitledRoles:
    """Finds the roles of titles, and asks about those that no one has explained."""

    def __init__(self, hand: ListAtHand) -> None:
        self._hand = hand
        self._roles: Mapping[str, Role] = {role.id: role for role in hand.opened.inventory.tables["roles"].records}
        self._usual = hand.opened.world.reference.default_roles
        self._offered: dict[str, Role | DefaultRole] = {**self._roles}
        if self._roles.keys() <= self._usual.keys():
            self._offered |= {id_: role for id_, role in self._usual.items() if id_ not in self._roles}
        self._taken = _by_word(self._offered.values())
        self._every = {**_by_word(self._usual.values()), **self._taken}
        self._added: set[str] = set()
        self._open: dict[str, list[Place]] = defaultdict(list)

    def of(self, row: PersonRow) -> tuple[str, ...]:
        """The roles that a person's titles mean."""
        return joined(role for title in row.titles for role in self._of_title(title, row.place))

    def ask(self) -> None:
        """Ask about every title that is not understood, once."""
        for title, places in sorted(self._open.items()):
            count = len(places)
            question = f"Which role is this job title? {count} {'person has' if count == 1 else 'people have'} it."
            likely = sorted(self._offered.values(), key=lambda role: not _is_likely(title, role))
            offered = (*(f"{role.id} ({role.title})" for role in likely), NONE)
            self._hand.draft.ask(
                Query(_id(title), title, f"{question} Write role ids, or `{NONE}`.", min(places), offered)
            )

    def _of_title(self, title: str, place: Place) -> tuple[str, ...]:
        known = self._hand.learned.roles_of(title)
        if known is None and folded(title) in self._taken:
            known = (self._taken[folded(title)],)
        if known is None:
            known = self._answered(title, place)
        if known is None:
            self._open[title].append(place)
        return tuple(role for role in known or () if self._is_there(role, place))

    def _answered(self, title: str, place: Place) -> tuple[str, ...] | None:
        answer = self._hand.before.answers.get(_id(title))
        if answer is None:
            return None
        if answer.text.strip().casefold() == NONE:
            self._hand.learned.learn_title(title, ())
            return ()
        words = [folded(part) for part in answer.text.replace(";", ",").split(",")]
        if not set(words) <= self._every.keys():
            text = f"the answer '{answer.text}' to {_id(title)} is not a role of the inventory; write ids of its list"
            self._hand.draft.remark(place, text)
            return None
        roles = joined(self._every[word] for word in words)
        self._hand.learned.learn_title(title, roles)
        return roles

    def _is_there(self, role: str, place: Place) -> bool:
        """Whether the inventory has a role, now or with this import, which adds one of the reference data."""
        if role in self._roles or role in self._added:
            return True
        usual = self._usual.get(role)
        if usual is None:
            return False
        home = self._hand.draft.home_of("roles", "roles.yaml")
        owner = self._in_charge()
        name, note = f"Role {usual.title}", f"as portalaudit proposes it: see what it allows in {home}"
        note += f", and whether {owner.name} is to own it" if owner is not None else ""
        record = {**_record(usual), "owner": owner.id if owner is not None else ""}
        is_added = self._hand.draft.add("roles", record, place, name=name, home=home, note=note)
        self._added |= {role} if is_added else set()
        return is_added

    def _in_charge(self) -> Person | None:
        """Who is in charge of all portals, and so of what roles allow there."""
        inventory = self._hand.opened.inventory
        practice = inventory.practice
        appointed = practice.master_portal_administrator if practice is not None else None
        return inventory.tables["staff"].get(appointed.person) if appointed is not None else None


def _record(role: DefaultRole) -> dict[str, Value]:
    return {
        "id": role.id,
        "title": role.title,
        "category": role.category,
        "permissions": role.permissions or (),
        "with_approval": role.with_approval or (),
    }


def _by_word(roles: Iterable[Role | DefaultRole]) -> dict[str, str]:
    """The role of each word that names one: its id, its title, and where that says `one or the other`, each of them."""
    named = [(word, role.id) for role in roles for word in (*role.title.split(" or "), role.title, role.id)]
    return {folded(word): role for word, role in named}


def _is_likely(title: str, role: Role | DefaultRole) -> bool:
    words = f"{role.title} {_ALSO_CALLED.get(role.id, '')}"
    ours, theirs = ({word[:_STEM] for word in text.casefold().split()} for text in (title, words))
    return not ours.isdisjoint(theirs)


def _id(title: str) -> str:
    return f"roster/title/{folded(title)}"
