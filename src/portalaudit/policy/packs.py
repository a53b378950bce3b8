"""The policies folder as a whole: packs of rules, and what the practice changes of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.model import Place, Problem, ProblemCode, Related, Vocabulary
from portalaudit.model.frameworks import Framework
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.problem import in_order
from portalaudit.model.values import dataclass, field, replace
from portalaudit.policy.frameworks import FOLDER as FRAMEWORKS
from portalaudit.policy.frameworks import compile_frameworks
from portalaudit.policy.records import PackFile, PolicyFile
from portalaudit.policy.rules import Rule, compile_rule, declared_params
from portalaudit.policy.scope import Language
from portalaudit.policy.settings import LeftOut, Policy, Settings
from portalaudit.policy.soundness import sound_part
from portalaudit.policy.spelling import did_you_mean
from portalaudit.policy.waiving import Authority, authority, with_allowed
from portalaudit.source.document import Document
from portalaudit.source.records import validator
from portalaudit.source.typed import read

REFERENCE = "reference"
ATTRIBUTES = "attributes"
_POLICY = ("policy.yaml", "policy.yml")
_WAIVERS = ("waivers.yaml", "waivers.yml")
_PACK = ("pack.yaml", "pack.yml")
_CASES = (".cases.yaml", ".cases.yml")


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


@dataclass(frozen=True, slots=True)
class PolicySet:
    """The rules in force, by id; the packs in use, in order; and the rules that the practice leaves out.

    `frameworks` are the frameworks of controls, each control with the rules that name it.
    `policies` are the practice's own policy and those that it extends, nearest first; `choice` is where the packs are
    chosen, None where the default ones are in use. `unused` are default packs that are not chosen, each with the ids of
    its rules. `authority` says who may approve waivers.
    """

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]
    left_out: tuple[LeftOut, ...]
    frameworks: tuple[Framework, ...] = ()
    policies: tuple[Origin, ...] = ()
    choice: Origin | None = None
    unused: tuple[tuple[Pack, tuple[str, ...]], ...] = ()
    authority: Authority = field(default_factory=Authority)


Filed = tuple[Document, str]
"""A rule's document, and the id of its pack."""


def is_rule(path: str) -> bool:
    """Whether a YAML file of a policies folder holds a rule."""
    file = PurePosixPath(path)
    own = file.name in (*_POLICY, *_WAIVERS, *_PACK) or is_cases(path)
    return not own and not {REFERENCE, FRAMEWORKS, ATTRIBUTES} & set(file.parts[:-1])


def is_cases(path: str) -> bool:
    """Whether a YAML file of a policies folder holds the cases of a rule."""
    return path.lower().endswith(_CASES)


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
    rules, problems = _compile([(document, "") for document in documents if is_rule(document.path)], vocabulary)
    return rules, in_order(problems)


def compile_policies(
    documents: Sequence[Document], vocabulary: Vocabulary, bases: Sequence[str] = ()
) -> tuple[PolicySet, tuple[Problem, ...]]:
    """The rules of the packs in use as the practice's `policy.yaml` changes them, and every mistake in all files.

    `bases` are the paths of the policies that it extends, nearest first. Without a selection in any of them the default
    packs are used, or the only pack there is. A rule with a mistake is not in the set; its problem says so.
    """
    policies, in_policy = _policies(documents, bases)
    packs, in_packs = _packs(documents)
    choosing = next((policy for policy in reversed(policies) if policy.written.packs is not None), None)
    chosen, not_chosen = _chosen(choosing, packs)
    filed, homeless = _filed(documents, packs)
    in_use = {pack.id for pack in chosen}
    rules, in_rules = _compile([one for one in filed if one[1] in in_use], vocabulary)
    elsewhere = _elsewhere(filed, in_use)
    who_waives, in_waivers = authority(policies, elsewhere)
    problems = [*in_policy, *in_packs, *not_chosen, *homeless, *in_rules, *in_waivers]
    settings = Settings(policies, rules, elsewhere)
    in_force = with_allowed(settings.rules, policies)
    frameworks, in_frameworks = compile_frameworks(documents, in_force, settings.left_out)
    made = PolicySet(
        rules=in_force,
        packs=chosen,
        left_out=settings.left_out,
        frameworks=frameworks,
        policies=tuple(policy.origin(()) for policy in reversed(policies)),
        choice=choosing.origin(("packs",)) if choosing else None,
        unused=tuple(_unused(packs, filed, in_use)),
        authority=replace(who_waives, left_out=frozenset(one.rule for one in settings.left_out)),
    )
    return made, in_order((*problems, *settings.problems, *in_frameworks))


def _policies(documents: Iterable[Document], bases: Sequence[str]) -> tuple[list[Policy], list[Problem]]:
    """The policies as far as they can be read, furthest base first, the practice's own last."""
    found = {document.path: document for document in documents if PurePosixPath(document.path).name in _POLICY}
    own = [path for path in found if path not in bases]
    problems = [
        Problem(ProblemCode.DUPLICATE_ID, f"there is a second policy; {own[0]} is used", Place(path))
        for path in own[1:]
    ]
    policies = []
    for path, layer in (*((base, Layer.BASE) for base in reversed(bases)), *((path, Layer.OWN) for path in own[:1])):
        policy, mistakes = _policy(found[path], layer) if path in found else (None, ())
        policies += [policy] if policy else []
        problems += mistakes
    return policies, problems


def _policy(document: Document, layer: Layer) -> tuple[Policy | None, tuple[Problem, ...]]:
    reader = validator(PolicyFile)
    written, problems = read(document, (), document.data, reader, "policy")
    whole = written or sound_part(document, reader, {})
    return (Policy(whole, document, layer) if whole else None), problems


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
        folder=PurePosixPath(document.path).parent,
        place=document.place(("id",)),
    )


def _chosen(policy: Policy | None, packs: Sequence[Pack]) -> tuple[tuple[Pack, ...], list[Problem]]:
    """The packs in use: those that the policy names, else the default ones, else the only one."""
    if policy and policy.written.packs is not None:
        return _named(policy, policy.written.packs, {pack.id: pack for pack in packs})
    chosen = tuple(pack for pack in packs if pack.is_default) or tuple(packs)
    if len(chosen) > 1 and not chosen[0].is_default:
        names = ", ".join(pack.id for pack in packs)
        hint = f"write `packs: [...]` in policy.yaml with some of {names}"
        return (), [Problem(ProblemCode.UNKNOWN_PACK, "no pack is chosen, and none is a default", packs[0].place, hint)]
    return chosen, []


def _named(policy: Policy, names: Sequence[str], packs: Mapping[str, Pack]) -> tuple[tuple[Pack, ...], list[Problem]]:
    problems = []
    for index, name in enumerate(names):
        if name not in packs:
            hint = did_you_mean(name, packs, f"there is {', '.join(packs) or 'none'}")
            place = policy.document.place(("packs", index))
            problems.append(Problem(ProblemCode.UNKNOWN_PACK, f"there is no pack `{name}`", place, hint))
    return tuple(packs[name] for name in dict.fromkeys(names) if name in packs), problems


def _filed(documents: Iterable[Document], packs: Iterable[Pack]) -> tuple[list[Filed], list[Problem]]:
    """Every rule with its pack, which is that of the nearest folder above it."""
    folders = {pack.folder: pack.id for pack in packs}
    filed: list[Filed] = []
    problems: list[Problem] = []
    for document in documents:
        if not is_rule(document.path):
            continue
        pack = next((folders[folder] for folder in PurePosixPath(document.path).parents if folder in folders), None)
        if pack is None:
            hint = "put a pack.yaml with id, title and version beside it, or move it into a pack's folder"
            message = "this file belongs to no pack, so it is not used"
            problems.append(Problem(ProblemCode.UNKNOWN_PACK, message, Place(document.path), hint))
        else:
            filed.append((document, pack))
    return filed, problems


def _elsewhere(filed: Iterable[Filed], in_use: set[str]) -> Mapping[str, str]:
    """Why a rule that exists is not among the rules in use; nothing to say where its own file holds the mistake."""
    return {
        PurePosixPath(document.path).stem: "" if pack in in_use else f"is in the pack `{pack}`, which is not in use"
        for document, pack in filed
    }


def _unused(packs: Iterable[Pack], filed: Sequence[Filed], in_use: set[str]) -> Iterator[tuple[Pack, tuple[str, ...]]]:
    """The default packs that are not in use, with the ids of their rules."""
    for pack in packs:
        if pack.is_default and pack.id not in in_use:
            yield pack, tuple(sorted(PurePosixPath(document.path).stem for document, home in filed if home == pack.id))


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
        yield compile_rule(document, language, pack)
