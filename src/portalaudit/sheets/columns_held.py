"""What each column of a list holds: the map says it, or the heading does, or it is asked."""

from collections.abc import Iterator, Mapping, Sequence

from portalaudit.model import Place
from portalaudit.model.values import dataclass
from portalaudit.sheets.heading_words import DAYS, FIELD_OF, FIELDS, IGNORED, SEVERAL, folded
from portalaudit.sheets.list_secrets import doubt_id, shown_heading
from portalaudit.sheets.listed import Doubt, ListKind, Remark
from portalaudit.sheets.map_files import ListMap, field_by_heading
from portalaudit.sheets.sheet import Sheet
from portalaudit.sheets.table_heads import Head

_ASKED_TWICE = DAYS | {"login", "account", "employee_number"}
"""Fields for which a second column is asked about: taking the wrong one would change what is known of a person."""

_A_PERSON = (("name",), ("given_name", "family_name"))
_NEEDED: Mapping[ListKind, tuple[tuple[tuple[str, ...], ...], str]] = {
    ListKind.ROSTER: (_A_PERSON, "the person's name"),
    ListKind.USERS: ((("login",), ("email",), *_A_PERSON), "the login"),
    ListKind.TRAINING: ((("email",), ("employee_number",), *_A_PERSON), "the person's name"),
    ListKind.QUESTIONS: ((("section", "record", "field", "answer"),), "the answer"),
    ListKind.ACCESS: ((("account", "decision"), ("login", "decision")), "the decision"),
}
"""What a list of each kind needs, in one of several ways, and what is asked for where it is missing."""


@dataclass(frozen=True, slots=True)
class Held:
    """The field of each column by position, empty where it is not known, and what is open or was noticed."""

    columns: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    remarks: tuple[Remark, ...]


NEEDED = "needed"
"""The id of the doubt about the column that a list cannot do without."""


def column_doubt(heading: str) -> str:
    """The id of the doubt about what a column holds."""
    return doubt_id("column", heading)


def columns_held(sheet: Sheet, head: Head, kind: ListKind, written: ListMap | None, answers: Mapping[str, str]) -> Held:
    """What the columns of a list hold."""
    return _Columns(sheet, head, kind, answers).held(field_by_heading(written) if written else {})


class _Columns:
    def __init__(self, sheet: Sheet, head: Head, kind: ListKind, answers: Mapping[str, str]) -> None:
        self._sheet, self._head, self._kind, self._answers = sheet, head, kind, answers
        self._doubts: list[Doubt] = []
        self._remarks: list[Remark] = []

    def held(self, known: Mapping[str, str]) -> Held:
        columns = [self._field(heading, known) for heading in self._head.headings]
        self._answer_needed(columns)
        sure = {
            name
            for heading, name in zip(self._head.headings, columns, strict=True)
            if name and self._is_sure(heading, known)
        }
        for name in dict.fromkeys(filter(None, columns)):
            if name not in SEVERAL and columns.count(name) > 1:
                self._choose(columns, name, known, is_sure=name in sure)
        self._expect_needed(columns)
        self._doubts += self._unplaced(columns)
        return Held(tuple(columns), tuple(self._doubts), tuple(self._remarks))

    def _field(self, heading: str, known: Mapping[str, str]) -> str:
        word = folded(heading)
        answered = self._answers.get(column_doubt(heading), "")
        if answered in FIELDS[self._kind]:
            return answered
        return known.get(word) or FIELD_OF[self._kind].get(word, "")

    def _answer_needed(self, columns: list[str]) -> None:
        heading = self._answers.get(NEEDED, "")
        way = _NEEDED[self._kind][0][0]
        if heading in self._head.headings:
            columns[self._head.headings.index(heading)] = next((name for name in way if name not in columns), way[0])

    def _is_sure(self, heading: str, known: Mapping[str, str]) -> bool:
        return folded(heading) in known or column_doubt(heading) in self._answers

    def _choose(self, columns: list[str], name: str, known: Mapping[str, str], *, is_sure: bool) -> None:
        """Leave one column for a field that only one may hold: the one that is sure, or the first; or ask."""
        positions = [position for position, held in enumerate(columns) if held == name]
        headings = self._head.headings
        if is_sure:
            positions.sort(key=lambda position: not self._is_sure(headings[position], known))
        elif name in _ASKED_TWICE:
            self._ask_which(columns, positions, name)
            return
        for position in positions[1:]:
            columns[position] = IGNORED
            taken, other = shown_heading(self._head, positions[0]), shown_heading(self._head, position)
            text = f"the column '{taken}' is taken for '{name}', and '{other}' is not used"
            self._remarks.append(Remark(self._place(position), text))

    def _ask_which(self, columns: list[str], positions: Sequence[int], name: str) -> None:
        for position in positions:
            columns[position] = ""
            shown = shown_heading(self._head, position)
            question = f"Several columns may hold '{name}'. What does the column '{shown}' hold?"
            answers = (name, *(other for other in FIELDS[self._kind] if other != name and other not in columns))
            doubt = column_doubt(self._head.headings[position])
            self._doubts.append(Doubt(doubt, shown, question, self._place(position), answers))

    def _expect_needed(self, columns: list[str]) -> None:
        ways, what = _NEEDED[self._kind]
        if any(set(way) <= set(columns) for way in ways):
            return
        if not any(doubt.stops for doubt in self._doubts):
            free = tuple(
                heading for heading, held in zip(self._head.headings, columns, strict=True) if heading and not held
            )
            question = f"Which column holds {what}? No heading says it."
            self._doubts.append(Doubt(NEEDED, what, question, self._sheet.place(self._head.line), free))

    def _unplaced(self, columns: Sequence[str]) -> Iterator[Doubt]:
        asked = {doubt.id for doubt in self._doubts}
        open_fields = tuple(name for name in FIELDS[self._kind] if name in SEVERAL or name not in columns)
        for position, heading in enumerate(self._head.headings):
            name = column_doubt(heading)
            if heading and not columns[position] and name not in asked:
                asked.add(name)
                shown = shown_heading(self._head, position)
                question = f"What does the column '{shown}' hold? Nothing is taken from it so far."
                yield Doubt(name, shown, question, self._place(position), open_fields, stops=False)

    def _place(self, position: int) -> Place:
        return self._sheet.place(self._head.line, position)
