"""Rules proved by their own cases: policies in, one result for each rule out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.evaluate.cases import ready_cases, run_ready
from portalaudit.evaluate.covering import cover
from portalaudit.evaluate.fact_cases import FactsToProve, prove_facts
from portalaudit.evaluate.mutating import mutate
from portalaudit.inventory.inventory_vocabulary import with_attributes
from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.problem import in_order
from portalaudit.model.proof import RuleCases
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline.assignment import PolicyFiles
from portalaudit.pipeline.groundwork import MATCHING
from portalaudit.pipeline.policies import CASES
from portalaudit.policy.pack_compiler import compile_policies, compile_rules, facts_among
from portalaudit.policy.packs import beside, is_cases, is_rule
from portalaudit.policy.params import declared_params
from portalaudit.policy.rules import Rule
from portalaudit.policy.scope import Language
from portalaudit.policy.shared_facts import SharedFact, is_facts, with_facts
from portalaudit.policy.sites import scope_of
from portalaudit.source.document import Document
from portalaudit.source.load import load_all
from portalaudit.source.workers import share

PACK = ("pack.yaml", "pack.yml")


@dataclass(frozen=True, slots=True)
class Written:
    """A rule, the file that it is written in, and the file of its cases."""

    rule: Rule
    document: Document
    cases: Document | None


@dataclass(frozen=True, slots=True)
class Suite:
    """Rules with their cases, ready to be run: of every pack below the folder, whether it is in use or not.

    `facts` are those written in YAML, by file, and `shared` all that the rules may read, other packs' too. A practice's
    settings are left aside: cases say what a rule does with its parameters as it declares them.
    """

    rules: tuple[Written, ...]
    facts: tuple[FactsToProve, ...]
    shared: tuple[SharedFact, ...]
    reference: Reference
    language: Language


def compile_suite(files: PolicyFiles, own: str | None, *, falls_back: bool = True) -> tuple[Suite, tuple[Problem, ...]]:
    """The rules below the folder `own`, and every mistake in the policies.

    Where it has none they are all rules, unless `falls_back` is False.
    """
    documents, unread = load_all(files.texts)
    reference, in_reference = load_reference(documents, MATCHING)
    vocabulary = with_attributes(reference.attributes)
    mine = [d for d in documents if own is None or d.folder == own]
    # The folder of one pack has no policy to go with it, and the shipped pack may be the very same.
    if any(d.inside in PACK for d in mine):
        documents = (*mine, *_facts_of_others(mine, documents))
    _, in_policies = compile_policies(documents, vocabulary, files.bases)
    is_filled = any(is_rule(d.inside) or is_facts(d.inside) for d in mine)
    tested = mine if is_filled or not falls_back else documents
    every, in_facts = facts_among(documents, vocabulary)
    vocabulary = with_facts(vocabulary, every)
    rules, in_rules = compile_rules(tested, vocabulary)
    by_path = {document.path: document for document in tested}
    cases = {beside(document.path): document for document in reversed(tested) if is_cases(document.inside)}
    written = tuple(Written(rule, by_path[rule.place.path], cases.get(beside(rule.place.path))) for rule in rules)
    problems = in_order((*unread, *in_reference, *in_policies, *in_facts, *in_rules, *_never_run(tested, cases)))
    language = Language(vocabulary, declared_params(document for document in tested if is_rule(document.inside)))
    facts = tuple(
        FactsToProve(
            tuple(one for one in every if one.place.path == document.path),
            every,
            document,
            cases.get(beside(document.path)),
            reference,
            language,
        )
        for document in tested
        if is_facts(document.inside) and not is_cases(document.inside)
    )
    return Suite(written, facts, tuple(every), reference, language), problems


def _facts_of_others(mine: Sequence[Document], documents: Sequence[Document]) -> Iterator[Document]:
    """The facts of other packs, and those of the same pack elsewhere that this folder has no file of its own for."""
    own = {PurePosixPath(d.inside).name for d in mine if is_facts(d.inside)}
    packs = {d.data.get("id") for d in mine if d.inside in PACK}
    same = {PurePosixPath(d.path).parent for d in documents if d not in mine and d.data.get("id") in packs}
    for document in documents:
        path = PurePosixPath(document.path)
        replaced = path.name in own and path.parent.parent in same
        if document not in mine and is_facts(document.inside) and not replaced:
            yield document


def _never_run(documents: Sequence[Document], cases: Mapping[str, Document]) -> Iterator[Problem]:
    """Cases without a rule, and those of a rule that has others."""
    tested = {beside(d.path) for d in documents if (is_rule(d.inside) or is_facts(d.inside)) and not is_cases(d.path)}
    for document in documents:
        path, used = document.path, cases.get(beside(document.path))
        if not is_cases(path):
            continue
        if beside(path) not in tested:
            message = "no rule lies beside these cases, so they test nothing"
            hint = f"name it after the rule that it tests, and put it beside the rule: RULE{CASES}"
            yield Problem(ProblemCode.BAD_CASES, message, Place(path), hint)
        elif used is not None and used is not document:
            message = f"its rule has other cases in {PurePosixPath(used.path).name}, and these are not run"
            yield Problem(ProblemCode.BAD_CASES, message, Place(path), "put all cases of a rule into one file")


@dataclass(frozen=True, slots=True)
class Task:
    """Rules and facts to prove, and what to look for besides wrong cases."""

    suite: Suite
    wanted: Sequence[Written | FactsToProve]
    coverage: bool
    mutation: bool

    def result(self, number: int) -> RuleCases:
        """The result of one of them."""
        one, coverage, mutation = self.wanted[number], self.coverage, self.mutation
        if isinstance(one, FactsToProve):
            return prove_facts(one, coverage=coverage, mutation=mutation)
        return _prove(self.suite, one, coverage=coverage, mutation=mutation)


def prove(task: Task, jobs: int = 1) -> tuple[RuleCases, ...]:
    """The results in order; the same with any number of processes."""
    return tuple(share(task.result, len(task.wanted), jobs))


def _prove(suite: Suite, written: Written, *, coverage: bool, mutation: bool) -> RuleCases:
    rule, cases = written.rule, written.cases
    if cases is None:
        lacking = (f"a file {rule.id}{CASES} beside the rule",)
        return RuleCases(rule.id, (), (), lacking, place=rule.place, title=rule.title)
    ready = ready_cases(rule, cases, suite.reference, [other.rule for other in suite.rules], suite.shared)
    result = run_ready(rule, ready)
    if result.problems or any(case.differences for case in result.results):
        return result
    scope = scope_of(rule, suite.language)
    if coverage:
        covered = cover(rule, written.document, ready, scope)
        result = replace(result, gaps=covered.gaps, problems=in_order((*result.problems, *covered.problems)))
    if mutation:
        found = mutate(rule, written.document, ready, scope)
        problems = in_order((*result.problems, *found.problems))
        result = replace(result, mutants=found.tried, survivors=found.survivors, problems=problems)
    return result
