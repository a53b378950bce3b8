"""The rules in force: packs, and what the policies of a practice change of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.framework import Framework
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.problem import in_order
from portalaudit.model.values import dataclass, field, replace
from portalaudit.policy.frameworks import with_rules
from portalaudit.policy.message_spelling import did_you_mean
from portalaudit.policy.packs import CompiledPacks, Pack, is_policy, packs_in_use
from portalaudit.policy.policy_settings import LeftOut, Policy, Settings
from portalaudit.policy.rule_records import PolicyFile
from portalaudit.policy.rules import Rule
from portalaudit.policy.shared_facts import SharedFact
from portalaudit.policy.waiving import Authority, authority, with_allowed
from portalaudit.source.document import Document
from portalaudit.source.record_types import validator
from portalaudit.source.typed import read


@dataclass(frozen=True, slots=True)
class PolicySet:
    """The rules in force, by id; the packs in use, in order; and the rules that the practice leaves out.

    `facts` are those that the rules may read beside those of the program.
    `frameworks` are the frameworks of controls, each control with the rules that name it.
    `policies` are the practice's own policy and those that it extends, nearest first; `choice` is where the packs are
    chosen, None where the default ones are in use. `unused` are default packs that are not chosen, each with the ids of
    its rules. `authority` says who may approve waivers.
    """

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]
    left_out: tuple[LeftOut, ...]
    facts: tuple[SharedFact, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    policies: tuple[Origin, ...] = ()
    choice: Origin | None = None
    unused: tuple[tuple[Pack, tuple[str, ...]], ...] = ()
    authority: Authority = field(default_factory=Authority)


@dataclass(frozen=True, slots=True)
class PolicyLayers:
    """The policies of a practice as far as they can be read: the furthest base first, its own last."""

    policies: tuple[Policy, ...]

    @property
    def choosing(self) -> Policy | None:
        """The policy that chooses the packs, which is the nearest one that names any."""
        return next((policy for policy in reversed(self.policies) if policy.written.packs is not None), None)

    @property
    def packs(self) -> tuple[str, ...] | None:
        """The packs that are chosen; None where nothing chooses."""
        choosing = self.choosing
        return choosing.written.packs if choosing else None


def put_in_force(packs: CompiledPacks, layers: PolicyLayers) -> tuple[PolicySet, tuple[Problem, ...]]:
    """The packs as the policies change them, and every mistake in what these set. The packs stay as they are.

    The packs must have been compiled with those in use that the policies choose.
    """
    chosen, not_chosen = _chosen(layers.choosing, packs.packs)
    in_use = {pack.id for pack in chosen}
    elsewhere = _elsewhere(packs.homes, in_use)
    who_waives, in_waivers = authority(layers.policies, elsewhere)
    settings = Settings(layers.policies, packs.rules, elsewhere)
    in_force = with_allowed(settings.rules, layers.policies)
    made = PolicySet(
        rules=in_force,
        packs=chosen,
        left_out=settings.left_out,
        facts=packs.facts,
        frameworks=with_rules(packs.frameworks, in_force, settings.left_out),
        policies=tuple(policy.origin(()) for policy in reversed(layers.policies)),
        choice=layers.choosing.origin(("packs",)) if layers.choosing else None,
        unused=tuple(_unused(packs, in_use)),
        authority=replace(who_waives, left_out=frozenset(one.rule for one in settings.left_out)),
    )
    return made, in_order((*not_chosen, *in_waivers, *settings.problems))


def read_policies(documents: Iterable[Document], bases: Sequence[str]) -> tuple[PolicyLayers, tuple[Problem, ...]]:
    """The policies among the documents, and what is wrong with each. `bases` as for `compile_policies`."""
    found = {document.path: document for document in documents if is_policy(document.path)}
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
    return PolicyLayers(tuple(policies)), tuple(problems)


def _policy(document: Document, layer: Layer) -> tuple[Policy | None, tuple[Problem, ...]]:
    reader = validator(PolicyFile)
    written, problems = read(document, (), document.data, reader, "policy")
    whole = written
    if whole is None:
        from portalaudit.policy.soundness import sound_part  # noqa: PLC0415 -- only a mistake needs it

        whole = sound_part(document, reader, {})
    return (Policy(whole, document, layer) if whole else None), problems


def _chosen(policy: Policy | None, packs: Sequence[Pack]) -> tuple[tuple[Pack, ...], tuple[Problem, ...]]:
    """The packs in use, and what is wrong with the choice."""
    names = policy.written.packs if policy else None
    chosen = packs_in_use(packs, names)
    if policy and names is not None:
        return chosen, tuple(_unknown_packs(policy, names, [pack.id for pack in packs]))
    if packs and not chosen:
        hint = f"write `packs: [...]` in policy.yaml with some of {', '.join(pack.id for pack in packs)}"
        message = "no pack is chosen, and none is a default"
        return (), (Problem(ProblemCode.UNKNOWN_PACK, message, packs[0].place, hint),)
    return chosen, ()


def _unknown_packs(policy: Policy, names: Sequence[str], packs: Sequence[str]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name not in packs:
            hint = did_you_mean(name, packs, f"there is {', '.join(packs) or 'none'}")
            place = policy.document.place(("packs", index))
            yield Problem(ProblemCode.UNKNOWN_PACK, f"there is no pack `{name}`", place, hint)


def _elsewhere(homes: Iterable[tuple[str, str]], in_use: set[str]) -> Mapping[str, str]:
    """Why a rule that exists is not among the rules in use; nothing to say where its own file holds the mistake."""
    return {rule: "" if pack in in_use else f"is in the pack `{pack}`, which is not in use" for rule, pack in homes}


def _unused(packs: CompiledPacks, in_use: set[str]) -> Iterator[tuple[Pack, tuple[str, ...]]]:
    """The default packs that are not in use, with the ids of their rules."""
    for pack in packs.packs:
        if pack.is_default and pack.id not in in_use:
            yield pack, tuple(sorted(rule for rule, home in packs.homes if home == pack.id))
