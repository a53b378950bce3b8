"""Packs compiled: their rules, facts and frameworks, and every mistake in all their files."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from portalaudit.model import Place, Problem, ProblemCode, Related, Vocabulary
from portalaudit.model.problem import in_order
from portalaudit.model.spelling import nearest
from portalaudit.model.values import replace
from portalaudit.policy.acting import unknown_verbs
from portalaudit.policy.fact_compiler import compile_facts
from portalaudit.policy.frameworks import read_frameworks, with_marks
from portalaudit.policy.in_force import PolicySet, put_in_force, read_policies
from portalaudit.policy.packs import (
    _PACK,
    _POLICY,
    _WAIVERS,
    CompiledPacks,
    Pack,
    is_cases,
    is_rule,
    packs_in_use,
)
from portalaudit.policy.params import declared_params
from portalaudit.policy.rule_compiler import compile_rule
from portalaudit.policy.rule_records import PackFile
from portalaudit.policy.rules import Rule
from portalaudit.policy.scope import Language
from portalaudit.policy.shared_facts import SharedFact, is_facts, with_facts
from portalaudit.policy.unlisted_controls import unlisted_controls
from portalaudit.policy.unwritten import unwritten
from portalaudit.source.document import Document
from portalaudit.source.record_types import validator
from portalaudit.source.typed import read

Filed = tuple[Document, str]
"""A rule's document, and the id of its pack."""


def compile_rules(
    documents: Iterable[Document], vocabulary: Vocabulary
) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """Every rule among the documents, by id, whatever its pack, with its parameters at their defaults."""
    rules, problems = _compile([(document, "") for document in documents if is_rule(document.inside)], vocabulary)
    return rules, in_order(problems)


def facts_among(
    documents: Iterable[Document], vocabulary: Vocabulary
) -> tuple[tuple[SharedFact, ...], tuple[Problem, ...]]:
    """The facts that the documents add to the vocabulary, of every pack, and what is wrong with them."""
    files = (document for document in documents if is_facts(document.inside) and not is_cases(document.inside))
    return compile_facts(files, vocabulary)


def compile_packs(
    documents: Sequence[Document], vocabulary: Vocabulary, names: Sequence[str] | None = None
) -> tuple[CompiledPacks, tuple[Problem, ...]]:
    """The packs among the documents, the rules of those in use as they are written, and every mistake in all files.

    The packs in use are those of these names, else the default ones, else the only one there is. A rule with a mistake
    is not there; its problem says so.
    """
    packs, in_packs = _packs(documents)
    filed, homeless = _filed(documents, packs)
    chosen = {pack.id for pack in packs_in_use(packs, names)}
    facts, in_facts = facts_among(documents, vocabulary)
    rules, in_rules = _compile([one for one in filed if one[1] in chosen], with_facts(vocabulary, facts))
    homes_of = {pack.id: pack for pack in packs}
    rules = tuple(replace(rule, url=homes_of[rule.pack].page(rule.id)) for rule in rules)
    frameworks, in_frameworks = read_frameworks(documents)
    homes = tuple((PurePosixPath(document.path).stem, pack) for document, pack in filed)
    made = CompiledPacks(packs, with_marks(rules, frameworks), facts, frameworks, homes)
    unlisted = unlisted_controls(rules, documents, frameworks)
    verbs = unknown_verbs(rules, documents)
    return made, in_order((*in_packs, *homeless, *in_facts, *in_rules, *in_frameworks, *unlisted, *verbs))


def _packs(documents: Iterable[Document]) -> tuple[tuple[Pack, ...], list[Problem]]:
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for document in documents:
        if PurePosixPath(document.path).name not in _PACK:
            continue
        answer = read(document, (), document.data, validator(PackFile), "pack")
        written, found = answer
        problems += found
        if written is None:
            continue
        pack = _pack(written, document)
        first = packs.setdefault(pack.id, pack)
        if first is not pack:
            related = (Related(first.place, "the first one"),)
            message = f"there are two packs `{pack.id}`"
            problems.append(Problem(ProblemCode.DUPLICATE_ID, message, pack.place, "give one another id", related))
    return tuple(packs.values()), problems


def _pack(written: PackFile, document: Document) -> Pack:
    return Pack(
        id=written.id,
        title=written.title,
        version=written.version,
        description=written.description or "",
        status=written.status,
        checked_on=written.checked_on,
        is_default=written.default,
        folder=PurePosixPath(document.inside).parent,
        place=document.place(("id",)),
        docs_url=written.docs_url or "",
    )


def _filed(documents: Iterable[Document], packs: Iterable[Pack]) -> tuple[list[Filed], list[Problem]]:
    """Every rule with its pack, which is that of the nearest folder above it."""
    folders = {pack.folder: pack.id for pack in packs}
    filed: list[Filed] = []
    problems: list[Problem] = []
    for document in documents:
        if not is_rule(document.inside):
            continue
        pack = next((folders[folder] for folder in PurePosixPath(document.inside).parents if folder in folders), None)
        if pack is None:
            problems.append(_homeless(document))
        else:
            filed.append((document, pack))
    return filed, problems


def _homeless(document: Document) -> Problem:
    """The problem of a file for which no folder above it is a pack."""
    hint = "put a pack.yaml with id, title and version beside it, or move it into a pack's folder"
    message = "this file belongs to no pack, so it is not used"
    folders = PurePosixPath(document.inside).parts[:-1]
    if folders:
        message = f"the folder '{folders[0]}' has no pack.yaml, so this file is not used"
        hint = f"put a pack.yaml with id, title and version into '{folders[0]}', or move this file into a pack's folder"
    elif near := nearest(document.inside, (*_POLICY, *_WAIVERS)):
        message, hint = "a file of this name is not used", f"did you mean `{near}`? Then rename it"
    return Problem(ProblemCode.UNKNOWN_PACK, message, Place(document.path), hint)


def _compile(filed: Sequence[Filed], vocabulary: Vocabulary) -> tuple[tuple[Rule, ...], list[Problem]]:
    language = Language(vocabulary, declared_params(document for document, _ in filed))
    rules: dict[str, Rule] = {}
    problems: list[Problem] = []
    for rule, found in _compiled(filed, language):
        problems += found
        if rule is None:
            continue
        first = rules.setdefault(rule.id, rule)
        if first is not rule:
            related = (Related(first.place, "the first one"),)
            message = f"there are two rules `{rule.id}`"
            problems.append(Problem(ProblemCode.DUPLICATE_ID, message, rule.place, "give one another id", related))
    return tuple(rules[rule_id] for rule_id in sorted(rules)), problems


def _compiled(filed: Iterable[Filed], language: Language) -> Iterator[tuple[Rule | None, tuple[Problem, ...]]]:
    for document, pack in filed:
        left = unwritten(document)
        yield compile_rule(document, language, pack) if left is None else (None, (left,))


def compile_policies(
    documents: Sequence[Document], vocabulary: Vocabulary, bases: Sequence[str] = ()
) -> tuple[PolicySet, tuple[Problem, ...]]:
    """The rules of the packs in use as the practice's `policy.yaml` changes them, and every mistake in all files.

    `bases` are the paths of the policies that it extends, nearest first. Without a selection in any of them the default
    packs are used, or the only pack there is. A rule with a mistake is not in the set; its problem says so.
    """
    layers, in_layers = read_policies(documents, bases)
    packs, in_packs = compile_packs(documents, vocabulary, layers.packs)
    made, in_settings = put_in_force(packs, layers)
    return made, in_order((*in_layers, *in_packs, *in_settings))
