"""Whose people a roster shows: the practice's own, or those of a company that works for it.

Headings do not tell: two companies may use one payroll program. So what a map remembers is held against the people on
record, and where the two do not agree, it is asked before anyone is recorded, or missed, as someone else's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from portalaudit.imports.import_plan import Query
from portalaudit.imports.inventory_draft import slug
from portalaudit.imports.list_at_hand import ListAtHand
from portalaudit.inventory.facts.identity import loose_form
from portalaudit.inventory.records import Person
from portalaudit.model.values import dataclass
from portalaudit.sheets.listed import Coverage, PersonRow
from portalaudit.sheets.map_files import ListMap
from portalaudit.sheets.person_names import name_cell

COMPANY = "company"
"""The id of the question, below the name of the list."""

OWN = "own"
"""The answer that a roster shows the practice's own people."""

_ENOUGH = 4
"""A roster of the practice shows at least one of so many of its people on record, or of its lines."""

_COMPARABLE = 2
"""Fewer people on record tell nothing: whoever begins an inventory writes down who is in charge of it."""


@dataclass(frozen=True, slots=True)
class Company:
    """The company of a roster, empty for the practice itself; without one that is certain, what to ask."""

    id: str = ""
    ask: Query | None = None
    remark: str = ""


def company_of(hand: ListAtHand, rows: Iterable[object], maps: Mapping[str, ListMap], answer: str | None) -> Company:
    """The company whose people a roster shows. `maps` are the practice's own; `answer` is that to the question."""
    return _Search(hand, maps).found(rows, answer)


class _Search:
    def __init__(self, hand: ListAtHand, maps: Mapping[str, ListMap]) -> None:
        self._hand = hand
        self._vendors = {one.id: one.name for one in hand.opened.inventory.tables["vendors"].records}
        self._people = hand.people(hand.taken_on)
        self._mapped = self._known(maps)

    def _known(self, maps: Mapping[str, ListMap]) -> dict[str, str]:
        """The companies, the practice among them, that had a list with these headings, and the map that says so."""
        layout, kind = self._hand.layout, self._hand.layout.kind
        alike = {path: one for path, one in maps.items() if (one.kind, one.header) == (kind, layout.header_hash)}
        began = {layout.map_path: maps[layout.map_path]} if layout.map_path in maps else {}
        found = {one.vendor or "": path for path, one in (alike or began).items()}
        return {vendor: path for vendor, path in found.items() if not vendor or vendor in self._vendors}

    def found(self, rows: Iterable[object], answer: str | None) -> Company:
        told = None if answer is None else self._answered(answer)
        if told is not None:
            return Company(told)
        wrong = f"the answer '{answer}' names no company of this inventory" if answer is not None else ""
        shared, lines = self._shared(rows)
        best = [company for company, count in shared.items() if count == max(shared.values())]
        likely = best[0] if len(best) == 1 else ""
        if likely and likely in self._mapped:
            text = f"taken as the list of {self._vendors[likely]}, as {self._mapped[likely]} says"
            return Company(likely, remark=text)
        is_not_own = any(best) or not self._mapped.keys() <= {""}
        if is_not_own or not self._may_be_own(shared[""], lines):
            return self._asked(wrong)
        return Company(remark=wrong)

    def _may_be_own(self, shared: int, lines: int) -> bool:
        """Whether a list may be the practice's own: it shows enough of its people, or there are none to compare with.

        A part that looks as the practice's own lists do may show newcomers only.
        """
        if self._mapped and self._hand.layout.coverage is not Coverage.FULL:
            return True
        here = sum(not one.vendor and self._people.is_here(one) for one in self._people.staff)
        return here < _COMPARABLE or (shared > 0 and shared * _ENOUGH >= min(here, lines))

    def _shared(self, rows: Iterable[object]) -> tuple[Counter[str], int]:
        """How many people of each company the list names, and how many lines it has.

        Who has another number here is on record for someone else, even if the name is the same.
        """
        known: dict[object, list[Person]] = defaultdict(list)
        for person in self._people.staff:
            names = (name_cell(name).name.key for name in (person.name, *(person.other_names or ())))
            for key in {*names, loose_form(person.email or "")}:
                known[key].append(person)
        shared: Counter[str] = Counter()
        lines = 0
        for row in rows:
            if isinstance(row, PersonRow):
                lines += 1
                found = (one for key in (row.name.key, *map(loose_form, row.emails)) for one in known.get(key, ()))
                shared.update({one.vendor or "" for one in found if _may_have(one, row.employee_number)})
        return shared, lines

    def _answered(self, answer: str) -> str | None:
        """The company that an answer names, empty for the practice; None where it names none."""
        word = slug(answer.partition(" (")[0])
        if word == OWN:
            return ""
        return next((id_ for id_, name in self._vendors.items() if word in (slug(id_), slug(name))), None)

    def _asked(self, wrong: str) -> Company:
        name = self._hand.given.name
        question = (
            "Whose people does this list show? Those on record do not tell. "
            f"Write `{OWN}` for the practice's own people, or the company; a new one is named with --vendor."
        )
        offered = (OWN, *(f"{id_} ({name})" for id_, name in self._vendors.items()))
        return Company(ask=Query(f"{name}/{COMPANY}", "the list", question, self._hand.place, offered), remark=wrong)


def _may_have(person: Person, number: str) -> bool:
    known, given = ((one or "").lstrip("0").casefold() for one in (person.employee_number, number))
    return not known or not given or known == given
