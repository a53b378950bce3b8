"""Reports that are held against a base."""

from portalaudit.model.comparison import Base, Change, Changed, Comparison
from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Status
from tests.report import sample


def held_against_main() -> Report:
    """Two findings: one was there at the base, one is worse than it was; a third is fixed."""
    report = sample.two()
    first, second = report.findings()
    fixed = replace(first, message="old01 is closed\nnow", status=Status.FAIL)
    changes = {
        first.fingerprint: Changed(Change.SAME),
        second.fingerprint: Changed(Change.WORSE, ("high instead of low",)),
    }
    base = Base("main", "0123456789abcdef", "inventory", has_inventory=True)
    return replace(report, comparison=Comparison(base, changes, (fixed,)))
