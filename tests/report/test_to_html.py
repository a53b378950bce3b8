import json
import re
from typing import Any

import pytest
from lxml import html

from portalaudit.model.report import Report
from portalaudit.report import to_html, wording
from tests.report import sample

REPORTS = [sample.everything(), sample.clean(), sample.nothing(), sample.two(), sample.many(30), sample.many(1_200)]


def text(report: Report) -> str:
    return "".join(to_html.render(report))


def tree(report: Report) -> Any:
    return html.document_fromstring(text(report))


def data(report: Report) -> Any:
    return json.loads(tree(report).get_element_by_id("data").text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_is_loaded_and_only_our_own_style_and_script_run(report: Report) -> None:
    page = tree(report)
    [style] = page.xpath("//style/text()")
    [script] = page.xpath("//script[not(@type)]/text()")
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert policy == to_html.content_policy(style, script)
    assert page.xpath("//@src | //link | //img | //iframe | //@style | //@*[starts-with(name(), 'on')]") == []
    assert {link[0] for link in page.xpath("//@href")} == {"#"}


def test_the_policy_names_the_hashes() -> None:
    assert to_html.content_policy("a", "b") == (
        "default-src 'none'; style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='; "
        "script-src 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("report", REPORTS)
def test_every_link_inside_the_page_has_its_end(report: Report) -> None:
    page = tree(report)
    ids = page.xpath("//*[not(ancestor::template)]/@id")

    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//@href")} <= set(ids)


@pytest.mark.parametrize("report", REPORTS)
def test_every_page_says_what_it_is_for_when_and_what_it_is_not(report: Report) -> None:
    shown = words(tree(report))

    assert "As of November 20, 2026" in shown
    assert wording.disclaimer(is_partial=report.run.is_partial) in shown
    assert wording.CONFIDENTIAL in shown
    assert re.search("compliant|violat", text(report)) is None


@pytest.mark.parametrize("report", REPORTS)
def test_search_knows_every_finding(report: Report) -> None:
    findings = report.findings()
    if not findings:
        assert 'id="data"' not in text(report)
        return
    found = data(report)

    assert [
        (row[0], found["rules"][row[1]][0], found["severities"][row[2]], found["statuses"][row[3]], row[7])
        for row in found["rows"]
    ] == [(v.fingerprint[:12], v.rule, v.severity, v.status, v.place.line) for v in findings]


def test_findings_stand_in_the_page_without_javascript() -> None:
    report = sample.many(1_000)

    assert len(tree(report).xpath("//li[@class='finding' and @id]")) == 1_000


def test_of_very_many_findings_the_first_of_each_rule_stand_in_the_page() -> None:
    page = tree(sample.many(1_200))

    assert len(page.xpath("//li[@class='finding' and @id]")) == 75
    assert "The first 25 of 400 are listed here." in words(page)


def test_problems_come_before_findings() -> None:
    page = tree(sample.everything())

    assert [section.get("id") for section in page.xpath("//main/section")] == [
        None,
        "problems",
        "findings",
        "waived",
        "loosened",
        "checked",
        "controls",
        "run",
    ]
    assert "Did you mean m-ortiz?" in words(page.get_element_by_id("problems"))


def test_an_empty_section_is_not_there() -> None:
    page = tree(sample.clean())

    assert [section.get("id") for section in page.xpath("//main/section")] == [
        None,
        "findings",
        "checked",
        "run",
    ]
    assert "None: every check that could be made holds" in words(page.get_element_by_id("findings"))


def test_nothing_checked_is_not_shown_as_good() -> None:
    assert "This page is not evidence of anything." in words(tree(sample.nothing()))


def test_what_was_checked_is_shown_with_its_numbers() -> None:
    page = tree(sample.everything())

    assert [words(cell) for cell in page.xpath("//section[@id='checked']//tr[2]/*")] == [
        (
            "Every live account was used within the last 90 days dormant-account NIST SP 800-53 AC-2(3) CIS v8 5.3 "
            "max_idle_days: 400 portals: nmp, uhc"
        ),
        "medium",
        "account",
        *("0", "1", "0", "3", "1", "0"),
    ]


def test_loosened_parameters_are_shown_with_their_reason() -> None:
    assert words(tree(sample.everything()).get_element_by_id("loosened")).endswith(
        "max_idle_days is 400, the pack says 90 "
        "Reason given: Locums come back every spring, <b>really</b> (policies/<own>/policy.yaml:5) "
        "Every live account was used within the last 90 days portals is nmp, uhc, the pack says nmp Reason given: none"
    )


def test_where_the_result_comes_from_is_shown() -> None:
    run = words(tree(sample.everything()).get_element_by_id("run"))

    for part in ("1f" * 32, "2e" * 32, "3f786850e387550fdab836ed7e6dc881de23001b, with changes", "0.1.0", "staff.yaml"):
        assert part in run


def test_hostile_text_stays_text() -> None:
    page = tree(sample.everything())

    assert page.xpath("//img | //b[text()='really'] | //script[contains(text(), 'alert(1)') and not(@type)]") == []
    assert len(page.xpath("//script")) == 2
    assert "</script><img src=x onerror=alert(1)>\\x1b[31m =cmd" in words(page.get_element_by_id("findings"))
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text(sample.everything())) is None
