"""Facts written in YAML: what they may say, and where mistakes in them are shown."""

import pytest

from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.model import FactType, Kind, Problem
from portalaudit.policy.fact_compiler import compile_facts
from portalaudit.policy.pack_compiler import compile_rules
from portalaudit.policy.packs import is_rule
from portalaudit.policy.shared_facts import SharedFact, is_facts, with_facts
from tests.evaluate.practices import document

RULE = """\
id: own
title: Accounts are matched
severity: low
for: account
require: "!account.unmatched"
message: "{account.login}"
"""


def compiled(text: str, path: str = "pack/facts/account.yaml") -> tuple[tuple[SharedFact, ...], tuple[Problem, ...]]:
    return compile_facts([document(path, text)], vocabulary())


def facts(**expressions: str) -> str:
    return "facts:\n" + "".join(
        f'  {name}: {{type: {kind}, meaning: Something, expression: "{text}"}}\n'
        for name, (kind, text) in ((name, written.split(": ", 1)) for name, written in expressions.items())
    )


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{one.place.line}:{one.place.column} {one.message}" for one in problems]


def test_a_fact_has_its_type_its_expression_and_its_place() -> None:
    (fact,), problems = compiled(
        "facts:\n  busy:\n    type: boolean\n    meaning: Whether it has been used\n"
        "    expression: has(account.last_login_on)\n    written_at: last_login_on\n"
    )
    assert problems == ()
    assert (fact.full_name, fact.type, fact.meaning) == (
        "account.busy",
        FactType(Kind.BOOLEAN),
        "Whether it has been used",
    )
    assert fact.expression is not None
    assert fact.expression.reads == {"account": {"last_login_on": {}}}
    assert (fact.written_at, fact.place.line) == (("last_login_on",), 2)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text", "account.login + '!'"),
        ("date", "account.created_on"),
        ("date", "latest([account.created_on], '2020-01-01')"),
        ("integer", "size(account.grants)"),
        ("person", "account.person"),
        ("list of person", "account.users.filter(u, u.has_left)"),
        ("list of text", "account.users.map(u, u.name)"),
        ("list of date", "account.grants.map(g, g.approved_on)"),
    ],
)
def test_a_fact_may_give_any_of_these(kind: str, text: str) -> None:
    (fact,), problems = compiled(facts(one=f"{kind}: {text}"))
    assert problems == ()
    assert str(fact.type) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (facts(one="boolean: account.logn == 'x'"), ["2:65 an account has no fact `logn`"]),
        (facts(one="integer: account.login"), ["2:57 this gives text, and the fact's type is integer"]),
        (
            facts(one="list of person: account.person"),
            ["2:64 this gives person, and the fact's type is list of person"],
        ),
        (facts(one="persons: account.person"), ["2:15 `persons` is not a type"]),
        (facts(login="text: 'x'"), ["2:3 `account.login` has a meaning already"]),
        (
            "facts:\n  one: {type: boolean, meaning: M, expression: 'true', written_at: statsu}\n",
            ["2:68 `statsu` is not known here"],
        ),
        ("facts:\n  one: {type: boolean, meaning: M}\n", ["2:3 'one' needs the key 'expression'"]),
    ],
)
def test_a_mistake_is_shown_at_its_word(text: str, expected: list[str]) -> None:
    _, problems = compiled(text)
    assert told(problems) == expected


def test_a_fact_with_a_mistake_keeps_its_type_so_that_what_reads_it_can_be_checked() -> None:
    found, problems = compiled(facts(one="boolean: account.logn == 'x'", two="boolean: !account.one"))
    assert len(problems) == 1
    assert [fact.expression is None for fact in found] == [True, False]


def test_a_fact_may_use_another_wherever_it_stands() -> None:
    found, problems = compiled(facts(two="boolean: !account.one", one="boolean: account.login == 'x'"))
    assert (problems, len(found)) == ((), 2)


def test_a_fact_of_the_part_of_a_record() -> None:
    (fact,), problems = compiled(facts(approved="boolean: has(grant.approved_by)"), "pack/facts/grant.yaml")
    assert problems == ()
    assert fact.full_name == "grant.approved"


def test_a_fact_that_needs_itself_is_refused_with_the_way() -> None:
    text = facts(one="boolean: account.portal.two", own="boolean: true")
    portal = facts(two="boolean: portal.accounts.exists(a, a.one)")
    documents = [document("p/facts/account.yaml", text), document("p/facts/portal.yaml", portal)]
    found, problems = compile_facts(documents, vocabulary())
    assert [one.message for one in problems] == [
        "this fact needs itself: account.one → portal.two → account.one",
        "this fact needs itself: portal.two → account.one → portal.two",
    ]
    assert [fact.expression is None for fact in found] == [True, False, True]


def test_two_packs_cannot_mean_two_things_by_one_name() -> None:
    text = facts(one="boolean: true")
    documents = [document("a/facts/account.yaml", text), document("b/facts/account.yaml", text)]
    _, (problem,) = compile_facts(documents, vocabulary())
    assert (problem.message, problem.place.path) == ("`account.one` has a meaning already", "b/facts/account.yaml")
    assert [one.place.path for one in problem.related] == ["a/facts/account.yaml"]


def test_facts_of_something_that_is_no_record() -> None:
    _, (problem,) = compiled(facts(one="boolean: true"), "pack/facts/acount.yaml")
    assert problem.message == "facts belong to a kind of record, and `acount` is not one"
    assert problem.hint == "did you mean `account`?"


def test_a_rule_reads_it_like_any_other() -> None:
    found, _ = compiled(facts(unmatched="boolean: true"))
    rules, problems = compile_rules([document("pack/own.yaml", RULE)], with_facts(vocabulary(), found))
    assert problems == ()
    assert rules[0].reads == {"account": {"unmatched": {}}}


def test_files_of_facts_are_told_from_rules_by_their_folder() -> None:
    assert [is_facts(path) for path in ("p/facts/account.yaml", "p/x/facts.yaml", "facts/a.yaml")] == [
        True,
        False,
        True,
    ]
    assert not is_rule("p/facts/account.yaml")
