"""Everything that has a date from the day of the report on: actions, ends of waivers, and what the records say.

A review and a training that are repeated are due when the interval of the rule that asks for them ends: where that rule
is not in force, nothing says so.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from portalaudit.model.access import Access, PortalInUse
from portalaudit.model.action import Action, Due
from portalaudit.model.report import Report
from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import to_do, wording
from portalaudit.report.characters import prose

Params = Mapping[str, ParamValue]


class DueKind(StrEnum):
    """What is due."""

    ACTION = "action"
    WAIVER = "waiver"
    REVIEW = "review"
    TRAINING = "training"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class DueDate:
    """One thing and its day. `key` names it for good, whatever its day becomes; `details` are lines."""

    on: datetime.date
    what: str
    kind: DueKind
    key: str
    details: tuple[str, ...] = ()
    severity: Severity | None = None


def due_dates(report: Report) -> tuple[DueDate, ...]:
    """All of it, by day."""
    access = report.access()
    params = {ruling.rule.id: ruling.rule.params for ruling in report.rulings}
    found = (*_actions(report), *_waivers(report), *_of_records(access), *_reviews(access, params))
    every = (*found, *_training(report.as_of, access, params))
    coming = (one for one in every if one.on >= report.as_of)
    return tuple(sorted(coming, key=lambda one: (one.on, list(DueKind).index(one.kind), one.what, one.key)))


def day_of(due: Due, today: datetime.date) -> datetime.date:
    """The last day of a time for an action: today, Friday, or the end of the month or quarter."""
    return _LAST_DAYS[due](today)


def _friday(today: datetime.date) -> datetime.date:
    return today + datetime.timedelta((4 - today.weekday()) % 7)


def _end_of_month(today: datetime.date, month: int | None = None) -> datetime.date:
    next_month = datetime.date(today.year, month or today.month, 28) + datetime.timedelta(4)
    return next_month - datetime.timedelta(next_month.day)


def _end_of_quarter(today: datetime.date) -> datetime.date:
    return _end_of_month(today, (today.month + 2) // 3 * 3)


_LAST_DAYS: Mapping[Due, Callable[[datetime.date], datetime.date]] = {
    Due.TODAY: lambda today: today,
    Due.WEEK: _friday,
    Due.MONTH: _end_of_month,
    Due.QUARTER: _end_of_quarter,
}


def _actions(report: Report) -> Iterator[DueDate]:
    for action in to_do.needing(report.actions):
        details = tuple(filter(None, (to_do.about(action), _told(action), to_do.also_settled(action))))
        on = day_of(action.due, report.as_of)
        yield DueDate(on, prose(action.title), DueKind.ACTION, action.verb, details, action.severity)


def _told(action: Action) -> str:
    number = len(action.findings)
    return f"By the {action.by}, {action.due}; ends {wording.counted(number, f'{action.severity} or lesser finding')}"


def _waivers(report: Report) -> Iterator[DueDate]:
    """Each waiver once, with what it covers."""
    covered: dict[str, list[Verdict]] = {}
    for verdict in report.answered(Status.WAIVED):
        if verdict.waiver is not None:
            covered.setdefault(verdict.waiver.id, []).append(verdict)
    for name, verdicts in covered.items():
        waiver = verdicts[0].waiver
        if waiver is not None:
            reason = f"{prose(waiver.reason)} ({wording.waiver_approval(waiver)})"
            worst = min((one.severity for one in verdicts), key=lambda severity: severity.rank)
            told = (reason, *(prose(one.message) for one in verdicts))
            yield DueDate(waiver.expires_on, prose(f"Waiver {name} ends"), DueKind.WAIVER, name, told, worst)


def _of_records(access: Access) -> Iterator[DueDate]:
    for one in access.coming:
        what = prose(f"{one.what[:1].upper()}{one.what[1:]}")
        yield DueDate(datetime.date.fromisoformat(one.on), what, DueKind.RECORD, one.what)


def _reviews(access: Access, params: Mapping[str, Params]) -> Iterator[DueDate]:
    asked = params.get("review-overdue")
    if asked is None:
        return
    logins = access.by_portal()
    for portal in access.portals:
        live = [login for login in logins.get(portal.id, ()) if login.is_live]
        if portal.reviewed_on and not portal.review_due_on and live:
            on = _next_review(portal, asked, privileged=any(login.administers for login in live))
            what = prose(f"Next access review of {portal.name}")
            details = (f"Last reviewed on {portal.reviewed_on[:10]}",)
            yield DueDate(on, what, DueKind.REVIEW, portal.id, details)


def _next_review(portal: PortalInUse, params: Params, *, privileged: bool) -> datetime.date:
    last = datetime.date.fromisoformat(portal.reviewed_on[:10])
    if params.get("mode") == "calendar_quarter":
        return _end_of_quarter(_end_of_quarter(last) + datetime.timedelta(1))
    names = ("interval_days", "privileged_interval_days") if privileged else ("interval_days",)
    return last + datetime.timedelta(min(_days(params, name) for name in names))


def _training(today: datetime.date, access: Access, params: Mapping[str, Params]) -> Iterator[DueDate]:
    """Each person once, on the day on which the first module is to be repeated."""
    asked = params.get("training-expired")
    if asked is None:
        return
    for person in access.people:
        taken = () if person.left_on else person.training
        days = {one: today + datetime.timedelta(_days(asked, "refresh_days") - one.age_days) for one in taken}
        if days:
            told = sorted(f"{on.isoformat()}: {prose(one.module)}" for one, on in days.items())
            what = prose(f"Training of {person.name} is to be repeated")
            yield DueDate(min(days.values()), what, DueKind.TRAINING, person.id, tuple(told))


def _days(params: Params, name: str) -> int:
    value = params.get(name)
    return value if isinstance(value, int) else 0
