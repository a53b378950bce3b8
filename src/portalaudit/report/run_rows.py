"""What was wanted of a run and what went into it, as rows for the page."""

from collections.abc import Iterator

from portalaudit.model.report import Report
from portalaudit.report import compared, partial, wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.provenance import provenance

Row = tuple[str, str]


def run_rows(report: Report) -> tuple[Row, ...]:
    """Label and value of each row."""
    return (
        ("Judged for the day", report.as_of.isoformat()),
        ("Practice", _practice(report)),
        ("Tool", f"portalaudit {visible(report.tool_version)}"),
        *wanted_rows(report),
        ("Inventory SHA-256", report.inputs.inventory_sha256),
        ("Policies SHA-256", report.inputs.policies_sha256),
        ("Git commit of the inventory", wording.commit(report.inputs.git)),
    )


def wanted_rows(report: Report) -> Iterator[Row]:
    """What a run was to evaluate, and what decided it besides its flags."""
    yield from ((name.capitalize(), text) for name, text in partial.wanted(report))
    if report.run.is_partial:
        yield "Rules not evaluated", ", ".join(partial.not_evaluated(report))
    yield from ((name.capitalize(), text) for name, text in compared.rows(report))
    yield from compared.policy_changes(report)
    yield from ((name.capitalize(), text) for name, text in provenance(report))


def _practice(report: Report) -> str:
    practice = report.practice
    return f"{prose(practice.name)} ({visible(practice.id)})" if practice.id else prose(practice.name)
