"""The cells of one record by what they hold, each read as what it is; what could not be read is noted."""

from portalaudit.model import Place
from portalaudit.sheets import day_forms
from portalaudit.sheets.delimited import says_nothing
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.list_secrets import shown_heading
from portalaudit.sheets.list_vocabulary import is_yes
from portalaudit.sheets.listed import Remark, WrittenName
from portalaudit.sheets.person_names import NameCell, name_cell, name_of_parts
from portalaudit.sheets.sheet import Sheet

_NO_END = "2200"
"""From this year on a last day says that there is none: many programs write 12/31/9999."""

_ZONED = ("(utc)", "[utc]", "(gmt)")
_SAID = {
    "started_on": "the first day",
    "last_login_on": "the last login",
    "created_on": "the day of creation",
    "completed_on": "the day of completion",
    "decided_on": "the day of the decision",
    "answered_on": "the day of the answer",
}
"""Days that cannot lie in the future, and what messages call them. A first day can, and is told."""


class Columns:
    """What a layout says of the columns, looked up once for all rows."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.at = {name: layout.of(name) for name in dict.fromkeys(filter(None, layout.columns))}
        self.today = layout.today.isoformat()
        self.is_utc = [any(zone in heading.casefold() for zone in _ZONED) for heading in layout.head.headings]


class RowCells:
    """One record."""

    def __init__(self, columns: Columns, line: int, cells: tuple[str, ...]) -> None:
        self._columns, self._line, self._cells = columns, line, cells
        self.remarks: list[Remark] = []
        self._name: NameCell | None = None

    @property
    def place(self) -> Place:
        """The line."""
        return self._columns.sheet.place(self._line)

    def text(self, name: str) -> str:
        """The first cell of a field that says something, on one line."""
        return " ".join(next(iter(self.texts(name)), "").split())

    def texts(self, name: str) -> list[str]:
        """Every cell of a field that says something."""
        if name not in self._columns.at:
            return []
        cells = (self._cells[position] for position in self._columns.at[name])
        return [cell for cell in cells if not says_nothing(cell)]

    def headed(self, name: str) -> list[tuple[str, str]]:
        """The heading and the cell of every column of a field."""
        headings = self._columns.layout.head.headings
        return [(headings[position], self._cells[position]) for position in self._columns.at.get(name, ())]

    def day(self, name: str) -> str:
        """The day of a field; of a time with its distance from UTC, both."""
        for position in self._columns.at.get(name, ()):
            cell = self._cells[position]
            if cell and not day_forms.is_blank(cell):
                return self._day(name, position, cell)
        return self._columns.layout.constants.get(name, "")

    def _day(self, name: str, position: int, cell: str) -> str:
        layout = self._columns.layout
        written = day_forms.written_day(cell)
        order = layout.day_orders[position]
        day = day_forms.iso_day(written, order, layout.today, self._columns.sheet.day_zero) if written else None
        if written is not None and day is not None and day >= _NO_END:
            if name == "ended_on":
                return ""
            day = None
        if written is None or day is None:
            if name == "last_login_on" and day_forms.is_never(cell):
                return day_forms.NEVER
            if written is None or not written.is_open or order is not None:
                self.remark(f"'{shown_heading(layout.head, position)}' cannot be read as a day", position)
            return ""
        if name in _SAID and day > self._columns.today:
            self.remark(f"{_SAID[name]}, {day}, is in the future", position)
        return day_forms.iso_moment(written, day, is_utc=self._columns.is_utc[position])

    def remark(self, text: str, position: int = 0) -> None:
        """Note something of this record."""
        self.remarks.append(Remark(self._columns.sheet.place(self._line, position), text))

    def name(self) -> WrittenName | None:
        """The person's name: of its parts where the list gives them, else of the cell that holds it whole."""
        given, family = self.text("given_name"), self.text("family_name")
        if given and family:
            return name_of_parts(given, family, self.text("middle_name"), self.text("suffix"))
        whole = self.text("name")
        if whole:
            self._name = name_cell(whole)
            return self._name.name
        if given or family:
            return name_of_parts(given, family)
        return None

    @property
    def in_brackets(self) -> tuple[str, ...]:
        """What stood beside the name in brackets, where the name came as one cell."""
        return self._name.bracketed if self._name else ()

    def employee_number(self) -> str:
        """The number of the employee, from its own column or from behind the name."""
        return self.text("employee_number") or (self._name.number if self._name else "")

    def npi(self) -> str:
        """The individual NPI: ten digits."""
        written = "".join(self.text("npi").split())
        if written and not (len(written) == 10 and written.isdigit()):
            self.remark("the NPI is not a number of ten digits, and is left out")
            return ""
        return written

    def emails(self) -> tuple[str, ...]:
        """The mailboxes, in small letters, each once."""
        found: list[str] = []
        for cell in self.texts("email"):
            for part in cell.replace(",", ";").split(";"):
                mailbox = part.strip().casefold().removeprefix("mailto:")
                if _is_mailbox(mailbox):
                    found.append(mailbox)
                elif mailbox and not day_forms.is_blank(mailbox):
                    self.remark("the e-mail address is not one, and is left out")
        return tuple(dict.fromkeys(found))

    def is_ended(self) -> bool | None:
        """Whether a column of yes and no says that someone is out; None where none says anything."""
        active = [is_yes(cell) for cell in self.texts("active")]
        inactive = [is_yes(cell) for cell in self.texts("inactive")]
        if False in active or True in inactive:
            return True
        return False if True in active or False in inactive else None

    def words(self, name: str) -> list[str]:
        """The folded words of a field that say something."""
        return list(filter(None, map(folded, self.texts(name))))


def _is_mailbox(text: str) -> bool:
    local, at, host = text.partition("@")
    return bool(local and at and "." in host) and not any(one.isspace() for one in text) and "@" not in host
