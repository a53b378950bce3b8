"""A filled-in sheet of missing facts: each answer goes into the field of its record, as the schema types it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic_core import ValidationError

from portalaudit.imports.import_plan import ListRead
from portalaudit.imports.inventory_draft import needed_fields
from portalaudit.imports.list_at_hand import ListAtHand
from portalaudit.imports.people_matching import People
from portalaudit.imports.yaml_text import Value, legible
from portalaudit.inventory.records import Account
from portalaudit.inventory.resolve import LISTS
from portalaudit.inventory.shape import ENTITY_OF_SECTION, FieldShape, fields_of
from portalaudit.inventory.tables import Inventory, Record
from portalaudit.model import Kind, Problem, ProblemCode
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.model.values import dataclass
from portalaudit.sheets.list_vocabulary import is_yes
from portalaudit.sheets.listed import AnswerRow, ListedRow
from portalaudit.source.record_types import validator

NOT_SHOWN = "not shown"
"""The answer that the portal shows a fact nowhere."""

_SECTIONS = {**{entity: section for section, entity in ENTITY_OF_SECTION.items()}, **{name: name for name in LISTS}}


def plan_answers(hand: ListAtHand, rows: Iterable[ListedRow]) -> ListRead:
    """Everything that the answers change. An answer that does not fit its field is a problem of the sheet."""
    listed = [row for row in rows if isinstance(row, AnswerRow)]
    people = hand.people(hand.today)
    for row in sorted(listed, key=lambda one: (one.section, one.record, one.field, one.place)):
        problem = _answer(hand, people, row)
        if problem is not None:
            hand.draft.problems.append(problem)
    return hand.read(len(listed))


def _answer(hand: ListAtHand, people: People, row: AnswerRow) -> Problem | None:
    inventory = hand.opened.inventory
    section = _SECTIONS.get(row.section.strip().casefold().replace(" ", "_"), "")
    if section not in inventory.tables:
        return _wrong(row, f"'{row.section}' is not a kind of record")
    record = inventory.tables[section].get(row.record)
    if record is None:
        near = did_you_mean(nearest(row.record, inventory.tables[section].rows))
        return _wrong(row, f"there is no {ENTITY_OF_SECTION[section]} '{row.record}'{near}")
    if row.answer.strip().casefold() == NOT_SHOWN:
        return _not_shown(hand, record, row)
    wrong = ""
    for name in map(str.strip, row.field.replace(";", ",").split(",")):
        value, wrong = _Typing(inventory, people, section, record).typed(name, row.answer)
        if not wrong:
            if not _is_there(getattr(record, name), value):
                shown = str(getattr(record, "login", None) or getattr(record, "name", None) or row.record)
                hand.draft.change(section, record, {name: value}, row.place, name=shown)
            return None
    return _wrong(row, wrong)


@dataclass(frozen=True, slots=True)
class _Typing:
    """Types answers about one record."""

    inventory: Inventory
    people: People
    section: str
    record: Record

    def typed(self, name: str, answer: str) -> tuple[Value, str]:
        """The answer as the value of a field, or why it cannot be one."""
        field = fields_of(LISTS[self.section]).get(name)
        if field is None:
            return "", f"'{name}' is not a field of {ENTITY_OF_SECTION[self.section]}"
        if field.shape.nested is not None or field.shape.type.kind is Kind.LABELS:
            return "", f"'{name}' has several parts; write it into the inventory's own file"
        parts = answer.replace(";", ",").split(",") if field.shape.type.many else [answer]
        values = list(_values(field, self.people, filter(None, map(legible, parts))))
        known = self.inventory.tables[field.shape.ref].rows if field.shape.ref in self.inventory.tables else None
        missing = [one for one in values if known is not None and one not in known]
        if missing:
            near = did_you_mean(nearest(missing[0], known or ()))
            return "", f"'{missing[0]}' is not recorded under {field.shape.ref}{near}"
        value: Value = values if field.shape.type.many else "".join(values)
        try:
            needed = needed_fields(self.section, self.record)
            validator(LISTS[self.section]).validate_python({**needed, name: value})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            return "", f"the answer to '{name}' {first.get('ctx', {}).get('error') or first['msg']}"
        return value, ""


def _values(field: FieldShape, people: People, parts: Iterator[str]) -> Iterator[str]:
    for part in parts:
        if field.shape.ref == "staff":
            person = people.named(part)
            yield person.id if person is not None else part
        elif field.shape.type.kind is Kind.BOOLEAN and (said := is_yes(part)) is not None:
            yield "true" if said else "false"
        else:
            yield part


def _is_there(now: object, value: Value) -> bool:
    """Whether a record has a value already."""
    if isinstance(now, tuple):
        return list(map(str, now)) == value
    return now is not None and str(now).casefold() == value


def _not_shown(hand: ListAtHand, record: Record, row: AnswerRow) -> Problem | None:
    """Note on the newest user list of a login's portal that it does not give a fact."""
    portal = hand.opened.inventory.tables["portals"].get(record.portal) if isinstance(record, Account) else None
    exports: Sequence[Mapping[str, object]] = (portal.exports or ()) if portal is not None else ()
    if portal is None or not exports:
        return _wrong(row, f"`{NOT_SHOWN}` is noted on a user list, and there is none for this record")
    number = max(range(len(exports)), key=lambda each: portal.exports[each].taken_on)
    for name in row.field.replace(";", ",").split(","):
        if name.strip() not in (portal.exports[number].lacks or ()):
            path = ("exports", number, "lacks")
            hand.draft.grow("portals", portal, path, name.strip(), row.place, name=portal.name)
    return None


def _wrong(row: AnswerRow, message: str) -> Problem:
    hint = "correct the answer in the sheet and import it again"
    return Problem(ProblemCode.INVALID_VALUE, message, row.place, hint)
