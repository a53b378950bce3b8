"""What a table is: its kind, portal and columns, the order of its days, the meaning of its words, and what is open."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from portalaudit.model import Problem, ProblemCode
from portalaudit.model.values import dataclass, replace
from portalaudit.sheets import day_forms
from portalaudit.sheets.choose_map import changed_header, choose_map
from portalaudit.sheets.columns_held import Held, columns_held
from portalaudit.sheets.day_doubts import DaysFound, days_found, order_above, order_doubt
from portalaudit.sheets.day_forms import DayOrder
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.list_kinds import kind_of
from portalaudit.sheets.list_secrets import echo
from portalaudit.sheets.list_vocabulary import ListVocabulary
from portalaudit.sheets.listed import Coverage, Doubt, ListKind, Remark
from portalaudit.sheets.map_files import KnownMap, ListMap, headings_of
from portalaudit.sheets.said_days import SaidDay, said_days
from portalaudit.sheets.sheet import DamagedListError, Sheet, damaged
from portalaudit.sheets.survey import Survey, survey
from portalaudit.sheets.table_heads import Head, head_of
from portalaudit.sheets.word_doubts import meanings

KIND, PORTAL, COVERAGE, MODULE, COMPLETED_ON = "kind", "portal", "coverage", "module", "completed_on"
"""Ids of doubts about a whole list."""

_OF_ALL = frozenset({ListKind.ROSTER, ListKind.USERS})
_OF_WORK = frozenset({"active", "employment_type", "ended_on", "inactive", "started_on", "status"})
"""What a roster says of whether and since when someone works here; one without any of it may list leave only."""

_ABOVE = re.compile(
    r"(?i)(?P<what>course|training|topic|module|class|subject|policy|date|session date|training date|date of training)"
    r"(?: (?:name|title))? ?[:\u2013\u2014-] ?(?P<told>\S.{0,200})"
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is known of a list. Without a layout it cannot be read: a problem or a doubt says why.

    `doubts` are those that no answer was given to; with one that `stops`, the rows are not yet to be trusted.
    `said_days` are the days that the lines beside the table say it is of.
    """

    layout: Layout | None
    kind: ListKind | None = None
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    said_days: tuple[SaidDay, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether the rows can be read as they are meant."""
        return self.layout is not None and not any(doubt.stops for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class _Given:
    """What is known before a list is looked at: flags, answers to earlier doubts, words of the inventory, the day."""

    vocabulary: ListVocabulary
    today: datetime.date
    portal: str
    answers: Mapping[str, str]


def recognise(
    sheet: Sheet,
    maps: Sequence[KnownMap],
    *,
    vocabulary: ListVocabulary,
    today: datetime.date,
    kind: ListKind | None = None,
    portal: str = "",
    answers: Mapping[str, str] | None = None,
) -> Recognised:
    """What a table is. Goes through all of it once. `answers` are those to earlier doubts, by their id."""
    given = _Given(vocabulary, today, portal, answers or {})
    try:
        return _recognised(sheet, maps, given, kind)
    except DamagedListError as error:
        return Recognised(None, problems=(damaged(sheet.place(error.line)),))


def _recognised(sheet: Sheet, maps: Sequence[KnownMap], given: _Given, kind: ListKind | None) -> Recognised:
    head = head_of(sheet.lines(), headings_of(maps))
    if head is None:
        hint = "add a line with a heading for each column, such as Name, Login, Status"
        problem = Problem(ProblemCode.NO_HEADINGS, "no line of headings was found", sheet.place(1), hint)
        return Recognised(None, problems=(problem,))
    answered = given.answers.get(KIND, "")
    asked_for = kind or (ListKind(answered) if answered in tuple(ListKind) else None)
    chosen = choose_map(maps, head, asked_for, given.portal)
    written = chosen.written if chosen else None
    found = asked_for or (ListKind(written.kind) if written else None) or kind_of(head.headings)
    if found is None:
        return _of_no_kind(sheet, head)
    return _Recognition(sheet, given, head, found, chosen).done()


def _of_no_kind(sheet: Sheet, head: Head) -> Recognised:
    question = "What is this list? Its headings do not say: " + ", ".join(filter(None, map(echo, head.headings)))
    doubt = Doubt(KIND, "the list", question, sheet.place(head.line), tuple(ListKind))
    return Recognised(None, doubts=(doubt,))


class _Recognition:
    """One list of a known kind."""

    def __init__(self, sheet: Sheet, given: _Given, head: Head, kind: ListKind, chosen: KnownMap | None) -> None:
        self._sheet, self._given, self._head, self._kind = sheet, given, head, kind
        self._chosen = chosen
        self._map = chosen.written if chosen else ListMap(kind=kind.value)
        self._doubts: list[Doubt] = []
        self._remarks: list[Remark] = []
        self._order_above: DayOrder | None = None

    def done(self) -> Recognised:
        answers = self._given.answers
        held = columns_held(self._sheet, self._head, self._kind, self._map, answers)
        skip = frozenset(map(folded, self._map.skip_rows or ()))
        seen = survey(self._sheet, self._head, held.columns, skip)
        problems = seen.secrets.problems(self._sheet, self._head)
        if problems:
            return Recognised(None, self._kind, problems=problems)
        days = days_found(self._sheet, self._head, seen.days, self._map, answers, self._given.today)
        layout = self._layout(held, seen, days, skip)
        words = meanings(self._sheet, layout, seen, self._map, answers)
        return Recognised(
            replace(
                layout,
                statuses=words.statuses,
                engagements=words.engagements,
                roles=words.roles,
                words=words.words,
            ),
            self._kind,
            (*self._doubts, *held.doubts, *days.doubts, *words.doubts),
            (
                *self._sheet.remarks,
                *self._changed(),
                *held.remarks,
                *days.remarks,
                *self._remarks,
                *self._miscounted(seen),
            ),
            said_days=tuple(said_days((*seen.above, *seen.below), days.orders, answers, self._given.today)),
        )

    def _layout(self, held: Held, seen: Survey, days: DaysFound, skip: frozenset[str]) -> Layout:
        """How the rows are read, before it is known what their words mean."""
        return Layout(
            kind=self._kind,
            portal=self._portal(),
            head=self._head,
            columns=held.columns,
            day_orders=days.orders,
            statuses={},
            engagements={},
            roles={},
            constants=self._constants(held, seen, days),
            coverage=self._coverage(held, seen),
            usual=self._usual(),
            skip_rows=skip,
            words={},
            vocabulary=self._given.vocabulary,
            today=self._given.today,
            map_path=self._chosen.path if self._chosen else "",
            order_above=self._order_above,
        )

    def _changed(self) -> tuple[Remark, ...]:
        return changed_header(self._chosen, self._sheet, self._head) if self._chosen else ()

    def _portal(self) -> str:
        """The portal of a user list: named, answered, the map's, or the only one of the map's profile."""
        if self._kind is not ListKind.USERS:
            return ""
        vocabulary = self._given.vocabulary
        of_profile = [one for one in vocabulary.portals if vocabulary.profiles.get(one) == (self._map.profile or "-")]
        named = self._given.portal or self._given.answers.get(PORTAL) or self._map.portal
        if named or len(of_profile) == 1:
            return named or of_profile[0]
        question = "Which portal is this list from?"
        place = self._sheet.place(self._head.line)
        self._doubts.append(Doubt(PORTAL, "the list", question, place, tuple(of_profile) or vocabulary.portals))
        return ""

    def _coverage(self, held: Held, seen: Survey) -> Coverage:
        if self._kind not in _OF_ALL:
            return Coverage.UNKNOWN
        part = next(((line, why) for line, why in _parts(seen) if line), None)
        if part:
            text = f"{part[1]}, so this counts as a part of it: no one who is absent counts as gone"
            self._remarks.append(Remark(self._sheet.place(part[0]), text))
            return Coverage.PARTIAL
        if "leave_from" in held.columns and _OF_WORK.isdisjoint(held.columns):
            text = "this lists leave and not who works here, so no one who is absent counts as gone"
            self._remarks.append(Remark(self._sheet.place(self._head.line), text))
            return Coverage.PARTIAL
        told = self._usual()
        if told is Coverage.PARTIAL and not self._given.answers.get(COVERAGE) and self._chosen:
            text = f"{self._chosen.path} says that such a list shows only a part; --coverage full says otherwise"
            self._remarks.append(Remark(self._sheet.place(self._head.line), text))
        if told is not Coverage.UNKNOWN:
            return told
        question = "Does this list show everyone? If it does, those who are absent from it are gone."
        answers = (Coverage.FULL.value, Coverage.PARTIAL.value)
        self._doubts.append(
            Doubt(COVERAGE, "the list", question, self._sheet.place(self._head.line), answers, stops=False)
        )
        return Coverage.UNKNOWN

    def _usual(self) -> Coverage:
        """What an answer or the map says of such lists."""
        told = self._given.answers.get(COVERAGE) or self._map.coverage
        return Coverage(told) if told in (Coverage.FULL, Coverage.PARTIAL) else Coverage.UNKNOWN

    def _constants(self, held: Held, seen: Survey, days: DaysFound) -> Mapping[str, str]:
        """What the list says once: the training and its day, where no column holds them."""
        if self._kind is not ListKind.TRAINING:
            return {}
        above = dict(_told_above(seen))
        made = {}
        if "module" not in held.columns:
            made["module"] = self._given.answers.get(MODULE) or above.get("module", (0, ""))[1]
            if not made["module"]:
                self._ask(MODULE, "the training", "Which training is this list of?")
        if "completed_on" not in held.columns:
            made["completed_on"] = self._day_above(*above.get("completed_on", (self._head.line, "")), days)
        return made

    def _day_above(self, line: int, cell: str, days: DaysFound) -> str:
        cell = self._given.answers.get(COMPLETED_ON) or cell
        written = day_forms.written_day(cell)
        if written is None:
            self._ask(COMPLETED_ON, "the training", "On which day was this training? Write it as YYYY-MM-DD.")
            return ""
        order = order_above(cell, days.orders, self._given.answers, self._map.order_above)
        self._order_above = order if written.is_open else None
        day = day_forms.iso_day(written, order, self._given.today, self._sheet.day_zero)
        if day is None:
            question = f"Does '{cell}' begin with the day or with the month?"
            self._doubts.append(Doubt(order_doubt(cell), cell, question, self._sheet.place(line), tuple(DayOrder)))
        return day or ""

    def _ask(self, name: str, about: str, question: str) -> None:
        self._doubts.append(Doubt(name, about, question, self._sheet.place(self._head.line)))

    def _miscounted(self, seen: Survey) -> Iterator[Remark]:
        if seen.counted and seen.counted[0] != seen.records:
            text = f"this footer says {seen.counted[0]:,}, and {seen.records:,} records were found"
            yield Remark(self._sheet.place(seen.counted[1]), text)


def _parts(seen: Survey) -> tuple[tuple[int, str], ...]:
    """The lines that show that a list is not whole, 0 for none, and why."""
    counted, line = seen.counted or (0, 0)
    return (
        (seen.part, "the list goes on elsewhere"),
        (seen.unread, f"this line of the list could not be read ({seen.why_unread})"),
        (line if counted > seen.records else 0, "the list says that it has more records than were found"),
    )


def _told_above(seen: Survey) -> Iterator[tuple[str, tuple[int, str]]]:
    """What lines above the table say of a training, the last first, so that the first one counts."""
    for line, text in reversed(seen.above):
        match = _ABOVE.fullmatch(text.strip())
        if match is not None:
            yield "completed_on" if "date" in match["what"].casefold() else "module", (line, match["told"].strip())
