"""What decided a run besides the command that someone typed, in words for every format."""

from collections.abc import Iterator, Sequence

from portalaudit.model.recorded import Match, counts
from portalaudit.model.report import SHIPPED, PoliciesUsed, Report, Setting
from portalaudit.report.characters import visible
from portalaudit.report.rules_as_shipped import shipped_rows
from portalaudit.report.wording import counted


def provenance(report: Report, most: int | None = None) -> Iterator[tuple[str, str]]:
    """What is said of it: a short name, and the words. Lists longer than `most` names are cut."""
    if report.later_records:
        yield "past day", past_day(report)
    if command := checkout(report):
        yield "that day", command
    used = report.inputs.policies
    if used.folders:
        yield "policies", visible(policies(used))
    if used.not_used:
        yield "unused", visible(f"{', '.join(used.not_used)} (to use one: -p FOLDER)")
    yield from shipped_rows(report, most)
    if report.settings:
        yield "settings", "; ".join(map(_setting, report.settings))
    yield from _passed_over(report, most)
    if report.inputs.recorded:
        yield "recorded", _recorded(report, most)


def past_day(report: Report) -> str:
    """That the records hold later days than the one looked at, and how to see what they held then."""
    holds = "holds" if report.later_records == 1 else "hold"
    way = "check out their commit first" if report.in_repository else "use a copy of the files from then"
    return (
        f"{counted(report.later_records, 'record')} {holds} dates after {report.as_of}. What was done later had not "
        f"been done then, and what they leave open is unknown. To check the records as they stood on that day, {way}."
    )


def checkout(report: Report) -> str:
    """The command that checks out the records as they stood on a past day; empty where there is none.

    It has no space that a line could break at within an argument. Without an hour git would end the day at the present
    one.
    """
    if not (report.later_records and report.in_repository):
        return ""
    return f"git checkout $(git log -1 --format=%H --until={report.as_of}T23:59:59)"


def _passed_over(report: Report, most: int | None) -> Iterator[tuple[str, str]]:
    """Files that are no data: those that were searched all the same, and those that were not looked into."""
    passed = report.inputs.not_read
    if searched := [visible(one.path) for one in passed if one.is_searched]:
        yield "searched", f"for passwords and patient data only, not used as data: {named(searched, most)}"
    if unread := [visible(one.path) for one in passed if not one.is_searched]:
        yield "not read", named(unread, most)


def _recorded(report: Report, most: int | None) -> str:
    """How many files are as they were recorded, and which ones no one could compare."""
    recorded = report.inputs.recorded
    number = counts(recorded)
    said = [f"{counted(number[Match.SAME], 'file')} as recorded (SHA-256)"]
    if number[Match.DIFFERS]:
        said.append(f"{number[Match.DIFFERS]:,} not as recorded")
    away = [visible(one.name) or "a file without a name" for one in recorded if one.match is Match.NOT_HERE]
    if away:
        said.append(f"{len(away):,} not checked, because the file is not here: {named(away, most)}")
    return "; ".join(said)


def named(names: Sequence[str], most: int | None) -> str:
    """Names, and how many more there are."""
    more = f" and {len(names) - most:,} more" if most is not None and len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def policies(used: PoliciesUsed) -> str:
    """The policies folders of a run in words."""
    own = ", which extends ".join(folder for folder in used.folders if folder != SHIPPED)
    if SHIPPED not in used.folders:
        return own
    return f"{own}, over those that ship with portalaudit" if own else "those that ship with portalaudit"


def _setting(one: Setting) -> str:
    return visible(f"{one.name} {one.value} ({one.place.path}:{one.place.line})")
