"""What changed between two versions of a practice's files, as JSON. Its shape is fixed by `assets/diff.schema.json`."""

import json
from collections.abc import Iterator
from pathlib import Path

from portalaudit.model.comparison import PolicyChange
from portalaudit.model.difference import Difference, Differences
from portalaudit.model.place import Place
from portalaudit.model.report import Way
from portalaudit.model.whereabouts import place_from
from portalaudit.report.characters import encodable
from portalaudit.report.json_parts import location, named, problem_as_json
from portalaudit.report.wording import DISCLAIMER

SCHEMA_ID = "portalaudit/diff/v1"
SCHEMA_PATH = Path(__file__).parent / "assets" / "diff.schema.json"


def schema() -> str:
    """The JSON Schema of the changes, as text."""
    return SCHEMA_PATH.read_text(encoding="utf-8")


def render(answer: Differences) -> Iterator[str]:
    """One JSON object."""
    value = {
        "schema": SCHEMA_ID,
        "disclaimer": DISCLAIMER,
        "tool": {"name": "portalaudit", "version": answer.version},
        "as_of": answer.as_of.isoformat(),
        "practice": {"id": answer.practice.id, "name": answer.practice.name},
        "base": answer.base,
        "head": answer.head or None,
        "changes": [_record(one, answer.from_root) for one in answer.records],
        "policies": [_policy(one, answer.from_root) for one in answer.policies],
        "notes": answer.notes,
        "problems": list(map(problem_as_json, answer.problems)),
    }
    yield encodable(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def sentence(change: PolicyChange) -> str:
    """What changes in the policies, said of no branch."""
    return change.words[:1].upper() + change.words[1:]


def _record(one: Difference, way: Way) -> dict[str, object]:
    return {
        "change": one.kind,
        "section": one.section,
        "subject": {"type": one.subject.type, "id": one.subject.id},
        "portal": one.portal and named(one.portal),
        "people": list(map(named, one.people)),
        "field": one.change.field or None,
        "before": one.change.before,
        "after": one.change.now,
        "added": one.change.added,
        "removed": one.change.removed,
        "location": _location(one.place, way),
        "sentence": one.change.words,
    }


def _policy(one: PolicyChange, way: Way) -> dict[str, object]:
    return {"part": one.part, "name": one.name, "location": _location(one.place, way), "sentence": sentence(one)}


def _location(place: Place | None, way: Way) -> dict[str, object] | None:
    return None if place is None else location(place_from(place, way))
