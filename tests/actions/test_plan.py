"""Findings become actions in the order of the table, and one cause is told once."""

from collections.abc import Sequence

import pytest

from portalaudit.actions.plan import Plan, plan
from portalaudit.model import Severity, Status
from portalaudit.model.action import Doer, Due
from portalaudit.model.report import STATUSES, Ruling
from portalaudit.model.values import replace
from portalaudit.policy.rules import Rule
from tests.actions.runs import INVENTORY, fails, rulings, world

CLOSE = fails("leavers", "{verb: close, group_by: account, settles: [account]}", when="account.person.has_left")
OF_KIM = "account.person.id == 'kim'"


def planned(*rules: Rule) -> Plan:
    of = world()
    return plan(rulings(rules, of), rules, of)


def titles(found: Plan) -> list[str]:
    return [action.title for action in found.actions]


def settled(found: Plan) -> list[tuple[str, str, str]]:
    return sorted(
        (verdict.rule, verdict.subject.id, verdict.settled_by)
        for ruling in found.rulings
        for verdict in ruling.verdicts.values()
        if verdict.settled_by
    )


def test_the_table_gives_the_order_and_not_the_rules() -> None:
    last = fails("a-first", "{verb: train, group_by: person}", of="person", severity="critical")
    first = fails("z-last", "{verb: look, group_by: account}", severity="medium", when=OF_KIM)
    assert titles(planned(last, first)) == ["Look at 2 logins", "Train 2 people"]


def test_what_matters_least_is_told_last_wherever_it_stands_in_the_table() -> None:
    hint = fails("hints", "{verb: hint, group_by: portal}", of="portal", severity="info")
    assert titles(planned(hint, CLOSE)) == ["Close 2 logins", "Read hints about 2 portals"]


def test_an_action_says_what_by_whom_and_when_and_about_whom() -> None:
    (action,) = planned(replace(CLOSE, severity=Severity.LOW), fails("x", "{verb: close, group_by: account}")).actions
    assert (action.verb, action.due, action.by, action.severity) == ("close", Due.TODAY, Doer.MANAGER, Severity.HIGH)
    assert action.shares == (("Kim Lee", 2), ("Mo Ortiz", 1), ("", 1))
    kim = next(target for target in action.targets if target.of.id == "a-kim")
    assert (kim.name, kim.portal and kim.portal.name, len(kim.findings)) == ("klee", "Noridian", 2)
    assert len(action.findings) == 6


def test_two_people_of_one_name_are_told_apart() -> None:
    of = world(INVENTORY.replace("Mo Ortiz", "Kim Lee"))
    rules = (
        CLOSE,
        fails("x", "{verb: close, group_by: account}"),
        fails("y", "{verb: train, group_by: person}", of="person"),
    )
    close, train = plan(rulings(rules, of), rules, of).actions
    assert close.shares == (("Kim Lee [kim]", 2), ("Kim Lee [mo]", 1), ("", 1))
    assert [target.name for target in train.targets] == ["Kim Lee [kim]", "Kim Lee [mo]"]


def test_a_finding_about_a_closed_login_ends_with_it() -> None:
    idle = fails("idle", "{verb: train, group_by: person}")
    found = planned(CLOSE, idle)
    assert settled(found) == [("idle", "a-kim", "close"), ("idle", "b-kim", "close")]
    assert len(found.actions[0].settles) == 2
    assert found.actions[1].title == "Train 2 people"  # the shared login is not closed, and Kim uses it


def test_a_finding_about_several_logins_ends_only_where_all_of_them_do() -> None:
    shared = fails("of-people", "{verb: train, group_by: person}", of="person", when="person.id == 'kim'")
    assert settled(planned(CLOSE, shared)) == []
    every = fails("all", "{verb: close, group_by: account, settles: [account]}")
    assert settled(planned(every, shared)) == [("of-people", "kim", "close")]


@pytest.mark.parametrize(("first", "rest"), [("close", "split"), ("split", "close")])
def test_a_finding_about_several_logins_names_what_is_done_about_the_first_of_them(first: str, rest: str) -> None:
    rules = (
        fails("one", f"{{verb: {first}, group_by: account, settles: [account]}}", when="account.id == 'a-kim'"),
        fails("two", f"{{verb: {rest}, group_by: account, settles: [account]}}", when="account.id != 'a-kim'"),
        fails("of-people", "{verb: train, group_by: person}", of="person", when="person.id == 'kim'"),
    )
    assert settled(planned(*rules)) == [("of-people", "kim", first)]


def test_nothing_settles_what_comes_before_it_or_stands_alone() -> None:
    incident = fails("incident", "{verb: look, group_by: account}")
    assert settled(planned(CLOSE, incident)) == []
    late = fails("split", "{verb: split, group_by: account, settles: [account]}")
    assert settled(planned(late, fails("leavers", "{verb: close, group_by: account}"))) == []


def test_without_settles_nothing_ends_with_it() -> None:
    close = fails("leavers", "{verb: close, group_by: account}")
    assert settled(planned(close, fails("idle", "{verb: train, group_by: person}"))) == []


def test_a_portal_that_is_given_up_settles_what_is_about_it_alone() -> None:
    give_up = fails("unused", "{verb: give-up, group_by: portal, settles: [portal]}", of="portal")
    directory = fails("directory", "", of="portal")
    found = planned(give_up, directory, fails("plain", "", when=OF_KIM))
    assert settled(found) == [("directory", "ava", "give-up"), ("directory", "nmp", "give-up")]
    assert titles(found) == ["Give up 2 portals", "Settle other findings about 2 logins"]


def test_a_waived_finding_makes_no_action_and_stays_unmarked() -> None:
    of = world()
    (ruling,) = rulings([CLOSE], of)
    waived = {position: replace(one, status=Status.WAIVED) for position, one in ruling.verdicts.items()}
    found = plan([replace(ruling, verdicts=waived)], [CLOSE], of)
    assert not found.actions
    assert not any(one.action for one in found.rulings[0].verdicts.values())


@pytest.mark.parametrize("shuffled", [False, True])
def test_every_fail_is_in_one_action_or_settled_by_one(shuffled: bool) -> None:
    rules: Sequence[Rule] = [CLOSE, fails("idle", "{verb: train, group_by: person}"), fails("plain", "")]
    found = planned(*(reversed(rules) if shuffled else rules))
    asked = [each for action in found.actions for each in (*action.findings, *action.settles)]
    assert sorted(asked) == sorted(_fails(found.rulings))


def _fails(found: Sequence[Ruling]) -> list[str]:
    fail = STATUSES.index(Status.FAIL)
    return [
        ruling.verdicts[position].fingerprint
        for ruling in found
        for position, outcome in enumerate(ruling.outcomes)
        if outcome == fail
    ]
