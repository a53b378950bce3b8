"""Facts written in YAML, worked out over records."""

from typing import Any

import pytest

from portalaudit.evaluate import fact_values
from portalaudit.evaluate.fact_values import worked_out
from portalaudit.inventory.days import world_on
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.inventory.world import World
from portalaudit.policy.choices import with_expression
from portalaudit.policy.fact_compiler import compile_facts
from portalaudit.policy.shared_facts import SharedFact
from tests.evaluate.practices import AS_OF, PRACTICE, document, world

FILES = {
    "practice.yaml": PRACTICE + "portals: [{id: p, name: P, kind: standalone}, {id: q, name: Q, kind: hub}]\n",
    "staff.yaml": """\
staff:
  - {id: ann, name: Ann, engagements: [{kind: employee, start: 2020-01-06}]}
  - {id: ben, name: Ben, engagements: [{kind: employee, start: 2020-01-06, end: 2024-01-05}]}
  - {id: cat, name: Cat, engagements: [{kind: employee, start: 2020-01-06, end: 2024-01-05}]}
""",
    "accounts.yaml": """\
accounts:
  - {id: a1, portal: p, login: a, persons: [ann, ben], type: shared_legacy, status: active}
  - {id: a2, portal: p, login: b, persons: [ann, cat], type: shared_legacy, status: active, created_on: 2026-01-05}
  - {id: a3, portal: q, login: c, persons: [cat, ann], type: shared_legacy, status: active}
  - {id: a4, portal: q, login: d, type: individual, status: active}
""",
}


def given(name: str, **written: str) -> list[Any]:
    """A fact of each account, by the ids of the records where it gives some."""
    found = there(**written)
    return [_ids(found.value(one, name)) for one in found.subjects("account").records]


def there(entity: str = "account", **written: str) -> World:
    return where(compiled(entity, **written))


def compiled(entity: str, **written: str) -> tuple[SharedFact, ...]:
    text = "facts:\n" + "".join(
        f'  {name}: {{type: {kind}, meaning: M, expression: "{expression}"}}\n'
        for name, (kind, expression) in ((name, one.split(": ", 1)) for name, one in written.items())
    )
    facts, problems = compile_facts([document(f"x/facts/{entity}.yaml", text)], vocabulary())
    assert problems == ()
    return facts


def where(facts: tuple[SharedFact, ...]) -> World:
    whole, unread = world(FILES)
    assert unread == ()
    return world_on(whole.inventory, whole.reference, AS_OF, shared=worked_out(facts, AS_OF))


def _ids(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_ids, value))
    return getattr(value, "id", value)


def test_records_that_a_fact_gives_are_each_account_s_own() -> None:
    leavers = given("leavers", leavers="list of person: account.users.filter(u, u.has_left)")
    assert leavers == [("ben",), ("cat",), ("cat",), None]


def test_one_record() -> None:
    assert given("first", first="person: account.users[0]") == ["ann", "ann", "cat", None]


def test_values_and_what_is_not_known() -> None:
    assert given("age", age="integer: days_since(account.created_on)") == [None, 319, None, None]
    assert given("made", made="boolean: has(account.created_on)") == [False, True, False, False]


def test_a_fact_may_need_another_and_the_practice() -> None:
    names = {"one": "text: account.portal.id + practice.id", "two": "boolean: account.one == 'ptest'"}
    assert given("two", **names) == [True, True, False, False]


def test_lists_of_texts() -> None:
    assert given("names", names="list of text: account.users.map(u, u.name)") == [
        ("Ann", "Ben"),
        ("Ann", "Cat"),
        ("Cat", "Ann"),
        None,
    ]


def test_each_distinct_combination_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    found = there(kind="boolean: account.type == 'individual'")
    from portalaudit.policy.evaluation import Question

    value = Question.value
    monkeypatch.setattr(Question, "value", lambda self, facts: asked.append(facts) or value(self, facts))
    answers = [found.value(one, "kind") for one in found.subjects("account").records]
    assert answers == [False, False, False, True]
    assert len(asked) == 2


def test_a_fact_of_a_person_read_through_an_account() -> None:
    found = there("person", gone="boolean: person.has_left")
    (first, *_) = found.subjects("account").records
    assert [found.value(user, "gone") for user in found.value(first, "users")] == [False, True]


def test_what_is_chosen_from_a_list_is_asked_once_of_all_that_look_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    written = {
        "gone": "list of person: practice.staff.filter(one, one.has_left)",
        "count": "integer: size(practice.staff.filter(one, !one.has_left))",
        "open": "integer: size(practice.staff.filter(one, has(one.email) && one.email > one.name))",
        "undetermined": "integer: size(practice.staff.filter(one, one.email > one.name))",
    }
    found = there("practice", **written)
    asked: list[object] = []
    from portalaudit.policy.evaluation import Question

    evaluate = Question.evaluate
    monkeypatch.setattr(Question, "evaluate", lambda self, facts: asked.append(facts) or evaluate(self, facts))
    (practice,) = found.subjects("practice").records
    assert [_ids(found.value(practice, name)) for name in written] == [("ben", "cat"), 1, 0, None]
    assert len(asked) == 2 + 2 + 3 + 3


def test_a_choice_that_looks_at_more_than_one_item_is_asked_whole() -> None:
    twice = "integer: size(practice.staff.filter(one, practice.staff.exists(two, two.id > one.id)))"
    (practice,) = there("practice", twice=twice).subjects("practice").records
    assert there("practice", twice=twice).value(practice, "twice") == 2


def test_a_fact_of_the_practice_reads_long_lists_once_for_all_records_that_look_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = {
        "some": "boolean: practice.staff.exists(one, one.has_left)",
        "every": "boolean: practice.staff.all(one, one.has_left)",
        "days": "list of text: practice.staff.map(one, one.left_on)",
    }
    told = []
    for many in (0, 10_000):
        monkeypatch.setattr(fact_values, "MANY_RECORDS", many)
        found = there("practice", **asked)
        told.append([found.value(found.inventory.practice, name) for name in asked])
    assert told == [[True, False, None]] * 2


def test_a_fact_with_another_expression_chooses_what_that_says() -> None:
    gone, here = compiled(
        "practice",
        gone="list of person: practice.staff.filter(one, one.has_left)",
        here="list of person: practice.staff.filter(two, !two.has_left)",
    )
    assert here.expression is not None
    found = where((with_expression(gone, here.expression),))
    (practice,) = found.subjects("practice").records
    assert _ids(found.value(practice, "gone")) == ("ann",)
