"""`questions.csv` of an inventory: what an import could not decide, with a column for the answers."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.imports.import_plan import Query
from portalaudit.imports.yaml_text import legible
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.values import dataclass, field
from portalaudit.sheets.delimited import DELIMITERS, delimited
from portalaudit.sheets.list_text import text_of
from portalaudit.sheets.listed import ListKind

QUESTIONS = "questions.csv"
COLUMNS = ("id", "about", "question", "candidates", "answer", "answered_by", "answered_on")
_WHERE = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*), line \d+\)\Z")
_COUNTED = re.compile(r"[\W\d_]+")
_FORMULAS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written beside a question, by whom and when."""

    text: str
    by: str = ""
    on: str = ""


class Answers:
    """The answers by the id of the question, and which of them were looked up, and so are used."""

    def __init__(self, given: Mapping[str, Answer]) -> None:
        self._given = given
        self.used: set[str] = set()

    def get(self, question: str) -> Answer | None:
        """The answer to a question; None where there is none."""
        answer = self._given.get(question)
        if answer is not None:
            self.used.add(question)
        return answer

    def every(self) -> Mapping[str, Answer]:
        """All answers by the id of the question."""
        return self._given

    def below(self, scope: str) -> Mapping[str, str]:
        """The answers to questions whose ids begin with a scope, by the rest of the id."""
        start = f"{scope}/"
        return {key.removeprefix(start): one.text for key, one in self._given.items() if key.startswith(start)}


@dataclass(frozen=True, slots=True)
class Settled:
    """Which unanswered questions are over: those of some scopes, of rosters by their series, and single ones by id."""

    scopes: set[str] = field(default_factory=set)
    rosters: set[str] = field(default_factory=set)
    single: set[str] = field(default_factory=set)

    def holds(self, key: str, name: str) -> bool:
        """Whether a question is over; `name` is that of the list that it is about."""
        scope = key.partition("/")[0]
        of_roster = scope == ListKind.ROSTER and bool(name) and series(name) in self.rosters
        return scope in self.scopes or of_roster or key in self.single


def series(name: str) -> str:
    """What the names of one program's lists have in common, whatever day or number each has."""
    stem = name.rpartition(".")[0] or name
    return _COUNTED.sub("", stem).casefold() or stem


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """The lines of a question file by the id of the question, with all cells, and the answers among them.

    `numbers` are those of the lines, as an editor counts them.
    """

    lines: Mapping[str, tuple[str, ...]]
    answers: Answers
    numbers: Mapping[str, int] = field(default_factory=dict)

    def list_of(self, question: str) -> str:
        """The name of the file that a question is about; empty where the line does not say it."""
        found = _WHERE.search(self.lines[question][1])
        return found.group(1) if found else ""

    def open(self) -> int:
        """How many questions will stay in the file, when the used answers are gone."""
        return len(self.lines.keys() - self.answers.used)


def read_questions(content: bytes) -> tuple[AskedBefore, tuple[Problem, ...]]:
    """The questions asked before and their answers, whatever spreadsheet saved the file. Never raises."""
    found = text_of(content)
    head = found[0].lstrip().partition("\n")[0] if found is not None else ""
    form = next((form for form, sign in DELIMITERS.items() if sign in head), "comma")
    lines: dict[str, tuple[str, ...]] = {}
    places: list[int] = []
    numbers: dict[str, int] = {}
    for number, cells in delimited(found[0], form) if found is not None else ():
        words = [cell.strip().casefold() for cell in cells]
        if not places:
            places = [words.index(name) if name in words else -1 for name in COLUMNS] if "id" in words else []
            continue
        line = tuple(cells[place].strip() if 0 <= place < len(cells) else "" for place in places)
        if line[0]:
            lines[_bare(line[0])] = line
            numbers[_bare(line[0])] = number
    if not places and content.strip():
        message = "this is not the file of questions: it has no column `id`"
        hint = "restore it, or delete it and import the lists again"
        return nothing_asked(), (Problem(ProblemCode.NO_HEADINGS, message, Place(QUESTIONS), hint),)
    answers = {key: Answer(line[4], line[5], line[6]) for key, line in lines.items() if line[4]}
    return AskedBefore(lines, Answers(answers), numbers), ()


def nothing_asked() -> AskedBefore:
    """Where no question has been asked yet."""
    return AskedBefore({}, Answers({}))


def questions_content(queries: Iterable[Query], before: AskedBefore, settled: Settled) -> bytes:
    """The bytes of the file as it will be; none where nothing is open.

    An earlier question stays until its answer is used, or the next list of everyone no longer asks it, which makes it
    one of the `settled`. What was written beside a question that is asked again stays there.
    """
    asked = {query.id: query for query in queries}
    kept = {key: line for key, line in before.lines.items() if not _is_over(key, line, before, settled)}
    if not asked and not kept:
        return b""
    content = io.BytesIO()
    with io.TextIOWrapper(content, "utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for key in sorted(asked.keys() | kept.keys()):
            writer.writerow(_line(asked[key], before) if key in asked else kept[key])
        text.flush()
        return content.getvalue()


def _line(query: Query, before: AskedBefore) -> tuple[str, ...]:
    kept = before.lines.get(query.id, ("",) * len(COLUMNS))[4:]
    where = f"{PurePosixPath(query.place.path).name}, line {query.place.line}"
    cells = (query.id, f"{query.about} ({where})", query.question, "; ".join(query.candidates))
    return (*map(_cell, cells), *kept)


def _is_over(key: str, line: Sequence[str], before: AskedBefore, settled: Settled) -> bool:
    return key in before.answers.used or (not line[4] and settled.holds(key, before.list_of(key)))


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    plain = legible(text)
    return f"'{plain}" if plain.startswith(_FORMULAS) else plain


def _bare(text: str) -> str:
    return text.removeprefix("'")
