"""Running commands in this process as a user would: arguments in; exit code, standard output and error out."""

from dataclasses import dataclass

import pytest

from portalaudit.cli.funnel import run


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def portalaudit(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    code = run(arguments)
    captured = capsys.readouterr()
    return Ran(code, captured.out, captured.err)


PRACTICE = "practice: {id: test, name: Test practice, timezone: America/Los_Angeles}\n"
LEAVER = """\
portals: [{id: nmp, name: Noridian, kind: mac}]
staff:
  - {id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]}
accounts:
  - {id: nmp-kim, portal: nmp, login: kimlee, person: kim, type: individual, status: active}
"""
RULE = """\
id: leavers
title: People who have left hold no live account
severity: high
for: account
when: account.live
require: account.person.employed
message: "{account.login} is still {account.status}"
point_at: status
controls: {nist-800-53: [PS-4]}
rationale: They left.
remediation: Revoke it.
"""
PACK = "{id: own, title: Own rules, version: '1', description: A test, default: true}\n"
"""A practice with one leaver, and a pack of one rule that finds her."""
