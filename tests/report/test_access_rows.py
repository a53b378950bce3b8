"""People, portals and logins as the page shows them."""

from collections.abc import Mapping

from portalaudit.model.access import Access, Holder, Login, PortalInUse
from portalaudit.model.place import Place
from portalaudit.model.report import Report, SubjectList, Whose
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status, Subject
from portalaudit.report.access_matrix import Cell, Mark, MatrixRow
from portalaudit.report.access_rows import (
    MOST_LOGINS,
    AccessRows,
    FaultLine,
    LoginRow,
    access_rows,
    token,
)
from portalaudit.report.report_directory import Directory
from tests.report import sample

WAIVERS = {Status.WAIVED: sample.WAIVER}


def rows(report: Report) -> AccessRows:
    return access_rows(report, report.findings(), Directory(report))


def names(report: Report) -> list[str]:
    matrix = rows(report).matrix
    return [row.name for part in (matrix.first, *matrix.folds) for row in part]


def test_who_has_left_stands_first_then_logins_of_no_one_then_the_worst() -> None:
    assert names(sample.two()) == ["Kim <Lee>", "No one recorded", "Al Jones", "Toni Baker", "Programs and emergencies"]


def test_people_without_a_live_login_are_counted_beside_the_table() -> None:
    found = rows(sample.two())

    assert (len(found.people), found.matrix.elsewhere) == (4, 1)


def test_a_row_shows_what_a_person_can_log_in_to() -> None:
    kim, _, al, toni, _ = rows(sample.two()).matrix.first

    assert kim == MatrixRow(
        "Kim <Lee>",
        "left 2026-08-14",
        is_gone=True,
        anchor="p-2",
        cells=(
            Cell(1, ()),
            Cell(
                1,
                (
                    Mark(
                        "•",
                        "C",
                        "critical",
                        is_off=False,
                        words="klee01, Noridian Medicare Portal, worst finding critical",
                        anchor="l-2",
                    ),
                ),
            ),
            Cell(1, ()),
        ),
    )
    assert (al.note, al.cells[0].marks[0].sign, al.cells[1]) == (
        "Front desk, Biller, last day 2026-12-31",
        "S",
        Cell(2, ()),
    )
    assert [(mark.sign, mark.letter, mark.is_off, mark.words) for mark in toni.cells[-1].marks] == [
        ("•", "", True, "tb, UHC, switched off, no findings"),
        ("A", "", False, "tbaker, UHC, administers, no findings"),
    ]


def test_a_closed_login_without_findings_is_not_in_the_table_but_with_its_portal() -> None:
    login = Login("x", "x", "p", ("a",), "deleted", Place("f", 1), is_live=False)
    live = Login("y", "y", "p", ("a",), "active", Place("f", 1))
    found = rows(sample.report((), access=Access((Holder("a", "Al"),), (PortalInUse("p", "P"),), (login, live))))

    assert [mark.anchor for cell in found.matrix.first[0].cells for mark in cell.marks] == ["l-2"]
    assert [one.note for one in found.portals[0].logins] == ["deleted", ""]


def test_everybody_is_listed_with_all_logins() -> None:
    people = rows(sample.two()).people

    assert [(one.name, one.note, one.live, [x.login for x in one.logins]) for one in people] == [
        ("Al Jones", "Front desk, Biller, last day 2026-12-31", 1, ["frontdesk"]),
        ("Kim <Lee>", "left 2026-08-14", 1, ["klee01"]),
        ("Nell None", "North & Co, on leave", 0, []),
        ("Toni Baker", "", 2, ["frontdesk", "tb", "tbaker"]),
    ]
    assert (people[3].tone, people[3].tally, people[3].query) == ("high", (("high", 1),), "person:t-baker")


def test_a_portal_says_how_old_its_list_and_its_review_are() -> None:
    availity, nmp, uhc = rows(sample.two()).portals

    assert (availity.listed, availity.reviewed) == ("2026-11-02 (18 days ago)", "2026-10-05 (46 days ago)")
    assert (nmp.administrators, nmp.reviewed, nmp.live) == ("Maria <Ortiz>", "never", 2)
    assert (uhc.listed, uhc.administrators) == ("none on file", "none recorded")


def test_a_login_says_what_is_wrong_with_it() -> None:
    assert rows(sample.two()).portals[0].logins == (
        LoginRow(
            anchor="l-1",
            login="frontdesk",
            portal="Availity",
            people="Al Jones, Toni Baker",
            note="shared",
            used="2026-11-19",
            place="accounts.yaml:9:5",
            tone="high",
            faults=(FaultLine("high", "Several people share one login"),),
            query="login:availity-front",
            status="active",
            kind="shared login",
            rights="not recorded",
            since="not recorded",
            known="recorded only",
        ),
    )


def test_what_is_not_known_or_accepted_is_not_shown_as_without_findings() -> None:
    matrix = rows(sample.everything()).matrix
    toni = next(row for row in matrix.first if row.name == "Toni Baker")
    assert [(mark.sign, mark.letter, mark.tone, mark.words) for mark in toni.cells[-1].marks] == [
        ("•", "", "ok", "tb, UHC, switched off, no findings"),
        ("A", "?", "unknown", "tbaker, UHC, administers, not enough information"),
    ]
    assert matrix.tones == {"critical", "high", "ok", "unknown"}


def test_what_waits_for_facts_comes_before_what_is_accepted() -> None:
    judged = sample.rule("dormant-account", Severity.LOW)
    answers = (("both", Status.WAIVED), ("one", Status.UNKNOWN))
    whose = {"both": Whose(None, None, ("aw0000", "aw0001")), "one": Whose(None, None, ("aw0000",))}
    subjects = SubjectList("group", list(whose), lambda _: Place("f", 1), lambda at: list(whose.values())[at])
    verdicts = tuple(
        sample.verdict(judged, Subject("group", one), status, "m", Place("f", 1), waiver=WAIVERS.get(status))
        for one, status in answers
    )
    found = rows(replace(people(3), rulings=(sample.ruling(judged, subjects, verdicts),)))

    assert [one.tone for one in found.portals[0].logins] == ["unknown", "waived", "ok"]
    assert [one.tone for one in found.people] == ["unknown", "waived", "ok"]
    assert [row.cells[0].marks[0].letter for row in found.matrix.first] == ["?", "W", ""]
    assert found.matrix.first[1].cells[0].marks[0].words == "w0001, P, accepted by a waiver"
    assert found.matrix.tones == {"unknown", "waived", "ok"}


def test_many_people_are_folded_and_none_is_lost() -> None:
    matrix = rows(people(150)).matrix

    assert (len(matrix.first), [len(fold) for fold in matrix.folds]) == (24, [100, 26])
    assert len(set(names(people(150)))) == 150


def people(number: int) -> Report:
    holders = tuple(Holder(f"w{one:04}", f"Person {one:04}") for one in range(number))
    logins = tuple(Login(f"a{one.id}", one.id, "p", (one.id,), "active", Place("f", 1)) for one in holders)
    return sample.report((), access=Access(holders, (PortalInUse("p", "P"),), logins))


def test_of_very_many_logins_those_that_are_left_out_are_counted() -> None:
    found = rows(people(MOST_LOGINS + 3))

    assert (len(found.portals[0].logins), found.cut) == (MOST_LOGINS, 3)


def test_a_word_of_the_search_line_holds_together() -> None:
    words: Mapping[str, str] = {"k-lee": "person:k-lee", 'two "words': 'person:"two words"'}

    assert {value: token("person", value) for value in words} == words
