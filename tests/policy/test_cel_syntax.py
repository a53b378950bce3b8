import datetime

from portalaudit.model.values import fields
from portalaudit.policy.asked import Items
from portalaudit.policy.cel_syntax import bare, read_checked
from portalaudit.policy.evaluation import Evaluator
from tests.evaluate.practices import rule
from tests.policy.words import ACCOUNT, compiled

TEXT = "account.persons.all(p, p.employed) && account.days_idle + 1 < 45 && account.login in ['j', 'k']"

CHECKED = """\
id: test-rule
title: A login is used by people who work here
fault: Login used by others
severity: medium
for: account
message: "{account.login}"
checks:
  - id: working
    each: account.persons
    as: one
    require: one.employed || account.live
    message: "{one.name}"
  - id: open
    require: account.live
    message: it is closed
"""


def test_a_kept_expression_is_its_tree_without_types_and_places() -> None:
    whole = ACCOUNT.checker.environment.compile(TEXT).serialize()
    kept = bare(whole)
    assert compiled(TEXT).checked == kept
    assert len(kept) < len(whole) / 2
    told, known = read_checked(kept), read_checked(whole)
    assert told is not None
    assert known is not None
    assert _shape(told.tree) == _shape(known.tree)
    assert {*_offsets(told.tree)} == {0}
    assert len({*_offsets(known.tree)}) > 1


def test_what_is_asked_of_one_item_is_kept_with_what_it_asks_beside_it() -> None:
    asked = rule(CHECKED).checks[0].asked
    items = asked.items
    assert isinstance(items, Items)
    assert items.beside == {"account": {"live": {}}}
    evaluator = Evaluator(datetime.date(2026, 11, 20))
    held = evaluator.part(items.held, asked.holds, {})
    live = {"account": {"live": True}}
    assert held.evaluate({"one": {"employed": True}, "account": {}}) is True
    assert held.evaluate({"one": {"employed": False}, **live}) is True
    assert held.evaluate({"one": {"employed": False}, "account": {"live": False}}) is False


def _shape(node: object) -> object:
    if isinstance(node, tuple):
        return [_shape(each) for each in node]
    if not hasattr(node, "offset"):
        return node
    return type(node), [_shape(getattr(node, each.name)) for each in fields(node) if each.name != "offset"]


def _offsets(node: object) -> list[int]:
    if isinstance(node, tuple):
        return [offset for each in node for offset in _offsets(each)]
    if not hasattr(node, "offset"):
        return []
    below = [offset for each in fields(node) for offset in _offsets(getattr(node, each.name))]
    return [node.offset, *below]
