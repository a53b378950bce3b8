"""Nothing that a run does changes compiled policies, so that any number of runs may share them."""

import datetime
import pickle
from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.model.report import Report
from portalaudit.pipeline import Assignment, check, compile_all, opening
from portalaudit.report import reporter

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "inventory"
AS_OF = datetime.date(2026, 11, 20)
PRACTICES = {
    "cascade-ridge": None,
    "riverbend": None,
    "keystone/clients/millrace": SAMPLES / "keystone" / "policies" / "millrace",  # it has waivers
    "keystone/clients/mesquite": SAMPLES / "keystone" / "policies" / "mesquite",
}


def assignment(practice: str) -> Assignment:
    folder = SAMPLES / practice
    files, unread = read_policies(PRACTICES[practice])
    assert unread == ()
    return Assignment(folder, files, lambda _timezone: AS_OF, lambda _rule: True, version="0")


def told(report: Report) -> str:
    return "".join("".join(reporter(name).render(report)) for name in ("json", "junit"))


@pytest.mark.parametrize("practice", PRACTICES.keys())
def test_checks_that_share_policies_say_the_same(practice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = assignment(practice)
    alone = told(check(given))
    policies, problems = compile_all(given.policies)
    before = pickle.dumps((policies.rules, policies.reference))
    written = [repr(document.data) for document in policies.waivers]
    monkeypatch.setattr(opening, "compile_all", lambda *_files, **_named: (policies, problems))
    assert [told(check(given)), told(check(given))] == [alone, alone]
    assert pickle.dumps((policies.rules, policies.reference)) == before
    assert [repr(document.data) for document in policies.waivers] == written
