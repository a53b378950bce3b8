"""The order in which each column of a list writes day and month: the data decides it, or the map; else it is asked."""

import datetime
from collections.abc import Mapping, Sequence

from portalaudit.model.values import dataclass
from portalaudit.sheets import day_forms
from portalaudit.sheets.day_forms import DayOrder
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.list_secrets import doubt_id, shown_heading
from portalaudit.sheets.listed import Doubt, Remark
from portalaudit.sheets.map_files import ListMap
from portalaudit.sheets.sheet import Sheet
from portalaudit.sheets.survey import DaysSeen
from portalaudit.sheets.table_heads import Head

_SAID = {DayOrder.MONTH_FIRST: "month first", DayOrder.DAY_FIRST: "day first"}
_ORDERS = tuple(DayOrder)


@dataclass(frozen=True, slots=True)
class DaysFound:
    """The order of each column by position, None where no order is needed or known, and what is open or was noticed."""

    orders: tuple[DayOrder | None, ...]
    doubts: tuple[Doubt, ...]
    remarks: tuple[Remark, ...]


def order_doubt(heading: str) -> str:
    """The id of the doubt about the order of days in a column."""
    return doubt_id("date_order", heading)


def days_found(  # noqa: PLR0917  the table first, then what is known of it
    sheet: Sheet,
    head: Head,
    seen: Mapping[int, DaysSeen],
    written: ListMap,
    answers: Mapping[str, str],
    today: datetime.date,
) -> DaysFound:
    """The orders of all columns that hold days. `seen` may have days of no column, under a position below zero."""
    return _Days(sheet, head, written, answers, today).found(seen)


class _Days:
    def __init__(
        self, sheet: Sheet, head: Head, written: ListMap, answers: Mapping[str, str], today: datetime.date
    ) -> None:
        self._sheet, self._head, self._answers, self._today = sheet, head, answers, today
        self._mapped = {folded(heading): DayOrder(order) for heading, order in written.date_order.items()}
        self._doubts: list[Doubt] = []
        self._remarks: list[Remark] = []

    def found(self, seen: Mapping[int, DaysSeen]) -> DaysFound:
        orders = {position: self._own(position, days) for position, days in seen.items()}
        told = {order for order in orders.values() if order}
        for position, days in seen.items():
            if orders[position] is None and days.open and not days.only:
                orders[position] = self._from_others(position, days, told)
            self._remark(position, days)
        every = tuple(orders.get(position) for position in range(len(self._head.headings)))
        return DaysFound(every, tuple(self._doubts), tuple(self._remarks))

    def _own(self, position: int, days: DaysSeen) -> DayOrder | None:
        """What an answer, the column itself or the map says."""
        word = self._head.headings[position]
        heading = shown_heading(self._head, position)
        answered = self._answers.get(order_doubt(word), "")
        if answered in _ORDERS:
            return DayOrder(answered)
        mapped = self._mapped.get(folded(word))
        if len(days.only) > 1:
            lines = " and ".join(f"line {days.only[order]} only fits {_SAID[order]}" for order in _ORDERS)
            self._ask(position, min(days.only.values()), f"'{heading}' mixes two orders of day and month: {lines}.")
            return None
        own = next(iter(days.only), None)
        if own and mapped and own is not mapped:
            line = days.only[own]
            text = f"The map says that '{heading}' has the {_SAID[mapped]}, but line {line} only fits {_SAID[own]}."
            self._ask(position, line, text)
            return None
        if own is DayOrder.DAY_FIRST and not mapped:
            text = f"'{heading}' has the day before the month, as line {days.only[own]} shows"
            self._remarks.append(Remark(self._sheet.place(days.only[own], position), text))
        return own or mapped

    def _from_others(self, position: int, days: DaysSeen, told: set[DayOrder]) -> DayOrder | None:
        heading = shown_heading(self._head, position)
        if len(told) == 1:
            order = next(iter(told))
            text = (
                f"'{heading}' does not show whether day or month comes first; it is read as the other days of this list"
            )
            self._remarks.append(Remark(self._sheet.place(days.open, position), text))
            return order
        self._ask(position, days.open, f"'{heading}' does not show whether day or month comes first.")
        return None

    def _ask(self, position: int, line: int, what: str) -> None:
        heading = self._head.headings[position]
        question = f"{what} Which is it?"
        place, shown = self._sheet.place(line, position), shown_heading(self._head, position)
        self._doubts.append(Doubt(order_doubt(heading), shown, question, place, _ORDERS))

    def _remark(self, position: int, days: DaysSeen) -> None:
        heading, place = shown_heading(self._head, position), self._sheet.place(self._head.line, position)
        if days.short_years:
            year = day_forms.whole_year(days.short_years, self._today)
            text = f"'{heading}' has years of two digits; {days.short_years} is read as {year}"
            self._remarks.append(Remark(place, text))
        if days.serial:
            text = f"'{heading}' has Excel's numbers of days, which are read as days"
            self._remarks.append(Remark(self._sheet.place(days.serial, position), text))


def order_above(
    cell: str, orders: Sequence[DayOrder | None], answers: Mapping[str, str], mapped: str | None = None
) -> DayOrder | None:
    """The order of a day that stands above the table: what was answered, that of its columns, or what the map says."""
    told = set(filter(None, orders))
    of_columns = next(iter(told)) if len(told) == 1 else None
    answered = answers.get(order_doubt(cell), "")
    if answered in _ORDERS:
        return DayOrder(answered)
    return of_columns or (DayOrder(mapped) if mapped else None)
