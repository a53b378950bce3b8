"""The changes of one inventory while a list is gone through: in which file, and what the plan says of them."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pydantic_core import ValidationError

from portalaudit.imports.import_plan import Change, ChangeKind, Changes, FieldChange, Query
from portalaudit.imports.yaml_edits import FileEdits
from portalaudit.imports.yaml_text import Value, inline, legible
from portalaudit.inventory.resolve import LISTS
from portalaudit.inventory.tables import Inventory, Record
from portalaudit.model import Place, Problem
from portalaudit.sheets.listed import Remark, SkippedRow
from portalaudit.source.document import Document, Route
from portalaudit.source.record_types import validator

Values = Mapping[str, Value]


class Draft:
    """Collects changes. `changes`, `queries`, `skipped`, `remarks` and `problems` are what the plan says of them."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.changes = Changes()
        self.queries: list[Query] = []
        self.skipped: list[SkippedRow] = []
        self.remarks: list[Remark] = []
        self.problems: list[Problem] = []
        self._asked: set[str] = set()
        self._files: dict[str, FileEdits] = {}
        self._documents = {_inside(one): one for one in inventory.documents if isinstance(one, Document)}
        self._taken: dict[str, set[str]] = defaultdict(set)

    def contents(self) -> dict[str, bytes]:
        """The new bytes of each file that changes, by its path in the inventory folder; asked for once, at the end."""
        return {path: self._files.pop(path).content() for path in [*self._files]}

    # ------------------------------------------------------------ what planners say

    def skip(self, place: Place, reason: str) -> None:
        """Say that a line is not taken."""
        self.skipped.append(SkippedRow(place, reason))

    def remark(self, place: Place, text: str) -> None:
        """Say what was noticed."""
        self.remarks.append(Remark(place, text))

    def ask(self, query: Query) -> None:
        """Ask something, once."""
        if query.id not in self._asked:
            self._asked.add(query.id)
            self.queries.append(query)

    def add(self, section: str, values: Values, place: Place, *, name: str, home: str, note: str = "") -> bool:
        """Add a record to its section in a file; False where it cannot be one, which the plan says."""
        fitting = self._fitting(section, values, place)
        if fitting is None:
            return False
        self.edits(home).add(self.inventory.tables[section].route, fitting)
        shown = tuple(FieldChange(key, "", shown_value(value)) for key, value in fitting.items() if key != "id")
        self.changes.append(Change(ChangeKind.NEW, section, str(fitting.get("id", "")), name, shown, place, note))
        return True

    def change(
        self,
        section: str,
        record: Record,
        values: Values,
        place: Place,
        *,
        name: str,
        kind: ChangeKind = ChangeKind.CHANGED,
        note: str = "",
    ) -> None:
        """Give fields of a record other values."""
        table = self.inventory.tables[section]
        document, route = table.origin(table.rows[record.id])
        whole = self._fitting(section, {**needed_fields(section, record), **values}, place) or {}
        fitting = {
            key: value
            for key, value in whole.items()
            if key in values and shown_value(value) != str(getattr(record, key, None))
        }
        edits = self.edits(_inside(self.inventory.documents[document]))
        for key, value in fitting.items():
            edits.set(route, (key,), value)
        told: dict[Route, Value] = {(key,): value for key, value in fitting.items()}
        self._tell(section, record, told, place, name=name, kind=kind, note=note)

    def set_part(self, section: str, record: Record, path: Route, value: Value, place: Place, *, name: str) -> None:
        """Give a field within a record another value."""
        value = _clean(value)
        table = self.inventory.tables[section]
        document, route = table.origin(table.rows[record.id])
        self.edits(_inside(self.inventory.documents[document])).set(route, path, value)
        self._tell(section, record, {path: value}, place, name=name)

    def grow(
        self, section: str, record: Record, path: Route, value: Value, place: Place, *, name: str, tell: bool = True
    ) -> None:
        """Add an item to a list within a record."""
        value = _clean(value)
        table = self.inventory.tables[section]
        document, route = table.origin(table.rows[record.id])
        self.edits(_inside(self.inventory.documents[document])).grow(route, path, value)
        if tell:
            self._tell(section, record, {path: value}, place, name=name)

    def _tell(
        self,
        section: str,
        record: Record,
        values: Mapping[Route, Value],
        place: Place,
        *,
        name: str,
        kind: ChangeKind = ChangeKind.CHANGED,
        note: str = "",
    ) -> None:
        shown = tuple(
            FieldChange(".".join(map(str, path)), _shown_now(record, path), shown_value(value))
            for path, value in values.items()
        )
        if shown:
            self.changes.append(Change(kind, section, record.id, name, shown, place, note))

    def _fitting(self, section: str, values: Values, place: Place) -> dict[str, Value] | None:
        """The values that a record may hold. What it may not is left out, and said; None where it is no record then."""
        kept = dict(_told(values))
        while True:
            try:
                validator(LISTS[section]).validate_python(kept)
            except ValidationError as error:
                bad = {str(each["loc"][0]) for each in error.errors(include_url=False) if each["loc"]} & kept.keys()
                needed = [
                    each
                    for each in error.errors(include_url=False)
                    if each["type"] == "missing" or not each["loc"] or each["loc"][0] in _NEEDED
                ]
                if needed or not bad:
                    self.skip(place, _why(error.errors(include_url=False)[0]))
                    return None
                for each in error.errors(include_url=False):
                    self.remark(place, f"left out: {_why(each)}")
                kept = {key: value for key, value in kept.items() if key not in bad}
            else:
                return kept

    # ------------------------------------------------------------ files and ids

    def edits(self, path: str) -> FileEdits:
        """The edits of a file of the inventory folder, which may be a new one."""
        if path not in self._files:
            self._files[path] = FileEdits(self._documents.get(path))
        return self._files[path]

    def home_of(self, section: str, fallback: str, like: Callable[[Record], bool] = lambda _record: True) -> str:
        """The file in which most records of a section stand that are alike; the fallback where there is none."""
        table = self.inventory.tables[section]
        found = Counter(table.documents[row] for row, record in enumerate(table.records) if like(record))
        if not found:
            return fallback
        (most, count), *_ = sorted(found.items(), key=lambda each: (-each[1], each[0]))
        path = _inside(self.inventory.documents[most])
        # Where each record has a file of its own, so has the next one.
        one_each = count == 1 and len(found) > 1
        return str(PurePosixPath(path).with_name(PurePosixPath(fallback).name)) if one_each else path

    def free_id(self, section: str, wanted: str) -> str:
        """An id that no record of a section has, as near to what is wanted as can be."""
        known, taken = self.inventory.tables[section].rows, self._taken[section]
        wanted = wanted or section
        found, number = wanted, 1
        while found in known or found in taken:
            number += 1
            found = f"{wanted}-{number}"
        taken.add(found)
        return found


_NEEDED = frozenset({"id", "portal", "login", "name", "person", "module", "account", "decision", "type", "status"})


def shown_value(value: Value) -> str:
    """A value as the plan shows it."""
    return value if isinstance(value, str) else inline(value)


def slug(text: str) -> str:
    """A text as part of an id: small letters without accents, and digits."""
    text = unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", ""))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in text.casefold()).split())


def _inside(document: Any) -> str:
    return document.inside if isinstance(document, Document) else str(document.path)


def _clean(value: Value) -> Value:
    """A value without what says nothing, and each text as a file may hold it."""
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, Mapping):
        return dict(_told(value))
    return [clean for each in value if (clean := _clean(each))]


def _told(values: Values) -> Iterator[tuple[str, Value]]:
    for key, value in values.items():
        if clean := _clean(value):
            yield key, clean


def needed_fields(section: str, record: Record) -> dict[str, Value]:
    """The fields that a record needs, so that others can be tried together with them."""
    fields = LISTS[section].__record_fields__  # type: ignore[attr-defined]
    return {name: str(getattr(record, name)) for name, each in fields.items() if each.is_needed}


def _shown_now(record: Any, path: Route) -> str:
    for part in path:
        record = record[part] if isinstance(part, int) else getattr(record, _ATTRIBUTES.get(part, part), None)
    if record is None or (isinstance(record, tuple) and path and not isinstance(path[-1], int)):
        return ", ".join(map(str, record)) if record and isinstance(record[0], str) else ""
    return str(record)


_ATTRIBUTES = {"from": "start", "to": "end"}


def _why(error: Any) -> str:
    where = str(error["loc"][0]) if error["loc"] else "the record"
    if error["type"] == "missing":
        return f"there is no {where}"
    reason = str(error.get("ctx", {}).get("error", "")) or str(error["msg"])
    return f"{where} {legible(str(error['input']))[:40]!r}: {reason}"


def joined(values: Iterable[str]) -> tuple[str, ...]:
    """Texts in order, each once, blank ones left out."""
    return tuple(dict.fromkeys(filter(None, values)))
