"""Lists as somebody names them on the command line: which table is in each, of what kind, portal and day."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.imports.import_plan import Query
from portalaudit.imports.inventory_draft import joined, slug
from portalaudit.imports.question_file import QUESTIONS, AskedBefore
from portalaudit.inventory.facts.accounts import LIVE
from portalaudit.inventory.records import Account, Decision, Engagement, Portal
from portalaudit.inventory.records.common import MfaMethod
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.shape import fields_of
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.model.values import dataclass, field, replace
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.list_reading import KnownMap, ListVocabulary, Recognised, Sheet, open_list, recognise
from portalaudit.sheets.list_secrets import echo
from portalaudit.sheets.listed import Coverage, Doubt, ListKind, Remark
from portalaudit.sheets.recognising import COVERAGE, KIND, PORTAL
from portalaudit.sheets.said_days import SaidDay
from portalaudit.sheets.secret_cells import secret_cells

WITH_A_DAY = frozenset({ListKind.ROSTER, ListKind.USERS})
"""Kinds of lists that show how things stand on a day."""

KEPT = frozenset({ListKind.ROSTER, ListKind.USERS, ListKind.TRAINING})
"""Kinds of lists that stay: the import lays them down in `lists/`, or they come from there."""

_YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-_.](0?[1-9]|[12]\d|3[01])[-_.](20\d\d)(?!\d)")
_KIND_IN_NAME: Mapping[str, ListKind] = {
    "roster": ListKind.ROSTER,
    "staff": ListKind.ROSTER,
    "employees": ListKind.ROSTER,
    "users": ListKind.USERS,
    "training": ListKind.TRAINING,
    "questions": ListKind.QUESTIONS,
    "access": ListKind.ACCESS,
}


@dataclass(frozen=True, slots=True)
class GivenList:
    """One file to import, as it was named, and its bytes."""

    path: str
    content: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path.replace("\\", "/")).name


@dataclass(frozen=True, slots=True)
class Wishes:
    """What flags say of all lists of an import. `today` is the day on which it is made.

    `new_portal` is the kind of the portal, where it may be one that no one knows yet; `vendor` the company whose people
    a roster shows.
    """

    today: datetime.date
    kind: ListKind | None = None
    portal: str = ""
    new_portal: str = ""
    vendor: str = ""
    taken_on: str = ""
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A table and what was understood of it. `answers` are those to doubts, by id, that were used."""

    given: GivenList
    sheet: Sheet
    recognised: Recognised
    taken_on: str
    answers: Mapping[str, str]

    @property
    def scope(self) -> str:
        """What the ids of questions about the table begin with: the file, and the sheet where there are several."""
        return scope_of(self.given, self.sheet)

    @property
    def place(self) -> Place:
        """The line of the headings."""
        layout = self.recognised.layout
        return self.sheet.place(layout.head.line if layout else 1)


def scope_of(given: GivenList, sheet: Sheet) -> str:
    """What the ids of questions about a table begin with."""
    return f"{given.name}{sheet.path.removeprefix(given.path)}"


class ListReader:
    """Understands files with what one inventory knows: its portals and their roles, its maps, answers given before."""

    def __init__(
        self, wishes: Wishes, maps: Sequence[KnownMap], portals: Sequence[Portal], vocabulary: ListVocabulary
    ) -> None:
        self._wishes, self._maps, self._portals, self._vocabulary = wishes, maps, portals, vocabulary

    def understand(self, given: GivenList, before: AskedBefore) -> tuple[tuple[Understood, ...], tuple[Problem, ...]]:
        """The tables of a file. A problem says what has to be typed where kind, portal or day are not known."""
        sheets, problems = open_list(given.path, given.content, self._maps)
        found = tuple(self._understood(given, sheet, before) for sheet in sheets)
        said = agreed_day([day for one in found for day in one.recognised.said_days])
        # What one sheet of a workbook says of its day, holds for the others.
        found = tuple(one if one.taken_on or said is None else replace(one, taken_on=said[0]) for one in found)
        wrong = tuple(problem for one in found for problem in (*one.recognised.problems, *self._unclear(one)))
        return found, (*problems, *wrong) or _not_to_keep(found)

    def _understood(self, given: GivenList, sheet: Sheet, before: AskedBefore) -> Understood:
        told = dict(before.answers.below(scope_of(given, sheet)))
        if self._wishes.coverage is not None:
            told[COVERAGE] = self._wishes.coverage.value
        recognised = self._recognised(sheet, given, told)
        taken_on = self._wishes.taken_on or day_in_name(given.name)
        if recognised.kind in WITH_A_DAY:
            told_by = "--taken-on says" if self._wishes.taken_on else "its name says"
            taken_on, remarks = _day_of(sheet, recognised.said_days, taken_on, told_by)
            recognised = replace(recognised, remarks=(*recognised.remarks, *remarks))
        return Understood(given, sheet, recognised, taken_on, told)

    def _recognised(self, sheet: Sheet, given: GivenList, told: Mapping[str, str]) -> Recognised:
        portal = self._wishes.portal or portal_in_name(given.name, self._portals)

        def read(kind: ListKind | None) -> Recognised:
            day = self._wishes.today
            return recognise(
                sheet, self._maps, vocabulary=self._vocabulary, today=day, kind=kind, portal=portal, answers=told
            )

        recognised = read(self._wishes.kind)
        if any(doubt.id == KIND for doubt in recognised.doubts) and (kind := kind_in_name(given.name)) is not None:
            return read(kind)
        return recognised

    def _unclear(self, made: Understood) -> Iterator[Problem]:
        """What only whoever typed the command can say."""
        wishes, layout = self._wishes, made.recognised.layout
        known = [portal.id for portal in self._portals]
        there = ", ".join(sorted(known)) or "none"
        if layout is not None and layout.portal and layout.portal not in known:
            hint = f"name it with --portal; there are: {there}"
            yield _type(made, f"'{layout.portal}' is not a portal of this inventory", hint)
        for doubt in made.recognised.doubts:
            if doubt.id == KIND:
                yield _type(made, doubt.question, f"say what it is: --kind {' or --kind '.join(doubt.answers)}")
            elif doubt.id == PORTAL:
                hint = f"name it with --portal; {self._which_portal(layout, doubt)}"
                yield _type(made, "the portal of this list is not known", hint)
        if made.recognised.kind in WITH_A_DAY and not made.taken_on:
            said = joined(day for one in made.recognised.said_days for day in one.days)
            lines = joined(str(one.line) for one in made.recognised.said_days)
            message = "this list does not say of which day it is"
            if said:
                message += f": line {' and line '.join(lines)} may mean {' or '.join(said)}"
            day = said[0] if said else wishes.today
            hint = f"say on which day it was downloaded, for example --taken-on {day}, or put that day into its name"
            yield _type(made, message, hint)
        elif made.recognised.kind in WITH_A_DAY and made.taken_on > wishes.today.isoformat():
            yield _type(made, f"this list is of {made.taken_on}, a day to come", "correct its name, or use --taken-on")

    def _which_portal(self, layout: Layout | None, doubt: Doubt) -> str:
        """The portals that there are, or the one to add that has such lists."""
        recorded = {portal.profile for portal in self._portals}
        profiles = (one.written.profile for one in self._maps if layout is not None and one.path == layout.map_path)
        profile = next(profiles, None)
        if profile and profile not in recorded:
            return f"its headings are those of --portal {profile}, which adds that portal"
        there = ", ".join(doubt.answers) or "none is recorded under `portals:` yet"
        return (
            f"there are: {there}. Another one is added by its name and its kind (hub, standalone, mac, medicaid, sso): "
            "--portal 'NAME' --new-portal KIND"
        )


def _not_to_keep(found: Sequence[Understood]) -> tuple[Problem, ...]:
    """What keeps a file from lying beside the inventory: it is kept whole, with every table and column."""
    if not any(one.recognised.kind in KEPT for one in found):
        return ()
    heads = ((one.sheet, one.recognised.layout) for one in found)
    return tuple(problem for sheet, layout in heads for problem in secret_cells(sheet, layout.head if layout else None))


def _type(made: Understood, message: str, hint: str) -> Problem:
    return Problem(ProblemCode.UNCLEAR_LIST, message, made.place, hint)


def doubts_asked(made: Understood) -> Iterator[Query]:
    """The doubts of a table as questions of the file of questions."""
    for doubt in made.recognised.doubts:
        if doubt.id not in (KIND, PORTAL):
            yield query_of(made.scope, doubt)


def unfit_answers(made: Understood, before: AskedBefore) -> Iterator[Remark]:
    """What is said of answers that their questions have no use for. Each stays where it was written."""
    for query in doubts_asked(made):
        answer = before.answers.every().get(query.id)
        if answer is not None:
            near = did_you_mean(nearest(answer.text, query.candidates))
            shown = echo(answer.text) or "that is not shown"
            text = f"the answer '{shown}' to {query.id} is none of those to choose from{near}; it is asked again"
            yield Remark(Place(QUESTIONS, before.numbers[query.id]), text)


def query_of(scope: str, doubt: Doubt) -> Query:
    """A doubt as a question."""
    return Query(f"{scope}/{doubt.id}", doubt.about, doubt.question, doubt.place, doubt.answers)


def agreed_day(said: Sequence[SaidDay]) -> tuple[str, int] | None:
    """The one day that all lines agree on, and the first line that says it; None where there is not exactly one."""
    common = set.intersection(*(set(one.days) for one in said)) if said else set()
    return (common.pop(), said[0].line) if len(common) == 1 else None


def _day_of(sheet: Sheet, said: Sequence[SaidDay], given: str, told_by: str) -> tuple[str, tuple[Remark, ...]]:
    """The day of a list, and what is said of it: the given one counts, and a line that says another one is named."""
    agreed = agreed_day(said)
    if agreed and not given:
        day, line = agreed
        return day, (Remark(sheet.place(line), f"taken on {day}, as line {line} says"),)
    other = next((one for one in said if given and given not in one.days), None)
    if other is None:
        return given, ()
    days = agreed[:1] if agreed else other.days
    text = f"taken on {given}, as {told_by}, although line {other.line} says {' or '.join(days)}"
    return given, (Remark(sheet.place(other.line), text),)


def day_in_name(name: str) -> str:
    """The day in a file's name, as text; empty where there is none. `11-13-2026` has the month first."""
    if found := _YEAR_FIRST.search(name):
        year, month, day = found.groups()
    elif found := _YEAR_LAST.search(name):
        month, day, year = found.groups()
    else:
        return ""
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def kind_in_name(name: str) -> ListKind | None:
    """The kind that a file's name says."""
    words = slug(name).split("-")
    return next((kind for word, kind in _KIND_IN_NAME.items() if word in words), None)


def portal_in_name(name: str, portals: Iterable[Portal]) -> str:
    """The portal whose id or name a file's name holds; of several the longest, empty where none does."""
    words = f"-{slug(name)}-"
    known = {key: portal.id for portal in portals for key in (slug(portal.id), slug(portal.name)) if key}
    fitting = [key for key in known if f"-{key}-" in words]
    longest = sorted(fitting, key=len, reverse=True)
    same = {known[key] for key in longest if len(key) == len(longest[0])} if longest else set()
    return same.pop() if len(same) == 1 else ""


def list_vocabulary(portals: Iterable[Portal], reference: Reference) -> ListVocabulary:
    """The words of the inventory that a list is read into."""
    every = tuple(portals)
    profiles = {portal.id: portal.profile for portal in every if portal.profile}
    native = {
        portal: tuple(role.name for role in reference.profiles[profile].native_roles or ())
        for portal, profile in profiles.items()
        if profile in reference.profiles
    }
    return ListVocabulary(
        statuses=_choices(Account, "status"),
        live=tuple(sorted(LIVE)),
        engagements=_choices(Engagement, "kind"),
        second_factors=MfaMethod.__args__,  # type: ignore[attr-defined]  # the words of a Literal
        decisions=_choices(Decision, "decision"),
        permissions=tuple(reference.permissions),
        portals=tuple(portal.id for portal in every),
        profiles=profiles,
        native_roles=native,
    )


def _choices(record: type, name: str) -> tuple[str, ...]:
    return fields_of(record)[name].shape.type.choices
