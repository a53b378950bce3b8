"""Rules that a consultant would write for one client, in YAML alone: each compiles, and judges a small practice."""

import textwrap

import pytest

from portalaudit.evaluate.judge import judge
from portalaudit.model import Status
from portalaudit.model.report import verdicts_of
from portalaudit.model.values import dataclass
from portalaudit.policy.evaluation import Evaluator
from tests.evaluate.practices import AS_OF, rule, world

OFFICE = """\
practice: {id: test, name: Test practice, timezone: America/Los_Angeles, compliance_officer: cora}
vendors: [{id: acme, name: Acme Billing}]
roles: [{id: desk, title: Front desk}, {id: bill, title: Biller}]
staff:
  - {id: cora, name: Cora}
  - {id: ana, name: Ana, manager: cora, roles: [{role: desk}]}
  - {id: bo, name: Bo, manager: cora, roles: [{role: desk}]}
  - {id: dee, name: Dee, manager: ana, roles: [{role: desk, to: 2026-03-31}, {role: bill, from: 2026-04-01}]}
  - {id: val, name: Val, vendor: acme}
portals:
  - {id: hub, name: Hub, kind: hub, administrators: [ana, bo, dee]}
  - {id: nmp, name: NMP, kind: mac, administrators: [ana, dee]}
accounts:
  - {id: hub-val, portal: hub, login: v1, type: individual, status: active, person: val}
  - {id: nmp-val, portal: nmp, login: v2, type: individual, status: active, person: val}
  - id: hub-ana
    portal: hub
    login: a1
    type: individual
    status: active
    person: ana
    grants: [{kind: grant, approved_by: bo}, {kind: modify, granted_on: 2026-02-02}]
training:
  modules: [{id: base, title: Portal use}, {id: phi, title: Privacy}]
  completions:
    - {person: ana, module: base, completed_on: 2026-02-01}
    - {person: ana, module: base, completed_on: 2026-09-01}
    - {person: ana, module: phi, completed_on: 2026-09-01}
    - {person: bo, module: base, completed_on: 2025-02-01}
    - {person: bo, module: base, completed_on: 2026-02-01}
"""
REVIEWS = """\
reviews:
  - id: hub-old
    portal: hub
    completed_on: 2026-03-20
    reviewer: cora
    snapshot: {method: export}
    decisions: [{account: hub-val, decision: keep}]
  - {id: hub-new, portal: hub, completed_on: 2026-09-20, reviewer: ana, snapshot: {method: screen}}
  - {id: nmp-open, portal: nmp, opened_on: 2026-10-01}
  - {id: nmp-old, portal: nmp, completed_on: 2025-09-20, reviewer: cora, snapshot: {method: export},
     decisions: [{account: nmp-val, decision: keep}]}
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """A rule, and what it says of each subject; `without_reviews` where nothing is recorded of any review."""

    text: str
    statuses: dict[str, Status]
    messages: tuple[str, ...]
    without_reviews: dict[str, Status] | None = None


PASS, FAIL, UNKNOWN, NOT = Status.PASS, Status.FAIL, Status.UNKNOWN, Status.NOT_APPLICABLE

VARIANTS = {
    "a reviewer who is the compliance officer": Variant(
        """\
        for: review
        require: review.reviewer.id != practice.compliance_officer.id
        message: "{review.reviewer.name}, the compliance officer, reviewed {review.portal.name}"
        point_at: reviewer
        """,
        {"hub-new": PASS, "hub-old": FAIL, "nmp-old": FAIL, "nmp-open": UNKNOWN},
        ("Cora, the compliance officer, reviewed Hub", "Cora, the compliance officer, reviewed NMP"),
        {},
    ),
    "a portal without a review of one method in a year": Variant(
        """\
        for: portal
        params:
          method: {type: text, default: export, description: How the user list is taken}
        variables:
          done: portal.reviews.filter(r, has(r.completed_on) && r.?snapshot.method.orValue('') == params.method)
          last: latest(done.map(r, r.completed_on), '1900-01-01')
        require: size(done) > 0 && days_since(last) <= 365
        message: "{portal.name} had no review by {params.method} in a year; the last one was on {last}"
        """,
        {"hub": PASS, "nmp": FAIL},
        ("NMP had no review by export in a year; the last one was on 2025-09-20",),
        {"hub": UNKNOWN, "nmp": UNKNOWN},
    ),
    "a role held by more than some people": Variant(
        """\
        for: role
        params:
          most: {type: integer, default: 1, description: Most people who may hold a role}
        variables:
          now: role.holders.filter(p, p.current_roles.exists(r, r.id == role.id))
        require: size(now) <= params.most
        message: "{now.name} are {role.title}"
        """,
        {"bill": PASS, "desk": FAIL},
        ("Ana, Bo are Front desk",),
    ),
    "a person who completed a module twice in a year": Variant(
        """\
        for: person
        checks:
          - id: twice
            each: person.completions
            as: done
            require: >-
              !person.completions.exists(earlier, earlier.module.id == done.module.id
              && earlier.completed_on < done.completed_on
              && done.completed_on < add_days(earlier.completed_on, 365))
            message: "{done.module.title} once more on {done.completed_on}"
            point_at: done.completed_on
        """,
        {"ana": FAIL, "bo": PASS, "cora": PASS, "dee": PASS, "val": PASS},
        ("Portal use once more on 2026-09-01",),
    ),
    "a vendor's account without a decision in the last review": Variant(
        """\
        for: account
        when: account.?person.vendor.hasValue()
        variables:
          reviews: account.portal.reviews.filter(r, has(r.completed_on))
          last: latest(reviews.map(r, r.completed_on), '1900-01-01')
        require: account.decisions.exists(d, d.review.?completed_on.orValue('1900-01-01') == last)
        message: "{account.login} of {account.person.vendor.name} is not in the review of {last}"
        """,
        {"hub-ana": NOT, "hub-val": FAIL, "nmp-val": PASS},
        ("v1 of Acme Billing is not in the review of 2026-09-20",),
        {"hub-ana": NOT, "hub-val": UNKNOWN, "nmp-val": UNKNOWN},
    ),
    "a practice some of whose people never had any training": Variant(
        """\
        for: practice
        checks:
          - id: never-trained
            each: practice.staff
            as: one
            require: size(one.completions) > 0
            about: no training
            message: "{one.name}"
            point_at: one
        """,
        {"test": FAIL},
        ("no training: Cora, Dee, Val",),
    ),
    "two administrators of one portal with the same manager": Variant(
        """\
        for: portal
        checks:
          - id: same-manager
            each: portal.administrators.filter(a, has(a.manager))
            as: one
            require: >-
              portal.administrators.all(a, a.id == one.id || !has(a.manager) || a.manager.id != one.manager.id)
            message: "{one.name} answers to {one.manager.name}"
            point_at: one.manager
        """,
        {"hub": FAIL, "nmp": PASS},
        ("Ana answers to Cora; Bo answers to Cora",),
    ),
    "a change of rights that no one approved": Variant(
        """\
        for: account
        checks:
          - id: unapproved
            each: account.?grants.orValue([])
            as: grant
            require: has(grant.approved_by)
            message: "{grant.kind} without approval"
            point_at: grant.kind
        """,
        {"hub-ana": FAIL, "hub-val": PASS, "nmp-val": PASS},
        ("modify without approval",),
    ),
}


def judged(variant: Variant, files: dict[str, str]) -> tuple[dict[str, Status], tuple[str, ...]]:
    here, problems = world(files)
    assert problems == ()
    text = f"id: test-rule\ntitle: What a consultant wants\nseverity: low\n{textwrap.dedent(variant.text)}"
    (ruling,) = judge([rule(text)], here, Evaluator(AS_OF))
    verdicts = list(verdicts_of(ruling, "test"))
    said = (verdict.message for verdict in verdicts if verdict.status is Status.FAIL)
    return {verdict.subject.id: verdict.status for verdict in verdicts}, tuple(said)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_consultant_s_rule_judges_each_subject(name: str) -> None:
    variant = VARIANTS[name]
    assert judged(variant, {"a.yaml": OFFICE, "r.yaml": REVIEWS}) == (variant.statuses, variant.messages)


@pytest.mark.parametrize("name", [name for name, one in VARIANTS.items() if one.without_reviews is not None])
def test_without_any_review_recorded_it_stays_open(name: str) -> None:
    variant = VARIANTS[name]
    assert judged(variant, {"a.yaml": OFFICE}) == (variant.without_reviews, ())
