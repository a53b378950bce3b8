"""Names in every form that lists have are one name, and companies stay whole."""

import pytest

from portalaudit.sheets.person_names import name_cell, name_of_parts

ANA = ("ana", "ruiz")


@pytest.mark.parametrize(
    "written",
    [
        *("Ana Ruiz", "Ruiz, Ana", "RUIZ, ANA", "  Ana   Ruiz ", "Dr. Ana Ruiz", "Ana Ruiz, DDS", "Ruiz, Ana, Jr."),
        *("Ana Ruiz, M.D.", "Ruiz, Ana, RN, BSN", "Ana Ruiz, PharmD", "Ruiz Jr., Ana", "Ana Ru\u00edz", "Ana Ruiz Jr."),
        *("Ana Ruiz (1001)", "Ana Ruiz III", "Ana Ruiz RN", "Ruiz RN, Ana", "Ana Ruiz, Esq."),
    ],
)
def test_one_name_in_many_forms_has_one_key(written: str) -> None:
    name = name_cell(written).name
    assert (name.key, name.given, name.family.replace("\u00ed", "i").title()) == (ANA, name.given, "Ruiz")
    assert name.given.title() == "Ana"


@pytest.mark.parametrize(
    ("written", "given", "family", "suffix"),
    [
        ("Lee, Kim, Jr.", "Kim", "Lee", "Jr."),
        ("Lee Jr., Kim", "Kim", "Lee", "Jr."),
        ("Maria de la Cruz", "Maria", "de la Cruz", ""),
        ("de la Cruz, Maria", "Maria", "de la Cruz", ""),
        ("Do, Kim", "Kim", "Do", ""),
        ("Kim, Do", "Do", "Kim", ""),
        ("KIM, DO", "DO", "KIM", ""),
        ("Kim Do", "Kim", "Do", ""),
        ("Jane Roe, DO", "Jane", "Roe", ""),
        ("Smith-Jones, Maria", "Maria", "Smith-Jones", ""),
        ("Cher", "Cher", "", ""),
        ("Kim A. Lee", "Kim A.", "Lee", ""),
    ],
)
def test_given_and_family_name_are_told_apart(written: str, given: str, family: str, suffix: str) -> None:
    name = name_cell(written).name
    assert (name.given, name.family, name.suffix) == (given, family, suffix)


@pytest.mark.parametrize(
    "written", ["Keyline Billing, LLC", "Cascade Family Medicine, PA", "Roe & Lee, Inc.", "Summit Billing Services"]
)
def test_a_company_is_no_person(written: str) -> None:
    name = name_cell(written).name
    assert (name.written, name.given, name.family) == (written, "", "")
    assert len(name.key) >= 2


def test_a_hyphen_and_an_accent_change_no_key() -> None:
    assert name_cell("Mar\u00eda Smith-Jones").name.key == name_cell("smith jones, maria").name.key
    assert name_cell("Sean O\u2019Brien").name.key == name_cell("O'Brien, Sean").name.key == ("obrien", "sean")


@pytest.mark.parametrize(
    ("written", "number", "bracketed", "shown"),
    [
        ("Ana Ruiz (1001)", "1001", (), "Ana Ruiz"),
        ("Ana Ruiz (#E-1001)", "E-1001", (), "Ana Ruiz"),
        ("Ana Ruiz (On Leave)", "", ("On Leave",), "Ana Ruiz"),
        ("Ana Ruiz (1001) (On Leave)", "1001", ("On Leave",), "Ana Ruiz"),
        ("Roberta (Bobbie) Lee", "", ("Bobbie",), "Roberta Lee"),
    ],
)
def test_what_stands_in_brackets_is_given_apart(
    written: str, number: str, bracketed: tuple[str, ...], shown: str
) -> None:
    cell = name_cell(written)
    assert (cell.number, cell.bracketed, cell.name.written) == (number, bracketed, shown)
    assert len(cell.name.key) == 2


def test_parts_in_several_cells_make_the_same_name() -> None:
    assert name_of_parts("Kim", "Lee", suffix="Jr.") == name_of_parts("Kim", "Lee, Jr.")
    made = name_of_parts(" Kim ", "Lee", "Ann")
    assert (made.written, made.key) == ("Kim Ann Lee", ("ann", "kim", "lee"))
