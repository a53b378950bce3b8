"""The cases of facts: what is expected, what is missing, and which changes nobody would notice."""

from portalaudit.evaluate.fact_cases import FactsToProve, prove_facts
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.model.proof import RuleCases
from portalaudit.policy.fact_compiler import compile_facts
from portalaudit.policy.scope import Language
from portalaudit.policy.shared_facts import with_facts
from tests.evaluate.practices import document, no_reference

FACTS = """\
facts:
  old:
    type: boolean
    meaning: Whether it was created long ago
    expression: has(account.created_on) && days_since(account.created_on) > 100
  readers:
    type: list of person
    meaning: Whoever may read it
    expression: account.vault_readers
"""
GIVEN = """\
as_of: 2026-11-20
given:
  portals: [{id: p, name: P, kind: standalone}]
  staff: [{id: ann, name: Ann}]
cases:
  - name: Three accounts
    inventory:
      accounts:
        - {id: a, portal: p, login: a, type: individual, status: active, created_on: 2026-08-12, vault_readers: [ann]}
        - {id: b, portal: p, login: b, type: individual, status: active, created_on: 2026-08-11}
        - {id: c, portal: p, login: c, type: individual, status: active}
"""
EXPECT = """\
    expect:
      a: {old: false, readers: [ann]}
      b: {old: true, readers: unknown}
"""
LAST = "      c: {old: false}\n"


def proved(cases: str | None, *, coverage: bool = False, mutation: bool = False, text: str = FACTS) -> RuleCases:
    written = document("pack/facts/account.yaml", text)
    facts, problems = compile_facts([written], vocabulary())
    assert problems == ()
    language = Language(with_facts(vocabulary(), facts))
    beside = document("pack/facts/account.cases.yaml", cases) if cases else None
    task = FactsToProve(facts, facts, written, beside, no_reference(), language)
    return prove_facts(task, coverage=coverage, mutation=mutation)


def test_cases_that_say_what_is_are_good() -> None:
    found = proved(GIVEN + EXPECT + LAST, coverage=True, mutation=True)
    assert found.is_good, (found.gaps, found.survivors)
    assert (found.rule, found.title) == ("pack/facts/account.yaml", "Facts of the record `account`")
    assert found.mutants > 3


def test_what_is_otherwise_is_named() -> None:
    wrong = EXPECT.replace("old: true", "old: false").replace("[ann]", "unknown")
    (case,) = proved(GIVEN + wrong).results
    assert case.differences == ("a: `readers` is [ann], not unknown", "b: `old` is true, not false")


def test_a_fact_without_a_case_and_facts_without_cases() -> None:
    assert proved(GIVEN + "    expect: {a: {old: false}}\n").lacking == ("a case of the fact `readers`",)
    assert proved(None).lacking == ("a file of cases beside the facts",)


def test_parts_that_no_case_shows_and_changes_that_none_notices() -> None:
    shown = GIVEN.replace("created_on: 2026-08-11", "created_on: 2026-01-05") + EXPECT + LAST
    found = proved(shown, coverage=True, mutation=True)
    assert [(gap.site, gap.part, gap.missing) for gap in found.gaps] == []
    assert [(one.site, one.change, one.place.line) for one in found.survivors] == [("old", "100 to 101", 5)]
    explained = shown + "survivors:\n  - {in: old, change: 100 to 101, because: It does not matter}\n"
    assert proved(explained, mutation=True).is_good


def test_an_explanation_of_what_is_noticed_is_stale() -> None:
    text = GIVEN + EXPECT + LAST + "survivors:\n  - {in: old, change: 100 to 101, because: It does not matter}\n"
    (problem,) = proved(text, mutation=True).problems
    assert (problem.place.line, problem.message) == (
        17,
        "cases show `100 to 101` in old, so nothing is to be explained",
    )


def test_a_gap_is_a_part_that_is_never_both() -> None:
    shown = GIVEN + "    expect:\n      a: {old: false, readers: [ann]}\n"
    two_dated = shown.replace("        - {id: c, portal: p, login: c, type: individual, status: active}\n", "")
    (gap,) = proved(two_dated, coverage=True).gaps
    assert (gap.site, gap.part, gap.missing, gap.place.line) == ("old", "has(account.created_on)", False, 5)


def test_records_and_facts_that_are_not_there() -> None:
    found = proved(GIVEN + "    expect:\n      d: {old: false}\n      a: {older: true}\n")
    assert [(one.place.line, one.message) for one in found.problems] == [
        (13, "no record `d` in this case"),
        (14, "these are cases of old, readers, and `older` is none of them"),
    ]


def test_a_part_of_a_record_is_named_by_its_way() -> None:
    text = "facts:\n  approved: {type: boolean, meaning: M, expression: has(grant.approved_by)}\n"
    written = document("pack/facts/grant.yaml", text)
    facts, _ = compile_facts([written], vocabulary())
    language = Language(with_facts(vocabulary(), facts))
    cases = GIVEN.replace("vault_readers: [ann]", "grants: [{kind: create, granted_on: 2026-09-01}]")
    cases += "    expect: {a/grants/0: {approved: false}}\n"
    task = FactsToProve(facts, facts, written, document("pack/facts/grant.cases.yaml", cases), no_reference(), language)
    found = prove_facts(task, coverage=False, mutation=False)
    assert (found.problems, [one.differences for one in found.results]) == ((), [()])
