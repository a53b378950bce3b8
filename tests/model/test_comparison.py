"""How a finding or question compares with the same one of the base."""

import pytest

from portalaudit.model import Place, Severity, Status, Subject, Verdict
from portalaudit.model.comparison import Change, Changed, changed
from portalaudit.model.values import replace
from portalaudit.model.verdict import Listed

FAIL = Verdict(
    rule="rights",
    subject=Subject("account", "nmp-kim"),
    status=Status.FAIL,
    severity=Severity.MEDIUM,
    message="kim can do a",
    place=Place("a.yaml"),
    fingerprint="0" * 64,
    checks=("desk",),
    listed=(Listed("1", "a"),),
)
UNKNOWN, WAIVED, ERROR = (replace(FAIL, status=one) for one in (Status.UNKNOWN, Status.WAIVED, Status.ERROR))
SAME = Changed(Change.SAME)


def worse(*why: str) -> Changed:
    return Changed(Change.WORSE, why)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (FAIL, None, Changed(Change.NEW)),
        (UNKNOWN, None, Changed(Change.NEW)),
        (FAIL, FAIL, SAME),
        (replace(FAIL, message="other words", place=Place("b.yaml", 9)), FAIL, SAME),
        (replace(FAIL, severity=Severity.HIGH), FAIL, worse("high instead of medium")),
        (replace(FAIL, severity=Severity.LOW), FAIL, SAME),
        (replace(FAIL, checks=("desk", "money")), FAIL, worse("also fails: money")),
        (replace(FAIL, checks=()), FAIL, SAME),
        (replace(FAIL, listed=(Listed("1", "a"), Listed("2", "b"))), FAIL, worse("also: b")),
        (replace(FAIL, listed=(Listed("2", "b"),)), FAIL, worse("also: b")),
        (replace(FAIL, listed=(Listed("1", "another word for it"),)), FAIL, SAME),
        (replace(FAIL, listed=()), FAIL, SAME),
        (
            replace(FAIL, severity=Severity.CRITICAL, checks=("money",), listed=(Listed("2", "b"),)),
            FAIL,
            worse("critical instead of medium", "also fails: money"),
        ),
        (FAIL, UNKNOWN, worse("there was not enough information")),
        (FAIL, WAIVED, worse("a waiver covered it")),
        (UNKNOWN, WAIVED, worse("a waiver covered it")),
        (ERROR, UNKNOWN, worse("there was not enough information")),
        (UNKNOWN, FAIL, SAME),
        (UNKNOWN, UNKNOWN, SAME),
        (ERROR, FAIL, SAME),
        (FAIL, ERROR, SAME),
    ],
)
def test_worse_is_what_someone_has_more_to_do_about(now: Verdict, before: Verdict | None, told: Changed) -> None:
    assert changed(now, before) == told
