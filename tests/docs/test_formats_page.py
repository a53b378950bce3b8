"""The page on formats: what it tells people to set up works on what the program writes."""

import json
import re
from typing import Any

import formats_page
from portalaudit.report import REPORTERS, reporter
from portalaudit.report.entries import entries
from tests.report import sample
from tests.report.golden_files import text_of

PAGE = "\n".join(formats_page.page())


def matchers() -> list[Any]:
    [tasks] = re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    [task] = json.loads(tasks)["tasks"]
    found: list[Any] = task["problemMatcher"]
    return found


def matched(line: str) -> list[tuple[str, dict[str, str]]]:
    """What each problem matcher makes of a line."""
    made = []
    for matcher in matchers():
        pattern = dict(matcher["pattern"])
        if found := re.search(pattern.pop("regexp"), line):
            made.append((matcher["severity"], {name: found[group] for name, group in pattern.items()}))
    return made


def test_each_format_has_a_row() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| `(\.[a-z]+)` \| (.+) \|$", PAGE, re.MULTILINE)

    assert [(name, suffix) for name, suffix, _ in rows] == [(name, reporter(name).SUFFIX) for name in REPORTERS]
    assert len({readers for _, _, readers in rows}) == len(rows)


def test_the_problem_matchers_read_every_line_of_a_concise_report_once() -> None:
    report = sample.everything()
    *lines, last = text_of(report, "concise").splitlines()
    shown = {"problem": "error", "critical": "error", "high": "error", "medium": "warning"}

    assert matched(last) == []
    for line, entry in zip(lines, entries(report), strict=True):
        place = {"file": entry.place.path, "line": str(entry.place.line), "column": str(entry.place.column)}
        assert matched(line) == [
            (shown.get(entry.label, "info"), {**place, "code": entry.name, "message": entry.message})
        ]


def test_a_medium_finding_is_a_warning() -> None:
    assert matched("a b/c.yaml:1:2: medium[x] it: is[1]") == [
        ("warning", {"file": "a b/c.yaml", "line": "1", "column": "2", "code": "x", "message": "it: is[1]"})
    ]
