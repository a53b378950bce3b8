"""Packs of rules, compiled: the same for every practice that has the same files."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from portalaudit.model import Place, Problem, ProblemCode, Related, Vocabulary
from portalaudit.model.addresses import rule_page
from portalaudit.model.framework import Framework
from portalaudit.model.problem import in_order
from portalaudit.model.spelling import nearest
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.acting import unknown_verbs
from portalaudit.policy.claims import unlisted_controls
from portalaudit.policy.digests import shipped_digests
from portalaudit.policy.frameworks import FOLDER as FRAMEWORKS
from portalaudit.policy.frameworks import read_frameworks, with_marks
from portalaudit.policy.params import declared_params
from portalaudit.policy.rule_records import PackFile
from portalaudit.policy.rules import Rule, compile_rule
from portalaudit.policy.scope import Language
from portalaudit.policy.shared_facts import FOLDER as FACTS
from portalaudit.policy.shared_facts import SharedFact, compile_facts, is_facts, with_facts
from portalaudit.policy.unwritten import unwritten
from portalaudit.source.document import Document
from portalaudit.source.record_types import validator
from portalaudit.source.typed import read

REFERENCE = "reference"
ATTRIBUTES = "attributes"
_POLICY = ("policy.yaml", "policy.yml")
_WAIVERS = ("waivers.yaml", "waivers.yml")
_PACK = ("pack.yaml", "pack.yml")
CASES_ENDINGS = (".cases.yaml", ".cases.yml")
_OF_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"
"""What an address holds besides letters, digits and `_.-~`."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of rules. `place` is that of its id."""

    id: str
    title: str
    version: str
    description: str
    status: str
    checked_on: str | None
    is_default: bool
    folder: PurePosixPath
    place: Place
    docs_url: str = ""

    def page(self, rule_id: str) -> str:
        """The page of one of its rules on the web: its own, else that of the shipped rule; empty where none is known.

        What an address cannot hold is written with percent signs.
        """
        if self.docs_url:
            return quote(self.docs_url.replace("{rule}", rule_id), safe=_OF_ADDRESSES)
        return rule_page(rule_id) if rule_id in _shipped_rules() else ""


@dataclass(frozen=True, slots=True)
class CompiledPacks:
    """Packs as they are written, before the policy of a practice changes anything of them.

    `packs` are all of them, `rules` those of the packs in use, by id, `facts` those of every pack,
    `frameworks` those that files describe, without
    the rules that name their controls. `homes` has the id of every rule that has a pack, in use or not, and the pack's.
    """

    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...]
    facts: tuple[SharedFact, ...]
    frameworks: tuple[Framework, ...]
    homes: tuple[tuple[str, str], ...]


Filed = tuple[Document, str]
"""A rule's document, and the id of its pack."""


def is_policy(path: str) -> bool:
    """Whether a YAML file of a policies folder is the policy of a practice, or one that it extends."""
    return PurePosixPath(path).name in _POLICY


def is_rule(path: str) -> bool:
    """Whether a YAML file of a policies folder holds a rule."""
    file = PurePosixPath(path)
    own = file.name in (*_POLICY, *_WAIVERS, *_PACK) or is_cases(path)
    return not own and not {REFERENCE, FRAMEWORKS, ATTRIBUTES, FACTS} & set(file.parts[:-1])


@functools.cache
def _shipped_rules() -> frozenset[str]:
    """The ids of the rules that ship, each of which has a page among the project's."""
    return frozenset(PurePosixPath(path).stem for path in shipped_digests() if is_rule(path))


def is_cases(path: str) -> bool:
    """Whether a YAML file of a policies folder holds cases, of a rule or of facts."""
    return path.lower().endswith(CASES_ENDINGS)


def beside(path: str) -> str:
    """What the paths of a rule and of its cases have in common: the path without its ending."""
    return path[: path.lower().rindex(".cases.")] if is_cases(path) else PurePosixPath(path).with_suffix("").as_posix()


def is_waivers(path: str) -> bool:
    """Whether a YAML file of a policies folder holds waivers."""
    file = PurePosixPath(path)
    return file.name in _WAIVERS and REFERENCE not in file.parts[:-1]


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


def packs_in_use(packs: Sequence[Pack], names: Sequence[str] | None) -> tuple[Pack, ...]:
    """Those of these names; without names the default ones, else the only one, else none."""
    if names is not None:
        known = {pack.id: pack for pack in packs}
        return tuple(known[name] for name in dict.fromkeys(names) if name in known)
    defaults = tuple(pack for pack in packs if pack.is_default)
    return defaults or (tuple(packs) if len(packs) == 1 else ())


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
