"""The badge, as a picture and as what a badge service asks for."""

import json
import re

import pytest
from lxml import etree

from portalaudit.model.report import PracticeName, Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity
from portalaudit.report import reporter, to_badge
from tests.report import sample
from tests.report.comparing import held_against_main

ONLY_INFO = sample.report(
    (
        sample.ruling(
            sample.rule("hint", Severity.INFO),
            sample.subjects("account", {"a": sample.Place("a.yaml")}),
            (
                sample.verdict(
                    sample.rule("hint", Severity.INFO),
                    sample.Subject("account", "a"),
                    sample.Status.FAIL,
                    "look",
                    sample.Place("a.yaml"),
                ),
            ),
        ),
    )
)
REPORTS = {
    "partial run: 3 problems in files, 4 findings, 1 critical, 1 open question": sample.everything(),
    "0 findings": sample.clean(),
    "nothing checked": sample.nothing(),
    "2 findings, 1 critical": sample.two(),
    "60 findings, 20 critical, 2 open questions": sample.many(60, 3),
    "0 new findings, 1 worse": held_against_main(),
}


def svg(report: Report) -> str:
    return "".join(to_badge.render(report))


@pytest.mark.parametrize("message", REPORTS)
def test_it_says_how_many_findings_there_are_and_judges_nothing(message: str) -> None:
    assert to_badge.badge_of(REPORTS[message]).message == message
    assert not re.search(r"complian|pass|secure|violat", message)


def test_what_is_for_information_is_no_finding_of_a_badge() -> None:
    assert to_badge.badge_of(ONLY_INFO).message == "0 findings"
    assert to_badge.badge_of(ONLY_INFO).color == to_badge.COLORS["none"]


@pytest.mark.parametrize("message", REPORTS)
def test_the_picture_loads_nothing_and_a_screen_reader_can_say_it(message: str) -> None:
    text = svg(REPORTS[message])
    root = etree.fromstring(text.encode())

    assert (root.get("role"), root.get("aria-labelledby")) == ("img", root[0].get("id"))
    assert root[0].text.startswith(f"portal access: {message}. Cascade Ridge Family Medicine, as of 2026-11-20. ")
    addresses = set(re.findall(r"[a-z]+://[^\"]+", text))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(script|image|use|style|foreignObject)|href|@import", text)
    assert [one.text for one in root.iter("{*}text")] == ["portal access", message]


@pytest.mark.parametrize("message", REPORTS)
def test_the_words_fit_into_their_halves(message: str) -> None:
    root = etree.fromstring(svg(REPORTS[message]).encode())
    left, right = (one for one in root.iter("{*}rect") if one.get("fill"))
    for half, text in zip((left, right), root.iter("{*}text"), strict=True):
        inside = float(half.get("width")) - 12
        assert float(text.get("textLength")) == inside
        assert float(text.get("x")) == float(half.get("x") or 0) + 6
        assert 4.5 < inside / len(text.text) < 9.5
    assert float(root.get("width")) == float(left.get("width")) + float(right.get("width"))


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", [*to_badge.COLORS.values(), to_badge.LABEL_COLOR])
def test_the_words_stand_out_from_each_color_as_wcag_asks(color: str) -> None:
    assert (luminance(to_badge.TEXT_COLOR) + 0.05) / (luminance(color) + 0.05) >= 4.5


def test_the_color_is_that_of_the_worst() -> None:
    worst = {name: to_badge.badge_of(report).color for name, report in REPORTS.items()}
    assert worst["0 findings"] == to_badge.COLORS["none"]
    assert worst["nothing checked"] == to_badge.COLORS["problem"]
    assert worst["2 findings, 1 critical"] == to_badge.COLORS["critical"]
    assert worst["0 new findings, 1 worse"] == to_badge.COLORS["high"]
    asked = replace(sample.many(0, 3), questions=sample.MANY_QUESTIONS)
    assert to_badge.badge_of(asked).message == "0 findings, 2 open questions"
    assert to_badge.badge_of(asked).color == to_badge.COLORS["question"]


@pytest.mark.parametrize("message", REPORTS)
def test_the_endpoint_has_what_a_badge_service_takes(message: str) -> None:
    """https://shields.io/badges/endpoint-badge."""
    endpoint = json.loads("".join(reporter("badge-json").render(REPORTS[message])))
    is_error = endpoint.pop("isError", False)

    assert endpoint == {
        "schemaVersion": 1,
        "label": "portal access",
        "message": message,
        "color": to_badge.badge_of(REPORTS[message]).color,
        "labelColor": "#444444",
    }
    assert is_error == bool(REPORTS[message].problems)


def test_a_name_cannot_break_out_of_the_title() -> None:
    hostile = replace(sample.clean(), practice=PracticeName("x", "</title><script>alert(1)</script>]]>\x1b\ud800"))
    root = etree.fromstring(svg(hostile).encode())
    assert [etree.QName(one).localname for one in root] == ["title", "clipPath", "g", "g"]
    assert "</title><script>alert(1)</script>]]>\\x1b\\ud800" in root[0].text
