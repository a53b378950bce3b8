"""Rules with variables and several checks: which of them fail, for which items, and what is said of it."""

import pickle

import pytest

from portalaudit.evaluate.judge import judge
from portalaudit.model import Place, Related, Severity, Status
from portalaudit.model.report import Ruling, verdicts_of
from portalaudit.policy.evaluation import Evaluator
from tests.evaluate.practices import AS_OF, PRACTICE, rule, world

RULE = """\
id: test-rule
title: Vendors with access have an agreement
fault: Vendor has access without an agreement
severity: medium
for: portal
when: size(live) > 0
variables:
  live: portal.live_accounts.filter(a, a.status == 'active')
  shared: live.filter(a, a.type == 'shared_legacy')
message: "{portal.name}, with {live.login}"
checks:
  - id: no-url
    require: has(portal.login_url)
    message: no web address is recorded
    point_at: kind
  - id: shared
    each: shared
    as: one
    when: one.login != 'ok'
    require: has(one.person) && one.person.employed
    message: "{one.login} of {one.person.name} is shared"
    point_at: one.login
    severity: high
  - id: recertified
    require: days_since(portal.recertification.last_on) < 365
    message: it was recertified on {portal.recertification.last_on}
    severity: critical
pass_message: "{portal.name}: {live.login}"
"""
PEOPLE = """\
staff:
  - {id: gone, name: Kim Lee, engagements: [{kind: employee, start: 2024-01-01, end: 2026-08-14}]}
  - {id: here, name: Mo Ortiz, engagements: [{kind: employee, start: 2024-01-01}]}
"""
GOOD = (
    "{id: nmp, name: Noridian, kind: mac, login_url: 'https://a.example.org', recertification: {last_on: 2026-10-01}}"
)


def ruling(portal: str, accounts: str, text: str = RULE, *, share: bool = True) -> Ruling:
    files = {"a.yaml": f"accounts:\n{accounts}", "p.yaml": f"{PRACTICE}{PEOPLE}portals:\n  - {portal}\n"}
    made, problems = world(files)
    assert not problems
    (found,) = judge([rule(text)], made, Evaluator(AS_OF), share=share)
    return found


def account(number: int, login: str, person: str = "here", kind: str = "shared_legacy") -> str:
    who = f", person: {person}" if person else ""
    return f"  - {{id: a{number}, portal: nmp, login: {login}, type: {kind}, status: active{who}}}\n"


def test_a_subject_passes_where_every_check_holds() -> None:
    found = ruling(GOOD, account(1, "x"))
    assert [v.status for v in verdicts_of(found, "test")] == [Status.PASS]


def test_a_rule_does_not_apply_where_its_condition_over_a_variable_does_not_hold() -> None:
    found = ruling(GOOD, "  - {id: a1, portal: nmp, login: x, type: individual, status: deleted}\n")
    assert [v.status for v in verdicts_of(found, "test")] == [Status.NOT_APPLICABLE]


@pytest.mark.parametrize("share", [True, False])
def test_each_failing_check_and_item_has_its_sentence_and_its_place(*, share: bool) -> None:
    accounts = account(1, "x", "gone") + account(2, "fine") + account(3, "ok", "gone") + account(4, "y", "gone")
    found = ruling(
        "{id: nmp, name: Noridian, kind: mac, recertification: {last_on: 2026-10-01}}", accounts, share=share
    )
    (verdict,) = found.verdicts.values()
    assert (verdict.status, verdict.severity) == (Status.FAIL, Severity.HIGH)
    assert verdict.checks == ("no-url", "shared")
    assert verdict.message == (
        "Noridian, with x, fine, ok, y: no web address is recorded; x of Kim Lee is shared; y of Kim Lee is shared"
    )
    assert verdict.place == Place("p.yaml", 6, 37, 40)
    assert verdict.related == (
        Related(Place("a.yaml", 2, 34, 35), "here too"),
        Related(Place("a.yaml", 5, 34, 35), "here too"),
    )


def test_a_check_that_cannot_be_told_leaves_the_subject_open_and_is_named_beside_one_that_fails() -> None:
    portal = "{id: nmp, name: Noridian, kind: mac, login_url: 'https://a.example.org'}"
    (verdict,) = ruling(portal, account(1, "x")).verdicts.values()
    assert (verdict.status, verdict.severity) == (Status.UNKNOWN, Severity.MEDIUM)
    assert verdict.missing == ("portal.recertification",)
    assert verdict.checks == ()

    (verdict,) = ruling(portal, account(1, "x", "")).verdicts.values()
    assert (verdict.status, verdict.severity, verdict.checks) == (Status.FAIL, Severity.HIGH, ("shared",))
    assert verdict.missing == ("portal.recertification",)
    assert verdict.message == ("Noridian, with x: x of unknown is shared; not enough information for: recertified")


def test_the_worst_of_the_failing_checks_says_how_bad_it_is() -> None:
    portal = GOOD.replace("2026-10-01", "2024-10-01")
    (verdict,) = ruling(portal, account(1, "x", "gone")).verdicts.values()
    assert (verdict.severity, verdict.checks) == (Severity.CRITICAL, ("shared", "recertified"))


def test_a_change_of_severity_comes_after_the_checks() -> None:
    text = f"{RULE}downgrade: [{{when: size(live) == 1, severity: info}}]\n"
    (verdict,) = ruling(GOOD, account(1, "x", "gone"), text).verdicts.values()
    assert verdict.severity is Severity.INFO


def test_an_item_that_nothing_is_known_of_spoils_no_other() -> None:
    text = RULE.replace("has(one.person) && one.person.employed", "one.person.employed")
    accounts = account(1, "x", "") + account(2, "y", "gone")
    (verdict,) = ruling(GOOD, accounts, text).verdicts.values()
    assert verdict.status is Status.FAIL
    assert verdict.message == "Noridian, with x, y: y of Kim Lee is shared"


def test_a_list_of_many_items_is_cut_short_and_counted() -> None:
    accounts = "".join(account(number, f"u{number}", "gone") for number in range(13))
    (verdict,) = ruling(GOOD, accounts).verdicts.values()
    assert "u9 of Kim Lee is shared; and 3 more" in verdict.message
    assert "u10 of" not in verdict.message
    assert len(verdict.related) == 10
    assert verdict.more == 2


def test_items_may_be_texts() -> None:
    text = """\
id: test-rule
title: Logins are long
severity: low
for: portal
checks:
  - id: short
    each: portal.live_accounts.map(a, a.login)
    as: word
    require: size(word) > 1
    message: "{word} is short"
"""
    (verdict,) = ruling(GOOD, account(1, "x") + account(2, "long"), text).verdicts.values()
    assert verdict.message == "x is short"
    assert verdict.place == Place("p.yaml", 6, 5)


def test_a_rule_with_checks_travels_between_processes() -> None:
    made = rule(RULE)
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301


def test_a_sentence_of_a_rule_without_a_beginning_stands_alone() -> None:
    text = RULE.replace('message: "{portal.name}, with {live.login}"\n', "")
    (verdict,) = ruling(GOOD, account(1, "x", "gone"), text).verdicts.values()
    assert verdict.message == "x of Kim Lee is shared"


ABOUT = """\
id: test-rule
title: Accounts are in order
severity: low
for: account
message: "{account.login}"
checks:
  - id: no-reason
    each: account.grants
    as: grant
    about: grant of {grant.granted_on}
    require: has(grant.reason)
    message: no reason
    point_at: grant.kind
  - id: no-owner
    require: has(account.person)
    message: it is nobody's
  - id: no-approver
    each: account.grants
    as: grant
    about: grant of {grant.granted_on}
    require: has(grant.approved_by)
    message: no approver
    point_at: grant.approved_by
"""
GRANTS = """\
accounts:
  - id: a1
    portal: nmp
    login: x
    type: individual
    status: active
    grants:
      - {kind: grant, granted_on: 2026-01-01, reason: starts}
      - {kind: grant, granted_on: 2026-02-01}
"""


def test_what_is_said_about_the_same_stands_in_one_sentence() -> None:
    made, problems = world({"a.yaml": GRANTS, "p.yaml": f"{PRACTICE}portals: [{GOOD}]\n"})
    assert not problems
    (found,) = judge([rule(ABOUT)], made, Evaluator(AS_OF))
    (verdict,) = found.verdicts.values()
    assert verdict.checks == ("no-reason", "no-owner", "no-approver")
    assert verdict.message == (
        "x: grant of 2026-02-01: no reason, no approver; it is nobody's; grant of 2026-01-01: no approver"
    )


def test_an_item_that_is_written_inside_of_the_subject_is_pointed_at_there() -> None:
    made, _ = world({"a.yaml": GRANTS, "p.yaml": f"{PRACTICE}portals: [{GOOD}]\n"})
    (found,) = judge([rule(ABOUT)], made, Evaluator(AS_OF))
    (verdict,) = found.verdicts.values()
    assert verdict.place == Place("a.yaml", 9, 16, 21)
    assert [one.place.line for one in verdict.related] == [2, 8, 9]


def test_what_is_left_open_of_an_item_is_pointed_at_there() -> None:
    text = """\
id: test-rule
title: Grants end
severity: low
for: account
checks:
  - id: ends
    each: account.grants
    as: grant
    require: grant.expires_on >= '2026-12-31'
    message: "{grant.granted_on}"
    point_at: grant.granted_on
"""
    made, _ = world({"a.yaml": GRANTS, "p.yaml": f"{PRACTICE}portals: [{GOOD}]\n"})
    (found,) = judge([rule(text)], made, Evaluator(AS_OF))
    (verdict,) = found.verdicts.values()
    assert (verdict.status, verdict.undetermined, verdict.place) == (
        Status.UNKNOWN,
        ("ends",),
        Place("a.yaml", 8, 35, 45),
    )


def test_what_is_missing_is_shown_in_the_first_record_that_lacks_it() -> None:
    text = """\
id: test-rule
title: Grants end
severity: low
for: portal
require: portal.accounts.all(one, one.created_on < '2026-01-01')
message: "{portal.name}"
"""
    dated = account(1, "x").replace("}", ", created_on: 2025-01-01}")
    found = ruling(GOOD, dated + account(2, "y") + account(3, "z"), text)
    (verdict,) = found.verdicts.values()
    assert verdict.missing == ("account.created_on",)
    assert (verdict.place.path, verdict.place.line) == ("a.yaml", 3)
