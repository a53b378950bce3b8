"""GitLab Code Quality: what a merge request shows beside the changed lines.

GitLab compares the list with that of the target branch, so it holds everything, whatever the base of the run. It stops
at the first entry that it does not like and keeps one of two with the same fingerprint. A clean run is an empty list;
a partial one has an entry that says so, which keeps it from looking clean.
"""

import hashlib
import json
from collections.abc import Iterator

from portalaudit.model.place import Place
from portalaudit.model.report import Report
from portalaudit.model.verdict import Severity
from portalaudit.model.whereabouts import from_root
from portalaudit.report.characters import encodable
from portalaudit.report.entries import PROBLEM, QUESTION, Entry, entries, run_note

NAME = "gitlab"
SUFFIX = ".json"
READ_BY = "GitLab Code Quality, in a merge request"

_PARTIAL = "partial-run"
_SEVERITIES = {
    PROBLEM: "blocker",
    Severity.CRITICAL.value: "blocker",
    Severity.HIGH.value: "critical",
    Severity.MEDIUM.value: "major",
    Severity.LOW.value: "minor",
    Severity.INFO.value: "info",
    QUESTION: "info",
    _PARTIAL: "info",
}


def render(report: Report) -> Iterator[str]:
    """The list, an entry on each line."""
    report = from_root(report)
    separator = ""
    yield "["
    for entry in (*entries(report), *_partial(report)):
        yield encodable(f"{separator}\n{json.dumps(_entry(entry), ensure_ascii=False)}")
        separator = ","
    yield "\n]\n" if separator else "]\n"


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "description": entry.message,
        **({"content": {"body": f"[{entry.name}](<{entry.url}>)"}} if entry.url else {}),
        "check_name": entry.name,
        "fingerprint": entry.identity,
        "severity": _SEVERITIES[entry.label],
        "location": {"path": entry.place.path, "lines": {"begin": entry.place.line}},
    }


def _partial(report: Report) -> Iterator[Entry]:
    """What to know of a partial run, at the first file of the inventory: an entry must have a place."""
    if report.run.is_partial:
        path = next((file.path for file in report.inputs.files if file.is_data), ".")
        identity = hashlib.sha256(f"{_PARTIAL}\0{report.practice.id}".encode(errors="surrogatepass")).hexdigest()
        yield Entry(_PARTIAL, _PARTIAL, run_note(report), Place(path), identity)
