"""A run that left rules out says so in every format, above its verdict, and offers no evidence."""

import json

import pytest

from portalaudit.model.report import Patterns, Report, Run
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity
from portalaudit.report import REPORTERS, partial, to_console, wording
from portalaudit.report.summary import summarize
from tests.report import sample
from tests.report.golden_files import text_of

BANNER = "Partial run: 2 of 14 rules evaluated"
OUT = tuple(sample.rule(f"rule-{number:02}", Severity.LOW) for number in range(12))
ALL = Run(select=Patterns(("*",), "--select"))
SOME = Run(
    select=Patterns(("a*", "AC-2"), "PORTALAUDIT_SELECT"),
    ignore=Patterns(("rule-*",), "portalaudit.toml:2"),
    not_evaluated=OUT,
)


def clean(run: Run) -> Report:
    return replace(sample.clean(), run=run)


def text(report: Report, name: str) -> str:
    shown = text_of(report, name)
    if name == "ical":
        return shown.replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";")
    return shown.replace("\\", "") if name == "markdown" else shown


WITH_ROOM = [name for name in REPORTERS if name != "badge-json"]
"""The formats that can say more than a few words."""


@pytest.mark.parametrize("name", WITH_ROOM)
@pytest.mark.parametrize("report", [sample.clean(), sample.two(), sample.nothing()], ids=["clean", "two", "nothing"])
def test_every_format_tells_banner_wishes_and_rules(name: str, report: Report) -> None:
    shown = text(replace(report, run=SOME), name)

    assert f"Partial run: {len(report.rulings)} of {len(report.rulings) + 12} rules evaluated" in shown
    for word in ("PORTALAUDIT_SELECT", "portalaudit.toml:2", "AC-2", "rule-*", "rule-00", "rule-09"):
        assert word in shown, word
    assert "rule-11" in shown or name == "console"


@pytest.mark.parametrize("name", WITH_ROOM)
@pytest.mark.parametrize("report", [sample.clean(), sample.two()], ids=["clean", "two"])
def test_no_format_offers_a_partial_run_as_evidence(name: str, report: Report) -> None:
    shown = " ".join(text(replace(report, run=SOME), name).split()).lower()

    for sentence in ("supports evidence", "support evidence", "are the evidence", "with your evidence"):
        assert sentence not in shown
    assert " ".join(wording.PARTIAL_DISCLAIMER.split()).lower() in shown


@pytest.mark.parametrize("name", [name for name in WITH_ROOM if name != "gitlab"])  # an empty list where all is clean
def test_a_selection_of_every_rule_is_a_whole_run(name: str) -> None:
    shown = text(clean(ALL), name)

    assert "partial run" not in shown.lower()
    assert wording.DISCLAIMER in " ".join(shown.split())


def test_a_badge_service_is_told_before_the_numbers() -> None:
    assert json.loads(text(clean(SOME), "badge-json"))["message"] == "partial run: 0 findings"
    assert json.loads(text(clean(ALL), "badge-json"))["message"] == "0 findings"


def test_the_console_says_it_just_above_the_verdict() -> None:
    assert text(clean(SOME), "console").endswith(
        """\

Partial run: 2 of 14 rules evaluated
  select    a*, AC-2 (PORTALAUDIT_SELECT)
  ignore    rule-* (portalaudit.toml:2)
Not evaluated: rule-00, rule-01, rule-02, rule-03, rule-04, rule-05, rule-06, rule-07, rule-08,
rule-09 and 2 more (--full lists them)

No findings in the 10 checks of this partial run.
Run again without --select and --ignore before you rely on it.
"""
    )


def test_verbose_names_every_rule_that_was_not_evaluated() -> None:
    shown = "".join(to_console.render(clean(SOME), is_full=True))

    assert "rule-10, rule-11\n\nNo findings" in shown


def test_a_partial_run_without_findings_is_not_shown_as_good() -> None:
    assert "\x1b[1;32m" in "".join(to_console.render(clean(ALL), color=True))
    assert "\x1b[1;32m" not in "".join(to_console.render(clean(SOME), color=True))
    assert 'class="verdict tone-clear"' in text(clean(ALL), "html")
    assert 'class="verdict tone-partial"' in text(clean(SOME), "html")


def test_the_page_says_it_before_its_verdict() -> None:
    shown = text(clean(SOME), "html")

    flags = "select a*, AC-2 (PORTALAUDIT_SELECT); ignore rule-* (portalaudit.toml:2)"
    assert f'<p class="partial"><a href="#run">{BANNER}</a>: {flags}</p>\n<section id="todo"' in shown
    assert 'class="sign"' not in shown
    assert 'class="sign"' in text(clean(ALL), "html")
    assert partial.flags(clean(ALL)) == ""
    assert "(partial run)</title>" in shown


def test_json_has_the_run_as_data() -> None:
    run = json.loads(text(clean(SOME), "json"))["run"]

    left_out = [(one["id"], one["title"], one["severity"]) for one in run.pop("not_evaluated")]
    assert left_out == [(one.id, one.title, "low") for one in OUT]
    assert run == {
        "banner": BANNER,
        "select": ["a*", "AC-2"],
        "ignore": ["rule-*"],
        "set_by": {"select": "PORTALAUDIT_SELECT", "ignore": "portalaudit.toml:2"},
        "rules_in_force": 14,
        "rules_evaluated": 2,
        "rules_as_shipped": 0,
        "edited": [],
    }


def test_json_of_a_whole_run_says_so() -> None:
    run = json.loads(text(sample.clean(), "json"))["run"]

    assert (run["banner"], run["rules_in_force"], run["rules_evaluated"]) == ("", 2, 2)
    assert run["set_by"] == {"select": None, "ignore": None}


def test_findings_and_problems_come_before_the_advice_to_run_again() -> None:
    found = replace(sample.two(), run=SOME)
    first = found.findings()[0]

    assert wording.next_step(summarize(found), first) == ("Start with active-after-termination at accounts.yaml:7:13.")


def test_hostile_patterns_are_shown_as_text() -> None:
    named = Patterns(("\N{ESCAPE}[2J",), "--ignore")

    assert partial.patterns(named) == r"\x1b[2J (--ignore)"
