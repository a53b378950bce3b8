"""Who can log in where, as JSON. Its shape is fixed by `assets/access.schema.json`."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from portalaudit.model.access import Login, RecordedBy
from portalaudit.model.report import Report
from portalaudit.model.verdict import Verdict
from portalaudit.model.whereabouts import from_root
from portalaudit.report import partial, wording
from portalaudit.report.access_parts import login_as_json, person_as_json, portal_as_json
from portalaudit.report.characters import encodable
from portalaudit.report.json_parts import location, problem_as_json, root
from portalaudit.report.report_directory import Directory, worst

SCHEMA_ID = "portalaudit/access/v1"
SCHEMA_PATH = Path(__file__).parent / "assets" / "access.schema.json"


def schema() -> str:
    """The JSON Schema of the answer, as text."""
    return SCHEMA_PATH.read_text(encoding="utf-8")


def render(report: Report, only: Sequence[str], recorded: RecordedBy | None = None) -> Iterator[str]:
    """One JSON object; a login, a person or a portal on a line."""
    report = from_root(report)
    directory = Directory(report)
    access, found = directory.access, directory.by_account(report.findings())
    head = {
        "schema": SCHEMA_ID,
        "disclaimer": wording.disclaimer(is_partial=report.run.is_partial),
        "tool": {"name": "portalaudit", "version": report.tool_version},
        "as_of": report.as_of.isoformat(),
        "practice": {"id": report.practice.id, "name": report.practice.name},
        "root": root(report),
        "only": list(only),
        "recorded": recorded and {"commit": recorded.commit, "day": recorded.day.isoformat()},
        "run": {
            "banner": partial.banner(report),
            "not_read": [{"path": one.path, "why": one.why} for one in report.inputs.not_read],
        },
    }
    yield "{" + ",\n".join(f"{_encode(name)}: {_encode(value)}" for name, value in head.items()) + ",\n"
    yield _array("portals", map(portal_as_json, access.portals)) + ",\n"
    yield _array("people", map(person_as_json, access.people)) + ",\n"
    yield _array("logins", (_login(one, found.get(one.account, [])) for one in access.logins)) + ",\n"
    yield _array("problems", map(problem_as_json, report.problems)) + "\n}\n"


def _encode(value: object) -> str:
    return encodable(json.dumps(value, ensure_ascii=False))


def _array(name: str, values: Iterable[object]) -> str:
    lines = ",\n".join(map(_encode, values))
    return f"{_encode(name)}: [\n{lines}\n]" if lines else f"{_encode(name)}: []"


def _login(login: Login, verdicts: Sequence[Verdict]) -> dict[str, object]:
    return {
        **login_as_json(login),
        "worst_finding": worst(verdicts) or None,
        "findings": [
            {"rule": one.rule, "severity": one.severity, "message": one.message, "fingerprint": one.fingerprint}
            for one in verdicts
        ],
        "location": location(login.place),
    }
