"""What decided a run besides the command that somebody typed, in words for every format."""

from collections.abc import Iterator

from portalaudit.model.report import Report, Setting
from portalaudit.report.characters import visible
from portalaudit.report.shipped import shipped_rows


def provenance(report: Report, most: int | None = None) -> Iterator[tuple[str, str]]:
    """What is said of it: a short name, and the words. Lists longer than `most` names are cut."""
    yield from shipped_rows(report, most)
    if report.settings:
        yield "settings", "; ".join(map(_setting, report.settings))


def _setting(one: Setting) -> str:
    return visible(f"{one.name} {one.value} ({one.place.path}:{one.place.line})")
