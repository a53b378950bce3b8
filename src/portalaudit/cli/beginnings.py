"""The first text of a rule and of its cases: whole enough to be read, and an error until the rest is written."""

import datetime
from collections.abc import Mapping

from portalaudit.model.values import dataclass
from portalaudit.policy.acting import objects_of
from portalaudit.policy.unwritten import TO_WRITE

_MARK = "@"
"""Where an inventory below gets its mark."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new rule for one kind of record starts from.

    `shown` is a fact that names the record in a message; `given` is what all cases share; `inventory` is the smallest
    inventory with one such record.
    """

    shown: str
    inventory: str
    given: str = ""


_PORTAL = "  portals: [{id: availity, name: Availity Essentials, kind: hub}]\n"
_KIM = "{id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04}]}"
_STAFF = f"  staff: [{_KIM}]\n"
_ACCOUNT = "{id: kim-availity, portal: availity, login: klee, person: kim, type: individual, status: active}"
_REVIEW = "id: q3\n          portal: availity\n          completed_on: 2026-10-02\n          reviewer: kim\n"

BEGINNINGS: Mapping[str, Beginning] = {
    "account": Beginning("login", f"accounts:\n        - {_ACCOUNT}  {_MARK}\n", _PORTAL + _STAFF),
    "person": Beginning("name", f"staff:\n        - {_KIM}  {_MARK}\n"),
    "portal": Beginning(
        "name", f"portals:\n        - {{id: availity, name: Availity Essentials, kind: hub}}  {_MARK}\n"
    ),
    "payer": Beginning("name", f"payers:\n        - {{id: regence, name: Regence}}  {_MARK}\n"),
    "role": Beginning("title", f"roles:\n        - {{id: front-desk, title: Front desk}}  {_MARK}\n"),
    "vendor": Beginning("name", f"vendors:\n        - {{id: billing-co, name: Billing Company}}  {_MARK}\n"),
    "review": Beginning(
        "id", f"reviews:\n        - {_REVIEW.replace('id: q3', f'id: q3  {_MARK}', 1)}", _PORTAL + _STAFF
    ),
    "decision": Beginning(
        "decision",
        f"reviews:\n        - {_REVIEW}          decisions:\n"
        f"            - {{account: kim-availity, decision: keep}}  {_MARK}\n",
        f"{_PORTAL}{_STAFF}  accounts:\n    - {_ACCOUNT}\n",
    ),
    "module": Beginning(
        "title",
        f"training:\n        modules:\n          - {{id: portals, title: Payer portals}}  {_MARK}\n",
    ),
    "completion": Beginning(
        "completed_on",
        "training:\n        modules: [{id: portals, title: Payer portals}]\n        completions:\n"
        f"          - {{person: kim, module: portals, completed_on: 2026-03-02}}  {_MARK}\n",
        _STAFF,
    ),
    "document": Beginning("id", f"documents:\n        - {{id: policy}}  {_MARK}\n"),
    "practice": Beginning(
        "name", f"practice: {{id: case, name: A practice, timezone: America/Los_Angeles}}  {_MARK}\n"
    ),
    "waiver": Beginning(
        "id", f"waivers:\n        - {{id: kim-idle, rule: dormant-account, subject: kim-availity}}  {_MARK}\n"
    ),
}
"""By subject. A rule for files begins best as a copy of a shipped one: its cases hold whole files."""


def rule_text(rule: str, subject: str) -> str:
    """A rule that is not evaluated before it is written, so that no report takes it for an answer."""
    return f"""\
id: {rule}
version: "1"
maturity: preview
# The state in good order, as a sentence that a practice can read.
title: {TO_WRITE} what is so where all is well
severity: medium
for: {subject}
# To which of them the rule applies. Without this line, to all.
# when: ...
# The same in plain words, which reports show:
# applies_to: ...
# What must hold. `portalaudit facts {subject}` lists what can be asked.
require: {TO_WRITE} an expression such as {subject}.{BEGINNINGS[subject].shown} != ""
message: "{{{subject}.{BEGINNINGS[subject].shown}}} is not as it should be"
rationale: >-
  {TO_WRITE} why it matters.
remediation: >-
  {TO_WRITE} what to do first, and what second.
# What is done once about several findings; `portalaudit explain RULE` shows that of another rule.
action: {{verb: correct-record, group_by: {objects_of(subject)[0]}}}
evidence: {TO_WRITE} what to keep as evidence.
"""


def cases_text(subject: str, day: datetime.date) -> str:
    """Three cases, of which none can be right before the rule is written and the inventories differ."""
    start = BEGINNINGS[subject]
    given = f"given:\n{start.given}" if start.given else ""
    wanted = (
        ("one that breaks the rule", "fail"),
        ("one that keeps it", "pass"),
        ("one it is not for", "not_applicable"),
    )
    cases = "".join(
        f"  - name: Describe here {words}\n    inventory:\n      "
        + start.inventory.replace(_MARK, f"# expect: {status}")
        for words, status in wanted
    )
    return f"""\
# Small inventories. A mark says which answer belongs to its line: fail, pass, not_applicable or unknown. After fail
# there may be a severity and words of the message: `fail high "never used"`.
as_of: {day.isoformat()}
{given}cases:
{cases}"""


def pack_text(pack: str) -> str:
    """A pack that is used by default."""
    return f"""\
id: {pack}
title: Our own rules
version: "1.0"
description: What our practice asks of itself
default: true
"""
