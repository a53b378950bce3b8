"""Small practices judged by small rules, for tests of what their verdicts come to."""

from collections.abc import Sequence

from portalaudit.evaluate.judge import judge
from portalaudit.inventory.reference import load_reference
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.world import World
from portalaudit.model.report import Ruling
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from tests.evaluate.practices import AS_OF, document, rule

VERBS = """\
actions:
  - id: look
    order: 1
    due: today
    by: privacy officer
    stands_alone: true
    singular: Look at a login
    plural: "Look at {objects}"
  - {id: close, order: 2, due: today, by: manager, singular: Close a login, plural: "Close {objects}"}
  - {id: split, order: 3, due: this week, by: manager, singular: Split a login, plural: "Split {objects}"}
  - {id: train, order: 4, due: this month, by: manager, singular: Train a person, plural: "Train {objects}"}
  - {id: give-up, order: 5, due: this month, by: owner, singular: Give up a portal, plural: "Give up {objects}"}
  - {id: hint, order: 0, due: this quarter, by: owner, singular: Read a hint, plural: "Read hints about {objects}"}
"""

INVENTORY = """\
practice: {id: test, name: Test practice, timezone: America/Los_Angeles}
portals:
  - {id: nmp, name: Noridian, kind: mac, exports: [{taken_on: 2026-01-10}, {taken_on: 2026-11-10, lacks: [mfa]}]}
  - {id: ava, name: Availity, kind: hub}
staff:
  - {id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]}
  - {id: mo, name: Mo Ortiz, engagements: [{kind: employee, start: 2024-03-04}]}
accounts:
  - {id: a-kim, portal: nmp, login: klee, person: kim, type: individual, status: active}
  - {id: b-kim, portal: ava, login: kim1, person: kim, type: individual, status: active}
  - {id: c-mo, portal: ava, login: mo, person: mo, type: individual, status: active, mfa: totp}
  - {id: d-desk, portal: ava, login: desk, persons: [kim, mo], type: shared_legacy, status: active}
"""


def fails(
    name: str, action: str, *, of: str = "account", when: str = "true", severity: str = "high", more: str = ""
) -> Rule:
    """A rule that every subject fails to which it applies."""
    said = f"action: {action}" if action else ""
    text = f"{{id: {name}, title: T, severity: {severity}, for: {of}, when: {when!r}, require: 'false', message: no"
    return rule(f"{text}, {', '.join(filter(None, (said, more)))}}}" if said or more else f"{text}}}", name)


def world(inventory: str = INVENTORY) -> World:
    documents = [document("inventory.yaml", inventory)]
    reference, problems = load_reference([document("reference/actions.yaml", VERBS)])
    assert not problems, problems
    read, wrong = resolve(documents, reference.ids)
    assert not wrong, wrong
    return World(read, reference, AS_OF)


def rulings(rules: Sequence[Rule], of: World) -> tuple[Ruling, ...]:
    return tuple(judge(rules, of, Evaluator(AS_OF)))
