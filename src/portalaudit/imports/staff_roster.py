"""A staff roster against the inventory: who is new, who has left, who came back, and under what names and roles.

No one is deleted and no one leaves without a last day: where the roster gives none, it is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from portalaudit.imports.import_plan import ListRead, Query
from portalaudit.imports.inventory_draft import joined, slug
from portalaudit.imports.leave_days import LEAVE_FORM, is_on_leave, leave_answered
from portalaudit.imports.legible_rows import legible_people
from portalaudit.imports.list_at_hand import ListAtHand
from portalaudit.imports.people_matching import By, Described, Matched, Unsure, offered
from portalaudit.imports.roster_roles import TitledRoles
from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.facts.identity import loose_form
from portalaudit.inventory.records import Engagement, Person
from portalaudit.model import Place
from portalaudit.sheets.listed import ListedRow, PersonRow, Standing, WrittenName
from portalaudit.sheets.person_names import name_cell
from portalaudit.source.dates import read_day, written_day

NEW = "new"
"""The answer that somebody is none of the people on the staff list."""


def plan_roster(hand: ListAtHand, rows: Iterable[ListedRow]) -> ListRead:
    """Everything that a roster changes."""
    listed = [*legible_people(rows)]
    _Roster(hand).run(listed)
    return hand.read(len(listed))


class _Roster:
    def __init__(self, hand: ListAtHand) -> None:
        self._hand, self._draft = hand, hand.draft
        self._people = hand.people(hand.taken_on)
        self._titles = TitledRoles(hand)
        self._seen = hand.also_seen
        practice = hand.opened.inventory.practice
        self._shared = frozenset(map(loose_form, (practice.shared_mailboxes if practice else None) or ()))

    def run(self, rows: Iterable[PersonRow]) -> None:
        """Go through the people of the roster, in an order that does not depend on that of its lines."""
        for row in sorted(_together(rows), key=lambda one: (one.name.key, one.employee_number, one.place)):
            found = self._find(row)
            if isinstance(found, Matched) and self._is_elsewhere(found.person):
                text = f"{found.person.name} is on the list of {self._hand.vendor} too, which changes nothing of theirs"
                self._draft.remark(row.place, text)
            elif isinstance(found, Matched):
                self._seen.add(found.person.id)
                self._compare(found.person, row)
            elif found is None:
                self._new(row)
        if self._hand.shows_all:
            self._absent()
        self._titles.ask()

    # ------------------------------------------------------------ who it is

    def _find(self, row: PersonRow) -> Matched | Unsure | None:
        """The person of a line, None for someone new; where that is not certain it is asked."""
        # A company counts its people by numbers of its own.
        number = "" if self._hand.vendor else row.employee_number
        found = self._people.find(Described(row.name, self._mailboxes(row), number, row.npi), leavers=True)
        if isinstance(found, Matched):
            other = self._another(found.person, row)
            if not other:
                return found
            found = Unsure(f"{found.person.name} {other}", (found.person,))
        elif not found.candidates:
            return None
        ask = f"roster/who/{'-'.join(row.name.key)}{f'-{row.employee_number}' if row.employee_number else ''}"
        answer = self._hand.before.answers.get(ask)
        if answer is not None and answer.text.strip().casefold() == NEW:
            return None
        if answer is not None and (named := self._people.named(answer.text)) is not None:
            return Matched(named, By.NAME)
        question = (
            f"Is this someone on the staff list? {found.why[:1].upper()}{found.why[1:]}. Write an id, or `{NEW}`."
        )
        about = (
            f"{row.name.written} (employee number {row.employee_number})" if row.employee_number else row.name.written
        )
        self._draft.ask(Query(ask, about, question, row.place, (*map(offered, found.candidates), NEW)))
        return found

    def _is_elsewhere(self, person: Person) -> bool:
        """Whether a company's roster names someone who is not recorded as one of its people."""
        return bool(self._hand.vendor) and person.vendor != self._hand.vendor

    def _another(self, person: Person, row: PersonRow) -> str:
        """What speaks against a line being about someone whom it seems to mean; empty where nothing does."""
        known = (person.employee_number or "").lstrip("0")
        if self._is_elsewhere(person):
            return f"is recorded as working for {person.vendor or 'the practice'}"
        if known and row.employee_number.lstrip("0") not in ("", known):
            return f"has the employee number {person.employee_number}"
        return ""

    def _mailboxes(self, row: PersonRow) -> tuple[str, ...]:
        return tuple(email for email in row.emails if loose_form(email) not in self._shared)

    # ------------------------------------------------------------ new and known

    def _new(self, row: PersonRow) -> None:
        name = _natural(row.name)
        start = row.started_on
        initial, family = slug(row.name.given)[:1], slug(row.name.family)
        new_id = self._draft.free_id("staff", f"{initial}-{family}" if initial and family else slug(name))
        self._seen.add(new_id)
        # Without a first day there is no spell that a last one could end.
        end = self._last_day(row, new_id, name) if start and row.standing is Standing.LEFT else row.ended_on
        spell: dict[str, Value] = {
            "kind": "vendor" if self._hand.vendor else row.engagement or "employee",
            "start": start,
            "end": end,
            "leave": self._leave_of(row, new_id, name) if start else [],
        }
        record: dict[str, Value] = {
            "id": new_id,
            "name": name,
            "other_names": joined(map(_natural, (*row.former_names, *row.other_names))),
            "email": next(iter(self._mailboxes(row)), ""),
            "employee_number": row.employee_number,
            "npi": row.npi,
            "vendor": self._hand.vendor,
            "engagements": [spell] if start else [],
            "roles": [{"role": role, "from": start} for role in self._titles.of(row)],
            "locations": [{"location": place} for place in self._locations(row)],
        }
        home = self._draft.home_of("staff", f"staff/{record['id']}.yaml")
        home = "staff.yaml" if not self._hand.opened.inventory.tables["staff"].records else home
        self._draft.add("staff", record, row.place, name=name, home=home)
        if not start:
            self._draft.remark(row.place, f"there is no first day of {name}: write it into `engagements`")

    def _compare(self, person: Person, row: PersonRow) -> None:
        changed: dict[str, Value] = {}
        names = {name_cell(name).name.key for name in (person.name, *(person.other_names or ()))}
        # Which of two names is the newer one, no roster says; under both of them logins may stand.
        new = [_natural(one) for one in (row.name, *row.former_names, *row.other_names) if one.key not in names]
        if new:
            changed["other_names"] = joined((*(person.other_names or ()), *new))
        given = {"npi": row.npi, "email": next(iter(self._mailboxes(row)), "")}
        changed |= {key: value for key, value in given.items() if value and getattr(person, key) is None}
        if row.employee_number and row.employee_number != person.employee_number:
            changed["employee_number"] = row.employee_number
        if changed:
            self._draft.change("staff", person, changed, row.place, name=person.name)
        self._spells(person, row)
        self._roles(person, row)

    def _roles(self, person: Person, row: PersonRow) -> None:
        held = {one.role for one in person.roles or () if one.end is None or one.end >= self._hand.taken_on}
        named = self._titles.of(row)
        start = self._hand.taken_on if person.roles else row.started_on
        for role in named:
            if role not in held:
                value = {"role": role, "from": start}
                self._draft.grow("staff", person, ("roles",), value, row.place, name=person.name)
        if named and (over := held.difference(named)):
            text = f"{person.name} also has the role {', '.join(sorted(over))}, which the roster does not give"
            self._draft.remark(row.place, text)

    def _locations(self, row: PersonRow) -> tuple[str, ...]:
        practice = self._hand.opened.inventory.practice
        known = {slug(one.id): one.id for one in (practice.locations if practice else None) or ()}
        return tuple(known[one] for one in (slug(row.location),) if one in known)

    # ------------------------------------------------------------ spells of work

    def _spells(self, person: Person, row: PersonRow) -> None:
        spells = person.engagements or ()
        if not spells:
            self._begin(person, row, row.started_on)
            return
        index, spell = max(enumerate(spells), key=lambda each: each[1].start)
        has_ended = spell.end is not None and written_day(spell.end) < self._hand.taken_on
        if row.standing is Standing.LEFT or row.ended_on:
            self._end(person, row, index, spell)
        elif has_ended:
            self._return(person, row, spell)
        elif row.started_on and row.started_on != spell.start:
            text = f"the roster says that {person.name} began on {row.started_on}, the inventory {spell.start}"
            self._draft.remark(row.place, text)
        if not has_ended:
            self._leave(person, row, index, spell)

    def _begin(self, person: Person, row: PersonRow, start: str) -> None:
        if not start:
            return
        end = self._last_day(row, person.id, person.name) if row.standing is Standing.LEFT else row.ended_on
        kind = row.engagement or (person.engagements[-1].kind if person.engagements else "employee")
        spell: dict[str, Value] = {
            "kind": kind,
            "start": start,
            "end": end,
            "leave": self._leave_of(row, person.id, person.name),
        }
        self._draft.grow("staff", person, ("engagements",), spell, row.place, name=person.name)

    def _end(self, person: Person, row: PersonRow, index: int, spell: Engagement) -> None:
        if spell.end is None and (not row.started_on or row.started_on <= spell.start or not row.ended_on):
            end = self._last_day(row, person.id, person.name)
            if end:
                path = ("engagements", index, "end")
                self._draft.set_part("staff", person, path, end, row.place, name=person.name)
        elif row.started_on > (spell.end or spell.start):
            self._begin(person, row, row.started_on)
        elif row.ended_on and written_day(row.ended_on) != written_day(spell.end or ""):
            text = f"the roster gives {row.ended_on} as the last day of {person.name}, the inventory {spell.end}"
            self._draft.remark(row.place, text)

    def _return(self, person: Person, row: PersonRow, spell: Engagement) -> None:
        """Someone who had left is back: a new spell from the day that the roster or an answer gives."""
        end = written_day(spell.end or "")
        start = row.started_on if row.started_on > end else self._day_answered(f"roster/back/{person.id}", row.place)
        if start:
            self._begin(person, row, start)
            return
        question = f"The inventory says that {person.name} left on {end}, and the roster has them at work. Since when?"
        self._draft.ask(Query(f"roster/back/{person.id}", person.name, f"{question} Write YYYY-MM-DD.", row.place))

    def _last_day(self, row: PersonRow, key: str, name: str) -> str:
        """The last day of someone who has left: the roster's, else the one that was answered, else it is asked."""
        if row.ended_on:
            return row.ended_on
        return self._ask_last_day(key, name, row.place, "The roster says that they have left, but not when.")

    def _ask_last_day(self, key: str, name: str, place: Place, why: str) -> str:
        ask = f"roster/left/{key}"
        day = self._day_answered(ask, place)
        if not day:
            self._draft.ask(Query(ask, name, f"{why} What was the last working day? Write YYYY-MM-DD.", place))
        return day

    def _day_answered(self, ask: str, place: Place) -> str:
        answer = self._hand.before.answers.get(ask)
        if answer is None:
            return ""
        try:
            return read_day(answer.text.strip())
        except ValueError as error:
            self._draft.remark(place, f"the answer '{answer.text}' to {ask} {error}")
            return ""

    def _leave(self, person: Person, row: PersonRow, index: int, spell: Engagement) -> None:
        known = {one.start: (number, one) for number, one in enumerate(spell.leave or ())}
        is_away = any(is_on_leave(one, self._hand.taken_on) for one in spell.leave or ())
        for leave in _leave(row) if is_away else self._leave_of(row, person.id, person.name):
            start, last = str(leave["start"]), leave["end"]
            if start not in known:
                into = ("engagements", index, "leave")
                self._draft.grow("staff", person, into, leave, row.place, name=person.name)
            elif last and known[start][1].end is None:
                end = ("engagements", index, "leave", known[start][0], "end")
                self._draft.set_part("staff", person, end, last, row.place, name=person.name)
        if is_away and row.standing is Standing.WORKS and not row.leave_from:
            text = f"the inventory has {person.name} on leave, and the roster at work: write the last day of the leave"
            self._draft.remark(row.place, text)

    def _leave_of(self, row: PersonRow, key: str, name: str) -> list[dict[str, Value]]:
        """The leave of someone: the roster's, else the one that was answered, else it is asked."""
        if row.leave_from or row.standing is not Standing.ON_LEAVE:
            return _leave(row)
        ask = f"roster/leave/{key}"
        answer = self._hand.before.answers.get(ask)
        if answer is not None:
            try:
                return [leave_answered(answer.text)]
            except ValueError as error:
                self._draft.remark(row.place, f"the answer '{answer.text}' to {ask} {error}")
        question = f"The roster of {self._hand.taken_on} says that they are on leave, but not since when. {LEAVE_FORM}"
        self._draft.ask(Query(ask, name, question, row.place))
        return []

    def _absent(self) -> None:
        """Who works here and is not on a list of everyone: asked, because a list gives no last day of theirs."""
        kind = "vendor" if self._hand.vendor else "employee"
        for person in self._people.staff:
            spells = person.engagements or ()
            is_meant = (person.vendor or "") == self._hand.vendor and any(spell.kind == kind for spell in spells)
            if person.id in self._seen or not is_meant or not self._people.is_here(person):
                continue
            day = self._ask_last_day(person.id, person.name, self._hand.place, "They are not on the roster any more.")
            index = max(range(len(spells)), key=lambda number: spells[number].start)
            if day:
                path = ("engagements", index, "end")
                self._draft.set_part("staff", person, path, day, self._hand.place, name=person.name)


def _together(rows: Iterable[PersonRow]) -> Iterator[PersonRow]:
    """One line for each person: one number, or one name without a number, may stand on several lines."""
    found: dict[tuple[object, ...], list[PersonRow]] = defaultdict(list)
    for row in rows:
        found[(row.employee_number.lstrip("0"),) if row.employee_number else ("", row.name.key)].append(row)
    yield from (_one_of(several) for several in found.values())


def _one_of(rows: Sequence[PersonRow]) -> PersonRow:
    """The lines of one person as one. Who works in one position works."""
    first = min(rows, key=lambda row: (_STANDINGS.index(row.standing), row.place))
    if len(rows) == 1:
        return first
    ended = [row.ended_on for row in rows]
    return PersonRow(
        place=first.place,
        name=first.name,
        employee_number=first.employee_number,
        npi=next(iter(joined(row.npi for row in rows)), ""),
        emails=joined(email for row in (first, *rows) for email in row.emails),
        titles=joined(title for row in rows if row.standing is first.standing for title in row.titles),
        standing=first.standing,
        engagement=first.engagement,
        started_on=min(joined(row.started_on for row in rows), default=""),
        ended_on=max(ended) if all(ended) else "",
        leave_from=first.leave_from,
        leave_to=first.leave_to,
        former_names=tuple(dict.fromkeys(name for row in rows for name in row.former_names)),
        location=first.location,
        other_names=tuple(dict.fromkeys(name for row in rows for name in row.other_names)),
        department=first.department,
    )


_STANDINGS = (Standing.WORKS, Standing.ON_LEAVE, Standing.UNKNOWN, Standing.LEFT)


def _natural(name: WrittenName) -> str:
    """A name in the order of speech."""
    return " ".join(joined((name.given, name.family, name.suffix))) if name.given and name.family else name.written


def _leave(row: PersonRow) -> list[dict[str, Value]]:
    return [{"start": row.leave_from, "end": row.leave_to}] if row.leave_from else []
