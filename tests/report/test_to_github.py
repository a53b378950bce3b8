"""The lines are read back as the runner of GitHub Actions reads them."""

import re
from collections import Counter
from typing import NamedTuple

import pytest

from portalaudit.model.place import Place
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.report import Report, Way
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status, Subject
from portalaudit.model.whereabouts import from_root
from portalaudit.report import to_github
from portalaudit.report.entries import entries, run_note
from tests.report import sample
from tests.report.comparing import held_against_main


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def commands(report: Report) -> list[Command]:
    """What the runner makes of each line: it splits before it decodes."""
    found = []
    for line in "".join(to_github.render(report)).splitlines():
        head, message = line.removeprefix("::").split("::", 1)
        name, _, properties = head.partition(" ")
        pairs = dict(one.split("=", 1) for one in properties.split(","))
        found.append(Command(name, {key: decoded(value) for key, value in pairs.items()}, decoded(message)))
    return found


def decoded(text: str) -> str:
    for written, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(written, character)
    return text


def one_finding(path: str, message: str) -> Report:
    judged, place = sample.rule("own", Severity.HIGH), Place(path, 7, 3)
    found = sample.verdict(judged, Subject("account", "a"), Status.FAIL, message, place)
    return sample.report((sample.ruling(judged, sample.subjects("account", {"a": place}), (found,)),))


def test_each_finding_is_a_line_and_the_run_the_last() -> None:
    report = replace(sample.two(), from_root=Way("office"))
    shown = "".join(to_github.render(report))

    assert shown == (
        "::error file=office/accounts.yaml,line=7,col=13,title=critical%3A active-after-termination::"
        "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14"
        "%0Ahttps://portalaudit.github.io/portalaudit/rules/active-after-termination/\n"
        "::error file=office/accounts.yaml,line=12,col=14,title=high%3A shared-credential::"
        "frontdesk on Availity is used by 2 people: Al Jones, Toni Baker\n"
        f"::notice title=portalaudit::{run_note(from_root(report))}\n"
    )


@pytest.mark.parametrize("report", [sample.everything(), sample.clean(), sample.nothing()])
def test_what_is_read_back_is_what_was_meant(report: Report) -> None:
    *found, last = commands(report)

    assert [(one.properties["file"], one.properties["title"], one.message) for one in found] == [
        (one.place.path, f"{one.label}: {one.name}", f"{one.message}\n{one.url}".strip()) for one in entries(report)
    ]
    assert last == Command("notice", {"title": "portalaudit"}, run_note(report))


def test_severities_are_those_of_github() -> None:
    assert [one.name for one in commands(sample.everything())] == [
        *("error",) * 5,
        *("notice",) * 5,
    ]
    assert commands(sample.many(5))[-2].name == "warning"


@pytest.mark.parametrize(
    ("path", "message", "line"),
    [
        (
            "a,b:c%.yaml",
            "100% sure: a,b",
            "::error file=a%2Cb%3Ac%25.yaml,line=7,col=3,title=high%3A own::100%25 sure: a,b",
        ),
        (
            "a\n::error::.yaml",
            "one\n::set-env name=x::y",
            r"::error file=a\x0a%3A%3Aerror%3A%3A.yaml,line=7,col=3,title=high%3A own::one ::set-env name=x::y",
        ),
        ("a%0A.yaml", "%0A::error::x", "::error file=a%250A.yaml,line=7,col=3,title=high%3A own::%250A::error::x"),
    ],
)
def test_no_text_ends_a_property_or_a_line(path: str, message: str, line: str) -> None:
    assert "".join(to_github.render(one_finding(path, message))).splitlines()[0] == line


def test_no_text_is_a_command_of_another_build_server() -> None:
    shown = "".join(to_github.render(one_finding("a.yaml", "##[error]x ##vso[task.complete]")))
    assert re.findall(r"##[A-Za-z]*\[", shown) == []


def test_github_shows_no_more_than_ten_of_each_so_the_worst_come_first_and_the_total_is_said() -> None:
    found = commands(sample.many(60, 30))

    assert Counter(one.name for one in found) == {"error": 10, "warning": 10, "notice": 10}
    assert {one.properties["title"] for one in found[:10]} == {"critical: active-after-termination"}
    assert found[-1].message.startswith(
        "29 of 90 annotations are shown, because GitHub shows no more of one step. Cascade Ridge Family Medicine, "
    )


def test_a_problem_of_a_whole_folder_has_no_line() -> None:
    problem = Problem(ProblemCode.NOTHING_TO_JUDGE, "there is nothing", Place("."))
    report = replace(sample.nothing(), problems=(problem,), from_root=Way("office"))

    assert commands(report)[0] == Command(
        "error", {"file": "office", "title": "problem: nothing-to-judge"}, "there is nothing"
    )


def test_against_a_base_only_what_is_new_or_worse_is_listed() -> None:
    first, last = commands(held_against_main())

    assert first.message.endswith("Toni Baker (worse: high instead of low)")
    assert last.message == run_note(held_against_main())
