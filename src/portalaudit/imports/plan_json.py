"""A plan for programs to read."""

import json
from collections.abc import Iterator
from pathlib import Path

from portalaudit.imports.import_plan import Change, Plan, Query
from portalaudit.imports.inventory_folder import digest_of
from portalaudit.model import Place, Problem

SCHEMA = "portalaudit/import/v1"
SCHEMA_PATH = Path(__file__).parent / "assets" / "import.schema.json"


def schema() -> str:
    """The JSON Schema of a plan, as text."""
    return SCHEMA_PATH.read_text(encoding="utf-8")


def plan_json(plan: Plan, *, is_written: bool) -> Iterator[str]:
    """The plan as one JSON object, whose form the schema describes."""
    made = {
        "schema": SCHEMA,
        "written": is_written,
        "lists": [
            {
                "path": one.path,
                "kind": one.kind.value,
                "about": one.about,
                "taken_on": one.taken_on,
                "coverage": one.coverage.value,
                "rows": one.rows,
                "kept_as": one.kept_as,
                "sha256": one.sha256,
            }
            for one in plan.lists
        ],
        "changes": list(map(_change, plan.changes)),
        "questions": list(map(_query, plan.queries)),
        "skipped": [{"location": _place(one.place), "reason": one.reason} for one in plan.skipped],
        "remarks": [{"location": _place(one.place), "text": one.text} for one in plan.remarks],
        "problems": list(map(_problem, plan.problems)),
        "files": [
            {"path": one.path, "sha256": digest_of(one.content), "is_new": one.before is None} for one in plan.files
        ],
    }
    yield json.dumps(made, ensure_ascii=False, indent=1)
    yield "\n"


def _place(place: Place) -> dict[str, object]:
    return {"path": place.path, "line": place.line, "column": place.column}


def _change(one: Change) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "section": one.section,
        "record": one.record,
        "name": one.name,
        "fields": [{"field": each.field, "before": each.before, "after": each.after} for each in one.fields],
        "note": one.note,
        "location": _place(one.place),
    }


def _query(one: Query) -> dict[str, object]:
    return {
        "id": one.id,
        "about": one.about,
        "question": one.question,
        "candidates": list(one.candidates),
        "location": _place(one.place),
    }


def _problem(one: Problem) -> dict[str, object]:
    return {"code": one.code.value, "message": one.message, "hint": one.hint, "location": _place(one.place)}
