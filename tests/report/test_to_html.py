import hashlib
import json
import re
from typing import Any

import pytest
from lxml import html

from portalaudit.model.not_read import NotRead, Why
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
    styles = page.xpath("//style/text()")
    scripts = page.xpath("//script[not(@type)]/text()")
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert policy == to_html.content_policy(styles, scripts)
    assert page.xpath("//@src | //link | //img | //iframe | //@style | //@*[starts-with(name(), 'on')]") == []
    rules = {ruling.rule.url for ruling in report.rulings}
    assert {link for link in page.xpath("//@href") if link[0] != "#"} <= rules


def test_the_policy_names_the_hashes() -> None:
    assert to_html.content_policy(("a", "b"), ("b",)) == (
        "default-src 'none'; style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=' "
        "'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='; "
        "script-src 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("report", REPORTS)
def test_every_link_inside_the_page_has_its_end(report: Report) -> None:
    page = tree(report)
    ids = page.xpath("//*[not(ancestor::template)]/@id")

    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//@href") if link[0] == "#"} <= set(ids)


def test_the_findings_and_the_evidence_of_a_rule_lead_to_its_page() -> None:
    page = tree(sample.two())
    address = "https://portalaudit.github.io/portalaudit/rules/active-after-termination/"
    links = [link for link in page.xpath("//a[@rel='noreferrer']") if link.get("href") == address]
    assert [link.xpath("ancestor::section/@id") for link in links] == [["findings"], ["evidence"]]
    assert {link.text for link in links} == {"More about active-after-termination"}


@pytest.mark.parametrize("report", REPORTS)
def test_every_page_says_what_it_is_for_when_and_what_it_is_not(report: Report) -> None:
    shown = words(tree(report))

    assert "Portal access as of November 20, 2026" in shown
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
        (row[0], found["rules"][row[1]][0], found["severities"][row[2]], found["statuses"][row[3]], row[14])
        for row in found["rows"]
    ] == [(v.fingerprint[:12], v.rule, v.severity, v.status, v.place.line) for v in findings]


def test_findings_stand_in_the_page_without_javascript() -> None:
    report = sample.many(1_000)

    assert len(tree(report).xpath("//details[@class='finding']/summary[@id]")) == 1_000


def test_of_very_many_findings_the_first_of_each_rule_stand_in_the_page() -> None:
    page = tree(sample.many(1_200))

    assert len(page.xpath("//details[@class='finding']/summary[@id]")) == 75
    assert "The first 25 of 400 are listed here." in words(page)


def test_search_knows_whom_and_which_portal_and_login_a_finding_is_about() -> None:
    found = data(sample.two())

    assert (found["people"], found["portals"]) == (
        [["k-lee", "Kim <Lee>"], ["a-jones", "Al Jones"], ["t-baker", "Toni Baker"]],
        [["nmp", "Noridian Medicare Portal"], ["availity", "Availity"]],
    )
    assert [
        [found["words"][row[4]], found["words"][row[5]], row[6], row[8], row[9], row[10]] for row in found["rows"]
    ] == [
        ["Kim <Lee>", "Noridian Medicare Portal", "klee01", [0], [0], ["nmp-klee"]],
        ["Al Jones, Toni Baker", "Availity", "frontdesk", [1, 2], [1], ["availity-front"]],
    ]


def parts(report: Report) -> list[str]:
    return tree(report).xpath("//main/section/@id")


def test_the_parts_of_the_page_stand_in_the_order_of_the_tabs() -> None:
    page = tree(sample.everything())

    assert parts(sample.everything()) == ["todo", "people", "portals", "findings", "controls", "evidence"]
    assert [link[1:] for link in page.xpath("//nav[@id='tabs']//@href")] == parts(sample.everything())


def test_problems_come_before_anything_else() -> None:
    todo = words(tree(sample.everything()).get_element_by_id("todo"))

    assert todo.index("Problems in files") < todo.index("To do first") < todo.index("What was looked at")
    assert "Did you mean m-ortiz?" in todo


def test_a_thing_to_do_says_whom_by_when_and_what_else_ends_with_it() -> None:
    close, replace_shared = map(words, tree(sample.everything()).xpath("//li[@class='todo']"))

    assert close == (
        "critical Close 1 <b>login</b> of someone who has left klee01 on Noridian Medicare Portal is still active; "
        "Kim Lee left on 2026-08-14 Today · master administrator "
        "1 finding of: Close 1 <b>login</b> of someone who has left · also settles 1 other finding"
    )
    assert replace_shared == (
        "high Replace a shared login with one for each person frontdesk on Availity is used by 2 people: Al Jones, "
        "Toni Baker This week · master administrator 1 finding of: Replace a shared login with one for each person"
    )


def test_a_question_says_how_much_waits_for_it_and_where_to_look() -> None:
    todo = words(tree(sample.everything()).get_element_by_id("todo"))

    assert "Questions: 1 check waits for 1 missing fact. What is missing" in todo
    assert "Last login: tbaker on UHC 1 check waits" in todo
    assert "The user lists of these portals do not give it, so look in the portal itself: UHC & Co." in todo
    assert "tbaker on <UHC> accounts.yaml:15:5" in todo


def test_what_is_empty_is_not_there() -> None:
    page = tree(sample.clean())

    assert parts(sample.clean()) == ["todo", "people", "portals", "findings", "evidence"]
    assert page.xpath("//*[@id='waived' or @id='loosened' or @id='problems']") == []
    assert "None. Every check that could be made holds" in words(page.get_element_by_id("findings"))


def test_no_findings_says_what_was_and_was_not_judged_and_what_is_due_next() -> None:
    idle = sample.ruling(
        sample.rule("portal-without-contract", sample.Severity.LOW, subject="portal"),
        sample.subjects("portal", {"nmp": sample.Place("portals.yaml", 2, 5)}),
        (),
        rest=sample.Status.NOT_APPLICABLE,
    )
    unread = (NotRead("staff.xlsx", Why.FORMAT), NotRead("list.csv", Why.FORMAT, True))
    todo = words(tree(sample.report((*sample.clean().rulings, idle), not_read=unread)).get_element_by_id("todo"))

    assert "No findings in 11 checks." in todo
    assert "People 4 Portals 3 Logins, 5 of them live 6 Rules evaluated 3 of 3" in todo
    assert (
        "Not judged: 1 rule that applies to nothing in these records; 1 file that portalaudit does not read: " in todo
    )
    assert "does not read: staff.xlsx. Rule by rule" in todo
    assert (
        "Every check that could be made holds or does not apply. Newest user list of each portal: 23 days ago " in todo
    )
    assert "Due next, in 11 days (2026-12-01): access review of UHC is due." in todo
    assert "2026-12-01 in 11 days access review of UHC is due" in todo


def test_what_is_accepted_is_not_shown_as_good() -> None:
    page = tree(sample.accepted())
    todo = page.get_element_by_id("todo")

    assert todo.find("h2").get("class") == "verdict tone-accepted"
    assert "1 check does not hold and is accepted by a waiver, until 2026-12-01." in words(todo)
    assert "Every other check that could be made holds" in words(page.get_element_by_id("findings"))
    assert todo.xpath(".//a[@href='#waived']/text()") == ["Accepted exceptions"]


def test_nothing_checked_is_not_shown_as_good() -> None:
    assert "This page is not evidence of anything." in words(tree(sample.nothing()))


def rule_in_evidence(number: int) -> str:
    return words(tree(sample.everything()).xpath("//details[contains(@class, 'checked')]")[number])


def test_what_was_checked_is_shown_with_its_numbers() -> None:
    assert rule_in_evidence(1).startswith(
        "Every live account was used within the last 90 days 1 fail, 3 not applicable, 1 unknown dormant-account "
        "medium version 1, stable. More about dormant-account max_idle_days: 400 portals: nmp, uhc "
        "Applies to each account where account.live && <b> touches NIST SP 800-53 AC-2(3) touches CIS v8.1 5.3 "
    )
    assert (
        "active-after-termination critical version 2, stable. More about active-after-termination "
        "Applies to logins of <one> person "
        "covers HIPAA 45 CFR 164.308(a)(3)(ii)(C) (addressable) covers CIS v8.1 6.2 touches NIST SP 800-53 PS-4, "
        "AC-2(3) "
    ) in rule_in_evidence(0)


def test_a_rule_with_findings_says_what_it_claims_and_how_sure_it_is() -> None:
    about = {one.get("id"): words(one) for one in tree(sample.everything()).xpath("//section")}["findings"]

    assert (
        "Related controls covers HIPAA 45 CFR 164.308(a)(3)(ii)(C) (addressable) covers CIS v8.1 6.2 "
        "touches NIST SP 800-53 PS-4, AC-2(3) Rule version 2, stable"
    ) in about
    assert "Several people share one login shared-credential preview 1 high" in about
    assert "Rule version 1, preview" in about


def test_a_control_names_the_rules_that_cover_it_and_those_that_touch_it() -> None:
    page = tree(sample.everything())
    controls = page.get_element_by_id("controls")

    assert "covered by dormant-account touched by active-after-termination" in words(controls)
    for link in controls.xpath(".//a"):
        assert link.get("href") == "#rule-" + words(link)
        assert page.get_element_by_id("rule-" + words(link)).tag == "summary"


def test_who_passes_is_shown_with_the_reason() -> None:
    assert "one user, seen at <2> nmp-klee one user, seen at <3> uhc-tbaker" in rule_in_evidence(4)


def test_to_what_a_rule_does_not_apply_is_shown_with_the_reason() -> None:
    assert (
        "Does not apply To 3 others, because the rule is only for those named above: availity-front,"
        in rule_in_evidence(1)
    )


def test_the_last_line_is_the_digest_of_all_lines_before() -> None:
    *lines, last = text(sample.everything()).splitlines(keepends=True)

    assert hashlib.sha256("".join(lines).encode()).hexdigest() in last


def test_the_digest_is_of_what_leaves_the_program() -> None:
    page = "".join(to_html.render(sample.two(), lambda chunks: [one.replace("klee01", "******") for one in chunks]))
    *lines, last = page.splitlines(keepends=True)

    assert "klee01" not in page
    assert hashlib.sha256("".join(lines).encode()).hexdigest() in last


def test_loosened_parameters_are_shown_with_their_reason() -> None:
    assert (
        "max_idle_days is 400, the pack says 90 "
        "Reason given: Locums come back every spring, <b>really</b> (policies/<own>/policy.yaml:5) "
        "Every live account was used within the last 90 days portals is nmp, uhc, the pack says nmp Reason given: none"
    ) in words(tree(sample.everything()).get_element_by_id("evidence"))


def test_where_the_result_comes_from_is_shown() -> None:
    run = words(tree(sample.everything()).get_element_by_id("evidence"))

    for part in ("1f" * 32, "2e" * 32, "3f786850e387550fdab836ed7e6dc881de23001b, with changes", "0.1.0", "staff.yaml"):
        assert part in run


def test_hostile_text_stays_text() -> None:
    page = tree(sample.everything())

    assert page.xpath("//img | //b[text()='really'] | //script[contains(text(), 'alert(1)') and not(@type)]") == []
    assert len(page.xpath("//script")) == 3
    assert "</script><img src=x onerror=alert(1)>\\x1b[31m =cmd" in words(page.get_element_by_id("findings"))
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text(sample.everything())) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write `mfa` or `<none>`", "write <code>mfa</code> or <code>&lt;none&gt;</code>"),
        ("an odd ` & one", "an odd ` &amp; one"),
        ("`mfa` and ` <b>", "<code>mfa</code> and ` &lt;b&gt;"),
        ("", ""),
    ],
)
def test_what_stands_between_backticks_is_code_and_stays_text(text: str, shown: str) -> None:
    assert str(to_html.environment().filters["coded"](text)) == shown
