"""Policies made ready: rules compiled, reference data typed."""

from collections.abc import Iterator

from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.inventory.vocabulary import vocabulary
from portalaudit.model import Problem
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline.assignment import PolicyFiles
from portalaudit.policy.packs import PolicySet, compile_policies
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document
from portalaudit.source.load import load_all

CASES = ".cases.yaml"
"""The end of the name of a file that holds a rule's cases."""


@dataclass(frozen=True, slots=True)
class Policies:
    """Compiled policies: rules ready to be asked, and the reference data that facts need."""

    rules: PolicySet
    reference: Reference
    documents: tuple[Document, ...]


def compile_all(files: PolicyFiles, *, with_cases: bool = False) -> tuple[Policies, tuple[Problem, ...]]:
    """Everything below the policies folders, checked before any inventory is read.

    The rules' cases are left unread unless asked for: they are most of the text.
    """
    texts = [text for text in files.texts if with_cases or not text.path.endswith(CASES)]
    documents, unread = load_all(texts)
    reference, in_reference = load_reference(documents)
    rules, in_rules = compile_policies(documents, vocabulary())
    policies = Policies(replace(rules, rules=tuple(_placed(files, rules))), reference, documents)
    return policies, tuple(shown_problem(files, problem) for problem in (*unread, *in_reference, *in_rules))


def _placed(files: PolicyFiles, policies: PolicySet) -> Iterator[Rule]:
    return (replace(rule, place=files.shown(rule.place)) for rule in policies.rules)


def shown_problem(files: PolicyFiles, problem: Problem) -> Problem:
    """The problem with its places as the user finds them."""
    related = tuple(replace(second, place=files.shown(second.place)) for second in problem.related)
    return replace(problem, place=files.shown(problem.place), related=related)
