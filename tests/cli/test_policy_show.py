"""What a practice's policy and its base set, as `portalaudit policy show` prints it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit
from tests.cli.test_layers import write

Capture = pytest.CaptureFixture[str]
IDLE = """\
id: idle
title: Live accounts are in use
severity: medium
for: account
require: account.days_idle < params.days || params.words.exists(word, word == account.login)
message: "{account.login} is idle"
params:
  days: {type: integer, default: 45, min: 1, stricter: lower, description: Days without login}
  words: {type: list, default: [a], description: Logins}
"""
BASE = "packs: [own]\nrules:\n  idle: {params: {days: 60, words: [b, c]}, reason: Small offices}\n"
OWN = """\
extends: ../base
rules:
  idle: {severity: high, reason: Big office}
  leavers: {leave_out: true, reason: Hub only}
  third: {params: {days: 30}}
"""


@pytest.fixture(autouse=True)
def tailored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "base/policy.yaml", BASE)
    write(tmp_path, "base/own/pack.yaml", PACK)
    write(tmp_path, "base/own/leavers.yaml", RULE)
    write(tmp_path, "base/own/idle.yaml", IDLE)
    write(tmp_path, "base/own/third.yaml", IDLE.replace("id: idle", "id: third"))
    write(tmp_path, "policies/policy.yaml", OWN)
    monkeypatch.chdir(tmp_path)


def shown(capsys: Capture, *flags: str) -> list[list[dict[str, Any]]]:
    ran = portalaudit(capsys, "policy", "show", "-o", "json=-", *flags)
    assert ran.code == 0
    return [table["rows"] for table in json.loads(ran.out)["tables"]]


def test_what_differs_from_the_packs_is_shown_with_place_and_reason(capsys: Capture) -> None:
    policies, approvers, packs, settings, changed = shown(capsys)
    assert [list(row.values()) for row in policies] == [
        ["policies/policy.yaml", "own policy"],
        ["base/policy.yaml", "base policy"],
    ]
    assert approvers == []
    assert [list(row.values()) for row in packs] == [["own", "1", "stable", "Own rules", "base/policy.yaml:1"]]
    own, base = "policies/policy.yaml", "base/policy.yaml"
    assert [list(row.values())[1:] for row in settings] == [
        ["idle", "severity", "high", "medium", "tightened", "own policy", f"{own}:3", "Big office"],
        ["idle", "days", "60", "45", "loosened", "base policy", f"{base}:3", "Small offices"],
        ["idle", "words", "b, c", "a", "changed", "base policy", f"{base}:3", "Small offices"],
        ["leavers", "rule", "left out", "asked", "loosened", "own policy", f"{own}:4", "Hub only"],
        ["third", "days", "30", "45", "tightened", "own policy", f"{own}:5", ""],
    ]
    assert [list(row.values())[:3] for row in changed] == [
        ["idle", "rule", "added"],
        ["third", "rule", "added"],
        ["portal-access", "pack", "not used"],
    ]
    assert changed[0]["details"] == "idle (base/own/idle.yaml)"
    assert changed[2]["details"].startswith("pack portal-access, chosen in base/policy.yaml:1: ")


def test_everything_is_shown_where_it_is_asked_for(capsys: Capture) -> None:
    _, _, _, settings, _ = shown(capsys, "--all")
    assert [(row["setting"], row["effect"]) for row in settings] == [
        ("idle: severity", "tightened"),
        ("idle: days", "loosened"),
        ("idle: words", "changed"),
        ("leavers: rule", "loosened"),
        ("third: severity", ""),
        ("third: days", "tightened"),
        ("third: words", ""),
    ]
    assert (settings[4]["set_by"], settings[4]["set_in"]) == ("pack", "base/own/third.yaml:1")


def test_it_reads_well_on_a_terminal_and_as_markdown(capsys: Capture) -> None:
    out = portalaudit(capsys, "policy", "show").out
    assert "\nidle: days\n" in out
    assert "  Set in: base/policy.yaml:3\n" in out
    ran = portalaudit(capsys, "policy", "show", "-o", "md=policy.md")
    assert (ran.code, ran.out) == (0, "")
    assert "| idle: days | idle | days | 60 | 45 | loosened |" in Path("policy.md").read_text(encoding="utf-8")


def test_without_a_policy_every_rule_is_as_its_pack_says(capsys: Capture) -> None:
    Path("policies/policy.yaml").write_text("extends: ../base\n", encoding="utf-8")
    Path("base/policy.yaml").write_text("packs: [own]\n", encoding="utf-8")
    assert shown(capsys)[3] == []
    assert "Every rule is as its pack says." in portalaudit(capsys, "policy", "show").out


def test_waivers_that_the_pack_forbids_are_shown_as_loosened(capsys: Capture) -> None:
    strict = IDLE.replace("id: idle", "id: strict") + "waivable: false\n"
    Path("base/own/strict.yaml").write_text(strict, encoding="utf-8")
    rules = "{rule: strict, reason: One login only}, {rule: idle, reason: Anyway}"
    allowed = f"waivers: {{approvers: [kim], approver_roles: [owner], allow: [{rules}]}}\n"
    Path("policies/policy.yaml").write_text(f"extends: ../base\n{allowed}", encoding="utf-8")

    _, approvers, _, settings, _ = shown(capsys)
    own = "policies/policy.yaml:2"
    assert [list(row.values()) for row in approvers] == [["kim", own], ["role owner", own]]
    assert [list(row.values())[1:] for row in settings if row["name"] == "may be waived"] == [
        ["strict", "may be waived", "yes", "no", "loosened", "own policy", own, "One login only"]
    ]
    assert "they are allowed at policies/policy.yaml:2:" in portalaudit(capsys, "explain", "strict").out


def test_allowed_waivers_weaken_the_control_in_the_report(capsys: Capture, tmp_path: Path) -> None:
    Path("base/own/leavers.yaml").write_text(RULE + "waivable: false\n", encoding="utf-8")
    Path("policies/policy.yaml").write_text(
        "extends: ../base\nwaivers: {allow: [{rule: leavers, reason: Hub only}]}\n", encoding="utf-8"
    )
    write(tmp_path, "inventory/practice.yaml", PRACTICE + LEAVER)
    report = json.loads(portalaudit(capsys, "check", "--as-of", "2026-11-20", "-o", "json=-").out)

    (rule,) = (rule for rule in report["rules"] if rule["id"] == "leavers")
    assert [(one["name"], one["value"], one["reason"]) for one in rule["loosened"]] == [
        ("may be waived", True, "Hub only")
    ]
    controls = {c["id"]: c for f in report["frameworks"] for c in f["controls"]}
    assert controls["PS-4"]["weakened"] == ["leavers is loosened in allowing waivers"]


def test_settings_are_no_edits_of_rule_files(capsys: Capture) -> None:
    Path("policies/policy.yaml").write_text(
        "rules: {dormant-account: {params: {dormant_days: 60}, reason: Locums}}\n", encoding="utf-8"
    )
    ran = portalaudit(capsys, "policy", "show")
    assert ran.code == 0
    assert "  Value: 60\n  Pack says: 45\n  Effect: loosened\n" in ran.out
    assert ran.out.endswith("\nFiles not as shipped\n  No shipped rule file was edited.\n")


REFUSED = "Error: this command reads policies, not an inventory"


@pytest.mark.parametrize("command", [("policy", "show"), ("rules",), ("facts", "account")])
@pytest.mark.parametrize(
    ("word", "step"),
    [
        ("clinic", f"{REFUSED}. To see those of 'clinic', type -p policies instead."),
        ("clinic/inventory", f"{REFUSED}. To see those of 'clinic/inventory', type -p clinic/policies instead."),
        ("x", "Error: 'x' is one argument too many. Take it out; a policies folder is named with -p FOLDER."),
    ],
)
def test_an_inventory_as_an_argument_is_refused_with_the_flag(
    capsys: Capture, command: tuple[str, ...], word: str, step: str
) -> None:
    Path("clinic/inventory").mkdir(parents=True)
    if word != "clinic":
        write(Path("clinic"), "policies/policy.yaml", "packs: [portal-access]\n")
    ran = portalaudit(capsys, *command, word)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, step)


def test_an_inventory_without_policies_of_its_own_is_refused_too(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clone/inventory").mkdir(parents=True)
    (tmp_path / "clone/.git").mkdir()
    monkeypatch.chdir(tmp_path / "clone")
    ran = portalaudit(capsys, "policy", "show", "inventory")
    none = f"{REFUSED}, and 'inventory' has none of its own. Take it out to see those that ship with portalaudit."
    assert (ran.code, ran.err.splitlines()[-1]) == (2, none)
