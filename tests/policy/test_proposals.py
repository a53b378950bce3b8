"""The pack of the proposed Security Rule says everywhere that it is no law, and when somebody last looked."""

from pathlib import Path

import pytest

from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.model import Severity
from portalaudit.policy.pack_compiler import compile_policies
from portalaudit.policy.packs import Pack
from portalaudit.policy.rules import Rule
from portalaudit.source.files import Text, read_folder
from portalaudit.source.load import load_all

FOLDER = Path(__file__).resolve().parents[2] / "policies"


def _pack() -> tuple[Pack, tuple[Rule, ...]]:
    texts, _ = read_folder(FOLDER)
    chosen = Text("policy.yaml", b"packs: [nprm-2025]\n")
    documents, _ = load_all([*(text for text in texts if text.path != chosen.path), chosen], 1)
    policies, problems = compile_policies(documents, vocabulary())
    assert not problems
    (pack,) = policies.packs
    return pack, policies.rules


PACK, RULES = _pack()


def test_the_pack_is_a_proposal_that_nobody_gets_unasked() -> None:
    assert (PACK.status, PACK.checked_on, PACK.is_default) == ("proposal", "2026-11-22", False)
    assert f"Last checked on {PACK.checked_on}" in PACK.description
    assert "a proposal and not law" in PACK.description


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_says_that_it_is_no_law(rule: Rule) -> None:
    assert rule.id.startswith("nprm-")
    assert rule.severity is Severity.INFO
    assert not rule.escalate
    assert not rule.controls
    assert rule.title.startswith("Proposal: ")
    assert rule.message.text.startswith("A proposal and not law: ")
    assert rule.rationale.startswith("This is a proposal and not law.")
    assert rule.remediation.startswith("No action is required.")
    text, *others = rule.references
    assert text.note.startswith("A proposal and not law; ")
    assert text.note.endswith(f"last checked on {PACK.checked_on}")
    assert all("proposal" in other.title for other in others)


def test_all_six_are_there() -> None:
    assert len(RULES) == 6
