"""What came of each practice of a run, as JSON: no one is named. Its shape is fixed by `assets/summary.schema.json`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from portalaudit.report.characters import encodable
from portalaudit.report.roll_up import Compared, Line, Numbers
from portalaudit.report.wording import disclaimer

SCHEMA_ID = "portalaudit/summary/v1"
SCHEMA_PATH = Path(__file__).parent / "assets" / "summary.schema.json"


def schema() -> str:
    """The JSON Schema of the summary, as text."""
    return SCHEMA_PATH.read_text(encoding="utf-8")


def render(lines: Sequence[Line], version: str) -> Iterator[str]:
    """One JSON object, a practice on a line."""
    is_partial = any(line.numbers.banner for line in lines if line.numbers)
    head = {
        "schema": SCHEMA_ID,
        "disclaimer": disclaimer(is_partial=is_partial),
        "tool": {"name": "portalaudit", "version": version},
        "exit_code": max(line.exit_code for line in lines),
    }
    practices = ",\n".join(_encode(_practice(line)) for line in lines)
    yield "{" + ",\n".join(f"{_encode(name)}: {_encode(value)}" for name, value in head.items()) + ",\n"
    yield f'"practices": [\n{practices}\n]\n}}\n'


def _practice(line: Line) -> dict[str, object]:
    head = {"name": line.name, "result": line.outcome, "exit_code": line.exit_code}
    return {**head, "numbers": _numbers(line.numbers) if line.numbers else None}


def _numbers(numbers: Numbers) -> dict[str, object]:
    return {
        "as_of": numbers.as_of.isoformat(),
        "banner": numbers.banner,
        "findings": numbers.findings,
        "unknown": numbers.unknown,
        "questions": numbers.questions,
        "waived": numbers.waived,
        "problems": numbers.problems,
        "oldest_review": numbers.oldest_review or None,
        "compared": _compared(numbers.compared) if numbers.compared else None,
    }


def _compared(compared: Compared) -> dict[str, object]:
    return {"base": compared.base, "new_or_worse": compared.due, "fixed": compared.fixed}


def _encode(value: object) -> str:
    return encodable(json.dumps(value, ensure_ascii=False))
