"""The example for those who write rules is a rule that works."""

import re

from docs.generate import REPOSITORY
from portalaudit.evaluate.cases import ready_cases, run_ready
from portalaudit.evaluate.covering import cover
from portalaudit.evaluate.fact_cases import FactsToProve, prove_facts
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.policy.fact_compiler import compile_facts
from portalaudit.policy.rule_compiler import compile_rule
from portalaudit.policy.scope import Language
from portalaudit.policy.shared_facts import with_facts
from portalaudit.policy.sites import scope_of
from tests.evaluate.practices import document, no_reference

BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks() -> list[str]:
    return BLOCK.findall((REPOSITORY / "docs" / "rule-form.md").read_text())


def test_the_example_compiles_and_its_cases_cover_what_they_should() -> None:
    rule_text, cases_text, *_ = blocks()
    language = Language(vocabulary())
    written = document("vault-open-to-others.yaml", rule_text)
    rule, problems = compile_rule(written, language)
    assert problems == ()
    assert rule is not None
    ready = ready_cases(rule, document("vault-open-to-others.cases.yaml", cases_text), no_reference())
    result = run_ready(rule, ready)
    assert result.is_good, [one.differences for one in result.results]
    seen = {gap.site for gap in cover(rule, written, ready, scope_of(rule, language)).gaps}
    assert seen.isdisjoint({"require of open-to-leavers", "when of open-to-others"})


def test_the_example_of_a_fact_is_proved_by_its_cases() -> None:
    written_out = blocks()
    at = next(number for number, block in enumerate(written_out) if block.startswith("facts:"))
    facts_text, cases_text = written_out[at : at + 2]
    written = document("pack/facts/account.yaml", facts_text)
    facts, problems = compile_facts([written], vocabulary())
    assert problems == ()
    language = Language(with_facts(vocabulary(), facts))
    cases = document("pack/facts/account.cases.yaml", cases_text)
    task = FactsToProve(facts, facts, written, cases, no_reference(), language)
    assert prove_facts(task, coverage=False, mutation=False).is_good
    assert [gap.part for gap in prove_facts(task, coverage=True, mutation=False).gaps] == [
        "has(account.match)",
        "account.match.result == 'unmatched'",
    ]
