"""Rules taken apart for all at once say what each expression says that is taken apart when it is asked."""

import datetime
from functools import cache

from portalaudit.cli.folders import read_policies
from portalaudit.model.values import replace
from portalaudit.pipeline import compile_all
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from portalaudit.policy.splitting import asked_of, pieces
from portalaudit.policy.taken_apart import TakenApart, take_apart

AS_OF = datetime.date(2026, 11, 20)


@cache
def shipped() -> tuple[Rule, ...]:
    files, _ = read_policies(None, shipped_cases=False)
    policies, problems = compile_all(files)
    assert problems == ()
    return policies.rules.rules


def of_shipped() -> Evaluator:
    return Evaluator(AS_OF, lambda compiled: take_apart(shipped(), compiled))


def test_every_check_is_there_with_its_pieces_and_what_it_asks() -> None:
    known = of_shipped().known
    expressions = [check.asked.holds for rule in shipped() for check in rule.checks]
    expressions += [one for rule in shipped() for one in (rule.when, rule.begun, rule.together) if one is not None]
    assert {one.text for one in expressions} <= known.pieces.keys()
    for one in expressions[::7]:
        assert known.pieces[one.text] == pieces(one.text, one.reads)
        assert known.asked[one.text] == asked_of(one.text, one.reads)


def test_a_piece_that_was_compiled_before_answers_as_one_compiled_now() -> None:
    ready, fresh = of_shipped(), Evaluator(AS_OF)
    whole = next(rule.when for rule in shipped() if rule.when is not None)
    some = [text for text in ready.known.trees if text.count(".") == 1 and text.startswith("account.")]
    assert len(some) > 5
    for text in some:
        name = text.split(".")[1].split()[0]
        for facts in (
            {},
            {"account": {}},
            {"account": {name: True}},
            {"account": {name: False}},
            {"account": {name: 3}},
        ):
            answers = [each.of_item(text, whole).evaluate(facts) for each in (ready, fresh)]
            assert answers[0] == answers[1]


def test_one_text_that_reads_other_facts_in_another_rule_is_taken_apart_when_it_is_asked() -> None:
    rule = next(rule for rule in shipped() if rule.when is not None)
    other = replace(rule, when=rule.when and replace(rule.when, reads={"account": {"other": {}}}))
    assert rule.when is not None
    known = take_apart([rule, other], lambda _text: None)
    assert rule.when.text not in known.pieces
    assert Evaluator(AS_OF, lambda _compiled: known).pieces(rule.when) == pieces(rule.when.text, rule.when.reads)


def test_nothing_is_taken_apart_before_it_is_asked_for() -> None:
    called: list[object] = []

    def apart(compiled: object) -> TakenApart:
        called.append(compiled)
        return TakenApart()

    evaluator = Evaluator(AS_OF, apart)
    whole = next(rule.when for rule in shipped() if rule.when is not None)
    evaluator.of_item("true", whole).evaluate({})
    assert called == []
    evaluator.pieces(whole)
    evaluator.asked_of(whole)
    assert len(called) == 1
