"""Policies made ready: rules compiled, reference data typed."""

from collections.abc import Callable, Mapping

from portalaudit.inventory.attributes.matching import Matching
from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.inventory.reference.load import ATTRIBUTES
from portalaudit.inventory.vocabulary import with_attributes
from portalaudit.model import Place, Problem, Vocabulary
from portalaudit.model.origin import Origin
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline.assignment import PolicyFiles
from portalaudit.pipeline.concealing_policies import policies_without_secrets
from portalaudit.policy.packs import PolicySet, compile_policies, is_cases, is_waivers
from portalaudit.policy.patterns import is_match, what_is_wrong
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document, Node, Route, Written
from portalaudit.source.load import load_all

CASES = ".cases.yaml"
"""The end of the name of a file that holds a rule's cases, as it is suggested; `.cases.yml` is read as well."""

MATCHING = Matching(what_is_wrong, is_match)
"""Patterns in schemas of attributes are those of expressions."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of a policies folder whose places are as the user finds them."""

    document: Document
    files: PolicyFiles

    @property
    def path(self) -> str:
        """Path as the user finds it."""
        return self.files.named(self.document.path)

    @property
    def data(self) -> Mapping[str, Node]:
        """The sections."""
        return self.document.data

    def place(self, route: Route, *, key: bool = False) -> Place:
        """The place as the user finds it."""
        return self.files.shown(self.document.place(route, key=key))


@dataclass(frozen=True, slots=True)
class Policies:
    """Compiled policies: rules ready to be asked, the reference data that facts need, and files of waivers, unread."""

    rules: PolicySet
    reference: Reference
    documents: tuple[Document, ...]
    waivers: tuple[Written, ...] = ()


def compile_all(files: PolicyFiles, *, with_cases: bool = False) -> tuple[Policies, tuple[Problem, ...]]:
    """Everything below the policies folders, checked before any inventory is read.

    The rules' cases are left unread unless asked for: they are most of the text.
    """
    texts = [text for text in files.texts if with_cases or not is_cases(text.path)]
    documents, unread = load_all(texts)
    reference, in_reference = load_reference(documents, MATCHING)
    attributes = {section: schema.placed(files.shown) for section, schema in reference.attributes.items()}
    reference = replace(reference, attributes=attributes)
    rules, in_rules = compile_policies(documents, with_attributes(reference.attributes), files.bases)
    waivers = tuple(Shown(document, files) for document in documents if is_waivers(document.path))
    policies = Policies(policies_without_secrets(_placed(files, rules)), reference, documents, waivers)
    return policies, tuple(shown_problem(files, problem) for problem in (*unread, *in_reference, *in_rules))


def own_vocabulary(files: PolicyFiles) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """Everything that the practice's rules may read, whatever state the rules are in."""
    documents, unread = load_all([text for text in files.texts if text.path.startswith(ATTRIBUTES)])
    reference, wrong = load_reference(documents, MATCHING)
    return with_attributes(reference.attributes), tuple(shown_problem(files, one) for one in (*unread, *wrong))


def _placed(files: PolicyFiles, policies: PolicySet) -> PolicySet:
    """The same policies with every path as the user finds it."""

    def moved(origin: Origin) -> Origin:
        return Origin(origin.layer, files.shown(origin.place))

    return replace(
        policies,
        rules=tuple(_placed_rule(rule, files.shown(rule.place), moved) for rule in policies.rules),
        packs=tuple(replace(pack, place=files.shown(pack.place)) for pack in policies.packs),
        left_out=tuple(replace(one, origin=moved(one.origin)) for one in policies.left_out),
        policies=tuple(map(moved, policies.policies)),
        choice=policies.choice and moved(policies.choice),
        authority=policies.authority.placed(files.shown),
    )


def _placed_rule(rule: Rule, place: Place, moved: Callable[[Origin], Origin]) -> Rule:
    change = rule.severity_changed
    return replace(
        rule,
        place=place,
        loosened=tuple(replace(one, origin=one.origin and moved(one.origin)) for one in rule.loosened),
        severity_changed=change and replace(change, origin=change.origin and moved(change.origin)),
        settings={name: replace(one, origin=moved(one.origin)) for name, one in rule.settings.items()},
    )


def shown_problem(files: PolicyFiles, problem: Problem) -> Problem:
    """The problem with its places as the user finds them."""
    related = tuple(replace(second, place=files.shown(second.place)) for second in problem.related)
    return replace(problem, place=files.shown(problem.place), related=related)
