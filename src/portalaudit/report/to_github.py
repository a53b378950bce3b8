"""Annotations of GitHub Actions: lines of the log that GitHub shows at the lines of a pull request.

`::error file=…,line=…,col=…,title=…::message`. Of one step GitHub shows ten errors, ten warnings and ten notices, and
drops the rest: the worst come first, and the last notice says how many there are and what to know of the whole. Against
a base only what is new or worse is listed, as on the console.
"""

import re
from collections import Counter
from collections.abc import Iterator

from portalaudit.model.report import Report
from portalaudit.model.verdict import Severity
from portalaudit.model.whereabouts import from_root
from portalaudit.report.characters import visible
from portalaudit.report.entries import PROBLEM, QUESTION, Entry, due_entries, run_note

NAME = "github"
SUFFIX = ".txt"
READ_BY = "GitHub Actions, at the lines of a pull request"

_COMMANDS = {
    PROBLEM: "error",
    Severity.CRITICAL.value: "error",
    Severity.HIGH.value: "error",
    Severity.MEDIUM.value: "warning",
    Severity.LOW.value: "notice",
    Severity.INFO.value: "notice",
    QUESTION: "notice",
}
_MOST = {"error": 10, "warning": 10, "notice": 9}
"""How many of each GitHub shows of a step; the tenth notice is the one about the run."""
_IN_MESSAGES = re.compile(r"[%\r\n]")
_IN_PROPERTIES = re.compile(r"[%\r\n:,]")


def render(report: Report) -> Iterator[str]:
    """The annotations, worst first, and one about the run."""
    report = from_root(report)
    seen: Counter[str] = Counter()
    for entry in due_entries(report):
        command = _COMMANDS[entry.label]
        seen[command] += 1
        if seen[command] <= _MOST[command]:
            yield _annotation(command, _properties(entry), "\n".join(filter(None, (entry.message, entry.url))))
    yield _annotation("notice", {"title": "portalaudit"}, f"{_cut(seen)}{run_note(report)}")


def _properties(entry: Entry) -> dict[str, str]:
    line = {"line": str(entry.place.line), "col": str(entry.place.column)} if entry.has_line else {}
    return {"file": visible(entry.place.path), **line, "title": f"{entry.label}: {entry.name}"}


def _cut(seen: Counter[str]) -> str:
    shown = sum(min(number, _MOST[command]) for command, number in seen.items())
    if shown == seen.total():
        return ""
    return f"{shown} of {seen.total():,} annotations are shown, because GitHub shows no more of one step. "


def _annotation(command: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{name}={_escaped(_IN_PROPERTIES, value)}" for name, value in properties.items())
    return f"::{command} {written}::{_escaped(_IN_MESSAGES, message)}\n"


def _escaped(what: re.Pattern[str], text: str) -> str:
    return what.sub(lambda found: f"%{ord(found[0]):02X}", text)
