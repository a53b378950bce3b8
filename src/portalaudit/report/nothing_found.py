"""What the page says where nothing was found: what that rests on, how old it is, and what is due next."""

from collections.abc import Iterator, Sequence

from portalaudit.model.access import Access, Coming
from portalaudit.model.report import Report
from portalaudit.model.verdict import Status
from portalaudit.report.characters import prose
from portalaudit.report.day_words import ago
from portalaudit.report.summary import Summary
from portalaudit.report.wording import counted

NOTHING_CHECKED = "Nothing was checked. This page is not evidence of anything."


def nothing_found(report: Report, summary: Summary, access: Access, coming: Sequence[Coming]) -> Iterator[str]:
    """Sentences for a run without findings that need someone; none where there are some.

    `coming` is what is dated from the day on.
    """
    if not summary.checks:
        yield NOTHING_CHECKED
    elif summary.findings == summary.remarks:
        yield _held(summary)
        yield from _accepted(summary)
        if resolved := summary.by_status[Status.RESOLVED]:
            yield f"{counted(resolved, 'check')} found what was looked into and resolved; that stays on record."
        yield from (_days_of(report, access, one) for one in ("listed_on", "reviewed_on") if access.portals)
        yield _next(report, coming)


def _held(summary: Summary) -> str:
    is_all = summary.by_status[Status.PASS] + summary.by_status[Status.NOT_APPLICABLE] == summary.checks
    return f"Every {'' if is_all else 'other '}check that could be made holds or does not apply."


def _accepted(summary: Summary) -> Iterator[str]:
    """What does not hold and was accepted: it is as it was, only someone answers for it until a day."""
    number = summary.by_status[Status.WAIVED]
    if number and summary.accepted_until:
        does, first = ("does not hold and is", "until") if number == 1 else ("do not hold and are", "the first until")
        day = summary.accepted_until.isoformat()
        yield f"{counted(number, 'check')} {does} accepted by a waiver, {first} {day}."


_DATED = {
    "listed_on": ("Newest user list of each portal", "no user list on file"),
    "reviewed_on": ("Last access review of each portal", "never reviewed"),
}


def _days_of(report: Report, access: Access, field: str) -> str:
    """How old the lists or reviews are that the answers rest on, and for how many portals there is none."""
    label, without = _DATED[field]
    days = sorted(day for one in access.portals if (day := getattr(one, field)))
    missing = len(access.portals) - len(days)
    known = [ago(days[-1][:10], report.as_of)] if days else []
    if days and days[0] != days[-1]:
        known = [f"{ago(days[0][:10], report.as_of)} at the oldest"]
    some = [f"{counted(missing, 'portal')}: {without}"] if missing else []
    return f"{label}: {'; '.join((*known, *some))}."


def _next(report: Report, coming: Sequence[Coming]) -> str:
    if not coming:
        return "Due next: nothing is dated in these records. Check again when someone joins, leaves or changes jobs."
    first = min(coming)
    return f"Due next, {ago(first.on, report.as_of)} ({first.on}): {prose(first.what)}."
