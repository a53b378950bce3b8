"""When findings opened and closed, as JSON. Its shape is fixed by `assets/history.schema.json`."""

import json
from collections.abc import Iterator
from pathlib import Path

from portalaudit.model.history import History, Point, Spell
from portalaudit.report.characters import encodable
from portalaudit.report.history_parts import Step, notes, steps, tallies
from portalaudit.report.wording import DISCLAIMER

SCHEMA_ID = "portalaudit/history/v1"
SCHEMA_PATH = Path(__file__).parent / "assets" / "history.schema.json"


def schema() -> str:
    """The JSON Schema of a history, as text."""
    return SCHEMA_PATH.read_text(encoding="utf-8")


def render(answer: History) -> Iterator[str]:
    """One JSON object."""
    value = {
        "schema": SCHEMA_ID,
        "disclaimer": DISCLAIMER,
        "tool": {"name": "portalaudit", "version": answer.version},
        "as_of": answer.end.isoformat(),
        "since": answer.since and answer.since.isoformat(),
        "practice": {"id": answer.practice.id, "name": answer.practice.name},
        "every_day": answer.is_every_day,
        "days": list(map(_day, steps(answer))),
        "findings": [_finding(spell, answer) for spell in answer.spells],
        "rules": [
            {
                "rule": one.rule,
                "opened": one.opened,
                "closed": one.closed,
                "open": one.opened - one.closed,
                "longest_days": one.longest,
            }
            for one in tallies(answer)
        ],
        "failing_days": [
            {"framework": one.framework, "control": one.control, "quarter": one.quarter, "days": one.days}
            for one in answer.failing
        ],
        "left_out": [{"commit": one.commit, "day": one.day.isoformat(), "why": one.why} for one in answer.left_out],
        "notes": list(notes(answer)),
    }
    yield encodable(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _day(step: Step) -> dict[str, object]:
    return {
        "day": step.point.day.isoformat(),
        "commit": _commit(step.point),
        "findings": len(step.point.findings),
        "opened": step.opened,
        "closed": step.closed,
        "questions": step.point.unanswered,
    }


def _commit(point: Point | None) -> str | None:
    return None if point is None or point.by_time else point.commit


def _finding(spell: Spell, answer: History) -> dict[str, object]:
    finding = spell.finding
    return {
        "fingerprint": spell.fingerprint,
        "rule": finding.rule,
        "subject": {"type": finding.subject.type, "id": finding.subject.id},
        "severity": finding.severity,
        "opened_on": spell.opened.day.isoformat(),
        "opened_earlier": spell.is_cut,
        "opened_commit": None if spell.is_cut else _commit(spell.opened),
        "closed_on": spell.closed and spell.closed.day.isoformat(),
        "closed_commit": _commit(spell.closed),
        "days": spell.days(answer.end),
        "message": finding.message,
    }
