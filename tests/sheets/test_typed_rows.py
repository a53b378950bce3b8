"""A row says what its cells say and nothing else; what cannot be read is noted where it stands."""

import pytest

from portalaudit.sheets.list_reading import KnownMap, open_list, read_maps, recognise, rows, shipped_maps
from portalaudit.sheets.listed import CompletionRow, LoginRow, PersonRow, Remark, SkippedRow, Standing
from portalaudit.source.files import Text
from tests.sheets.words import TODAY, VOCABULARY

MAPS = shipped_maps()
UNCLOSED = "a quotation mark that opens here is not closed; correct the file"
A_PART = "so this counts as a part of it: no one who is absent counts as gone"


def listed(text: str, maps: tuple[KnownMap, ...] = MAPS, **given) -> list:
    (sheet,), problems = open_list("list.csv", text.encode(), maps)
    assert problems == ()
    found = recognise(sheet, maps, vocabulary=VOCABULARY, today=TODAY, **given)
    assert found.layout is not None
    return [*found.doubts, *found.remarks, *rows(sheet, found.layout)]


def told(found: list, kind: type) -> list:
    return [one for one in found if isinstance(one, kind)]


def noted(found: list) -> list[tuple[str, str]]:
    return [(str(one.place), one.text) for one in sorted(told(found, Remark), key=lambda one: one.place)]


def test_what_cannot_be_read_is_left_out_and_noted_at_its_cell() -> None:
    found = listed(
        "Name,Job Title,Hire Date,Last Day,NPI,Email\n"
        "Kim Lee,Biller,soon,12/31/9999,12345,kim at example\n"
        "Bo Yu,Biller,2027-01-04,2026-05-01,1234567893,mailto:BO@Example.org; bo2@example.org\n"
    )
    first, second = told(found, PersonRow)
    assert (first.started_on, first.ended_on, first.npi, first.emails) == ("", "", "", ())
    assert (second.started_on, second.npi, second.emails) == (
        "2027-01-04",
        "1234567893",
        ("bo@example.org", "bo2@example.org"),
    )
    assert noted(found) == [
        ("list.csv:2:1", "the NPI is not a number of ten digits, and is left out"),
        ("list.csv:2:1", "the e-mail address is not one, and is left out"),
        ("list.csv:2:16", "'Hire Date' cannot be read as a day"),
        ("list.csv:3:14", "the first day, 2027-01-04, is in the future"),
    ]


def test_who_works_after_the_last_day_is_noted() -> None:
    found = listed("Name,Job Title,Status,Last Day\nKim Lee,Biller,Active,2026-05-01\nBo Yu,Biller,Active,2026-12-01\n")
    assert noted(found) == [("list.csv:2:1", "the status says working, and the last day, 2026-05-01, is past")]


def test_names_of_before_and_other_names_are_kept_apart_from_the_name() -> None:
    row, other = told(
        listed(
            "First Name,Last Name,Preferred Name,Maiden Name,AKA,Job Title\n"
            "Maria,Smith-Jones,Mia,Smith,Maria Berg; Jones,Biller\n"
            "Ana,Ruiz,Ana,,,Biller\n"
        ),
        PersonRow,
    )
    assert row.name.written == "Maria Smith-Jones"
    assert [name.written for name in row.former_names] == ["Maria Berg", "Maria Jones", "Maria Smith"]
    assert [name.written for name in row.other_names] == ["Mia Smith-Jones"]
    assert (other.name.written, other.other_names) == ("Ana Ruiz", ())


def test_what_stands_in_brackets_tells_a_number_a_state_and_a_nickname() -> None:
    found = told(listed("Worker,Job Title\nKim Lee (1005) (Terminated),Biller\nRobert (Bob) Stone,Biller\n"), PersonRow)
    assert [(row.name.written, row.employee_number, row.standing) for row in found] == [
        ("Kim Lee", "1005", Standing.LEFT),
        ("Robert Stone", "", Standing.UNKNOWN),
    ]
    assert [name.written for name in found[1].other_names] == ["Bob Stone"]


@pytest.mark.parametrize(
    ("headings", "cells", "status", "written"),
    [
        ("Status,Enabled", "Active,No", "disabled", "Active; Enabled: No"),
        ("Status,Deactivated", "Active,Yes", "disabled", "Active; Deactivated: Yes"),
        ("Status,Account Status", "Locked,Active", "locked", "Locked; Active"),
        ("Status,Account Status", "Locked,Deleted", "deleted", "Locked; Deleted"),
        ("Enabled,Email", "TRUE,", "active", "Enabled: TRUE"),
        ("Status,Name", ",Kim Lee", "", ""),
    ],
)
def test_of_several_statuses_the_one_that_ends_a_login_wins(
    headings: str, cells: str, status: str, written: str
) -> None:
    (row,) = told(listed(f"Login,{headings}\nklee,{cells}\n", portal="nmp"), LoginRow)
    assert (row.status, row.status_written) == (status, written)


def test_the_second_factor_is_taken_where_its_method_is_named() -> None:
    text = "Login,MFA\na,SMS\nb,Authenticator App\nc,FALSE\nd,TRUE\ne,-\nf,carrier pigeon\ng,None\n"
    assert [row.mfa for row in told(listed(text, portal="nmp"), LoginRow)] == [
        "sms",
        "totp",
        "none",
        "",
        "",
        "",
        "none",
    ]


def test_columns_that_are_ticked_are_roles_where_a_map_says_so() -> None:
    columns = "{Login: login, Eligibility: has_role, Claim Status: has_role}"
    text = f"kind: users\nportal: nmp\nknown_by: [Eligibility]\ncolumns: {columns}\n"
    maps, problems = read_maps([Text("maps/nmp.yaml", text.encode())])
    assert problems == ()
    rows_ = told(listed("Login,Eligibility,Claim Status\na,X,\nb,Yes,yes\nc,No,maybe\n", maps), LoginRow)
    assert [row.roles for row in rows_] == [("Eligibility",), ("Eligibility", "Claim Status"), ()]


def test_rows_that_a_map_skips_are_left_out_by_the_text_of_a_cell() -> None:
    text = "kind: users\nportal: nmp\nknown_by: [Login]\nskip_rows: [Test User]\n"
    maps, _ = read_maps([Text("maps/nmp.yaml", text.encode())])
    found = listed("Login,Name,Status\nx,TEST user,Active\ny,Test Userman,Active\n", maps)
    assert [(one.place.line, one.reason) for one in told(found, SkippedRow)] == [
        (2, "the map's skip_rows leaves it out")
    ]
    assert [row.login for row in told(found, LoginRow)] == ["y"]


def test_a_quotation_mark_that_no_one_closed_swallows_no_rows_in_silence() -> None:
    text = 'Login,Name,Status\na,"Kim Lee,Active\n' + "".join(f"u{number},Bo Yu,Active\n" for number in range(40))
    found = listed(text, portal="nmp")
    assert [(one.place.line, one.reason) for one in told(found, SkippedRow)] == [
        (2, "a quotation mark that opens here is not closed; correct the file")
    ]
    assert noted(found) == [("list.csv:2:1", f"this line of the list could not be read ({UNCLOSED}), {A_PART}")]


@pytest.mark.parametrize(
    "text",
    [
        'Login,Name,Status\na,"Kim Lee,Active\nb,Bo Yu,Inactive\n',
        'Login,Name,Status\na,"Kim Lee,Inactive\n',
        'Login,Name,Status\na,"Kim Lee,Active\nb,"Yu, Bo",Inactive\n',
        'Login,Name,Status\ra,"Kim Lee,Active\rb,Bo Yu,Inactive\r',
    ],
)
def test_what_an_open_quotation_mark_swallows_becomes_no_login(text: str) -> None:
    found = listed(text, portal="nmp")
    assert told(found, LoginRow) == []
    assert [(one.place.line, one.reason) for one in told(found, SkippedRow)] == [
        (2, "a quotation mark that opens here is not closed; correct the file")
    ]
    assert noted(found) == [("list.csv:2:1", f"this line of the list could not be read ({UNCLOSED}), {A_PART}")]


def test_a_cell_that_rightly_has_several_lines_is_read() -> None:
    text = 'Login,Name,Status\na,"Lee,\nKim ""K""",Active\nb,Bo Yu\n'
    assert [row.login for row in told(listed(text, portal="nmp"), LoginRow)] == ["a", "b"]


def test_a_cell_longer_than_any_name_is_not_taken() -> None:
    found = listed(f"Login,Name,Status\na,{'x' * 20_001},Active\n", portal="nmp")
    assert [one.reason for one in told(found, SkippedRow)] == [
        "one of its cells is longer than any name or login; correct the file"
    ]


def test_a_training_and_its_day_that_stand_nowhere_are_asked() -> None:
    text = "Name,Signature\nKim Lee,K. Lee\nBo Yu,\n"
    asked = {one.id: one.question for one in listed(text) if hasattr(one, "question")}
    assert asked == {
        "module": "Which training is this list of?",
        "completed_on": "On which day was this training? Write it as YYYY-MM-DD.",
    }
    found = listed(text, answers={"module": "Portal use", "completed_on": "2026-03-12"})
    assert [(row.module, row.completed_on) for row in told(found, CompletionRow)] == [("Portal use", "2026-03-12")]
    assert [one.reason for one in told(found, SkippedRow)] == ["it is not signed"]


def test_a_line_with_one_cell_may_be_a_login_and_makes_the_list_a_part() -> None:
    found = listed("Login,Name,Status\nFront Office,,\na,Kim Lee,Active\n", portal="nmp", answers={"coverage": "full"})
    assert [(one.place.line, one.reason) for one in told(found, SkippedRow)] == [
        (2, "only one of its cells is filled in")
    ]
    assert noted(found) == [
        ("list.csv:2:1", f"this line of the list could not be read (only one of its cells is filled in), {A_PART}")
    ]


def test_people_who_are_called_null_or_na_keep_their_names() -> None:
    found = told(listed("First Name,Last Name,Job Title\nJennifer,Null,Biller\nNa,Li,N/A\nNone,Unknown,-\n"), PersonRow)
    assert [(row.name.written, row.titles) for row in found] == [
        ("Jennifer Null", ("Biller",)),
        ("Na Li", ()),
        ("None Unknown", ()),
    ]
