"""Who can log in where, as a report shows it."""

from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.who_logs_in import access_of
from portalaudit.inventory.world import World
from portalaudit.model.access import Access, Coming, Holder, Login, PortalInUse
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


def there() -> Access:
    reference = shipped_reference()
    found, problems = resolve([document(path, text) for path, text in FILES.items()], reference.ids)
    assert problems == ()
    return access_of(World(found, reference, AS_OF))


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


def test_logins_are_found_by_person_and_by_portal() -> None:
    access = there()

    assert {name: [one.login for one in logins] for name, logins in access.by_person().items()} == {
        "kim": ["desk", "kl"],
        "lou": ["desk", "old"],
        "": ["robot"],
    }
    assert [one.login for one in access.by_portal()["uhc"]] == ["old", "robot"]
    assert access.live == 3


def test_what_is_coming_is_what_the_records_say_for_days_that_have_not_passed() -> None:
    assert there().coming == (
        Coming("2026-12-01", "access review of Rimrock CCO is due"),
        Coming("2026-12-05", "shared login desk on Rimrock CCO is to be replaced"),
        Coming("2026-12-31", "last working day of Kim Lee"),
        Coming("2027-01-31", "business associate agreement with Northgate ends"),
    )
