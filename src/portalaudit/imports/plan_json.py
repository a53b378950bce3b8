"""A plan for programs to read, record by record: a list may have a hundred thousand lines."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from portalaudit.imports.import_plan import Change, ListRead, NewText, Plan, Query
from portalaudit.imports.inventory_folder import digest_of
from portalaudit.model import Place, Problem
from portalaudit.sheets.listed import Remark, SkippedRow

SCHEMA = "portalaudit/import/v1"
SCHEMA_PATH = Path(__file__).parent / "assets" / "import.schema.json"

_Object = dict[str, object]


def schema() -> str:
    """The JSON Schema of a plan, as text."""
    return SCHEMA_PATH.read_text(encoding="utf-8")


def plan_json(plan: Plan, *, is_written: bool) -> Iterator[str]:
    """The plan as one JSON object in pieces, whose form the schema describes."""
    yield f'{{\n "schema": {_scalar(SCHEMA)},\n "written": {_scalar(is_written)}'
    for name, records in _parts(plan):
        yield f',\n "{name}": ['
        between = "\n  "
        for each in records:
            yield between + _text(each, 2)
            between = ",\n  "
        yield "]" if between == "\n  " else "\n ]"
    yield "\n}\n"


def _parts(plan: Plan) -> Iterator[tuple[str, Iterable[_Object]]]:
    yield "lists", map(_list, plan.lists)
    yield "changes", map(_change, plan.changes)
    yield "questions", map(_query, plan.queries)
    yield "skipped", map(_skipped, plan.skipped)
    yield "remarks", map(_remark, plan.remarks)
    yield "problems", map(_problem, plan.problems)
    yield "files", map(_file, plan.files)


_scalar: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False).encode


def _text(value: object, depth: int) -> str:
    """A value as `json.dumps` lays it out with an indent of one, which makes a dozen functions for each value."""
    if not value or not isinstance(value, dict | list):
        return _scalar(value)
    start, end = f"\n{' ' * (depth + 1)}", f"\n{' ' * depth}"
    if isinstance(value, dict):
        return f"{{{','.join(f'{start}{_scalar(key)}: {_text(each, depth + 1)}' for key, each in value.items())}{end}}}"
    return f"[{','.join(start + _text(each, depth + 1) for each in value)}{end}]"


def _list(one: ListRead) -> _Object:
    return {
        "path": one.path,
        "kind": one.kind.value,
        "about": one.about,
        "taken_on": one.taken_on,
        "coverage": one.coverage.value,
        "rows": one.rows,
        "kept_as": one.kept_as,
        "sha256": one.sha256,
    }


def _change(one: Change) -> _Object:
    return {
        "kind": one.kind.value,
        "section": one.section,
        "record": one.record,
        "name": one.name,
        "fields": [{"field": each.field, "before": each.before, "after": each.after} for each in one.fields],
        "note": one.note,
        "location": _place(one.place),
    }


def _query(one: Query) -> _Object:
    return {
        "id": one.id,
        "about": one.about,
        "question": one.question,
        "candidates": list(one.candidates),
        "location": _place(one.place),
    }


def _skipped(one: SkippedRow) -> _Object:
    return {"location": _place(one.place), "reason": one.reason}


def _remark(one: Remark) -> _Object:
    return {"location": _place(one.place), "text": one.text}


def _problem(one: Problem) -> _Object:
    return {"code": one.code.value, "message": one.message, "hint": one.hint, "location": _place(one.place)}


def _file(one: NewText) -> _Object:
    return {"path": one.path, "sha256": digest_of(one.content), "is_new": one.before is None}


def _place(place: Place) -> _Object:
    return {"path": place.path, "line": place.line, "column": place.column}
