"""The waiver that a rule offers to copy counts as soon as its words in capitals are filled in."""

import datetime
import re
from pathlib import Path

import pytest

from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.world import World
from portalaudit.policy.waiving import Authority
from portalaudit.waivers.worth import defects, too_long
from tests.evaluate.practices import document, no_reference

RULE = Path(__file__).resolve().parents[1] / "policies/portal-access/authorization/sod-conflict.yaml"
PRACTICE = """\
practice: {id: p, name: P, timezone: UTC, compliance_officer: m-ortiz}
staff: [{id: k-lee, name: Kim Lee}, {id: m-ortiz, name: Maria Ortiz}]
"""
FILLED = {"PERSON": "k-lee", "APPROVER": "m-ortiz", "COUNT": "12", "expires_on: YYYY-MM-DD": "expires_on: 2027-02-26"}


def written() -> str:
    """The waiver in the rule's remediation, on one line as reports show it."""
    (found,) = re.findall(r"`(- \{id:[^`]+)`", " ".join(RULE.read_text(encoding="utf-8").split()))
    return str(found)


@pytest.mark.parametrize(("approver", "does"), [("m-ortiz", True), ("k-lee", False)])
def test_the_waiver_for_the_only_administrator_counts(approver: str, *, does: bool) -> None:
    text = written()
    for word, filled in {**FILLED, "APPROVER": approver, "YYYY-MM-DD": "2026-11-18"}.items():
        assert word in text
        text = text.replace(word, filled)
    assert not re.search(r"\b[A-Z]{3,}\b", text)
    inventory, problems = resolve(
        [document("a.yaml", PRACTICE)], no_reference().ids, waivers=[document("waivers.yaml", f"waivers:\n  {text}\n")]
    )
    assert problems == ()
    (waiver,) = inventory.tables["waivers"].records
    assert (waiver.rule, waiver.subject) == ("sod-conflict", "k-lee")
    world = World(inventory, no_reference(), datetime.date(2026, 11, 20))
    found = [*defects(waiver, ("k-lee",), Authority(), world), *too_long(waiver, world)]
    assert (found == []) is does
