# ruff: noqa: E501  problems are shown as they are told, one a line
from portalaudit.policy.packs import compile_policies
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
        "policies/policy.yaml:6:11 bad-parameter: `patterns` cannot be used: `(desk` is no regular expression: missing ) | Words of nobody"
    ]


def test_a_wrong_item_of_a_list_has_its_place_too() -> None:
    assert problems_of("rules: {named: {params: {never: [root, ofice]}}}\n") == [
        "policies/policy.yaml:1:40 bad-parameter: `never` can be root, office, not `ofice`; did you mean `office`? | Logins"
    ]


def test_good_patterns_are_taken() -> None:
    assert problems_of("rules: {named: {params: {patterns: [desk, 'front.*|back']}}}\n") == []
