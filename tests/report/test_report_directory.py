"""Whom and what a finding is about."""

from portalaudit.model.access import Access, Holder, Login, PortalInUse
from portalaudit.model.place import Place
from portalaudit.model.report import Report, SubjectList, Whose
from portalaudit.model.verdict import Named, Severity, Status, Subject
from portalaudit.report.report_directory import Concerned, Directory, worst
from tests.report import sample

NAMES = ("Al", "Bo", "Cy")
ACCESS = Access(
    tuple(Holder(name.lower(), name) for name in NAMES),
    (PortalInUse("p", "P"), PortalInUse("q", "Q")),
    tuple(
        Login(f"x-{n}", f"x{n}", "pq"[n % 2], (name.lower(),), "active", Place("f", 1)) for n, name in enumerate(NAMES)
    ),
)


def report_of(whose: Whose) -> Report:
    judged = sample.rule("dormant-account", Severity.LOW)
    subjects = SubjectList("group", ["g"], lambda _: Place("f", 1), lambda _: whose)
    verdict = sample.verdict(judged, Subject("group", "g"), Status.FAIL, "m", Place("f", 1))
    return sample.report((sample.ruling(judged, subjects, (verdict,)),), access=ACCESS)


def concerned(whose: Whose) -> Concerned:
    report = report_of(whose)
    return Directory(report).concerned(report.findings()[0])


def test_up_to_two_are_named_and_more_are_counted() -> None:
    two, three = (concerned(Whose(None, None, tuple(f"x-{n}" for n in range(number)))) for number in (2, 3))

    assert two == Concerned("Al, Bo", "P, Q", "x0, x1", "", ("al", "bo"), ("p", "q"))
    assert three == Concerned("3 people", "P, Q", "3 logins", "", ("al", "bo", "cy"), ("p", "q"))


def test_the_last_use_is_that_of_the_one_login() -> None:
    assert concerned(Whose(Named("p", "P"), Named("al", "Al"), ("x-0",))).used == "not recorded"


def test_what_belongs_to_no_person_says_what_it_is() -> None:
    assert concerned(Whose(None, None)).person == "group g"
    assert concerned(Whose(Named("p", "P"), None)).person == ""
    assert concerned(Whose(Named("p", "P"), None, ("gone",))).person == "no one recorded"


def test_findings_are_found_by_account_and_the_worst_is_named() -> None:
    report = report_of(Whose(None, None, ("x-0", "x-1")))
    found = Directory(report).by_account(report.findings())

    assert (set(found), worst(found["x-0"]), worst(())) == ({"x-0", "x-1"}, "low", "")
