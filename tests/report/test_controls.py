import pytest

from portalaudit.model.framework import Control, Framework, Implementation
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.report import Report, Run
from portalaudit.model.rule_summary import LeftOutRule, Loosened, Maturity, SeverityChange
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status
from portalaudit.report.control_rows import RuleLink, framework_rows
from portalaudit.report.controls import STATE_MEANINGS, ControlState, ControlView, framework_views
from tests.report import sample

ALTERNATIVES = (
    "45 CFR 164.306(d)(3) allows alternatives to addressable specifications only: a waiver does not replace this one"
)
PLACE = sample.Place("a.yaml", 1, 1)


def views(report: Report) -> dict[str, ControlView]:
    return {view.control.id: view for framework in framework_views(report) for view in framework.controls}


def with_controls(*controls: Control, report: Report | None = None) -> Report:
    return replace(report or sample.everything(), frameworks=(Framework("f", "F", "1", "", "", "", controls),))


def test_a_control_with_findings_says_how_many_and_how_grave() -> None:
    view = views(sample.everything())["6.2"]

    assert (view.state, view.findings, view.worst, view.waived) == (ControlState.FINDINGS, 2, Severity.CRITICAL, 1)
    assert (view.questions, view.covered_by) == (1, ("dormant-account",))
    assert view.rules == ("active-after-termination", "dormant-account")


def test_the_page_says_which_rules_cover_a_control_and_which_touch_it() -> None:
    rows = {row.id: row for framework in framework_rows(sample.everything()) for row in framework.controls}

    assert rows["6.2"].rules == (
        ("covered by", (RuleLink("dormant-account", "rule-dormant-account", is_preview=False),)),
        ("touched by", (RuleLink("active-after-termination", "rule-active-after-termination", is_preview=False),)),
    )


def test_a_rule_that_was_not_evaluated_leads_nowhere() -> None:
    left_over = replace(sample.rule("another", Severity.LOW), maturity=Maturity.PREVIEW)
    report = replace(with_controls(Control("x", rules=("another",))), run=Run(not_evaluated=(left_over,)))

    assert next(framework_rows(report)).controls[0].rules == (
        ("touched by", (RuleLink("another", "", is_preview=True),)),
    )


def test_a_control_that_no_rule_names_is_not_covered() -> None:
    view = views(with_controls(Control("x", "X", left_out=("gone",))))["x"]

    assert (view.state, view.findings, view.worst) == (ControlState.NOT_COVERED, 0, None)
    assert view.weakened == ("gone is left out",)


def test_a_control_of_which_no_rule_was_evaluated_says_so() -> None:
    assert views(with_controls(Control("x", rules=("another",))))["x"].state is ControlState.NOT_EVALUATED


def passing(*rules: str, problems: tuple[Problem, ...] = ()) -> Report:
    """A run of these rules without a finding."""
    accounts = sample.subjects("account", {"a": PLACE})
    rulings = tuple(sample.ruling(sample.rule(rule, Severity.LOW), accounts, ()) for rule in rules)
    return sample.report(rulings, problems)


@pytest.mark.parametrize(
    ("control", "problems"),
    [
        (Control("x", rules=("evaluated", "another"), covered_by=("evaluated",)), ()),
        (Control("x", rules=("evaluated",), covered_by=("evaluated",), left_out=("another",)), ()),
        (
            Control("x", rules=("evaluated",), covered_by=("evaluated",)),
            (Problem(ProblemCode.SYNTAX, "broken", PLACE),),
        ),
    ],
    ids=["a rule was not evaluated", "a rule is left out", "a file could not be read"],
)
def test_no_findings_of_a_part_is_not_no_findings(control: Control, problems: tuple[Problem, ...]) -> None:
    run = with_controls(control, report=passing("evaluated", problems=problems))

    assert views(run)["x"].state is ControlState.INCOMPLETE
    assert "not supporting evidence" in STATE_MEANINGS[ControlState.INCOMPLETE]


def test_findings_of_a_part_are_findings() -> None:
    run = with_controls(Control("x", rules=("shared-credential", "another")))

    assert views(run)["x"].state is ControlState.FINDINGS


def test_rules_that_concern_nothing_are_no_evidence() -> None:
    accounts = sample.subjects("account", {"a": PLACE})
    unconcerned = sample.ruling(sample.rule("idle", Severity.LOW), accounts, (), rest=Status.NOT_APPLICABLE)
    passed = sample.ruling(sample.rule("asked", Severity.LOW), accounts, ())
    run = with_controls(
        Control("none", rules=("idle",)),
        Control("some", rules=("idle", "asked"), covered_by=("asked",)),
        Control("touched", rules=("idle", "asked"), covered_by=("idle",)),
        report=sample.report((unconcerned, passed)),
    )

    assert views(run)["none"].state is ControlState.NOTHING_JUDGED
    assert views(run)["some"].state is ControlState.NO_FINDINGS
    assert views(run)["touched"].state is ControlState.TOUCHED


def test_a_touch_is_no_cover() -> None:
    run = with_controls(Control("x", rules=("evaluated", "other")), report=passing("evaluated", "other"))

    assert (views(run)["x"].state, views(run)["x"].words) == (ControlState.TOUCHED, "touched by 2 rules")


def test_an_answer_that_waits_for_a_fact_is_no_cover() -> None:
    accounts = sample.subjects("account", {"a": PLACE, "b": PLACE})
    judged = sample.rule("evaluated", Severity.LOW)
    unknown = sample.verdict(judged, sample.Subject("account", "a"), Status.UNKNOWN, "not known", PLACE)
    run = with_controls(
        Control("x", rules=("evaluated",), covered_by=("evaluated",)),
        report=sample.report((sample.ruling(judged, accounts, (unknown,)),)),
    )
    view = views(run)["x"]

    assert (view.state, view.findings, view.questions, view.worst) == (ControlState.INCOMPLETE, 0, 1, None)


@pytest.mark.parametrize(
    ("implementation", "said"),
    [
        (Implementation.REQUIRED, ALTERNATIVES),
        (Implementation.ADDRESSABLE, ""),
        (None, ""),
    ],
)
def test_a_waived_control_has_findings_that_are_accepted(implementation: Implementation | None, said: str) -> None:
    accounts = sample.subjects("account", {"a": PLACE, "b": PLACE})
    judged = sample.rule("evaluated", Severity.LOW)
    waived = sample.verdict(judged, sample.Subject("account", "a"), Status.WAIVED, "so it is", PLACE)
    control = Control("x", rules=("evaluated",), covered_by=("evaluated",), implementation=implementation)
    report = replace(
        sample.report((sample.ruling(judged, accounts, (waived,)),)),
        frameworks=(Framework("hipaa", "HIPAA", "1", "", "", "", (control,)),),
    )
    ((row,),) = (framework.controls for framework in framework_rows(report))

    assert (row.state, row.label, row.waived, row.findings) == ("accepted by waiver", "accepted by waiver", 1, 0)
    assert (row.implementation, row.waived_although_required) == ((implementation or "").capitalize(), said)


def test_a_control_without_findings_is_no_judgement() -> None:
    passed = sample.ruling(sample.rule("asked", Severity.LOW), sample.subjects("account", {"a": PLACE}), ())
    control = Control("x", rules=("asked",), covered_by=("asked",))
    view = views(with_controls(control, report=sample.report((passed,))))["x"]

    assert (view.state, view.weakened) == (ControlState.NO_FINDINGS, ())
    assert "not a compliance determination" in STATE_MEANINGS[view.state]


def test_a_loosened_parameter_weakens_every_control_of_its_rule() -> None:
    found = views(sample.everything())

    assert found["5.3"].weakened == ("dormant-account is loosened in max_idle_days, portals",)
    assert found["6.2"].weakened == found["5.3"].weakened


def test_a_rule_left_out_weakens_its_control() -> None:
    assert views(sample.everything())["6.1"].weakened == ("orphan-account is left out",)


def test_a_lower_severity_weakens_and_a_higher_one_does_not() -> None:
    accounts = sample.subjects("account", {"a": PLACE})
    lowered = sample.rule("lowered", Severity.INFO, severity_changed=SeverityChange(Severity.HIGH, "so"))
    raised = sample.rule("raised", Severity.CRITICAL, severity_changed=SeverityChange(Severity.HIGH, "so"))
    rulings = tuple(sample.ruling(judged, accounts, ()) for judged in (lowered, raised))
    run = with_controls(
        Control("down", rules=("lowered",)), Control("up", rules=("raised",)), report=sample.report(rulings)
    )

    assert views(run)["down"].weakened == ("lowered is info instead of high",)
    assert views(run)["up"].weakened == ()


def test_rows_are_text_that_cannot_break_a_page() -> None:
    cis, own = framework_rows(sample.everything())

    assert cis.tally == (("findings", 3), ("nothing judged", 1), ("not evaluated", 1), ("not covered", 1))
    assert cis.weakened == 4
    assert cis.source == "CIS <Controls> v8, https://example.org/cis, 2026-11-22"
    assert [(row.id, row.state, row.worst, row.findings) for row in cis.controls][-1] == (
        "6.2",
        "findings",
        "critical",
        2,
    )
    assert cis.controls[3].note == "Nobody <b>counts</b> them; the id is from memory, check it in the source"
    assert own.controls[0].id == r"c\x0ad"
    assert own.source == ""


def test_left_out_rules_of_a_report_are_no_rules_of_a_control() -> None:
    run = replace(with_controls(Control("x", rules=())), left_out=(LeftOutRule("x", "X", Severity.LOW, ""),))

    assert views(run)["x"].weakened == ()


def test_a_weak_parameter_of_another_rule_does_not_weaken() -> None:
    accounts = sample.subjects("account", {"a": PLACE})
    weak = sample.rule("weak", Severity.LOW, loosened=(Loosened("days", 9, 1, ""),))
    sound = sample.rule("sound", Severity.LOW)
    rulings = tuple(sample.ruling(judged, accounts, ()) for judged in (sound, weak))
    run = with_controls(Control("x", rules=("sound",)), report=sample.report(rulings))

    assert views(run)["x"].weakened == ()
