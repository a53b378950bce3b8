"""A plan for people to read: what is new, changed, back or gone, what is asked, and what was not taken."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from portalaudit.imports.import_plan import Change, ChangeKind, FieldChange, ListRead, Plan, Query
from portalaudit.imports.question_file import QUESTIONS
from portalaudit.imports.yaml_text import legible
from portalaudit.model import Place
from portalaudit.sheets.listed import Coverage, ListKind, Remark, SkippedRow

SHOWN = 20
"""Lines of one part that are shown unless everything is."""

_KINDS = {
    ChangeKind.NEW: "New",
    ChangeKind.CHANGED: "Changed",
    ChangeKind.BACK: "Active again",
    ChangeKind.GONE: "Gone",
}
_WHAT = {
    ListKind.ROSTER: "staff roster",
    ListKind.USERS: "users",
    ListKind.TRAINING: "training",
    ListKind.QUESTIONS: "answers",
    ListKind.ACCESS: "review decisions",
}
_COVERAGE = {
    Coverage.FULL: "everyone",
    Coverage.PARTIAL: "a part: no one counts as gone",
    Coverage.UNKNOWN: "not known whether everyone: no one counts as gone; --coverage full or partial says it",
}


def plan_lines(plan: Plan, *, folder: str, is_written: bool, is_full: bool) -> Iterator[str]:
    """The plan, line by line; the last one says what to do next. `folder` is how the inventory is named."""
    yield from (f"{line}\n" for line in _lines(plan, folder, is_full=is_full))
    yield f"{_end(plan, folder, is_written=is_written)}\n"


def _lines(plan: Plan, folder: str, *, is_full: bool) -> Iterator[str]:
    for each in plan.lists:
        yield from _list(each)
    most = None if is_full else SHOWN
    for kind, title in _KINDS.items():
        yield from _part(title, plan.changes.counts()[kind], map(_change, plan.changes.of_kind(kind)), most)
    yield from _part(f"To answer in {folder}/{QUESTIONS}", len(plan.queries), map(_query, plan.queries), most)
    yield from _part("Not taken", len(plan.skipped), map(_skipped, plan.skipped), most)
    yield from _part("Noticed", len(plan.remarks), map(_remark, plan.remarks), most)


def _list(one: ListRead) -> Iterator[str]:
    kind = _WHAT[one.kind]
    about = f" of {one.about}" if one.about else ""
    day = f" on {one.taken_on}" if one.taken_on and one.kind in (ListKind.ROSTER, ListKind.USERS) else ""
    coverage = f" ({_COVERAGE[one.coverage]})" if day else ""
    rows = f"{one.rows:,} line{'' if one.rows == 1 else 's'}"
    yield legible(f"{one.path}: {kind}{about}{day}, {rows}{coverage}{f': {one.decisions}' if one.decisions else ''}")


def _part(title: str, number: int, lines: Iterator[str], most: int | None) -> Iterator[str]:
    if number:
        yield ""
        yield f"{title} ({number:,})"
        yield from (f"  {legible(line)}" for line in islice(lines, most))
        if most is not None and number > most:
            yield f"  … and {number - most:,} more; --full shows all"


def _query(query: Query) -> str:
    return f"{query.about}: {query.question}{_offered(query.candidates)}"


def _skipped(one: SkippedRow) -> str:
    return f"{_at(one.place)} {one.reason}"


def _remark(one: Remark) -> str:
    return f"{_at(one.place)} {one.text}"


def _change(change: Change) -> str:
    fields = ", ".join(
        _field(one) for one in change.fields if change.kind is not ChangeKind.NEW or one.field in _OF_NEW
    )
    told = "; ".join(filter(None, (fields, change.note)))
    return f"{change.name}{': ' if told else ''}{told} ({_at(change.place)})"


def _field(one: FieldChange) -> str:
    """A field in words: `last day 2026-10-30`, `person a-ruiz → k-lee`."""
    found = _SPELL.fullmatch(one.field)
    name = _DAYS[found.group(1)] if found else one.field
    if one.field == "match":
        return "recorded as decided" if "unmatched" in one.after else "and how that is known"
    return f"{name} {one.before} → {one.after}" if one.before else f"{name} {one.after}"


_SPELL = re.compile(r"engagements\.\d+\.(start|end)")
_DAYS = {"start": "first day", "end": "last day"}

_OF_NEW = frozenset(
    {"person", "persons", "type", "status", "kind", "profile", "engagements", "roles", "completed_on", "decision"}
)
"""What is worth a look in a new record; all of it stands in the file and in the JSON."""


def _offered(candidates: Sequence[str]) -> str:
    return f" Perhaps: {'; '.join(candidates[:5])}" if candidates else ""


def _at(place: Place) -> str:
    return f"{PurePosixPath(place.path).name}:{place.line}"


def _end(plan: Plan, folder: str, *, is_written: bool) -> str:
    counts = plan.changes.counts()
    said = ", ".join(f"{count:,} {_COUNTED[kind]}" for kind, count in counts.items() if count) or "no record changes"
    asked = len(plan.queries) or plan.waiting
    questions = f"{asked:,} question{'' if asked == 1 else 's'}"
    to_answer = f"; {questions} to answer in {folder}/{QUESTIONS}" if asked else ""
    if plan.answered:
        several = f"{plan.answered:,} answers wait for their lists"
        to_answer += f"; {several if plan.answered > 1 else '1 answer waits for its list'}"
    if is_written:
        return f"\nWritten: {said}{to_answer}."
    if not plan.files:
        return f"\nNothing to do: {said}{to_answer}."
    to_ask = f", and puts {questions} into {folder}/{QUESTIONS}" if plan.queries else ""
    return f"\nNothing was written yet. With --write the same command writes it: {said}{to_ask}."


_COUNTED = {
    ChangeKind.NEW: "new",
    ChangeKind.CHANGED: "changed",
    ChangeKind.BACK: "active again",
    ChangeKind.GONE: "gone",
}


def has_work(plan: Plan) -> bool:
    """Whether a plan changes a file or asks something."""
    return bool(plan.files or plan.queries)
