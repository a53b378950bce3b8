import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.evaluate.judge import judge
from portalaudit.model import Place, Related, Severity, Status, Subject
from portalaudit.model.report import Ruling, verdicts_of
from portalaudit.policy.evaluation import Evaluator
from tests.evaluate.practices import AS_OF, PRACTICE, rule, world

PEOPLE = """\
portals: [{id: nmp, name: Noridian, kind: mac}, {id: uhc, name: United, kind: standalone}]
staff:
  - id: gone
    name: Kim Lee
    engagements: [{kind: employee, start: 2024-01-01, end: 2026-08-14}]
  - {id: here, name: Mo Ortiz, engagements: [{kind: employee, start: 2024-01-01}]}
  - {id: unclear, name: Xu Li}
"""
LEAVERS = """\
id: test-rule
title: People who have left hold no live account
severity: high
for: account
when: account.status == "active"
require: account.person.employed
message: "{account.login} on {account.portal.name}: {account.person.name} left on {account.person.left_on}"
point_at: status
related: [{point_at: person.left_on, label: left on}]
escalate: [{when: 'account.portal.kind == "mac"', severity: critical}]
downgrade: [{when: 'account.mfa == "totp"', severity: low}]
"""


def account(number: int, **fields: str) -> str:
    record = {"id": f"a{number}", "portal": "uhc", "login": f"login{number}", "type": "individual", "status": "active"}
    first, *rest = [f"{name}: {value}" for name, value in {**record, **fields}.items()]
    return "".join([f"  - {first}\n", *(f"    {line}\n" for line in rest)])


def rulings(accounts: str, text: str = LEAVERS, *, share: bool = True) -> Ruling:
    made, problems = world({"a.yaml": f"accounts:\n{accounts}" if accounts else "", "p.yaml": PRACTICE + PEOPLE})
    assert not problems
    (ruling,) = judge([rule(text)], made, Evaluator(AS_OF), share=share)
    return ruling


def test_a_finding_says_who_where_and_how_bad() -> None:
    ruling = rulings(account(1, person="gone", portal="nmp"))
    (verdict,) = ruling.verdicts.values()
    assert verdict.status is Status.FAIL
    assert verdict.severity is Severity.CRITICAL
    assert verdict.subject == Subject("account", "a1")
    assert verdict.message == "login1 on Noridian: Kim Lee left on 2026-08-14"
    assert verdict.place == Place("a.yaml", 6, 13, 19)
    assert verdict.related == (Related(Place("p.yaml", 6, 60, 70), "left on"),)


def test_a_condition_that_cannot_be_told_changes_no_severity() -> None:
    (verdict,) = rulings(account(1, person="gone")).verdicts.values()
    assert verdict.severity is Severity.HIGH


def test_a_downgrade_lowers_a_finding() -> None:
    (verdict,) = rulings(account(1, person="gone", mfa="totp")).verdicts.values()
    assert verdict.severity is Severity.LOW


def test_an_escalation_goes_before_a_downgrade() -> None:
    (verdict,) = rulings(account(1, person="gone", mfa="totp", portal="nmp")).verdicts.values()
    assert verdict.severity is Severity.CRITICAL


def test_passes_and_subjects_that_a_rule_does_not_concern_are_counted_and_not_kept() -> None:
    ruling = rulings(account(1, person="here") + account(2, person="gone", status="disabled"))
    assert ruling.verdicts == {}
    assert [v.status for v in verdicts_of(ruling, "test")] == [Status.PASS, Status.NOT_APPLICABLE]
    assert [v.place for v in verdicts_of(ruling, "test")] == [Place("a.yaml", 2, 5), Place("a.yaml", 8, 5)]


def test_a_missing_fact_is_unknown_and_points_where_it_would_be_written() -> None:
    (verdict,) = rulings(account(1, person="unclear")).verdicts.values()
    assert verdict.status is Status.UNKNOWN
    assert verdict.missing == ("person.engagements",)
    assert verdict.place == Place("p.yaml", 8, 6, 8)
    assert verdict.related == (Related(Place("a.yaml", 2, 5), "needed here"),)


def test_an_account_without_owner_is_unknown_at_the_account() -> None:
    (verdict,) = rulings(account(1)).verdicts.values()
    assert verdict.missing == ("account.person",)
    assert verdict.place == Place("a.yaml", 2, 5, 7)


GROUPED = """\
id: test-rule
title: A login belongs to one person
severity: critical
for: {accounts_by: [portal.id, login]}
require: group.accounts.all(a, a.person.id == group.accounts[0].person.id)
message: "{key} is used for {group.accounts.person.name}"
point_at: accounts.login
"""


def test_a_group_is_judged_once_and_shows_every_account() -> None:
    accounts = account(1, person="here", login="x") + account(2, person="gone", login="x") + account(3, person="here")
    ruling = rulings(accounts, GROUPED)
    assert list(ruling.subjects.ids) == ["uhc/login3", "uhc/x"]
    (verdict,) = ruling.verdicts.values()
    assert verdict.subject == Subject("group", "uhc/x")
    assert verdict.message == "uhc, x is used for Mo Ortiz, Kim Lee"
    assert verdict.place == Place("a.yaml", 4, 12, 13)
    assert verdict.related == (Related(Place("a.yaml", 10, 12, 13), "here too"),)


FIELDS = st.fixed_dictionaries(
    {
        "portal": st.sampled_from(["nmp", "uhc"]),
        "status": st.sampled_from(["active", "pending", "disabled"]),
        "login": st.sampled_from(["x", "y"]),
    },
    optional={
        "person": st.sampled_from(["gone", "here", "unclear"]),
        "mfa": st.sampled_from(["totp", "none"]),
    },
)


@given(st.lists(FIELDS, max_size=8), st.sampled_from([LEAVERS, GROUPED]))
def test_judging_each_combination_once_changes_nothing(records: list[dict[str, str]], text: str) -> None:
    accounts = "".join(account(number, **fields) for number, fields in enumerate(records))
    shared, alone = rulings(accounts, text), rulings(accounts, text, share=False)
    assert shared.outcomes == alone.outcomes
    assert list(verdicts_of(shared, "test")) == list(verdicts_of(alone, "test"))


def test_second_places_beyond_those_that_are_listed_are_counted() -> None:
    accounts = "".join(account(number, person=("here", "gone")[number % 2], login="x") for number in range(14))
    (verdict,) = rulings(accounts, GROUPED).verdicts.values()
    assert (len(verdict.related), verdict.more) == (10, 3)


def test_a_message_may_name_facts_of_lists_within_lists() -> None:
    text = """\
id: test-rule
title: Title
severity: high
for: {accounts_by: [login]}
require: size(group.accounts) == 1
message: "{group.accounts.persons.name}"
"""
    accounts = account(1, login="desk", persons="[gone, here]") + account(2, login="desk", persons="[here, unclear]")
    (verdict,) = rulings(accounts, text).verdicts.values()
    assert verdict.message == "Kim Lee, Mo Ortiz, Xu Li"


def used(require: str) -> str:
    return f"""\
id: test-rule
title: x
severity: medium
for: account
require: "{require}"
message: last used on {{account.last_login_on}}
"""


NEVER = [
    "account.last_login_on >= '2026-08-01'",
    "account.last_login_on < '2026-08-01'",
    "!(account.last_login_on < '2026-08-01')",
    "account.last_login_on != as_of",
    "days_since(account.last_login_on) < 45",
    "days_since(account.last_login_on) > -1000000",
    "days_between(account.last_login_on, as_of) >= 0",
    "[account.last_login_on].all(day, day > '2020-01-01')",
]


@pytest.mark.parametrize("require", NEVER)
def test_a_date_that_is_never_is_later_than_no_day_and_earlier_than_none(require: str) -> None:
    ruling = rulings(account(1, last_login_on="never"), used(require))
    (verdict,) = ruling.verdicts.values()
    assert verdict.status is Status.UNKNOWN
    assert verdict.missing == ("account.last_login_on",)
    assert verdict.message == (
        "Not enough information: the last login date of the United login login1 (a1) is `never`, which is not a day. "
        "Add `last_login_on:`."
    )
    assert verdict.place.line == 7


def test_whether_a_login_was_ever_used_is_a_fact_of_its_own() -> None:
    never = "account.never_used || account.last_login_on > '2026-01-01'"
    both = account(1, last_login_on="never") + account(2, last_login_on="2026-01-01")
    (verdict,) = rulings(both, used(never)).verdicts.values()
    assert (verdict.subject.id, verdict.message) == ("a2", "last used on 2026-01-01")
    assert rulings(account(1, last_login_on="never"), used("has(account.last_login_on)")).count(Status.FAIL) == 1


def test_a_time_is_the_day_of_the_practice_wherever_it_was_written() -> None:
    """As text, a time would be later than the very day in which it falls."""
    accounts = "".join(
        account(number, last_login_on=f'"{moment}"')
        for number, moment in enumerate(
            ["2026-11-19", "2026-11-19T23:30:00", "2026-11-20T07:30:00Z", "2026-11-19T23:30:00-08:00"]
        )
    )
    ruling = rulings(accounts, used("account.last_login_on == '2026-11-19' && days_since(account.last_login_on) == 1"))
    assert ruling.count(Status.PASS) == 4


def test_days_are_counted_from_one_end_of_the_calendar_to_the_other() -> None:
    accounts = "".join(account(n, created_on=day) for n, day in enumerate(["1900-01-01", "2024-02-29", "2199-12-31"]))
    ruling = rulings(
        accounts,
        used("days_since(account.created_on) in [46344, 995, -63228]").replace("{account.last_login_on}", "x"),
    )
    assert ruling.count(Status.PASS) == 3


BEGUN = """\
id: test-rule
title: Accounts have an e-mail address
severity: high
for: account
when: account.status == "active"
begun: has(account.email)
require: has(account.email)
message: "{account.login}"
"""


@pytest.mark.parametrize("share", [True, False])
@pytest.mark.parametrize(
    ("first", "second", "third", "expected"),
    [
        ({"status": "revoked"}, {}, {}, "NA FAIL NA"),
        ({"status": "revoked", "email": "x@y.example"}, {}, {}, "NA FAIL NA"),
        ({}, {}, {"email": "x@y.example"}, "FAIL FAIL PASS"),
        ({"status": "revoked"}, {"status": "revoked"}, {"status": "revoked"}, "NA NA NA"),
    ],
)
def test_what_no_one_has_begun_to_record_is_asked_of_the_first_only(
    first: dict[str, str], second: dict[str, str], third: dict[str, str], expected: str, *, share: bool
) -> None:
    accounts = "".join(account(number, **fields) for number, fields in enumerate((first, second, third)))
    ruling = rulings(accounts, BEGUN, share=share)
    words = {Status.NOT_APPLICABLE: "NA", Status.FAIL: "FAIL", Status.PASS: "PASS"}
    assert " ".join(words[one.status] for one in verdicts_of(ruling, "test")) == expected


RESOLVED = """\
id: test-rule
title: Accounts have an e-mail address
severity: high
for: account
when: account.status == "active"
variables: {note: account.approval_reason}
require: has(account.email) || note != ""
message: "{account.login}"
resolved:
  when: note.startsWith("decided")
  message: "{account.login}: {note}"
  point_at: approval_reason
pass_message: in order
"""


@pytest.mark.parametrize("share", [True, False])
def test_what_was_looked_into_and_decided_is_resolved_and_no_pass(*, share: bool) -> None:
    fields = (
        {"approval_reason": "decided, no breach"},
        {"approval_reason": "as usual"},
        # Whether anything was decided is not known where nothing is recorded: the rule holds, so that is a pass.
        {"email": "x@y.example"},
        {},
        {"status": "revoked", "approval_reason": "decided"},
    )
    accounts = "".join(account(number, **each) for number, each in enumerate(fields))
    ruling = rulings(accounts, RESOLVED, share=share)
    answers = list(verdicts_of(ruling, "test"))
    assert [one.status for one in answers] == [
        Status.RESOLVED,
        Status.PASS,
        Status.PASS,
        Status.UNKNOWN,
        Status.NOT_APPLICABLE,
    ]
    first = answers[0]
    assert (first.severity, first.status.is_finding) == (Severity.HIGH, False)
    assert (first.message, first.place) == ("login0: decided, no breach", Place("a.yaml", 7, 22, 40))
    assert [one.message for one in answers[1:3]] == ["in order", "in order"]
