"""Fewer facts never give a better verdict: nobody gets a clean report by leaving things out."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.evaluate.cases import ready_cases
from portalaudit.inventory.shape import ENTITY_OF_SECTION
from portalaudit.inventory.world import World
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.opening import open_practice
from portalaudit.pipeline.proving import Suite, Written, compile_suite
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.shared_facts import SharedFact
from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.evaluate.fewer_facts import BETTER, Bench, Better, better_without_a_field

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "inventory"
EXCEPTIONS = Path(__file__).with_name("fewer_facts.yaml")
AS_OF = datetime.date(2026, 11, 20)

Pair = tuple[str, str]
"""A rule, and the field without which its verdict looks better."""


@cache
def suite() -> Suite:
    policies, _ = read_policies(REPOSITORY / "policies")
    found, problems = compile_suite(policies, None)
    assert problems == ()
    return found


RULES = sorted(written.rule.id for written in suite().rules)


@cache
def exceptions() -> Mapping[Pair, str | None]:
    """The rule that tells of the missing field instead, where one does, for each exception."""
    found: dict[Pair, str | None] = {}
    written, problems = load(Text(EXCEPTIONS.name, EXCEPTIONS.read_bytes()))
    assert written is not None, problems
    for entry in cast("list[dict[str, Any]]", written.data["exceptions"]):
        assert set(entry) <= {"because", "told_by", "absent"}, entry
        assert len(entry["because"]) > 40, entry
        for field, rules in entry["absent"].items():
            for rule in rules:
                assert (rule, field) not in found, f"{rule} and {field} are excepted twice"
                found[rule, field] = entry.get("told_by")
    return found


def shipped_facts() -> Sequence[SharedFact]:
    return suite().facts[0].every


def of_cases(written: Written) -> Iterator[tuple[Better, World, Bench]]:
    """What happens in the cases of one rule."""
    every = [other.rule for other in suite().rules]
    assert written.cases is not None
    for case in ready_cases(written.rule, written.cases, suite().reference, every, shipped_facts()).cases:
        rule, _ = written.rule.with_params(case.params)
        bench = Bench([rule, *(other for other in every if other.id != rule.id)], case.evaluator)
        yield from ((one, world, bench) for one, world in better_without_a_field(bench, [rule], case.world))


def is_told(one: Better, by: str, world: World, bench: Bench) -> bool:
    """Whether another rule has a finding or a question, about the very record where it judges such records."""
    rule = next(rule for rule in bench.rules if rule.id == by)
    answers = bench.answers(rule, world)
    entity = ENTITY_OF_SECTION.get(one.field.partition(".")[0])
    asked = {one.record: answers[one.record]} if entity == rule.variable and one.record in answers else answers
    return any(BETTER[status] == 0 for status in asked.values())


@pytest.mark.parametrize("name", RULES)
def test_a_rule_never_answers_better_for_less_except_as_is_listed(name: str) -> None:
    written = next(each for each in suite().rules if each.rule.id == name)
    listed = {pair: by for pair, by in exceptions().items() if pair[0] == name}
    found = list(of_cases(written))
    assert [str(one) for one, _, _ in found if one.pair not in listed] == []
    assert sorted(listed.keys() - {one.pair for one, _, _ in found}) == [], "these exceptions do not happen any more"
    told = ((listed[one.pair], one, world, bench) for one, world, bench in found)
    assert [
        f"{by} says nothing: {one}" for by, one, world, bench in told if by and not is_told(one, by, world, bench)
    ] == []


def practice(folder: str, policies: str) -> tuple[Bench, World]:
    """A sample, ready to be judged."""
    files, unread = read_policies(REPOSITORY / policies)
    assert not unread
    assignment = Assignment(SAMPLES / folder, files, lambda zone: AS_OF, lambda rule: True, "0")
    opened = open_practice(assignment)
    assert opened.problems == ()
    compiled = opened.policies.rules
    return Bench(compiled.rules, Evaluator(AS_OF), compiled.authority), opened.world


def unlisted(folder: str, policies: str, every: int = 1) -> list[str]:
    bench, world = practice(folder, policies)
    found = better_without_a_field(bench, bench.rules, world, every=every)
    return [str(one) for one, _ in found if one.pair not in exceptions()]


@pytest.mark.parametrize(
    "client", ["company", "clients/tamarack", "clients/millrace", "clients/mesquite", "clients/saltmarsh"]
)
def test_a_client_is_never_judged_better_for_less(client: str) -> None:
    assert unlisted(f"keystone/{client}", f"inventory/keystone/policies/{client.removeprefix('clients/')}") == []


def test_a_practice_is_never_judged_better_for_less() -> None:
    assert unlisted("cascade-ridge", "policies") == []


def test_a_group_is_never_judged_better_for_less_as_far_as_a_sample_of_its_fields_tells() -> None:
    assert unlisted("riverbend", "policies", every=97) == []


def test_a_group_is_never_judged_better_for_less() -> None:
    assert unlisted("riverbend", "policies", every=7) == []


def test_every_exception_is_of_a_rule_that_there_is() -> None:
    assert {rule for rule, _ in exceptions()} - set(RULES) == set()
