"""When something is due."""

import datetime

import pytest

from portalaudit.model.access import Access, Holder, PortalInUse, Trained
from portalaudit.model.action import Due
from portalaudit.model.report import Report
from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity
from portalaudit.report.due_dates import DueDate, DueKind, day_of, due_dates
from tests.report import sample

REVIEWS: dict[str, ParamValue] = {"mode": "rolling", "interval_days": 92, "privileged_interval_days": 31}


@pytest.mark.parametrize(
    ("today", "week", "month", "quarter"),
    [
        ("2026-11-20", "2026-11-20", "2026-11-30", "2026-12-31"),
        ("2026-11-21", "2026-11-27", "2026-11-30", "2026-12-31"),
        ("2026-12-31", "2027-01-01", "2026-12-31", "2026-12-31"),
        ("2028-02-07", "2028-02-11", "2028-02-29", "2028-03-31"),
        ("2026-09-30", "2026-10-02", "2026-09-30", "2026-09-30"),
    ],
)
def test_the_last_day_of_a_time(today: str, week: str, month: str, quarter: str) -> None:
    day = datetime.date.fromisoformat(today)
    assert [day_of(due, day).isoformat() for due in Due] == [today, week, month, quarter]


def told(report: Report, kind: DueKind) -> list[tuple[str, str, str]]:
    return [(one.on.isoformat(), one.what, one.key) for one in due_dates(report) if one.kind is kind]


def asked(access: Access, **params: dict[str, ParamValue]) -> Report:
    about = sample.subjects("account", {})
    rules = (replace(sample.rule(name.replace("_", "-"), Severity.LOW), params=one) for name, one in params.items())
    return replace(sample.report(tuple(sample.ruling(rule, about, ()) for rule in rules)), access=lambda: access)


def portal(**more: str) -> Access:
    uses = PortalInUse("uhc", "UHC", reviewed_on="2026-10-05", **more)
    login = next(one for one in sample.LOGINS if one.is_live)
    return Access((), (uses,), (replace(login, portal="uhc", administers=False),))


def test_a_review_is_due_when_the_interval_of_its_rule_ends() -> None:
    plain = portal()
    administered = replace(plain, logins=tuple(replace(one, administers=True) for one in plain.logins))
    quarters: dict[str, ParamValue] = {**REVIEWS, "mode": "calendar_quarter"}

    for access, params, on in ((plain, REVIEWS, "2027-01-05"), (plain, quarters, "2027-03-31")):
        assert told(asked(access, review_overdue=params), DueKind.REVIEW) == [(on, "Next access review of UHC", "uhc")]
    assert told(asked(administered, review_overdue=REVIEWS), DueKind.REVIEW) == []  # it was due before the day


@pytest.mark.parametrize("access", [portal(review_due_on="2026-12-01"), replace(portal(), logins=())])
def test_no_next_review_stands_beside_an_open_one_or_for_a_portal_that_is_not_used(access: Access) -> None:
    assert told(asked(access, review_overdue=REVIEWS), DueKind.REVIEW) == []


def test_without_the_rules_nothing_says_when_a_review_or_a_training_is_due() -> None:
    access = replace(portal(), people=(Holder("k", "Kim", training=(Trained("Base", "2026-03-04", 261),)),))
    assert due_dates(asked(access)) == ()


def test_training_is_one_event_for_each_person_on_the_day_of_the_first_module() -> None:
    kim = Holder("k", "Kim <Lee>", training=(Trained("Base", "2026-03-04", 261), Trained("More", "2026-01-05", 300)))
    gone = replace(kim, id="g", left_on="2026-11-01")
    [due] = due_dates(asked(Access((kim, gone)), training_expired={"refresh_days": 365}))
    assert due == DueDate(
        datetime.date(2027, 1, 24),
        "Training of Kim <Lee> is to be repeated",
        DueKind.TRAINING,
        "k",
        ("2027-01-24: More", "2027-03-04: Base"),
    )


def test_a_waiver_is_named_once_with_everything_that_it_covers() -> None:
    [due] = due_dates(replace(sample.accepted(3), access=Access))
    assert (due.on.isoformat(), due.what, due.key) == ("2026-12-01", "Waiver w-1 ends", "w-1")
    assert due.details[0].startswith("The portal closes its logins once a month (Maria <Ortiz> (m-ortiz) on 2026-09-02")
    assert due.details[1:] == ("not used",) * 3
