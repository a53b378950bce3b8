"""The findings as JSON inside the HTML page, for search: words that repeat are written once."""

import json
from collections.abc import Iterable, Mapping

from portalaudit.model.report import Report
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import compared, wording
from portalaudit.report.characters import visible
from portalaudit.report.finding_rows import anchor, fault, related_rows, step_of, titles_of
from portalaudit.report.report_directory import Directory

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


class _Rows:
    """Rows of findings, as the script of the page reads them."""

    def __init__(self, report: Report, directory: Directory) -> None:
        self._report, self._directory = report, directory
        self._rules = {ruling.rule.id: (number, ruling.rule) for number, ruling in enumerate(report.rulings)}
        self.words, self.people, self.portals = _Words(), _Words(), _Words()

    def row(self, verdict: Verdict) -> list[object]:
        whose = self._directory.concerned(verdict)
        number, rule = self._rules[verdict.rule]
        return [
            anchor(verdict)[2:],
            number,
            _SEVERITIES.index(verdict.severity),
            _STATUSES.index(verdict.status),
            self.words.number(whose.person),
            self.words.number(whose.portal),
            whose.login,
            self.words.number(whose.used),
            [self.people.number(one) for one in whose.people] or 0,
            [self.portals.number(one) for one in whose.portals] or 0,
            list(map(visible, self._directory.whose(verdict).accounts)) or 0,
            wording.subject(verdict.subject),
            compared.said(self._report, verdict),
            self.words.number(visible(verdict.place.path)),
            verdict.place.line,
            verdict.place.column,
            [[row.place, row.label] for row in related_rows(verdict)] or 0,
            visible(", ".join(verdict.missing)),
            step_of(verdict, rule),
            self.words.number(verdict.action),
            self.words.number(verdict.settled_by),
        ]


def findings_data(report: Report, findings: Iterable[Verdict], directory: Directory) -> str:
    """JSON that stays inside its `<script>` element whatever the findings say."""
    rows = _Rows(report, directory)
    made = [rows.row(verdict) for verdict in findings]
    data = {
        "severities": _SEVERITIES,
        "statuses": [wording.STATUS_LABELS[status] for status in _STATUSES],
        "rules": [[visible(ruling.rule.id), fault(ruling.rule)] for ruling in report.rulings],
        "people": _named(rows.people, directory.people),
        "portals": _named(rows.portals, directory.portals),
        "actions": titles_of(report),
        "words": rows.words.all(),
        "rows": made,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_HTML_SAFE)


def _named(ids: _Words, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(visible(one), names.get(one, visible(one))) for one in ids.all()]
