"""What a list is about, told by its headings."""

from collections.abc import Callable, Mapping, Sequence

from portalaudit.sheets.heading_words import FIELD_OF, folded
from portalaudit.sheets.listed import ListKind

_ONLY_IN_ACCESS = "howitisknown"
"""A heading of our own sheet of who can log in where: no portal's list of users, even before it is decided on."""

_NAMES = ("name", "given_name", "family_name", "email", "employee_number")


def _has(*names: str) -> Callable[[frozenset[str]], bool]:
    return frozenset(names).issubset


def _is_training(held: frozenset[str]) -> bool:
    is_of_people = not held.isdisjoint(_NAMES)
    return is_of_people and ("module" in held or "signature" in held or {"outcome", "completed_on"} <= held)


def _is_users(held: frozenset[str]) -> bool:
    return not held.isdisjoint(("login", "last_login_on", "mfa"))


def _is_roster(held: frozenset[str]) -> bool:
    return not held.isdisjoint(("started_on", "ended_on", "title", "employment_type", "leave_from"))


_TELLING: tuple[tuple[ListKind, Callable[[frozenset[str]], bool]], ...] = (
    (ListKind.QUESTIONS, _has("section", "record", "field", "answer")),
    (ListKind.ACCESS, lambda held: "decision" in held and not held.isdisjoint(("account", "login"))),
    (ListKind.USERS, _is_users),
    (ListKind.TRAINING, _is_training),
    (ListKind.ROSTER, _is_roster),
)
"""Each kind and what its headings must hold; the first that fits."""


def kind_of(headings: Sequence[str], known: Mapping[str, str] | None = None) -> ListKind | None:
    """The kind of a list; None where its headings do not tell. `known` are fields that a map gives to headings."""
    words = [folded(heading) for heading in headings if heading]
    if _ONLY_IN_ACCESS in words:
        return ListKind.ACCESS
    for kind, fits in _TELLING:
        fields = FIELD_OF[kind]
        if fits(frozenset((known or {}).get(word) or fields.get(word, "") for word in words)):
            return kind
    return None
