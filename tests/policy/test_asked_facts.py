"""What a part of an expression asks of the facts that the whole of it reads."""

import pytest

from portalaudit.policy.outline import Form
from portalaudit.policy.readtree import AskedTree, ReadTree
from portalaudit.policy.splitting import asked_of, pieces

VISIT: ReadTree = {"on": {}, "open": {}, "by": {"id": {}, "name": {}}}
READS: ReadTree = {"account": {"visits": VISIT, "portal": {"id": {}, "terms": {"sso": {}}}, "login": {}}}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("account.login == 'x'", {"account": {"login": {}}}),
        ("has(account.login)", {"account": {"login": None}}),
        ("has(account.portal)", {"account": {"portal": None}}),
        ("has(account.portal.terms.sso)", {"account": {"portal": {"terms": {"sso": None}}}}),
        ("has(account.login) && account.login == 'x'", {"account": {"login": {}}}),
        ("has(account.portal) && has(account.portal.id)", {"account": {"portal": {"id": None}}}),
        ("size(account.visits) > 0", {"account": {"visits": {}}}),
        ("account.visits.exists(one, one.open)", {"account": {"visits": {"open": {}}}}),
        ("account.visits.exists(one, has(one.by))", {"account": {"visits": {"by": None}}}),
        ("size(account.visits.filter(one, one.open)) > 0", {"account": {"visits": {"open": {}}}}),
        (
            "(account.visits.filter(one, one.open)).all(other, other.on < as_of)",
            {"account": {"visits": {"on": {}, "open": {}}}},
        ),
        ("account.visits.map(one, one.on).all(day, day < as_of)", {"account": {"visits": {"on": {}}}}),
        ("account.visits.map(one, one.by).exists(who, who.id == 'x')", {"account": {"visits": {"by": {"id": {}}}}}),
        ("account.?visits.orValue([]).exists(one, one.open)", {"account": {"visits": {"open": {}}}}),
        (
            "(has(account.visits) ? account.visits : []).exists(one, one.open)",
            {"account": {"visits": {"open": {}}}},
        ),
        ("cel.bind(visits, account.visits, visits.exists(one, one.open))", {"account": {"visits": {"open": {}}}}),
        ("account.?portal.optMap(it, it.id).orValue('') == ''", {"account": {"portal": {"id": {}}}}),
        ("[account.portal].exists(one, one.id == 'x')", {"account": {"portal": {"id": {}}}}),
        ("account.visits[0].open", {"account": {"visits": {"open": {}}}}),
        # What is made of the items is not followed any further: they are read whole.
        (
            "account.visits == account.visits",
            {"account": {"visits": {"on": {}, "open": {}, "by": {"id": {}, "name": {}}}}},
        ),
        ("account.visits.exists(account, account.open)", {"account": {"visits": {"open": {}}}}),
    ],
)
def test_a_part_asks_for_what_it_names(text: str, asked: AskedTree) -> None:
    assert asked_of(text, READS) == asked


def test_what_has_no_outline_is_read_whole() -> None:
    deep = "(" * 4_000 + "account.login" + ")" * 4_000
    asked = asked_of(f"{deep} == 'x' && has(account.portal)", READS)
    assert asked == {"account": {"login": {}, "portal": {"id": {}, "terms": {"sso": {}}}}}


def test_a_question_about_one_of_two_lists_is_a_choice_between_two_questions() -> None:
    piece = pieces("(account.login == 'x' ? without(['a'], ['b']) : []).all(one, one < 'c')", READS)
    assert piece.form is Form.CHOICE
    assert [part.text for part in piece.parts] == [
        "account.login == 'x'",
        "(without(['a'], ['b'])).all(one, one < 'c')",
        "([]).all(one, one < 'c')",
    ]


def test_a_list_that_may_be_missing_stays_one_list() -> None:
    piece = pieces("(has(account.visits) ? account.visits : []).all(one, one.open)", READS)
    assert (piece.form, piece.items and piece.items.may_miss) == (Form.OTHER, True)
