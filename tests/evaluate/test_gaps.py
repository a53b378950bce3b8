"""Wherever a shipped rule has no answer in its cases, the message names what to add or to look at again."""

import re
from collections.abc import Iterator

import pytest

from portalaudit.evaluate.cases import ready_cases
from portalaudit.evaluate.judge import judge
from portalaudit.model import Status, Verdict
from portalaudit.pipeline.proving import Written
from tests.evaluate.test_fewer_facts import shipped_facts, suite

pytestmark = pytest.mark.slow

NEXT_STEP = re.compile(r"\. (Add|Check) .*`\w+:`")
BY_MEANING = " not known "
"""What a message says that falls back on the meaning of a fact."""

EXCEPTIONS = {
    ("waiver-invalid", "waiver_term.standing"): "The rule of a waiver is asked before it, which this test does not do",
}
"""What nothing that somebody writes down today would make known, by rule and fact."""


def unknown(written: Written) -> Iterator[Verdict]:
    """Every verdict of a rule's cases that is not known for something that is missing on the day."""
    every = [other.rule for other in suite().rules]
    assert written.cases is not None
    for case in ready_cases(written.rule, written.cases, suite().reference, every, shipped_facts()).cases:
        rule, _ = written.rule.with_params(case.params)
        for ruling in judge([rule], case.world, case.evaluator):
            found = (one for one in ruling.verdicts.values() if one.status is Status.UNKNOWN)
            yield from (one for one in found if not one.left_open)


def test_where_a_rule_has_no_answer_the_message_names_the_next_step() -> None:
    found = [one for written in suite().rules for one in unknown(written)]
    silent = [one for one in found if NEXT_STEP.search(one.message) is None or BY_MEANING in one.message]
    assert len(found) > 200
    assert {(one.rule, *one.missing) for one in silent} == EXCEPTIONS.keys(), [one.message for one in silent]
