"""A list is understood by what stands in it; what it leaves open is asked, never guessed."""

from portalaudit.sheets.list_reading import Recognised, open_list, recognise, rows, shipped_maps
from portalaudit.sheets.listed import Coverage, Doubt, ListKind, LoginRow, PersonRow, Remark, SkippedRow, Standing
from tests.sheets.words import TODAY, VOCABULARY

MAPS = shipped_maps()


def recognised(text: str | bytes, **given) -> tuple[Recognised, list]:
    content = text.encode() if isinstance(text, str) else text
    sheets, problems = open_list("list.csv", content)
    assert problems == ()
    found = recognise(sheets[0], MAPS, vocabulary=VOCABULARY, today=TODAY, **given)
    return found, list(rows(sheets[0], found.layout)) if found.layout else []


def texts(found: list) -> list[str]:
    return [one.text for one in found if isinstance(one, Remark)]


def test_one_day_above_twelve_settles_the_order_of_the_whole_list() -> None:
    found, typed = recognised(
        "Name,Job Title,Hire Date,Last Day\nAna Ruiz,Biller,13/02/2024,\nKim Lee,Biller,03/04/2024,01/02/2026\n"
    )
    assert [doubt.id for doubt in found.doubts] == ["coverage"]
    assert [(row.started_on, row.ended_on) for row in typed] == [("2024-02-13", ""), ("2024-04-03", "2026-02-01")]
    assert [remark.text for remark in found.remarks] == [
        "'Hire Date' has the day before the month, as line 2 shows",
        "'Last Day' does not show whether day or month comes first; it is read as the other days of this list",
    ]


def test_an_order_that_nothing_settles_is_asked_and_the_answer_kept_to() -> None:
    text = "Name,Job Title,Hire Date\nAna Ruiz,Biller,03/04/2024\n"
    found, typed = recognised(text)
    doubt = next(doubt for doubt in found.doubts if doubt.stops)
    assert (doubt.id, doubt.answers, doubt.place.line) == ("date_order:hiredate", ("month_first", "day_first"), 2)
    assert not found.is_ready
    assert typed[0].started_on == ""
    found, typed = recognised(text, answers={"date_order:hiredate": "day_first"})
    assert found.is_ready
    assert typed[0].started_on == "2024-04-03"


def test_an_inactive_word_in_any_of_two_columns_wins_and_t_of_a_type_is_no_leaver() -> None:
    found, typed = recognised(
        "Name,Employment Type,Employment Status,Status\nAna Ruiz,T,Active,A\nKim Lee,RFT,Active,T\nBo Yu,RPT,L,Active\n"
    )
    assert [row.standing for row in typed] == [Standing.WORKS, Standing.LEFT, Standing.ON_LEAVE]
    assert [row.engagement for row in typed] == ["", "employee", "employee"]
    assert [doubt.id for doubt in found.doubts] == ["coverage", "employment:t"]
    assert isinstance(typed[0], PersonRow)


def test_a_list_with_a_column_of_passwords_is_refused_and_nothing_of_it_repeated() -> None:
    found, typed = recognised("Login,Password,Status\nkim,Metolius-24!,Active\n")
    assert (found.layout, typed, found.kind) == (None, [], ListKind.USERS)
    (problem,) = found.problems
    assert (problem.code, str(problem.place)) == ("secret-in-list", "list.csv:1:7")
    assert "Metolius" not in repr(found)


def test_a_column_of_social_security_numbers_is_refused_whatever_its_heading() -> None:
    found, _ = recognised("Name,Job Title,Tax ID\nAna Ruiz,Biller,219-09-9999\n")
    assert [problem.code for problem in found.problems] == ["secret-in-list"]
    assert "219" not in repr(found)


def test_titles_repeated_headings_and_footers_are_told_and_left_out() -> None:
    found, typed = recognised(
        "User Report,,\n\nLogin,Status,Last Login\nana,Active,2026-11-02\nLogin,Status,Last Login\nkim,Disabled,Never\n"
        "Count: 3,,\nPage 1 of 2,,\nReport generated 11/02/2026 by M Ortiz,,\n",
        portal="nmp",
    )
    assert [(one.place.line, one.reason) for one in typed if isinstance(one, SkippedRow)] == [
        (1, "it stands above the headings"),
        (2, "it is blank"),
        (5, "it repeats the headings"),
        (7, "it is a footer"),
        (8, "it is a footer"),
        (9, "it is a footer"),
    ]
    assert [(one.login, one.status, one.last_login_on) for one in typed if isinstance(one, LoginRow)] == [
        ("ana", "active", "2026-11-02"),
        ("kim", "disabled", "never"),
    ]
    assert found.layout is not None
    assert found.layout.coverage is Coverage.PARTIAL
    assert [remark.text for remark in found.remarks] == [
        "the list goes on elsewhere, so this counts as a part of it: no one who is absent counts as gone",
        "this footer says 3, and 2 records were found",
    ]


def test_words_and_phrases_that_no_one_explained_are_asked_once_and_stay_visible() -> None:
    found, typed = recognised(
        "Login,Status,Role\nana,Quiescent,Eligibility; Clerk\nkim,Quiescent,Clerk\n", portal="nmp"
    )
    asked = {doubt.id: doubt for doubt in found.doubts}
    assert set(asked) == {"coverage", "status:quiescent", "role:clerk"}
    assert asked["status:quiescent"].question == "What does the status 'Quiescent' mean? It stands in 2 rows."
    assert (typed[0].status, typed[0].status_written, typed[0].roles) == ("", "Quiescent", ("Eligibility", "Clerk"))
    assert (typed[0].native_roles, typed[1].native_roles) == (("Eligibility",), ())
    answers = {"status:quiescent": "locked", "role:clerk": "eligibility.view, Claim Status", "coverage": "full"}
    found, typed = recognised("Login,Status,Role\nkim,Quiescent,Clerk\n", portal="nmp", answers=answers)
    assert found.doubts == ()
    assert (typed[0].status, typed[0].native_roles, typed[0].permissions) == (
        "locked",
        ("Claim Status",),
        ("eligibility.view",),
    )


def test_a_table_that_says_nothing_of_its_kind_is_asked_about() -> None:
    found, typed = recognised("Name,Email\nAna Ruiz,ana@example.org\n")
    (doubt,) = found.doubts
    assert isinstance(doubt, Doubt)
    assert (found.layout, typed, doubt.id, doubt.answers) == (None, [], "kind", tuple(ListKind))
    found, typed = recognised("Name,Email\nAna Ruiz,ana@example.org\n", answers={"kind": "users", "portal": "nmp"})
    assert [(row.login, row.email) for row in typed] == [("", "ana@example.org")]


def test_a_column_that_mixes_two_orders_is_asked_about() -> None:
    text = "Name,Job Title,Hire Date\nAna Ruiz,Biller,13/02/2024\nKim Lee,Biller,02/13/2024\nBo Yu,Biller,03/04/2024\n"
    found, _ = recognised(text)
    (doubt,) = [doubt for doubt in found.doubts if doubt.stops]
    assert (doubt.id, doubt.question) == (
        "date_order:hiredate",
        (
            "'Hire Date' mixes two orders of day and month: line 3 only fits month first and line 2 only fits day"
            " first. Which is it?"
        ),
    )
    found, typed = recognised(text, answers={doubt.id: "month_first"})
    assert [row.started_on for row in typed] == ["2024-02-13", "2024-02-13", "2024-03-04"]


def test_a_list_that_lacks_what_it_cannot_do_without_asks_for_the_column() -> None:
    text = "Wer,Job Title,Hire Date\nAna Ruiz,Biller,2024-02-13\n"
    found, _ = recognised(text)
    (doubt,) = [doubt for doubt in found.doubts if doubt.stops]
    assert (doubt.id, doubt.question, doubt.answers) == (
        "needed",
        "Which column holds the person's name? No heading says it.",
        ("Wer",),
    )
    found, typed = recognised(text, answers={"needed": "Wer"})
    assert [row.name.written for row in typed] == ["Ana Ruiz"]


def test_of_two_columns_for_one_field_the_first_is_taken_and_that_is_told() -> None:
    found, typed = recognised("Full Name,Display Name,Job Title\nAna Ruiz,Annie,Biller\n")
    assert [remark.text for remark in found.remarks] == [
        "the column 'Full Name' is taken for 'name', and 'Display Name' is not used"
    ]
    assert typed[0].name.written == "Ana Ruiz"


def test_two_columns_of_first_days_are_asked_about_and_neither_is_taken() -> None:
    found, typed = recognised("Name,Job Title,Hire Date,Original Hire Date\nAna Ruiz,Biller,2024-02-13,2019-05-06\n")
    assert [doubt.id for doubt in found.doubts if doubt.stops] == ["column:hiredate", "column:originalhiredate"]
    assert typed[0].started_on == ""


def test_without_headings_a_list_is_a_problem() -> None:
    found, _ = recognised("klee1,7,2026-01-01\nboyu2,8,2026-01-02\n")
    assert [(problem.code, problem.message) for problem in found.problems] == [
        ("no-headings", "no line of headings was found")
    ]


def test_an_access_sheet_that_no_one_decided_on_is_no_list_of_users() -> None:
    found, _ = recognised("Portal,Login,Status,How it is known,Account\nNMP,klee,active,recorded only,nmp-klee\n")
    assert found.kind is ListKind.ACCESS
    assert [doubt.id for doubt in found.doubts if doubt.stops] == ["needed"]


def test_a_line_that_says_who_made_the_report_is_a_footer_and_a_company_is_a_record() -> None:
    _, typed = recognised("Name,Job Title\nGenerated by Kim Lee,\nShowing Example LLC,\nExporting Ana,Biller\n")
    assert [type(row).__name__ for row in typed] == ["SkippedRow", "PersonRow", "PersonRow"]


def test_the_footer_of_a_full_list_that_counts_more_makes_it_a_part() -> None:
    found, _ = recognised("Login,Status\nana,Active\nTotal users: 2\n", portal="nmp", answers={"coverage": "full"})
    assert found.layout is not None
    assert found.layout.coverage is Coverage.PARTIAL
    assert texts([*found.remarks]) == [
        (
            "the list says that it has more records than were found, so this counts as a part of it: no one who is"
            " absent counts as gone"
        ),
        "this footer says 2, and 1 records were found",
    ]


def test_a_heading_or_a_word_that_looks_like_a_secret_is_not_repeated() -> None:
    text = "Login,Status,password: Zebra-2024x\nana,password: Tapir-2024x,1\n"
    found, _ = recognised(text, portal="nmp")
    asked = {doubt.id: doubt.question for doubt in found.doubts if doubt.id != "coverage"}
    assert list(asked.values()) == [
        "What does the column 'column 3' hold? Nothing is taken from it so far.",
        "What does the status 'a word that is not shown' mean? It stands in 1 row.",
    ]
    shown = repr((found.doubts, found.remarks)).casefold()
    assert ("zebra" in shown, "tapir" in shown) == (False, False)
    found, typed = recognised(text, portal="nmp", answers=dict.fromkeys(asked, "locked"))
    assert [row.status for row in typed] == ["locked"]


def test_a_record_full_of_words_that_are_headings_elsewhere_is_no_line_of_headings() -> None:
    text = "Wer,Art,Ort,Status\nKim Lee,Employee,Office,Active\nBo Yu,Vendor,Clinic,Terminated\n"
    found, typed = recognised(text, answers={"kind": "roster", "column:wer": "name", "column:art": "employment_type"})
    assert found.layout is not None
    assert found.layout.head.line == 1
    assert [(row.name.written, row.engagement, row.standing) for row in typed] == [
        ("Kim Lee", "employee", Standing.WORKS),
        ("Bo Yu", "vendor", Standing.LEFT),
    ]
