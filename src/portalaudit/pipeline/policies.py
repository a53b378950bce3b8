"""Policies made ready: rules compiled, reference data typed."""

from pathlib import PurePosixPath

from portalaudit.inventory.inventory_vocabulary import with_attributes
from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.inventory.reference.load_reference import ATTRIBUTES, FOLDER
from portalaudit.model import Problem, Vocabulary
from portalaudit.model.problem import in_order
from portalaudit.model.values import dataclass
from portalaudit.pipeline.assignment import PolicyFiles
from portalaudit.pipeline.groundwork import MATCHING, Apart, Shelf, groundwork
from portalaudit.policy.in_force import PolicySet, put_in_force, read_policies
from portalaudit.policy.packs import beside, is_cases, is_policy, is_waivers
from portalaudit.policy.shared_facts import is_facts, with_facts
from portalaudit.policy.taken_apart import nothing_apart
from portalaudit.source.document import Document
from portalaudit.source.load import load_all

CASES = ".cases.yaml"
"""The end of the name of a file that holds a rule's cases, as it is suggested; `.cases.yml` is read as well."""

EVERY_RULE = "*"
"""Stands for every rule where the cases of one can be asked for."""


@dataclass(frozen=True, slots=True)
class Policies:
    """Compiled policies: rules ready to be asked, the reference data that facts need, and files of waivers, unread.

    `cases` are the files with the rules' cases that were asked for. Nothing that is done with policies changes them, so
    that any number of runs may share them. `apart` gives the rules taken apart, for whoever asks many subjects.
    """

    rules: PolicySet
    reference: Reference
    cases: tuple[Document, ...] = ()
    waivers: tuple[Document, ...] = ()
    apart: Apart = nothing_apart


def compile_all(
    files: PolicyFiles, *, cases_of: str | None = None, shelf: Shelf | None = None
) -> tuple[Policies, tuple[Problem, ...]]:
    """Everything below the policies folders, checked before any inventory is read.

    Cases are left unread, because they are most of the text, but for those of the rule `cases_of`, or of `EVERY_RULE`.
    On the shelf lies what earlier runs compiled.
    """
    cases = [text for text in files.texts if is_cases(text.inside) and _is_of(text.inside, cases_of)]
    own = [text for text in files.texts if is_policy(text.inside) or is_waivers(text.inside)]
    shared = [text for text in files.texts if not (is_cases(text.inside) or text in own)]
    documents, unread = load_all((*own, *cases))
    layers, in_layers = read_policies(documents, files.bases)
    ground, apart, in_ground = groundwork(shared, layers.packs, shelf)
    rules, in_settings = put_in_force(ground.packs, layers)
    policies = Policies(
        rules=rules,
        reference=ground.reference,
        cases=tuple(document for document in documents if is_cases(document.inside)),
        waivers=tuple(document for document in documents if is_waivers(document.inside)),
        apart=apart,
    )
    return policies, in_order((*unread, *in_layers, *in_ground, *in_settings))


def _is_of(path: str, rule: str | None) -> bool:
    """Whether a file of cases is that of a rule."""
    return rule == EVERY_RULE or PurePosixPath(beside(path)).name == rule


def reference_of(files: PolicyFiles) -> Reference:
    """The reference data alone, as far as it can be read; no rule is compiled for it."""
    documents, _ = load_all([text for text in files.texts if text.inside.startswith(FOLDER)])
    reference, _ = load_reference(documents, MATCHING)
    return reference


def own_vocabulary(files: PolicyFiles) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """Everything that the practice's rules may read, whatever state the rules are in."""
    from portalaudit.policy.pack_compiler import facts_among  # noqa: PLC0415 -- a run with kept rules goes without

    read = [text for text in files.texts if text.inside.startswith(ATTRIBUTES) or is_facts(text.inside)]
    documents, unread = load_all([text for text in read if not is_cases(text.inside)])
    reference, wrong = load_reference(documents, MATCHING)
    vocabulary = with_attributes(reference.attributes)
    facts, in_facts = facts_among(documents, vocabulary)
    return with_facts(vocabulary, facts), (*unread, *wrong, *in_facts)
