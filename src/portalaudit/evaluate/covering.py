"""Which parts of a rule's expressions its cases have seen both true and false."""

from collections.abc import Iterator

from portalaudit.evaluate.cases import ReadyCases, ruling_of
from portalaudit.model import Status
from portalaudit.model.proof import Gap
from portalaudit.policy.probing import Probe, probes
from portalaudit.policy.rules import Rule
from portalaudit.policy.scalars import place_in
from portalaudit.policy.scope import Scope
from portalaudit.policy.sites import Site, asking, sites
from portalaudit.source.document import Document


def gaps(rule: Rule, written: Document, ready: ReadyCases, scope: Scope) -> Iterator[Gap]:
    """Every part of an expression that no case has seen true, or false, in the order of their places."""
    for site in sites(rule):
        for probe in probes(site.expression.text):
            for answer, question in ((True, probe.is_true), (False, probe.is_false)):
                asked = asking(rule, site, question, scope)
                if asked is not None and not _is_seen(asked, ready):
                    yield _gap(site, probe, written, missing=answer)


def _is_seen(asked: Rule, ready: ReadyCases) -> bool:
    evaluator = ready.evaluator
    return evaluator is not None and any(ruling_of(asked, case, evaluator).count(Status.PASS) for case in ready.cases)


def _gap(site: Site, probe: Probe, written: Document, *, missing: bool) -> Gap:
    place = place_in(written, site.route, probe.start, probe.end - probe.start)
    return Gap(site.name, probe.part, missing, place)
