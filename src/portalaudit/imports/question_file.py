"""`questions.csv` of an inventory: what an import could not decide, with a column for the answers."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from portalaudit.imports.import_plan import Query
from portalaudit.imports.user_lists import Answer
from portalaudit.imports.yaml_text import legible
from portalaudit.model import Problem
from portalaudit.model.values import dataclass
from portalaudit.sheets.open_list import open_list

QUESTIONS = "questions.csv"
COLUMNS = ("id", "about", "question", "candidates", "answer", "answered_by", "answered_on")
_FORMULAS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """The lines of a question file by the id of the question, with all cells, and the answers among them."""

    lines: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, Answer]


NOTHING = AskedBefore({}, {})


def read_questions(content: bytes) -> tuple[AskedBefore, tuple[Problem, ...]]:
    """The questions asked before and their answers, whatever program saved the file. Never raises."""
    sheets, problems = open_list(QUESTIONS, content)
    if problems or not sheets:
        return NOTHING, problems
    lines: dict[str, tuple[str, ...]] = {}
    places: list[int] = []
    for _, cells in sheets[0].lines():
        words = [cell.strip().casefold() for cell in cells]
        if not places:
            places = [words.index(name) if name in words else -1 for name in COLUMNS] if "id" in words else []
            continue
        line = tuple(cells[place].strip() if 0 <= place < len(cells) else "" for place in places)
        if line[0]:
            lines[_bare(line[0])] = line
    answers = {key: Answer(line[4], line[5], line[6]) for key, line in lines.items() if line[4]}
    return AskedBefore(lines, answers), ()


def questions_text(queries: Iterable[Query], before: AskedBefore, looked_at: Collection[str]) -> str:
    """The file as it will be; empty where nothing is open.

    Earlier questions about lists that were `looked_at` now stay only where they are asked again; others stay as they
    are. What was written beside a question that is asked again stays there.
    """
    lines = {key: line for key, line in before.lines.items() if key.partition("/")[0] not in looked_at}
    for query in queries:
        kept = before.lines.get(query.id, ("",) * len(COLUMNS))[4:]
        cells = (query.id, f"{query.about} ({query.place})", query.question, "; ".join(query.candidates))
        lines[query.id] = (*map(_cell, cells), *kept)
    if not lines:
        return ""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_in_order(lines))
    return text.getvalue()


def _in_order(lines: Mapping[str, Sequence[str]]) -> Iterator[Sequence[str]]:
    yield from (lines[key] for key in sorted(lines))


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    plain = legible(text)
    return f"'{plain}" if plain.startswith(_FORMULAS) else plain


def _bare(text: str) -> str:
    return text.removeprefix("'")
