import datetime

from portalaudit.policy.asked import Items
from portalaudit.policy.evaluation import Evaluator
from tests.evaluate.practices import rule

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


def test_what_is_asked_of_one_item_is_kept_with_what_it_asks_beside_it() -> None:
    asked = rule(CHECKED).checks[0].asked
    items = asked.items
    assert isinstance(items, Items)
    assert items.beside == {"account": {"live": {}}}
    evaluator = Evaluator(datetime.date(2026, 11, 20))
    held = evaluator.part(items.held, items.tree, asked.holds, {})
    live = {"account": {"live": True}}
    assert held.evaluate({"one": {"employed": True}, "account": {}}) is True
    assert held.evaluate({"one": {"employed": False}, **live}) is True
    assert held.evaluate({"one": {"employed": False}, "account": {"live": False}}) is False
