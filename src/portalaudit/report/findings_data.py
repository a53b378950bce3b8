"""The findings as JSON inside the HTML page, for search: words that repeat are written once."""

import json
from collections.abc import Iterable

from portalaudit.model.report import Report
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.page import anchor, related_rows

_HTML_SAFE = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})
_SEVERITIES = tuple(Severity)
_STATUSES = tuple(status for status in Status if status.is_finding)


class _Words:
    """Each word's number, in the order in which the words come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        return self._numbers.setdefault(word, len(self._numbers))

    def all(self) -> list[str]:
        return list(self._numbers)


def findings_data(report: Report, findings: Iterable[Verdict]) -> str:
    """JSON that stays inside its `<script>` element whatever the findings say."""
    paths = _Words()
    rules = {ruling.rule.id: number for number, ruling in enumerate(report.rulings)}
    by_id = {ruling.rule.id: ruling.rule for ruling in report.rulings}
    rows = [
        [
            anchor(verdict)[2:],
            rules[verdict.rule],
            _SEVERITIES.index(verdict.severity),
            _STATUSES.index(verdict.status),
            wording.subject(verdict.subject),
            prose(verdict.message),
            paths.number(visible(verdict.place.path)),
            verdict.place.line,
            verdict.place.column,
            [[row.place, row.label] for row in related_rows(verdict)] or 0,
            visible(", ".join(verdict.missing)),
            "" if verdict.status is Status.FAIL else wording.what_to_do(verdict, by_id[verdict.rule]),
        ]
        for verdict in findings
    ]
    data = {
        "severities": _SEVERITIES,
        "statuses": [wording.STATUS_LABELS[status] for status in _STATUSES],
        "rules": [[visible(rule.id), prose(rule.title)] for rule in by_id.values()],
        "paths": paths.all(),
        "rows": rows,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_HTML_SAFE)
