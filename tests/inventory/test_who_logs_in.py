"""Who can log in where, as a report shows it."""

from collections.abc import Mapping

from portalaudit.inventory.days import world_on
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.who_logs_in import access_of
from portalaudit.model.access import Access, Coming, Holder, Known, Login, PortalInUse
from portalaudit.model.place import Place
from tests.evaluate.practices import AS_OF, PRACTICE, document
from tests.inventory.facts.small_worlds import shipped_reference

FILES = {
    "all.yaml": PRACTICE,
    "b.yaml": """\
portals:
  - {id: uhc, name: UHC, kind: standalone}
  - id: cco
    name: Rimrock CCO
    kind: standalone
    administrators: [kim]
    exports: [{taken_on: 2026-11-02, source: users.csv}]
roles: [{id: desk, title: Front desk}]
vendors: [{id: v, name: Northgate, baa: {expires_on: 2027-01-31}}]
staff:
  - {id: una, name: una Undated}
  - {id: lou, name: Lou Gray, engagements: [{kind: employee, start: 2020-01-06, end: 2026-03-31}]}
  - id: kim
    name: Kim Lee
    vendor: v
    roles: [{role: desk}]
    engagements: [{kind: vendor, start: 2020-01-06, end: 2026-12-31, leave: [{start: 2026-11-01}]}]
accounts:
  - {id: a2, portal: cco, login: desk, persons: [kim, lou], type: shared_legacy, status: active, migrate_by: 2026-12-05}
  - id: a1
    portal: cco
    login: kl
    person: kim
    type: individual
    status: active
    permissions: [user.manage]
    last_login_on: 2026-11-03
  - {id: a3, portal: uhc, login: robot, type: service, status: active, expires_on: 2026-11-19}
  - id: a4
    portal: uhc
    login: old
    person: lou
    type: individual
    status: disabled
    last_login_on: never
    expires_on: 2026-12-24
reviews:
  - {id: r1, portal: cco, completed_on: 2026-08-03, due_on: 2026-08-15}
  - {id: r2, portal: cco, opened_on: 2026-11-10, due_on: 2026-12-01}
""",
}


def there(files: Mapping[str, str] = FILES) -> Access:
    reference = shipped_reference()
    found, problems = resolve([document(path, text) for path, text in files.items()], reference.ids)
    assert problems == ()
    return access_of(world_on(found, reference, AS_OF))


def test_people_stand_by_name_with_what_they_do_and_whether_they_are_still_here() -> None:
    assert there().people == (
        Holder("kim", "Kim Lee", ("Front desk",), last_day="2026-12-31", is_on_leave=True, vendor="Northgate"),
        Holder("lou", "Lou Gray", left_on="2026-03-31"),
        Holder("una", "una Undated"),
    )


def test_portals_stand_by_name_with_their_last_list_and_review() -> None:
    assert there().portals == (
        PortalInUse("cco", "Rimrock CCO", ("Kim Lee",), "2026-11-02", "2026-08-03", "2026-12-01"),
        PortalInUse("uhc", "UHC"),
    )


def test_logins_say_who_uses_them_and_what_they_can() -> None:
    desk, kl, old, robot = there().logins

    assert desk == Login(
        "a2", "desk", "cco", ("kim", "lou"), "active", Place("b.yaml", 19, 5), "shared_legacy", is_shared=True
    )
    assert (kl.administers, kl.is_shared, kl.last_used_on) == (True, False, "2026-11-03")
    assert (old.is_live, old.status, old.last_used_on) == (False, "disabled", "never")
    assert (robot.for_people, robot.people, robot.is_live) == (False, (), True)


def test_logins_are_found_by_portal() -> None:
    access = there()
    assert [one.login for one in access.by_portal()["uhc"]] == ["old", "robot"]
    assert access.live == 3


def test_what_is_coming_is_what_the_records_say_for_days_that_have_not_passed() -> None:
    assert there().coming == (
        Coming("2026-12-01", "access review of Rimrock CCO is due"),
        Coming("2026-12-05", "shared login desk on Rimrock CCO is to be replaced"),
        Coming("2026-12-31", "last working day of Kim Lee"),
        Coming("2027-01-31", "business associate agreement with Northgate ends"),
    )


KNOWN = """\
portals:
  - id: cco
    name: Rimrock CCO
    kind: standalone
    exports:
      - {taken_on: 2026-11-02, accounts: [{login: both}, {login: LISTED}]}
      - {taken_on: 2026-06-01, accounts: [{login: reviewed}]}
  - {id: nmp, name: NMP, kind: mac, profile: noridian_nmp}
accounts:
  - {id: both, portal: cco, login: both, type: individual, status: active, created_on: 2024-03-05}
  - {id: listed, portal: cco, login: listed, type: individual, status: active, permissions: ["@front_office"]}
  - id: reviewed
    portal: cco
    login: reviewed
    type: individual
    status: active
    permissions: []
    grants: [{kind: create, granted_on: 2023-01-09}]
  - {id: same, portal: cco, login: same, type: individual, status: active}
  - {id: unseen, portal: nmp, login: unseen, type: individual, status: active, native_roles: [Nobody knows]}
reviews:
  - {id: r1, portal: cco, completed_on: 2026-08-03, decisions: [{account: both, decision: keep}]}
  - id: r2
    portal: cco
    completed_on: 2026-09-03
    decisions: [{account: reviewed, decision: keep}, {account: same, decision: keep}]
  - {id: r3, portal: cco, opened_on: 2026-11-10, decisions: [{account: listed, decision: keep}]}
  - {id: r4, portal: cco, completed_on: 2026-12-01, decisions: [{account: listed, decision: keep}]}
"""


def test_a_login_is_known_by_whoever_looked_last() -> None:
    logins = {one.account: one for one in there({"all.yaml": PRACTICE, "b.yaml": KNOWN}).logins}

    assert {name: (one.known_by, one.known_on) for name, one in logins.items()} == {
        "both": (Known.USER_LIST, "2026-11-02"),
        "listed": (Known.USER_LIST, "2026-11-02"),
        "reviewed": (Known.REVIEW, "2026-09-03"),
        "same": (Known.REVIEW, "2026-09-03"),
        "unseen": (Known.RECORD, ""),
    }


def test_rights_are_all_that_is_known_and_say_whether_there_may_be_others() -> None:
    logins = {one.account: one for one in there({"all.yaml": PRACTICE, "b.yaml": KNOWN}).logins}

    assert "eligibility.view" in logins["listed"].permissions
    assert {name: (bool(one.permissions), one.knows_all, one.roles) for name, one in logins.items()} == {
        "both": (False, False, ()),
        "listed": (True, True, ()),
        "reviewed": (False, True, ()),
        "same": (False, False, ()),
        "unseen": (False, False, ("Nobody knows",)),
    }
    assert {name: one.since for name, one in logins.items() if one.since} == {
        "both": "2024-03-05",
        "reviewed": "2023-01-09",
    }


def test_access_can_be_that_of_some_portals_and_people_only() -> None:
    access = there()
    of_lou, at_uhc = access.only(None, {"lou"}), access.only({"uhc"}, None)

    assert ([one.login for one in of_lou.logins], [one.id for one in of_lou.people]) == (["desk", "old"], ["lou"])
    assert [one.id for one in of_lou.portals] == ["cco", "uhc"]
    assert ([one.login for one in at_uhc.logins], [one.id for one in at_uhc.people]) == (["old", "robot"], ["lou"])
    assert [one.id for one in at_uhc.portals] == ["uhc"]
    assert access.only(None, None) is access
    assert [one.id for one in access.only({"uhc"}, {"una"}).people] == ["una"]
    assert access.only({"uhc"}, {"una"}).logins == ()


def test_the_next_confirmation_of_a_portals_users_is_coming_and_one_that_is_overdue_is_a_finding() -> None:
    def confirmed(*days: str) -> tuple[Coming, ...]:
        logins = "".join(
            f"  - {{id: n{at}, portal: nmp, login: n{at}, type: individual, status: active, recertified_on: {day}}}\n"
            for at, day in enumerate(days)
        )
        text = f"portals: [{{id: nmp, name: NMP, kind: mac, profile: noridian_nmp}}]\naccounts:\n{logins}"
        return there({"all.yaml": PRACTICE, "n.yaml": text}).coming

    said = "users of NMP are to be confirmed to the payer again"
    assert confirmed("2026-03-01", "2026-02-01") == (Coming("2027-02-01", said),)
    assert confirmed("2025-03-01", "2026-03-01") == (Coming("2027-03-01", said),)
    assert confirmed("2025-03-01") == ()


def test_on_a_past_day_what_was_not_there_is_left_out_and_what_may_have_been_is_unknown() -> None:
    found = there(
        {
            "all.yaml": f"""{PRACTICE}
portals: [{{id: cco, name: Rimrock CCO, kind: standalone}}]
staff:
  - {{id: kim, name: Kim Lee, engagements: [{{kind: employee, start: 2026-11-21}}]}}
  - {{id: mo, name: Mo Ash, engagements: [{{kind: employee, start: 2026-01-05}}]}}
accounts:
  - {{id: later, portal: cco, login: a, person: mo, type: individual, status: active, created_on: 2026-11-21}}
  - {{id: undated, portal: cco, login: b, person: kim, type: individual, status: active}}
  - id: there
    portal: cco
    login: c
    person: mo
    type: individual
    status: active
    last_login_on: 2026-11-21
    password_changed_on: 2026-11-21
  - {{id: closed, portal: cco, login: d, person: mo, type: individual, status: revoked}}
"""
        }
    )

    assert [(one.account, one.status, one.is_live) for one in found.logins] == [
        ("undated", "unknown", True),
        ("there", "active", True),
        ("closed", "unknown", True),
    ]
