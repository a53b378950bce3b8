"""Waivers turn fails of their own rule and subject into accepted ones, and nothing else."""

import itertools
from collections.abc import Iterable, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portalaudit.evaluate.answering import answered, ordered
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.world import World
from portalaudit.model import Place, Problem, Status, Verdict
from portalaudit.model.framework import Control, Framework, Implementation
from portalaudit.model.report import Ruling, verdicts_of
from portalaudit.model.values import replace
from portalaudit.model.verdict import RequiredControl
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from portalaudit.policy.waiving import Authority, Named
from portalaudit.waivers import application
from portalaudit.waivers.application import Exceptions
from portalaudit.waivers.unknown import unknown_checks, unknown_rules
from tests.evaluate.practices import AS_OF, document, no_reference, rule

INVENTORY = """\
practice: {id: test, name: Test practice, timezone: America/Los_Angeles, compliance_officer: mo, approvers: [kim]}
portals: [{id: nmp, name: Noridian, kind: mac}]
staff:
  - {id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]}
  - {id: mo, name: Mo Ortiz, engagements: [{kind: employee, start: 2024-03-04}]}
  - {id: al, name: Al Jones}
accounts:
  - {id: nmp-al, portal: nmp, login: al, person: al, type: individual, status: active}
  - {id: nmp-kim, portal: nmp, login: kim, person: kim, type: individual, status: active}
  - {id: nmp-kim2, portal: nmp, login: kim, person: kim, type: individual, status: active}
  - {id: nmp-mo, portal: nmp, login: mo, person: mo, type: individual, status: active}
reviews:
  - {id: q3, portal: nmp, reviewer: mo, decisions: [{account: nmp-kim, decision: keep}]}
  - {id: q4, portal: nmp, reviewer: mo, decisions: [{account: nmp-mo, decision: keep, reviewer: kim}]}
training:
  modules: [{id: base, title: Base}]
  completions: [{person: mo, module: base, completed_on: 2024-03-04}]
"""
LEAVERS = rule(
    "{id: leavers, title: Left, severity: high, for: account, require: account.person.employed, message: left}",
    "leavers",
)
ACTIVE = rule(
    "{id: quiet, title: Quiet, severity: low, for: account, require: account.status != 'active', message: loud}",
    "quiet",
)
STRICT = replace(LEAVERS, id="strict", waivable=False)
WAIVERS = rule(
    """
    id: papers
    title: Good waivers
    severity: high
    for: waiver
    params: {longest: {type: integer, default: 90, description: Longest}}
    checks:
      - id: defects
        require: size(waiver.term.standing.defects) == 0
        message: "{waiver.term.standing.defects}"
      - id: long
        require: waiver.term.days <= params.longest
        message: it lasts {waiver.term.days} days, and at most {params.longest} are allowed
        voids: true
      - id: severity
        require: "!has(waiver.term.standing.covers_up_to)"
        message: covers {waiver.term.standing.covers_up_to}
      - id: checks
        require: size(waiver.term.standing.uncovered) == 0
        message: leaves {waiver.term.standing.uncovered}
      - id: meant
        require: "!has(waiver.term.standing.meant)"
        message: meant {waiver.term.standing.meant}
      - id: judged
        require: has(waiver.term.standing.answer)
        message: rule {waiver.term.standing.rule_state}, no such subject
      - id: needed
        require: "!has(waiver.term.standing.answer) || waiver.term.standing.answer == 'fail'"
        message: answers {waiver.term.standing.answer}
    """,
    "papers",
)
RULES = (LEAVERS, ACTIVE, STRICT, WAIVERS)
IDS = frozenset(each.id for each in RULES)
NOBODY = Authority(rules=IDS)
EVERYTHING_FAILS = ("account", "person", "review", "decision", "completion", "practice")


def waiver(
    waiver_id: str = "w", rule_id: str = "leavers", subject: str = "nmp-kim", approved_by: str = "mo", more: str = ""
) -> str:
    return (
        f"{{id: {waiver_id}, rule: {rule_id}, subject: '{subject}', reason: Why, requested_by: al, "
        f"approved_by: {approved_by}, approved_on: 2026-10-01, expires_on: 2026-12-01, "
        f"compensating_control: Watched{more}}}"
    )


def read(waivers: Iterable[str]) -> tuple[World, tuple[Problem, ...]]:
    text = "waivers:\n" + "".join(f"  - {each}\n" for each in waivers)
    reference = no_reference()
    inventory, problems = resolve(
        [document("a.yaml", INVENTORY)], reference.ids, waivers=[document("waivers.yaml", text)] if waivers else []
    )
    return World(inventory, reference, AS_OF), problems


def judged(
    waivers: Sequence[str],
    rules: Sequence[Rule] = RULES,
    authority: Authority = NOBODY,
    every: Sequence[Rule] = RULES,
) -> dict[str, Ruling]:
    world, problems = read(waivers)
    assert problems == ()
    exceptions = Exceptions(every, world, authority)
    found = answered(*ordered(rules, every, world), world, exceptions, Evaluator(AS_OF))
    return {ruling.rule.id: ruling for ruling in found}


def statuses(ruling: Ruling) -> dict[str, Status]:
    return {verdict.subject.id: verdict.status for verdict in verdicts_of(ruling, "test")}


def the_waiver(rulings: dict[str, Ruling]) -> Verdict:
    (verdict,) = verdicts_of(rulings["papers"], "test")
    return verdict


def test_a_waiver_that_counts_turns_its_fail_into_waived() -> None:
    rulings = judged([waiver()])
    assert statuses(rulings["leavers"]) == {
        "nmp-al": Status.UNKNOWN,
        "nmp-kim": Status.WAIVED,
        "nmp-kim2": Status.FAIL,
        "nmp-mo": Status.PASS,
    }
    assert rulings["leavers"].count(Status.WAIVED) == 1
    assert set(statuses(rulings["quiet"]).values()) == {Status.FAIL}
    verdict = rulings["leavers"].verdicts[1]
    before = judged([])["leavers"].verdicts[1]
    assert verdict.waiver is not None
    assert (verdict.waiver.approved_by.name, verdict.waiver.days_left) == ("Mo Ortiz", 11)
    assert verdict.waiver.place == Place("waivers.yaml", 2, 5)
    assert replace(verdict, status=Status.FAIL, waiver=None) == before
    assert the_waiver(rulings).status is Status.PASS


@pytest.mark.parametrize("subject", ["nmp-al", "nmp-mo", "no-such", "nmp", "NMP-KIM"])
def test_only_a_fail_of_its_own_subject_is_waived(subject: str) -> None:
    rulings = judged([waiver(subject=subject)])
    assert statuses(rulings["leavers"]) == statuses(judged([])["leavers"])
    assert the_waiver(rulings).status is Status.FAIL


def test_a_rule_that_allows_no_waiver_stands_unless_the_policy_allows_it() -> None:
    refused = judged([waiver(rule_id="strict")])
    assert statuses(refused["strict"])["nmp-kim"] is Status.FAIL
    assert the_waiver(refused).message == "rule allows no waivers"
    policy = Authority(allowed=(Named("strict", Place("policy.yaml", 1)),), rules=IDS)
    allowed = judged([waiver(rule_id="strict")], authority=policy)
    assert statuses(allowed["strict"])["nmp-kim"] is Status.WAIVED


def test_a_finding_about_a_waiver_is_never_waived() -> None:
    policy = Authority(allowed=(Named("papers", Place("policy.yaml", 1)),), rules=IDS)
    bad = waiver(subject="no-such")
    rulings = judged([bad, waiver("x", "papers", "w")], authority=policy)
    assert {v.subject.id: (v.status, v.message) for v in verdicts_of(rulings["papers"], "test")} == {
        "w": (Status.FAIL, "rule in use, no such subject"),
        "x": (Status.FAIL, "rule allows no waivers; rule in use, no such subject"),
    }


def test_the_policy_says_who_may_approve() -> None:
    policy = Authority(approvers=(Named("al", Place("policy.yaml", 1)),), rules=IDS)
    assert the_waiver(judged([waiver()], authority=policy)).message == "approver not authorized"


def test_rules_for_waivers_say_how_long_one_may_last() -> None:
    short = replace(WAIVERS, params={"longest": 60})
    rulings = judged([waiver()], every=(LEAVERS, short), rules=(LEAVERS, short))
    assert statuses(rulings["leavers"])["nmp-kim"] is Status.FAIL
    assert the_waiver(rulings).message == "it lasts 61 days, and at most 60 are allowed"
    longer = judged(
        [waiver(more=", renewals: [{approved_by: mo, approved_on: 2026-11-01, expires_on: 2027-04-30}]")],
        every=(LEAVERS,),
        rules=(LEAVERS,),
    )
    assert statuses(longer["leavers"])["nmp-kim"] is Status.WAIVED
    too_long = judged(
        [waiver(more=", renewals: [{approved_by: mo, approved_on: 2026-11-01, expires_on: 2027-05-01}]")],
        every=(LEAVERS,),
        rules=(LEAVERS,),
    )
    assert statuses(too_long["leavers"])["nmp-kim"] is Status.FAIL


def test_the_rule_of_a_waiver_is_asked_where_waivers_are_judged() -> None:
    assert list(judged([waiver()], rules=[WAIVERS])) == ["leavers", "papers"]
    assert the_waiver(judged([waiver()], rules=[WAIVERS])).status is Status.PASS
    assert list(judged([waiver()], rules=[ACTIVE])) == ["quiet"]


def test_of_several_waivers_the_one_that_ends_last_is_shown() -> None:
    longer = waiver("v").replace("2026-12-01", "2026-12-24")
    shown = [judged(order)["leavers"].verdicts[1].waiver for order in itertools.permutations([waiver(), longer])]
    assert [each.id for each in shown if each] == ["v", "v"]


@pytest.mark.parametrize(
    ("kind", "subject", "about"),
    [
        ("account", "nmp-kim", {"kim"}),
        ("person", "kim", {"kim"}),
        ("review", "q3", {"mo"}),
        ("decision", "q3/nmp-kim", {"kim"}),
        ("decision", "q4/nmp-mo", {"kim", "mo"}),
        ("completion", "mo/base/2024-03-04", {"mo"}),
        ("practice", "test", set()),
    ],
)
def test_whom_a_finding_is_about_may_not_approve(kind: str, subject: str, about: set[str]) -> None:
    text = f"{{id: all, title: All, severity: low, for: {kind}, require: 'false', message: no}}"
    every = (rule(text, "all"), WAIVERS)
    for approver in ("kim", "mo"):
        rulings = judged([waiver("w", "all", subject, approver)], every, every=every)
        expected = Status.FAIL if approver in about else Status.WAIVED
        assert statuses(rulings["all"])[subject] is expected


def test_a_group_is_about_everybody_in_it() -> None:
    text = (
        "{id: same, title: One, severity: low, for: {accounts_by: [portal.id, login]}, "
        "require: group.accounts.size() < 2, message: no}"
    )
    every = (rule(text, "same"), WAIVERS)
    mine = judged([waiver("w", "same", "nmp/kim", "kim")], every, every=every)
    theirs = judged([waiver("w", "same", "nmp/kim", "mo")], every, every=every)
    assert statuses(mine["same"])["nmp/kim"] is Status.FAIL
    assert statuses(theirs["same"])["nmp/kim"] is Status.WAIVED


def test_a_waiver_of_no_rule_is_a_problem() -> None:
    world, _ = read([waiver(rule_id="leaver")])
    (problem,) = unknown_rules(world, Authority(rules=IDS))
    assert (problem.place, problem.message, problem.hint) == (
        Place("waivers.yaml", 2, 19, 25),
        "there is no rule `leaver`",
        "did you mean `leavers`?",
    )


def worst(rulings: dict[str, Ruling]) -> int:
    found = (v.severity.rank for r in rulings.values() for v in r.verdicts.values() if v.status.is_finding)
    return -min(found, default=9)


WAIVER = st.builds(
    lambda rule_id, subject, approver, end: waiver("W", rule_id, subject, approver).replace("2026-12-01", end),
    st.sampled_from(["leavers", "quiet", "strict"]),
    st.sampled_from(["nmp-al", "nmp-kim", "nmp-kim2", "nmp-mo", "gone"]),
    st.sampled_from(["mo", "kim", "al"]),
    st.sampled_from(["2026-11-19", "2026-11-20", "2026-12-24", "2027-12-24"]),
)
SEVERAL = st.lists(WAIVER, max_size=6).map(lambda found: [w.replace("id: W", f"id: w{n}") for n, w in enumerate(found)])
OTHERS = (LEAVERS, ACTIVE, STRICT)


@settings(deadline=None)
@given(SEVERAL)
def test_a_waiver_never_makes_a_run_worse_and_never_touches_what_it_does_not_name(waivers: list[str]) -> None:
    plain, after = judged([], OTHERS), judged(waivers, OTHERS)
    assert worst(after) <= worst(plain)
    for name, ruling in after.items():
        for verdict, before in zip(verdicts_of(ruling, ""), verdicts_of(plain[name], ""), strict=True):
            named = any(f"rule: {name}," in w and f"subject: '{verdict.subject.id}'" in w for w in waivers)
            assert verdict == before or (
                named and verdict == replace(before, status=Status.WAIVED, waiver=verdict.waiver)
            )


@settings(deadline=None)
@given(SEVERAL, st.randoms(use_true_random=False))
def test_the_order_of_waivers_says_nothing(waivers: list[str], random: Random) -> None:
    shuffled = random.sample(waivers, len(waivers))
    one, other = judged(waivers), judged(shuffled)
    for name, ruling in one.items():
        pairs = zip(verdicts_of(ruling, ""), verdicts_of(other[name], ""), strict=True)
        assert all(_without_place(a) == _without_place(b) for a, b in pairs)


def _without_place(verdict: Verdict) -> Verdict:
    shown = verdict.waiver and replace(verdict.waiver, place=verdict.place)
    is_waiver = verdict.subject.type == "waiver"
    return replace(verdict, waiver=shown, place=Place("") if is_waiver else verdict.place)


def test_a_misspelt_subject_is_told_the_nearest_one() -> None:
    found = the_waiver(judged([waiver(subject="nmp-kimm")]))
    assert found.message == "meant nmp-kim; rule in use, no such subject"


@pytest.mark.parametrize(
    ("subject", "message"),
    [("MO", "meant nmp-mo; rule in use, no such subject"), ("kim", "rule in use, no such subject")],
)
def test_a_subject_named_by_its_login_is_told_its_id_where_only_one_has_it(subject: str, message: str) -> None:
    assert the_waiver(judged([waiver(subject=subject)])).message == message


def test_among_very_many_subjects_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "MOST_COMPARED", 2)
    assert the_waiver(judged([waiver(subject="nmp-kimm")])).message == "rule in use, no such subject"


RAISED = rule(
    "{id: raised, title: Left, severity: medium, for: account, require: account.person.employed, message: left, "
    "escalate: [{when: account.login == 'kim', severity: critical}], controls: {law: ['1', '2'], other: ['1']}}",
    "raised",
)
WITH_RAISED = (*RULES, RAISED)
KNOWS_RAISED = Authority(rules=frozenset({*IDS, "raised"}))
SEVERITIES = ("critical", "high", "medium", "low", "info")


def raised(severity: str) -> tuple[Verdict, Verdict]:
    """A critical finding of a rule of medium severity, and its waiver, which covers up to that severity."""
    more = f", severity: {severity}" if severity else ""
    rulings = judged([waiver(rule_id="raised", more=more)], WITH_RAISED, KNOWS_RAISED, WITH_RAISED)
    return rulings["raised"].verdicts[1], the_waiver(rulings)


def test_a_finding_that_is_worse_than_what_was_accepted_stands_and_says_so() -> None:
    for severity in ("", *SEVERITIES[1:]):
        finding, papers = raised(severity)
        up_to = severity or "medium"
        assert (finding.status, finding.severity, finding.waiver) == (Status.FAIL, "critical", None)
        assert finding.message == f"left; the waiver w covers findings up to {up_to} only"
        assert papers.status is Status.FAIL
        assert papers.message == f"covers {up_to}"


CHECKED = rule(
    "{id: checked, title: Good, severity: medium, for: account, checks: ["
    "{id: left, require: account.person.employed, message: left}, "
    "{id: active, require: account.status != 'active', message: active}, "
    "{id: short, require: size(account.login) > 1, message: short}]}",
    "checked",
)
WITH_CHECKED = (*RULES, CHECKED)


@pytest.mark.parametrize(
    ("named", "beyond"),
    [
        (", checks: [left, active]", None),
        (", checks: [active, left, short]", None),
        (", checks: [left]", ("does not cover active", "active")),
        (", checks: [short]", ("does not cover left, active", "left, active")),
        ("", ("names no checks; what it accepts is written like `checks: [left, active]`", "left, active")),
    ],
)
def test_a_waiver_covers_the_checks_that_it_names_and_no_other(named: str, beyond: tuple[str, str] | None) -> None:
    authority = Authority(rules=frozenset({*IDS, "checked"}))
    rulings = judged([waiver(rule_id="checked", more=named)], WITH_CHECKED, authority, WITH_CHECKED)
    finding, papers = rulings["checked"].verdicts[1], the_waiver(rulings)
    assert finding.checks == ("left", "active")
    if beyond is None:
        assert (finding.status, finding.message, papers.status) == (Status.WAIVED, "left; active", Status.PASS)
    else:
        assert (finding.status, finding.message) == (Status.FAIL, f"left; active; the waiver w {beyond[0]}")
        assert papers.message == f"leaves {beyond[1]}"


def test_a_check_that_the_rule_does_not_have_is_a_problem_of_the_waiver() -> None:
    world, _ = read([waiver(rule_id="checked", more=", checks: [left, activ, nonsense]")])
    assert [(one.place.column, one.message, one.hint) for one in unknown_checks(world, WITH_CHECKED)] == [
        (191, "the rule `checked` has no check 'activ'", "did you mean 'active'?"),
        (198, "the rule `checked` has no check 'nonsense'", "it has left, active, short"),
    ]
    (problem,) = unknown_checks(read([waiver(more=", checks: [left]")])[0], WITH_CHECKED)
    assert problem.hint == "it has one requirement and no checks to name"


def test_a_waiver_that_names_the_severity_covers_it() -> None:
    finding, papers = raised("critical")
    assert (finding.status, finding.message, papers.status) == (Status.WAIVED, "left", Status.PASS)
    assert finding.waiver is not None
    assert finding.waiver.severity == "critical"


@pytest.mark.parametrize("severity", ["", *SEVERITIES])
def test_a_finding_as_its_rule_says_needs_that_severity_or_a_worse_one(severity: str) -> None:
    more = f", severity: {severity}" if severity else ""
    ruling = judged([waiver(more=more)])["leavers"]
    assert (ruling.verdicts[1].status is Status.WAIVED) is (severity in {"", "critical", "high"})


def test_of_several_waivers_one_that_covers_the_finding_counts() -> None:
    several = [waiver("a", "raised", more=", severity: low"), waiver("b", "raised", more=", severity: critical")]
    rulings = judged(several, WITH_RAISED, KNOWS_RAISED, WITH_RAISED)
    verdict = rulings["raised"].verdicts[1]
    assert verdict.waiver is not None
    assert (verdict.status, verdict.waiver.id) == (Status.WAIVED, "b")


def _required(control: str, title: str) -> Control:
    return Control(control, title, implementation=Implementation.REQUIRED)


def test_a_waiver_says_which_controls_of_its_rule_are_required() -> None:
    world, _ = read([waiver(rule_id="raised", more=", severity: critical")])
    controls = (_required("1", "One"), Control("2", "Two"), _required("3", "Three"))
    law, other = (Framework(name, name, "1", "", "", "", controls) for name in ("law", "other"))
    optional = replace(other, controls=(Control("1", "One"),))
    exceptions = Exceptions(WITH_RAISED, world, KNOWS_RAISED, [law, optional])
    (ruling,) = answered([RAISED], (), world, exceptions, Evaluator(AS_OF))
    accepted = ruling.verdicts[1].waiver
    assert accepted is not None
    assert accepted.required == (RequiredControl("law", "1", "One"),)


@pytest.mark.parametrize(
    ("authority", "message"),
    [
        (Authority(rules=IDS, left_out=frozenset({"leavers"})), "rule left out, no such subject"),
        (Authority(rules=IDS), "rule pack not in use, no such subject"),
        (Authority(), "rule unknown, no such subject"),
    ],
)
def test_a_waiver_of_a_rule_that_is_not_in_force_says_why(authority: Authority, message: str) -> None:
    rulings = judged([waiver()], (WAIVERS,), authority, (ACTIVE, WAIVERS))
    assert the_waiver(rulings).message == message
