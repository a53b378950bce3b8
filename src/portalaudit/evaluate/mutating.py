"""Whether a rule's cases notice when the rule is changed."""

from collections.abc import Sequence

from portalaudit.evaluate.cases import Explanation, ReadyCases, differences, ruling_of
from portalaudit.model import Problem, ProblemCode
from portalaudit.model.proof import Survivor
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.mutation import Mutant, mutants
from portalaudit.policy.rules import Rule
from portalaudit.policy.scalars import place_in
from portalaudit.policy.scope import Scope
from portalaudit.policy.sites import Site, sites, with_text
from portalaudit.source.document import Document


@dataclass(frozen=True, slots=True)
class Mutation:
    """How many changes were tried, those that no case noticed, and explanations of changes that are noticed."""

    tried: int
    survivors: tuple[Survivor, ...]
    problems: tuple[Problem, ...]


def mutate(rule: Rule, written: Document, ready: ReadyCases, scope: Scope) -> Mutation:
    """Change every expression of a rule in every small way and run its cases against each."""
    tried = 0
    survivors = []
    for site in sites(rule):
        for mutant in mutants(site.text):
            changed = with_text(rule, site, mutant.text, scope)
            if changed is None:
                continue
            tried += 1
            if not _is_noticed(changed, ready):
                survivors.append(_survivor(site, mutant, written))
    explained, stale = _explained(survivors, ready)
    return Mutation(tried, tuple(explained), tuple(stale))


def _is_noticed(rule: Rule, ready: ReadyCases) -> bool:
    return any(next(differences(ruling_of(rule, case), case.marks), None) is not None for case in ready.cases)


def _survivor(site: Site, mutant: Mutant, written: Document) -> Survivor:
    place = place_in(written, site.route, mutant.start, mutant.end - mutant.start)
    return Survivor(site.name, mutant.change, place)


def _explained(survivors: Sequence[Survivor], ready: ReadyCases) -> tuple[list[Survivor], list[Problem]]:
    reasons = {(one.site, one.change): one.because for one in ready.explanations}
    known = {(survivor.site, survivor.change) for survivor in survivors}
    stale = [
        _stale(ready.document, index, one)
        for index, one in enumerate(ready.explanations)
        if (one.site, one.change) not in known
    ]
    return [replace(one, because=reasons.get((one.site, one.change), "")) for one in survivors], stale


def _stale(document: Document, index: int, one: Explanation) -> Problem:
    return Problem(
        ProblemCode.BAD_CASES,
        f"`{one.change}` in {one.site} is not a change that goes unnoticed",
        document.place(("survivors", index, "change")),
        "remove the explanation, or write the change as `portalaudit test --mutate` names it",
    )
