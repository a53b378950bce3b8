# ruff: noqa: E501  problems are shown as they are told, one a line
import pytest

from portalaudit.model import Place, Severity
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.rule_summary import LeftOutRule, Loosened, SeverityChange
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.pack_compiler import compile_policies
from portalaudit.policy.rules import ParamSetting, Rule
from tests.policy.files import folder, told
from tests.policy.words import VOCABULARY

FILES = {
    "policies/pack/pack.yaml": "id: pack\ntitle: Pack\nversion: 1.0.0\n",
    "policies/pack/named.yaml": """\
id: named
title: Logins name people
severity: high
for: account
require: "!params.patterns.exists(pattern, account.login.matches(pattern)) && !(account.login in params.never)"
message: "{account.login} names nobody"
params:
  patterns: {type: list, format: pattern, default: [desk], description: Words of nobody}
  never: {type: list, choices: [root, office], default: [], description: Logins}
""",
}


def problems_of(policy: str) -> list[str]:
    return told(compile_policies(folder({**FILES, "policies/policy.yaml": policy}), VOCABULARY)[1])


def test_a_bad_pattern_is_a_problem_of_the_policy_at_its_place() -> None:
    policy = "rules:\n  named:\n    params:\n      patterns:\n        - front ?desk\n        - (desk\n"
    assert problems_of(policy) == [
        "policies/policy.yaml:6:11 bad-parameter: `patterns` cannot be used: `(desk` is not a valid pattern: missing ) | Words of nobody"
    ]


def test_a_wrong_item_of_a_list_has_its_place_too() -> None:
    assert problems_of("rules: {named: {params: {never: [root, ofice]}}}\n") == [
        "policies/policy.yaml:1:40 bad-parameter: `never` can be root, office, not `ofice`; did you mean `office`? | Logins"
    ]


def test_good_patterns_are_taken() -> None:
    assert problems_of("rules: {named: {params: {patterns: [desk, 'front.*|back']}}}\n") == []


LAYERED = {
    **FILES,
    "policies/pack/idle.yaml": """\
id: idle
title: Live accounts are in use
severity: medium
for: account
require: account.days_idle < params.days
message: "{account.login} is idle"
params: {days: {type: integer, default: 45, min: 1, stricter: lower, description: Days without login}}
""",
    "policies/next/pack.yaml": "id: next\ntitle: Next\nversion: 0.1.0\nstatus: proposal\n",
    "policies/next/soon.yaml": """\
id: soon
title: Live accounts are in use soon
severity: low
for: account
require: account.days_idle < 10
message: "{account.login} is idle"
""",
}
BASE, GRAND, OWN = "../base/policy.yaml", "../grand/policy.yaml", "policies/policy.yaml"


def layered(own: str, base: str, grand: str = "") -> tuple[PolicySet, list[str]]:
    bases = {path: text for path, text in ((BASE, base), (GRAND, grand)) if text}
    made, problems = compile_policies(folder({**LAYERED, OWN: own, **bases}), VOCABULARY, tuple(bases))
    return made, told(problems)


def rule_of(made: PolicySet, rule_id: str) -> Rule:
    (found,) = (rule for rule in made.rules if rule.id == rule_id)
    return found


def test_the_nearer_policy_has_the_last_word_and_says_what_it_set() -> None:
    made, problems = layered(
        "extends: ../base\nrules:\n  idle: {params: {days: 50}, reason: One portal a season}\n",
        "packs: [pack]\nrules:\n  idle: {params: {days: 60}, severity: low, reason: Small offices}\n",
    )
    assert problems == []
    idle = rule_of(made, "idle")
    own = Origin(Layer.OWN, Place(OWN, 3, 25, 27))
    base = Origin(Layer.BASE, Place(BASE, 3, 40, 43))
    assert idle.params == {"days": 50}
    assert idle.loosened == (Loosened("days", 50, 45, "One portal a season", own),)
    assert idle.settings == {"days": ParamSetting("One portal a season", own)}
    assert idle.severity_changed == SeverityChange(Severity.MEDIUM, "Small offices", base)
    assert made.policies == (Origin(Layer.OWN, Place(OWN, 1, 1)), Origin(Layer.BASE, Place(BASE, 1, 1)))
    assert made.choice == Origin(Layer.BASE, Place(BASE, 1, 8))
    assert [pack.id for pack in made.packs] == ["pack"]


def test_what_only_the_base_sets_stays_in_force() -> None:
    made, problems = layered(
        "packs: [pack]\nrules: {idle: {severity: high, reason: Big office}}\n",
        "rules: {idle: {params: {days: 60}, reason: Small offices}}\n",
    )
    assert problems == []
    base = Origin(Layer.BASE, Place(BASE, 1, 31, 33))
    assert rule_of(made, "idle").loosened == (Loosened("days", 60, 45, "Small offices", base),)
    assert rule_of(made, "idle").severity is Severity.HIGH


def test_setting_back_what_the_pack_says_needs_no_reason_and_leaves_nothing_loosened() -> None:
    made, problems = layered(
        "rules: {idle: {params: {days: 45}, severity: medium}}\n",
        "packs: [pack]\nrules: {idle: {params: {days: 60}, severity: low, reason: Small offices}}\n",
    )
    assert problems == []
    idle = rule_of(made, "idle")
    assert (idle.params, idle.severity, idle.loosened, idle.severity_changed) == (
        {"days": 45},
        Severity.MEDIUM,
        (),
        None,
    )


def test_who_loosens_gives_the_reason_however_loose_the_base_is() -> None:
    made, problems = layered(
        "rules: {idle: {params: {days: 50}}}\n", "packs: [pack]\nrules: {idle: {params: {days: 60}, reason: Small}}\n"
    )
    assert problems == [
        "policies/policy.yaml:1:9 missing-key: a reason is missing: the rule `idle` is loosened in `days` | say why under `reason:`; every report shows it"
    ]
    assert made.left_out == ()


def test_a_rule_left_out_by_the_base_is_left_out() -> None:
    made, problems = layered(
        "extends: ../base\n", "packs: [pack]\nrules: {idle: {leave_out: true, reason: Hub only}}\n"
    )
    assert problems == []
    assert [rule.id for rule in made.rules] == ["named"]
    assert [one.summary for one in made.left_out] == [
        LeftOutRule(
            "idle",
            "Live accounts are in use",
            Severity.MEDIUM,
            "Hub only",
            Origin(Layer.BASE, Place(BASE, 2, 9, 13)),
        )
    ]


def test_a_rule_can_be_taken_back_in_with_what_was_set_before() -> None:
    made, problems = layered(
        "rules: {idle: {leave_out: false, severity: high, reason: We are big}}\n",
        "rules: {idle: {leave_out: true, reason: Hub only}}\n",
        "packs: [pack]\nrules: {idle: {params: {days: 60}, reason: Small offices}}\n",
    )
    assert problems == []
    idle = rule_of(made, "idle")
    assert (idle.params, idle.severity, made.left_out) == ({"days": 60}, Severity.HIGH, ())


def test_a_rule_left_out_twice_has_the_practice_s_reason() -> None:
    made, problems = layered(
        "rules: {idle: {leave_out: true, reason: Ours}}\n",
        "packs: [pack]\nrules: {idle: {leave_out: true, reason: Theirs}}\n",
    )
    assert problems == []
    assert [(one.reason, one.origin.layer) for one in made.left_out] == [("Ours", Layer.OWN)]


def test_to_leave_out_says_the_pack_s_severity() -> None:
    made, _ = layered(
        "rules: {idle: {leave_out: true, reason: Ours}}\n",
        "packs: [pack]\nrules: {idle: {severity: info, reason: Theirs}}\n",
    )
    assert [one.severity for one in made.left_out] == [Severity.MEDIUM]


def test_what_is_set_for_a_rule_that_the_base_leaves_out_changes_nothing_and_is_told() -> None:
    made, problems = layered(
        "rules: {idle: {severity: high, reason: We are big}}\n",
        "packs: [pack]\nrules: {idle: {leave_out: true, reason: Hub only}}\n",
    )
    assert problems == [
        "policies/policy.yaml:1:9 invalid-value: the rule `idle` is left out by the policy that this one extends, so this changes nothing | write `leave_out: false` to evaluate it again, or remove this"
    ]
    assert [one.rule for one in made.left_out] == ["idle"]


def test_a_base_may_speak_of_packs_that_a_practice_does_not_use() -> None:
    soon = "rules: {soon: {severity: high, reason: It comes}}\n"
    assert layered("packs: [pack]\n", f"packs: [pack, next]\n{soon}")[1] == []
    assert layered(f"packs: [pack]\n{soon}", "packs: [pack, next]\n")[1] == [
        "policies/policy.yaml:2:9 unknown-rule: the rule `soon` is in the pack `next`, which is not in use | name its pack under `packs:`, or remove this"
    ]


def test_a_mistake_in_a_base_is_told_there() -> None:
    assert layered("extends: ../base\n", "packs: [pack]\nrules: {idel: {severity: high, reason: x}}\n")[1] == [
        "../base/policy.yaml:2:9 unknown-rule: there is no rule `idel` | did you mean `idle`?"
    ]


def test_the_practice_s_own_packs_take_the_place_of_the_base_s() -> None:
    made, problems = layered("packs: [next]\n", "packs: [pack]\n")
    assert problems == []
    assert [pack.id for pack in made.packs] == ["next"]
    assert made.choice == Origin(Layer.OWN, Place(OWN, 1, 8))


@pytest.mark.parametrize("reason", ["' '", "~", "null", "-", "n/a", "TBD", "unknown"])
@pytest.mark.parametrize(
    "setting", ["rules: {idle: {leave_out: true, reason: REASON}}", "waivers: {allow: [{rule: idle, reason: REASON}]}"]
)
def test_a_placeholder_is_no_reason_to_loosen_a_rule(setting: str, reason: str) -> None:
    (problem,) = problems_of(f"{setting}\n".replace("REASON", reason))
    place = f"policies/policy.yaml:1:{setting.index('REASON') + 1} "
    said = "invalid-value: 'reason': " if reason not in {"' '", "~", "null"} else "empty-value: 'reason' has no value"
    assert problem.startswith(place + said)
