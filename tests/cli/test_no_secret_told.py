"""A secret that somebody wrote into an inventory or a policy is in no answer of any command, not on standard error."""

import itertools
from pathlib import Path

import pytest

from portalaudit.report import REPORTERS
from tests.cli.running import portalaudit

pytestmark = pytest.mark.slow

SHAPE = "ghp_{}aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456"
NUMBERS = itertools.count(100)


def secret() -> str:
    return SHAPE.format(next(NUMBERS))


RULE = """\
id: own-leavers
title: People who have left {} hold no live account
severity: high
for: account
when: account.live
require: account.person.employed || account.login in [params.word, "{}"]
message: "{{account.login}} is {{account.status}} {}"
point_at: status
rationale: They left {}.
remediation: Revoke it {}.
evidence: Keep {}.
references: [{{title: "{}", url: "https://x.example/{}", note: "{}"}}]
params: {{word: {{type: text, default: "{}", description: "{}"}}}}
"""
CASES = """\
as_of: 2026-11-20
cases:
  - name: case {}
    inventory:
      practice: {{id: test, name: "{}", timezone: America/Los_Angeles}}
      portals: [{{id: nmp, name: Noridian, kind: mac}}]
      staff: [{{id: kim, name: Kim, engagements: [{{kind: employee, start: 2024-03-04, end: 2026-08-14}}]}}]
      accounts:
        - {{id: nmp-kim, portal: nmp, login: "{}", person: kim, type: individual, status: active}} # expect: pass
"""
POLICY = """\
packs: [portal-access, own]
waivers: {{approvers: [{}]}}
rules:
  shared-credential: {{severity: low, reason: "because {}"}}
  mfa-missing: {{leave_out: true, reason: "because {}"}}
  dormant-account: {{params: {{dormant_days: 60}}, reason: "because {}"}}
"""
WAIVERS = """\
waivers:
  - {{id: w1, rule: own-leavers, subject: nmp-kim, reason: "{}", requested_by: bo, approved_by: "{}",
     approved_on: 2026-09-01, expires_on: 2027-01-01, ticket: "{}"}}
  - {{id: w2, rule: "{}", subject: "{}", reason: y, requested_by: bo, approved_by: kim, approved_on: 2026-09-01,
     expires_on: 2027-01-01}}
"""
SCHEMA = """\
type: object
description: For {}
properties:
  badge: {{type: string, pattern: "^{}", description: "{}"}}
  floor: {{type: string, enum: ["{}"]}}
additionalProperties: false
"""
INVENTORY = """\
practice: {{id: test, name: "Test {}", timezone: America/Los_Angeles}}
payers: [{{id: pay, name: "Payer {}"}}]
portals: [{{id: nmp, name: "Noridian {}", kind: mac, attributes: {{tenant: "{}"}}}}]
staff:
  - id: kim
    name: "Kim {}"
    engagements: [{{kind: employee, start: 2024-03-04, end: 2026-08-14}}]
    attributes: {{badge: "{}", floor: "{}", "{}": x}}
  - {{id: bo, name: Bo, engagements: [{{kind: employee, start: 2024-03-04}}]}}
accounts:
  - {{id: nmp-kim, portal: nmp, login: "{}", person: kim, type: individual, status: active, notes: "{}"}}
  - {{id: nmp-bo, portal: nmp, login: bo, person: "{}", type: individual, status: "{}"}}
"""
FILES = {
    "policies/policy.yaml": POLICY,
    "policies/waivers.yaml": WAIVERS,
    "policies/attributes/staff.yaml": SCHEMA,
    "policies/own/own-leavers.yaml": RULE,
    "policies/own/own-leavers.cases.yaml": CASES,
    "inventory/practice.yaml": INVENTORY,
}
PACK = 'id: own\ntitle: "Own {}"\nversion: "1"\nstatus: draft\ndescription: "Rules {}"\ndefault: true\n'


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice with a secret wherever text may stand."""
    for path, text in {**FILES, "policies/own/pack.yaml": PACK}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(*(secret() for _ in range(text.count("{}")))))
    monkeypatch.chdir(tmp_path)
    return tmp_path


DAY = ("--as-of", "2026-11-20")
COMMANDS = [
    *(("check", *DAY, "-o", f"{name}=-") for name in REPORTERS if name != "xlsx"),
    *((name, *DAY, "-o", f"{form}=-") for name in ("directory", "roadmap", "waivers") for form in ("text", "json")),
    ("explain", "nmp-kim", *DAY),
    ("explain", "nmp", *DAY, "-o", "json=-"),
    ("explain", "own-leavers"),
    ("explain", "shared-credential", "-o", "json=-"),
    ("explain", "mno", *DAY),
    ("policy", "show", "--all"),
    ("rules",),
    ("rules", "-o", "json=-"),
    ("facts", "person"),
    ("test", "-v", "--select", "own-*"),
    ("test", "--select", "own-*", "-o", "json=-"),
    ("test", "--select", "own-*", "-o", "junit=-"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_answer_holds_a_planted_secret(
    planted: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    ran = portalaudit(capsys, *command)
    assert ran.code in (0, 1, 2)
    assert ran.out or "mno" in command
    assert [line for line in (ran.out + ran.err).splitlines() if "ghp_" in line] == []


@pytest.mark.parametrize("command", [("policy", "show"), ("check", *DAY), ("test",)], ids=" ".join)
def test_problems_of_the_policies_quote_no_secret(
    planted: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    (planted / "policies/policy.yaml").write_text(f"extends: {secret()}\npacks: [{secret()}]\n{secret()}: x\n")
    ran = portalaudit(capsys, *command)
    assert ran.code == 2
    assert "•••" in ran.out + ran.err
    assert "ghp_" not in ran.out + ran.err


def test_a_problem_tells_no_terminal_what_to_do(planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = planted / "inventory/practice.yaml"
    file.write_text('practice: {id: test, name: Test, timezone: America/Los_Angeles, "na\\e]0;x\\a": y}\n')
    ran = portalaudit(capsys, "directory", *DAY)
    assert ran.code == 2
    assert "\x1b" not in ran.err
    assert "na\\x1b]0;x\\x07" in ran.err
