"""Which parts of a rule's expressions its cases have seen both true and false."""

from collections.abc import Iterator

from portalaudit.evaluate.cases import ReadyCases, ruling_of
from portalaudit.model import Problem, ProblemCode, Status
from portalaudit.model.proof import Gap
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.probing import Probe, probes
from portalaudit.policy.rules import Rule
from portalaudit.policy.scalars import place_in
from portalaudit.policy.scope import Scope
from portalaudit.policy.sites import Site, asking, sites
from portalaudit.source.document import Document


@dataclass(frozen=True, slots=True)
class Coverage:
    """The parts of expressions that no case has seen true, or false, and explanations of what cases have seen."""

    gaps: tuple[Gap, ...]
    problems: tuple[Problem, ...]


def cover(rule: Rule, written: Document, ready: ReadyCases, scope: Scope) -> Coverage:
    """Ask of every part of a rule's expressions whether a case makes it true, and false; in their order."""
    found = tuple(_gaps(rule, written, ready, scope))
    reasons = {(one.site, one.part, one.never): one.because for one in ready.explained_gaps}
    keys = [(gap.site, gap.part, gap.missing) for gap in found]
    problems = (_stale(ready, index) for index, key in enumerate(reasons) if key not in keys)
    explained = (replace(gap, because=reasons.get(key, "")) for gap, key in zip(found, keys, strict=True))
    return Coverage(tuple(explained), tuple(problems))


def _stale(ready: ReadyCases, index: int) -> Problem:
    one = ready.explained_gaps[index]
    return Problem(
        ProblemCode.BAD_CASES,
        f"`{one.part}` in {one.site} is not a part that is never {str(one.never).lower()}",
        ready.document.place(("gaps", index, "part")),
        "remove the explanation, or write the part as `portalaudit test --coverage` names it",
    )


def _gaps(rule: Rule, written: Document, ready: ReadyCases, scope: Scope) -> Iterator[Gap]:
    for site in sites(rule):
        for probe in probes(site.text):
            for answer, question in ((True, probe.is_true), (False, probe.is_false)):
                asked = asking(rule, site, question, scope)
                if asked is not None and not _is_seen(asked, ready):
                    yield _gap(site, probe, written, missing=answer)


def _is_seen(asked: Rule, ready: ReadyCases) -> bool:
    return any(ruling_of(asked, case).count(Status.PASS) for case in ready.cases)


def _gap(site: Site, probe: Probe, written: Document, *, missing: bool) -> Gap:
    place = place_in(written, site.route, probe.start, probe.end - probe.start)
    return Gap(site.name, probe.part, missing, place)
