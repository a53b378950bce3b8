"""A run of which rules were left out by `--select` or `--ignore`, in words: it stands for no whole practice.

Every format shows the banner above its verdict, and none of its sentences offers such a run as evidence.
"""

from collections.abc import Iterator

from portalaudit.model.report import Patterns, Report
from portalaudit.report.characters import visible
from portalaudit.report.wording import counted


def banner(report: Report) -> str:
    """`Partial run: 53 of 58 rules evaluated`; empty where every rule in force was evaluated."""
    if not report.run.is_partial:
        return ""
    evaluated = len(report.rulings)
    return f"Partial run: {evaluated:,} of {counted(evaluated + len(report.run.not_evaluated), 'rule')} evaluated"


def flags(report: Report) -> str:
    """`select AC-2 (--select); ignore dormant-* (portalaudit.toml:2)`; empty where every rule was evaluated."""
    return "; ".join(f"{name} {text}" for name, text in wanted(report)) if report.run.is_partial else ""


def wanted(report: Report) -> Iterator[tuple[str, str]]:
    """What was selected and what ignored, each with its patterns and who says so."""
    for name, named in (("select", report.run.select), ("ignore", report.run.ignore)):
        if named.patterns:
            yield name, patterns(named)


def patterns(named: Patterns) -> str:
    """`dormant-*, AC-2 (portalaudit.toml:2)`."""
    return visible(f"{', '.join(named.patterns)} ({named.set_by})")


def not_evaluated(report: Report) -> tuple[str, ...]:
    """The ids of the rules in force that were not evaluated."""
    return tuple(visible(rule.id) for rule in report.run.not_evaluated)
