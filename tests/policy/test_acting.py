# ruff: noqa: E501  problems are shown as they are told, one a line
"""What a rule says of its action is typed, and every shipped rule says it."""

from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.pipeline import EVERY_RULE, compile_all
from portalaudit.pipeline.proving import compile_suite
from portalaudit.policy.acting import RuleAction
from portalaudit.policy.pack_compiler import compile_packs
from tests.policy.files import RULE, folder, good, told, written

SHIPPED = Path(__file__).resolve().parents[2] / "policies"
FILES, _ = read_policies(SHIPPED)
SUITE, _ = compile_suite(FILES, None)
POLICIES, _ = compile_all(FILES, cases_of=EVERY_RULE)
TABLE = "actions: [{id: close-login}, {id: train}, nothing, {id: [x]}]\n"
AT = "pack/active-after-termination.yaml"


def test_a_rule_says_what_is_done_to_what_and_what_that_settles() -> None:
    found = good(RULE + "action: {verb: close-login, group_by: person, settles: [person]}\n")
    assert found.action == RuleAction("close-login", "person", ("person",))
    assert good(RULE).action is None


@pytest.mark.parametrize(
    ("action", "problem"),
    [
        (
            "{verb: close-login, group_by: vendor}",
            "9:39 invalid-value: a finding about an account does not tell which vendor to act on | it can be account, person, portal",
        ),
        (
            "{verb: close-login, group_by: person, settles: [person, account]}",
            "9:65 invalid-value: what is done to a person does not settle findings of one account | it can be person",
        ),
        (
            "{verb: close-login, group_by: acount}",
            "9:39 invalid-value: 'acount' is not one of the values of 'group_by'; did you mean 'account'? | write one of: account, person, portal, payer, role, review, vendor, practice, document, waiver, file, module, completion",
        ),
    ],
)
def test_a_mistake_has_its_place(action: str, problem: str) -> None:
    assert written(f"{RULE}action: {action}\n") == (None, [f"{AT}:{problem}"])


def test_a_verb_that_the_table_does_not_have_is_a_mistake_where_there_is_a_table() -> None:
    files = {
        "pack/pack.yaml": "{id: pack, title: P, version: '1'}\n",
        AT: f"{RULE}action: {{verb: close-logins, group_by: account}}\n",
    }
    _, without = compile_packs(folder(files), vocabulary())
    assert without == ()
    _, problems = compile_packs(folder({**files, "reference/actions.yaml": TABLE}), vocabulary())
    assert told(problems) == [
        f"{AT}:9:16 unknown-reference: there is no action `close-logins` in the reference data | did you mean `close-login`?"
    ]


def test_every_shipped_rule_names_its_fault_and_an_action_of_the_table_and_every_action_a_rule() -> None:
    rules = [one.rule for one in SUITE.rules]
    assert len(rules) >= 64
    assert [rule.id for rule in rules if rule.action is None or not rule.fault] == []
    assert {rule.action.verb for rule in rules if rule.action} == POLICIES.reference.actions.keys()


def test_no_two_actions_share_a_place() -> None:
    orders = [verb.order for verb in POLICIES.reference.actions.values()]
    assert len(set(orders)) == len(orders)
