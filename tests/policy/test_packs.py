# ruff: noqa: E501  problems are shown as they are told, one a line
import pytest

from portalaudit.model import Place, Severity
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.rule_summary import LeftOutRule, Loosened, SeverityChange
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.pack_compiler import compile_policies, compile_rules
from portalaudit.policy.packs import is_rule
from portalaudit.policy.rules import ParamSetting
from tests.policy.files import RULE, folder, told
from tests.policy.words import VOCABULARY

PACK = "id: portal-access\ntitle: Portal access\nversion: 1.0.0\n"
PROPOSAL = "id: nprm\ntitle: Proposed rules\nversion: 0.1.0\nstatus: proposal\nchecked_on: 2026-11-22\n"
DORMANT = """\
id: dormant-account
title: Live accounts are in use
severity: medium
for: account
require: account.days_idle < params.dormant_days
message: "{account.login} is idle for {account.days_idle} days"
params: {dormant_days: {type: integer, default: 45, min: 1, stricter: lower, description: Days without login}}
"""
FILES = {
    "policies/portal-access/pack.yaml": PACK,
    "policies/portal-access/lifecycle/active-after-termination.yaml": RULE,
    "policies/portal-access/lifecycle/active-after-termination.cases.yaml": "cases: []\n",
    "policies/portal-access/dormant-account.yaml": DORMANT,
    "policies/waivers.yaml": "waivers: []\n",
    "policies/reference/roles.yaml": "roles: []\n",
}
NEXT_PACK = {
    "policies/nprm/pack.yaml": PROPOSAL,
    "policies/nprm/soon.yaml": DORMANT.replace("dormant-account", "soon"),
}


def policies(policy: str = "", **files: str) -> tuple[PolicySet, list[str]]:
    own = {"policies/policy.yaml": policy} if policy else {}
    made, problems = compile_policies(folder({**FILES, **own, **files}), VOCABULARY)
    return made, told(problems)


def rule_ids(made: PolicySet) -> list[str]:
    return [rule.id for rule in made.rules]


def test_the_only_pack_is_used_where_none_is_chosen() -> None:
    made, problems = policies()
    assert problems == []
    assert rule_ids(made) == ["active-after-termination", "dormant-account"]
    assert [(pack.id, pack.title, pack.version, pack.status) for pack in made.packs] == [
        ("portal-access", "Portal access", "1.0.0", "stable")
    ]
    assert {rule.pack for rule in made.rules} == {"portal-access"}


def test_default_packs_are_used_where_there_are_several() -> None:
    default = {"policies/portal-access/pack.yaml": f"{PACK}default: true\n"}
    made, problems = policies(**NEXT_PACK, **default)
    assert (rule_ids(made), problems) == (["active-after-termination", "dormant-account"], [])


def test_several_packs_and_no_choice_is_a_problem() -> None:
    made, problems = policies(**NEXT_PACK)
    assert rule_ids(made) == []
    assert problems == [
        (
            "policies/nprm/pack.yaml:1:5 unknown-pack: no pack is chosen, and none is a default "
            "| write `packs: [...]` in policy.yaml with some of nprm, portal-access"
        )
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("waiver.yaml", "waivers.yaml"), ("policies.yaml", "policy.yaml"), ("Policy.yml", "policy.yml")],
)
def test_a_misspelt_file_of_the_practice_is_not_taken_for_a_rule(name: str, meant: str) -> None:
    _, problems = policies(**{name: "{}\n"})
    assert problems == [
        f"{name}:1:1 unknown-pack: a file of this name is not used | did you mean `{meant}`? Then rename it"
    ]


def test_a_policy_chooses_packs() -> None:
    made, problems = policies("packs: [nprm]\n", **NEXT_PACK)
    assert (rule_ids(made), problems) == (["soon"], [])


def test_a_policy_changes_rules_with_reasons() -> None:
    made, problems = policies(
        """\
packs: [portal-access]
rules:
  dormant-account:
    params: {dormant_days: 60}
    severity: high
    reason: Two portals are used once in two months.
  active-after-termination: {leave_out: true, reason: We have no leavers.}
"""
    )
    assert problems == []
    (rule,) = made.rules
    assert (rule.params, rule.severity) == ({"dormant_days": 60}, Severity.HIGH)
    reason = "Two portals are used once in two months."
    days = Origin(Layer.OWN, Place("policies/policy.yaml", 4, 28, 30))
    high = Origin(Layer.OWN, Place("policies/policy.yaml", 5, 15, 19))
    assert rule.settings == {"dormant_days": ParamSetting(reason, days)}
    assert rule.loosened == (Loosened("dormant_days", 60, 45, reason, days),)
    assert rule.summary.loosened == rule.loosened
    assert rule.summary.severity_changed == SeverityChange(Severity.MEDIUM, reason, high)
    (left_out,) = made.left_out
    assert left_out.summary == LeftOutRule(
        "active-after-termination", left_out.title, Severity.CRITICAL, "We have no leavers.", left_out.origin
    )
    assert (left_out.rule, left_out.reason, str(left_out.place)) == (
        "active-after-termination",
        "We have no leavers.",
        "policies/policy.yaml:7:3",
    )


def test_to_ask_for_more_needs_no_reason() -> None:
    made, problems = policies("rules:\n  dormant-account: {params: {dormant_days: 30}}\n")
    assert problems == []
    assert made.rules[1].params == {"dormant_days": 30}
    assert made.rules[1].loosened == ()


POLICY = "policies/policy.yaml"
REASON = "say why under `reason:`; every report shows it"
MISTAKES = [
    ("packs: [portal-acess]", [f"{POLICY}:1:9 unknown-pack: there is no pack `portal-acess` | did you mean `portal-access`?"]),
    ("rules:\n  dormant-acount: {severity: low, reason: x}", [f"{POLICY}:2:3 unknown-rule: there is no rule `dormant-acount` | did you mean `dormant-account`?"]),
    ("rules:\n  dormant-account: {severity: low}", [f"{POLICY}:2:3 missing-key: a reason is missing: the rule `dormant-account` has another severity | {REASON}"]),
    ("rules:\n  dormant-account: {params: {dormant_days: 60}}", [f"{POLICY}:2:3 missing-key: a reason is missing: the rule `dormant-account` is loosened in `dormant_days` | {REASON}"]),
    ("rules:\n  dormant-account: {leave_out: true}", [f"{POLICY}:2:3 missing-key: a reason is missing: the rule `dormant-account` is left out | {REASON}"]),
    ("rules:\n  dormant-account: {leave_out: true, severity: low, reason: x}", [f"{POLICY}:2:3 invalid-value: the rule `dormant-account` is left out, so nothing else can be set for it | remove the other settings"]),
    ("rules:\n  dormant-account: {params: {dormant: 30}}", [f"{POLICY}:2:30 bad-parameter: the rule `dormant-account` has no parameter `dormant` | did you mean `dormant_days`?"]),
    ("rules:\n  dormant-account: {params: {dormant_days: many}}", [f"{POLICY}:2:44 bad-parameter: `dormant_days` needs a whole number | Days without login"]),
    ("rules:\n  dormant-account: {params: {dormant_days: 0}}", [f"{POLICY}:2:44 bad-parameter: `dormant_days` must be 1 or more | Days without login"]),
    ("rules:\n  active-after-termination: {params: {days: 0}}", [f"{POLICY}:2:39 bad-parameter: the rule `active-after-termination` has no parameter `days` | it has none"]),
    ("packs: [portal-access]\nrules:\n  soon: {severity: low, reason: x}", [f"{POLICY}:3:3 unknown-rule: the rule `soon` is in the pack `nprm`, which is not in use | name its pack under `packs:`, or remove this"]),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "expected"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_in_a_policy_is_a_problem_at_its_place(policy: str, expected: list[str]) -> None:
    default = {"policies/portal-access/pack.yaml": f"{PACK}default: true\n"}
    assert policies(f"{policy}\n", **NEXT_PACK, **default)[1] == expected


def test_a_mistake_in_a_rule_leaves_the_others_in_force() -> None:
    broken = {"policies/portal-access/dormant-account.yaml": DORMANT.replace("days_idle <", "days_idel <")}
    made, problems = policies("rules:\n  dormant-account: {severity: low, reason: x}\n", **broken)
    assert rule_ids(made) == ["active-after-termination"]
    assert problems == [
        (
            "policies/portal-access/dormant-account.yaml:5:18 bad-expression: an account has no fact `days_idel` "
            "| did you mean `days_idle`?"
        )
    ]


def test_mistakes_of_all_files_are_told_at_once() -> None:
    _, problems = policies(
        "packs: [portal-access]\nrules: {nothing: {reason: x}}\nwat: 1\n",
        **{
            "policies/portal-access/dormant-account.yaml": DORMANT.replace("days_idle <", "days_idel <"),
            "policies/portal-access/lifecycle/active-after-termination.yaml": RULE.replace("live", "liv"),
            "policies/stray/orphan.yaml": RULE,
        },
    )
    assert [problem.split(" ")[:2] for problem in problems] == [
        ["policies/policy.yaml:2:9", "unknown-rule:"],
        ["policies/policy.yaml:3:1", "unknown-key:"],
        ["policies/portal-access/dormant-account.yaml:5:18", "bad-expression:"],
        ["policies/portal-access/lifecycle/active-after-termination.yaml:5:15", "bad-expression:"],
        ["policies/stray/orphan.yaml:1:1", "unknown-pack:"],
    ]


def test_names_are_unique() -> None:
    _, problems = policies(
        "packs: [portal-access]\n",
        **{
            "policies/portal-access/zz/dormant-account.yaml": DORMANT,
            "policies/zz/pack.yaml": PACK,
        },
    )
    assert problems == [
        "policies/portal-access/zz/dormant-account.yaml:1:5 duplicate-id: there are two rules `dormant-account` | give one another id",
        "policies/zz/pack.yaml:1:5 duplicate-id: there are two packs `portal-access` | give one another id",
    ]


def test_a_pack_that_cannot_be_read_is_no_pack() -> None:
    made, problems = policies(**{"policies/portal-access/pack.yaml": "id: portal-access\ntitle: x\n"})
    assert made.rules == ()
    assert [problem.split(": ")[0] for problem in problems] == [
        "policies/portal-access/dormant-account.yaml:1:1 unknown-pack",
        "policies/portal-access/lifecycle/active-after-termination.yaml:1:1 unknown-pack",
        "policies/portal-access/pack.yaml:1:1 missing-key",
    ]


def test_a_second_policy_is_a_problem() -> None:
    made, problems = policies("packs: [portal-access]\n", **{"policies/zz/policy.yaml": "packs: []\n"})
    assert len(made.rules) == 2
    assert problems == [
        "policies/zz/policy.yaml:1:1 duplicate-id: there is a second policy; policies/policy.yaml is used"
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("policies/pack/rule.yaml", True),
        ("pack/deep/er/rule.yml", True),
        ("pack/rule.cases.yaml", False),
        ("pack/pack.yaml", False),
        ("policy.yaml", False),
        ("policies/waivers.yml", False),
        ("policies/reference/roles.yaml", False),
    ],
)
def test_which_files_are_rules(path: str, expected: bool) -> None:
    assert is_rule(path) is expected


def test_rules_may_give_one_name_to_parameters_of_different_types() -> None:
    other = (
        DORMANT.replace("dormant-account", "zz")
        .replace("account.days_idle < params", "account.login in params")
        .replace("type: integer, default: 45, min: 1, stricter: lower", "type: list, default: [a]")
    )
    files = {**FILES, "policies/portal-access/zz.yaml": other}
    rules, problems = compile_rules(folder(files), VOCABULARY)
    assert problems == ()
    assert [rule.params for rule in rules] == [{}, {"dormant_days": 45}, {"dormant_days": ("a",)}]


def test_a_rule_cannot_read_another_rule_s_parameter() -> None:
    thief = RULE.replace("active-after-termination", "zz").replace("account.live", "params.dormant_days > 3")
    _, problems = compile_rules(folder({**FILES, "policies/portal-access/zz.yaml": thief}), VOCABULARY)
    assert told(problems) == [
        "policies/portal-access/zz.yaml:5:7 bad-expression: this rule has no parameters | declare them under `params:`"
    ]


def test_rules_can_be_compiled_without_a_policy() -> None:
    rules, problems = compile_rules(folder({**FILES, **NEXT_PACK}), VOCABULARY)
    assert problems == ()
    assert [rule.id for rule in rules] == ["active-after-termination", "dormant-account", "soon"]


def test_a_pack_says_when_somebody_last_looked_whether_it_is_current() -> None:
    made, problems = policies("packs: [portal-access, nprm]\n", **NEXT_PACK)
    assert (problems, [pack.checked_on for pack in made.packs]) == ([], [None, "2026-11-22"])


@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        ("2026-13-22", "is not a day of the calendar | write it as YYYY-MM-DD, like 2026-01-31"),
        ("2026-11-31", "is not a day of the calendar | write it as YYYY-MM-DD, like 2026-01-31"),
        ("20261122", "is not a date | write it as 2026-11-22"),
    ],
)
def test_the_day_of_that_look_is_a_date(day: str, wrong: str) -> None:
    _, problems = policies(**{"policies/nprm/pack.yaml": PROPOSAL.replace("2026-11-22", day)})
    assert [problem.partition(" invalid-value: ")[2] for problem in problems] == [f"'checked_on': '{day}' {wrong}"]


def test_a_rule_that_ships_has_its_page_and_one_s_own_has_that_which_its_pack_names() -> None:
    own = {"policies/portal-access/mine.yaml": DORMANT.replace("dormant-account", "mine")}
    made, problems = policies(**own)
    assert problems == []
    assert {rule.id: rule.summary.url for rule in made.rules} == {
        "active-after-termination": "https://portalaudit.github.io/portalaudit/rules/active-after-termination/",
        "dormant-account": "https://portalaudit.github.io/portalaudit/rules/dormant-account/",
        "mine": "",
    }
    pack = {"policies/portal-access/pack.yaml": f"{PACK}docs_url: https://wiki.example.org/<x>?rule={{rule}}\n"}
    made, problems = policies(**pack)
    assert problems == []
    assert made.rules[0].summary.url == "https://wiki.example.org/%3Cx%3E?rule=active-after-termination"


def test_the_pages_of_a_pack_have_a_whole_address() -> None:
    _, problems = policies(**{"policies/portal-access/pack.yaml": f"{PACK}docs_url: 'javascript:alert(1)'\n"})
    (told_of,) = [one for one in problems if one.startswith("policies/portal-access/pack.yaml:")]
    assert told_of.startswith("policies/portal-access/pack.yaml:4:11 ")
    assert told_of.endswith("write the whole address without spaces, like https://www.example.org/login")
