"""The count of where the logic of the rules stands counts alike on both sides."""

import ast

import pytest

from benchmarks.logic import Logic, decisions_in_cel, decisions_in_python


@pytest.mark.parametrize(
    ("cel", "python", "decisions"),
    [
        ("a.live", "a.live", 0),
        ("a.live && !a.gone || a.kind == 'in'", "a.live and not a.gone or a.kind == 'in'", 4),
        ("a.kind in ['x', 'y']", "a.kind in ('x', 'y')", 1),
        ("has(a.day) ? a.day > b.day : false", "a.day > b.day if a.day is not None else False", 3),
        ("a.users.filter(u, u.age > 3).map(u, u.name)", "[u.name for u in a.users if u.age > 3]", 3),
        ("a.users.exists(u, u.gone)", "any(u.gone for u in a.users)", 1),
    ],
)
def test_decisions_are_counted_alike(cel: str, python: str, decisions: int) -> None:
    assert decisions_in_cel(cel) == decisions
    assert decisions_in_python(ast.parse(python)) == decisions


def test_statements_count_as_the_expressions_that_they_could_be() -> None:
    loop = "for user in users:\n  if user.gone:\n    pass\n  match user.kind:\n    case 'x':\n      pass\n"
    assert decisions_in_python(ast.parse(loop)) == 3


@pytest.mark.slow
def test_every_rule_is_counted_and_knows_the_facts_that_it_names() -> None:
    logic = Logic()
    assert {share.rule for share in logic.shares} == {rule.id for rule in logic.rules}
    assert logic.readers["account", "live"] >= {"active-after-termination", "grant-unapproved", "mfa-missing"}
    # A fact in YAML reads it, so the rules that name that fact read it too.
    assert logic.readers["person", "ever_left"] >= logic.readers["account", "has_leaving"] | {
        "activity-after-termination"
    }
    whole = next(share for share in logic.shares if share.rule == "financial-outside-billing-desk")
    assert (whole.python, whole.part) == (0, 1.0)


@pytest.mark.slow
def test_python_holds_few_facts_for_one_rule_and_little_of_any() -> None:
    logic = Logic()
    for_one = [f"{entity}.{name}" for entity, name in logic.facts if len(logic.readers[entity, name]) == 1]
    assert len(for_one) <= 25, for_one
    assert len(logic.facts) <= 110
    assert logic.sentences == ()
    # Each of these says in its file why.
    assert [share.rule for share in logic.shares if share.part < 0.4] == [
        "role-change-unreviewed",
        "generic-identity",
        "chronology-impossible",
    ]
