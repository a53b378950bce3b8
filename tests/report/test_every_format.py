"""What wants to break out of a report is text in every format that there is, and each gives the same bytes twice.

The formats are those of the list, and how each is read hangs on how its files end: a new one cannot be forgotten.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping

import pytest
from icalendar import Calendar
from lxml import etree

from portalaudit.model.place import Place
from portalaudit.model.report import PracticeName, Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status, Subject
from portalaudit.report import REPORTERS, reporter
from tests.report import sample
from tests.report.golden_files import text_of

HOSTILE: Mapping[str, str] = {
    "controls": "a\x00b\x07c\x1b[31md\x7fe\x85f\ufffe\uffff",
    "xml": "]]> --> </title></failure><script>alert(1)</script>&bogus; &#0;",
    "commands": "%0A::error file=x::y\n::set-env name=x::y\r##[error]z ##vso[task.complete]",
    "formula": "=cmd|' /C calc'!A0",
    "bidi": "\N{RIGHT-TO-LEFT OVERRIDE}txt.exe\N{POP DIRECTIONAL FORMATTING}\u2066x\u2069\u200b\ufeff",
    "surrogates": "\ud800 and \udfff",
    "lines": "a\rb\nc\u2028d\u2029e\x0bf\x0cg\nBEGIN:VEVENT\nDTSTART:20200101",
    "markdown": "| a | [x](javascript:1) <img src=x> `c` @octocat #1\n# head",
    "long": "x" * 200_000,
}
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufffe\uffff\ud800-\udfff]"
)
COMMANDS = re.compile(r"^\s*::[^:\s].*|##[A-Za-z]*\[", re.MULTILINE)


def hostile(text: str) -> Report:
    """A report in which a text stands wherever someone writes one."""
    judged = replace(sample.rule("a-rule", Severity.HIGH), title=text, remediation=text, rationale=text, fault=text)
    name = re.sub("[\ud800-\udfff]", "", text)  # no file that can be read holds half a pair in an id
    names = {f"{status.value}{name}": Place(f"{text[:200]}.yaml", 3, 4) for status in Status}
    about = sample.subjects("account", names)
    found = tuple(
        sample.verdict(
            judged,
            Subject("account", f"{status.value}{name}"),
            status,
            text,
            Place(f"{text[:200]}.yaml", 3, 4),
            missing=(text,) if status is Status.UNKNOWN else (),
            waiver=replace(sample.WAIVER, reason=text) if status is Status.WAIVED else None,
        )
        for status in Status
        if status not in {Status.PASS, Status.NOT_APPLICABLE}
    )
    report = sample.report((sample.ruling(judged, about, found),))
    return replace(report, practice=PracticeName(name, text))


def no_formula(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def whole_calendar(text: str) -> None:
    calendar = Calendar.from_ical(text)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    assert "20200101" not in {part["DTSTART"].to_ical().decode() for part in calendar.walk("VEVENT")}


def whole_xml(text: str) -> None:
    root = etree.fromstring(text.encode())
    assert not [one for one in root.iter() if etree.QName(one).localname == "script"]


def no_element_of_its_own(text: str) -> None:
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


def no_markup(text: str) -> None:
    assert not re.search(r"(?<!\\)<(?!!-- )", text)
    assert not re.search(r"(?<!\\)\[x(?<!\\)\]\(javascript", text)
    assert not re.search(r"(?<![\w.+-])@octocat", text)


READ: Mapping[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".sarif": json.loads,
    ".jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
    ".xml": whole_xml,
    ".svg": whole_xml,
    ".html": no_element_of_its_own,
    ".md": no_markup,
    ".csv": no_formula,
    ".ics": whole_calendar,
    ".txt": lambda text: text,
    ".xlsx": lambda text: [cell for row in text.splitlines() if row[:1] == "[" for cell in json.loads(row)],
}


def suffix(name: str) -> str:
    return reporter(name).SUFFIX


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", REPORTERS)
def test_what_wants_to_break_out_is_text(name: str, kind: str) -> None:
    report = hostile(HOSTILE[kind])
    shown = text_of(report, name)

    assert shown == text_of(report, name)
    shown.encode()
    READ[suffix(name)](shown)
    if suffix(name) not in {".json", ".sarif", ".jsonl", ".xlsx"}:
        assert FORBIDDEN.findall(shown.removeprefix("\ufeff")) == []
    if name not in {"github", "xlsx"}:
        assert COMMANDS.findall(shown.replace("\r\n ", "")) == [], name


@pytest.mark.parametrize("kind", HOSTILE)
def test_annotations_stay_one_line_each(kind: str) -> None:
    lines = text_of(hostile(HOSTILE[kind]), "github").splitlines()
    assert all(re.match(r"::(error|warning|notice) ", line) for line in lines)
    assert "##[" not in "".join(lines)
