"""Policies made ready: rules compiled, reference data typed."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.inventory.reference.load import ATTRIBUTES
from portalaudit.inventory.vocabulary import with_attributes
from portalaudit.model import Place, Problem, Vocabulary
from portalaudit.model.origin import Origin
from portalaudit.model.problem import in_order
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline.assignment import PolicyFiles
from portalaudit.pipeline.concealing_policies import policies_without_secrets
from portalaudit.pipeline.groundwork import MATCHING, Shelf, groundwork
from portalaudit.policy.in_force import PolicySet, put_in_force, read_policies
from portalaudit.policy.packs import beside, facts_among, is_cases, is_policy, is_waivers
from portalaudit.policy.rules import Rule
from portalaudit.policy.shared_facts import is_facts, with_facts
from portalaudit.source.document import Document, Node, Route, Written
from portalaudit.source.load import load_all

CASES = ".cases.yaml"
"""The end of the name of a file that holds a rule's cases, as it is suggested; `.cases.yml` is read as well."""

EVERY_RULE = "*"
"""Stands for every rule where the cases of one can be asked for."""


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
    """Compiled policies: rules ready to be asked, the reference data that facts need, and files of waivers, unread.

    `cases` are the files with the rules' cases that were asked for. Nothing that is done with policies changes them, so
    that any number of runs may share them.
    """

    rules: PolicySet
    reference: Reference
    cases: tuple[Document, ...] = ()
    waivers: tuple[Written, ...] = ()


def compile_all(
    files: PolicyFiles, *, cases_of: str | None = None, shelf: Shelf | None = None
) -> tuple[Policies, tuple[Problem, ...]]:
    """Everything below the policies folders, checked before any inventory is read.

    Cases are left unread, because they are most of the text, but for those of the rule `cases_of`, or of `EVERY_RULE`.
    On the shelf lies what earlier runs compiled.
    """
    cases = [text for text in files.texts if is_cases(text.path) and _is_of(text.path, cases_of)]
    own = [text for text in files.texts if is_policy(text.path) or is_waivers(text.path)]
    shared = [text for text in files.texts if not (is_cases(text.path) or text in own)]
    documents, unread = load_all((*own, *cases))
    layers, in_layers = read_policies(documents, files.bases)
    ground, in_ground = groundwork(shared, layers.packs, shelf)
    rules, in_settings = put_in_force(ground.packs, layers)
    attributes = {section: schema.placed(files.shown) for section, schema in ground.reference.attributes.items()}
    policies = Policies(
        rules=policies_without_secrets(_placed(files, rules)),
        reference=replace(ground.reference, attributes=attributes),
        cases=tuple(document for document in documents if is_cases(document.path)),
        waivers=tuple(Shown(document, files) for document in documents if is_waivers(document.path)),
    )
    problems = (*unread, *in_layers, *in_ground, *in_settings)
    return policies, in_order(shown_problem(files, problem) for problem in problems)


def _is_of(path: str, rule: str | None) -> bool:
    """Whether a file of cases is that of a rule."""
    return rule == EVERY_RULE or PurePosixPath(beside(path)).name == rule


def own_vocabulary(files: PolicyFiles) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """Everything that the practice's rules may read, whatever state the rules are in."""
    read = [text for text in files.texts if text.path.startswith(ATTRIBUTES) or is_facts(text.path)]
    documents, unread = load_all([text for text in read if not is_cases(text.path)])
    reference, wrong = load_reference(documents, MATCHING)
    vocabulary = with_attributes(reference.attributes)
    facts, in_facts = facts_among(documents, vocabulary)
    problems = tuple(shown_problem(files, one) for one in (*unread, *wrong, *in_facts))
    return with_facts(vocabulary, facts), problems


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
