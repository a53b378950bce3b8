# ruff: noqa: E501  problems are shown as they are told, one a line
from portalaudit.policy.pack_compiler import compile_policies
from portalaudit.policy.packs import is_waivers
from portalaudit.policy.waiving import Authority
from tests.policy.files import RULE, folder, told
from tests.policy.words import VOCABULARY

FILES = {
    "pack/pack.yaml": "id: pack\ntitle: Pack\nversion: 1.0.0\n",
    "pack/active-after-termination.yaml": RULE,
    "other/pack.yaml": "id: other\ntitle: Other\nversion: 1.0.0\n",
    "other/left.yaml": RULE.replace("active-after-termination", "left"),
}
POLICY = """\
packs: [pack]
waivers:
  approvers: [m-ortiz, a-sat]
  approver_roles: [owner]
  allow: [{rule: left, reason: Small practice}]
"""


def compiled(policy: str) -> tuple[Authority, list[str]]:
    made, problems = compile_policies(folder({**FILES, "policy.yaml": policy}), VOCABULARY)
    return made.authority, told(problems)


def test_a_policy_names_who_may_approve_and_what() -> None:
    authority, problems = compiled(POLICY)
    assert problems == []
    assert [one.id for one in authority.approvers] == ["m-ortiz", "a-sat"]
    assert [one.id for one in authority.approver_roles] == ["owner"]
    assert [one.id for one in authority.allowed] == ["left"]
    assert authority.rules == {"active-after-termination", "left"}


def test_people_and_roles_that_the_practice_does_not_have_are_told() -> None:
    authority, _ = compiled(POLICY)
    assert told(authority.problems({"m-ortiz", "a-sato"}, {"front_desk"})) == [
        "policy.yaml:3:24 unknown-reference: 'a-sat' is not the id of any record in 'staff' | did you mean `a-sato`?",
        "policy.yaml:4:20 unknown-reference: 'owner' is not the id of any record in 'roles' | add it to 'roles', or correct the reference",
    ]
    assert told(authority.problems({"m-ortiz", "a-sat"}, {"owner"})) == []


def test_only_a_rule_that_there_is_can_be_allowed() -> None:
    assert compiled(POLICY.replace("rule: left", "rule: lefd"))[1] == [
        "policy.yaml:5:18 unknown-rule: there is no rule `lefd` | did you mean `left`?"
    ]


def test_what_is_allowed_needs_a_reason() -> None:
    assert compiled(POLICY.replace(", reason: Small practice", ""))[1] == [
        "policy.yaml:5:12 missing-key: an item of 'allow' needs the key 'reason' | add `reason:` with a value"
    ]


def test_without_a_policy_nobody_is_named() -> None:
    made, problems = compile_policies(folder({name: FILES[name] for name in list(FILES)[:2]}), VOCABULARY)
    assert (made.authority, problems) == (Authority(rules=frozenset({"active-after-termination"})), ())
    assert compiled("packs: [pack]\n")[0] == Authority(rules=frozenset({"active-after-termination", "left"}))


def test_files_of_waivers_are_known_by_their_name() -> None:
    assert [is_waivers(path) for path in ("waivers.yaml", "sub/waivers.yml", "reference/waivers.yaml", "w.yaml")] == [
        True,
        True,
        False,
        False,
    ]
