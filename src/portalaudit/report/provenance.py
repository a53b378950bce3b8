"""What decided a run besides the command that somebody typed, in words for every format."""

from collections.abc import Iterator

from portalaudit.model.report import PoliciesUsed, Report, Setting
from portalaudit.report.characters import visible
from portalaudit.report.shipped import shipped_rows


def provenance(report: Report, most: int | None = None) -> Iterator[tuple[str, str]]:
    """What is said of it: a short name, and the words. Lists longer than `most` names are cut."""
    used = report.inputs.policies
    if used.folders:
        yield "policies", visible(policies(used))
    if used.not_used:
        yield "unused", visible(f"policies in {', '.join(used.not_used)} (to use them, name the folder with -p)")
    yield from shipped_rows(report, most)
    if report.settings:
        yield "settings", "; ".join(map(_setting, report.settings))
    if names := [visible(one.path) for one in report.inputs.not_read]:
        more = f" and {len(names) - most:,} more" if most is not None and len(names) > most else ""
        yield "not read", f"{', '.join(names[:most])}{more}"


def policies(used: PoliciesUsed) -> str:
    """The policies folders of a run in words, as one leads to them from the inventory."""
    own = ", which extends ".join(folder for folder in used.folders if folder != SHIPPED)
    if SHIPPED not in used.folders:
        return own
    return f"{own}, over those that ship with portalaudit" if own else "those that ship with portalaudit"


SHIPPED = "portalaudit-policies"
"""What the shipped policies are called among the folders."""


def _setting(one: Setting) -> str:
    return visible(f"{one.name} {one.value} ({one.place.path}:{one.place.line})")
