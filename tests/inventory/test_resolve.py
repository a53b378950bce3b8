"""From documents to an inventory: what is a problem and where, and what is kept in spite."""

import pytest

from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.tables import Inventory
from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load

PRACTICE = "practice:\n  id: cr\n  name: Cascade Ridge\n  timezone: America/Los_Angeles\n"
NAMES = {
    "permissions": {"claims.view"},
    "profiles": {"noridian"},
    "sod_pairs": {"SOD-01"},
    "jurisdictions": {"JF", "RRB"},
}


def document(text: str, path: str = "a.yaml") -> Document:
    found, problems = load(Text(path, text.encode()))
    assert problems == ()
    assert found is not None
    return found


def read(*texts: str, is_whole: bool = True) -> tuple[Inventory, tuple[Problem, ...]]:
    """Every text is a file, the first one below a practice that is well: a.yaml begins with five lines of it."""
    documents = [
        document(f"{'' if number else PRACTICE}{text}", f"{'abc'[number]}.yaml") for number, text in enumerate(texts)
    ]
    return resolve(documents, NAMES, is_whole=is_whole)


def told(problems: tuple[Problem, ...]) -> list[tuple[ProblemCode, str, Place]]:
    return [(problem.code, problem.message, problem.place) for problem in problems]


def kept(inventory: Inventory, section: str) -> list[str]:
    return [record.id for record in inventory.tables[section].records]


def dangling(wanted: str, section: str, place: Place) -> tuple[ProblemCode, str, Place]:
    noun = {
        "permissions": "the name of a permission",
        "profiles": "the id of a portal's profile",
        "jurisdictions": "the id of a Medicare jurisdiction",
        "sod_pairs": "the id of a pair of duties",
    }.get(section, f"the id of any record in '{section}'")
    return ProblemCode.UNKNOWN_REFERENCE, f"'{wanted}' is not {noun}", place


def test_files_of_one_practice_are_joined_without_a_problem() -> None:
    inventory, problems = read(
        "staff:\n  - {id: kim, name: Kim, manager: ana}\n", "staff:\n  - {id: ana, name: Ana}\nportals: []\n"
    )
    assert problems == ()
    assert kept(inventory, "staff") == ["kim", "ana"]


def test_an_id_that_is_given_twice_shows_both_places() -> None:
    inventory, problems = read(
        "staff:\n  - {id: kim, name: Kim}\n", "staff:\n  - {id: ana, name: Ana}\n  - {name: Kim Two, id: kim}\n"
    )
    assert problems == (
        Problem(
            ProblemCode.DUPLICATE_ID,
            "the id 'kim' is given twice in 'staff'",
            Place("b.yaml", 3, 25, 28),
            hint="give each record its own id, or remove one of the two",
            related=(Related(Place("a.yaml", 6, 10, 13), "first given here"),),
        ),
    )
    assert [person.name for person in inventory.tables["staff"].records] == ["Kim", "Ana"]


def test_a_completion_that_is_given_twice_is_one_completion() -> None:
    training = """\
staff: [{id: kim, name: Kim}]
training:
  modules: [{id: hipaa, title: HIPAA}]
  completions:
    - {person: kim, module: hipaa, completed_on: 2026-01-05}
    - {person: kim, module: hipaa, completed_on: 2026-01-05}
"""
    inventory, problems = read(training)
    assert problems == ()
    assert len(inventory.tables["completions"].records) == 1


REFERENCES = """\
staff:
  - id: kim
    name: Kim
    manager: ann
    engagements:
      - {kind: employee, start: 2024-01-01}
      - {kind: contractor, start: 2025-01-01, sponsor: bob}
    acknowledgements: [{document: handbook, on: 2026-01-01}]
    locations: [{location: main}]
  - {id: ana, name: Ana}
roles:
  - {id: desk, title: Desk, permissions: [claims.view, claims.vew], with_approval: [money.move]}
"""
OVERRIDES = """\
payers:
  - {id: a, name: A, contract: {mac_override: {jurisdiction: JF, reason: chain}}}
  - {id: b, name: B, contract: {mac_override: {jurisdiction: RRB, reason: chain}}}
  - {id: c, name: C, contract: {mac_override: {jurisdiction: J99, reason: chain}}}
"""


def test_a_contractor_that_no_table_has_is_a_problem() -> None:
    inventory, problems = read(OVERRIDES)
    assert told(problems) == [dangling("J99", "jurisdictions", Place("a.yaml", 8, 62, 65))]
    assert kept(inventory, "payers") == ["a", "b", "c"]


DANGLING = [
    (
        ProblemCode.UNKNOWN_REFERENCE,
        "'claims.vew' is not the name of a permission; did you mean 'claims.view'?",
        Place("a.yaml", 16, 56, 66),
    ),
    dangling("money.move", "permissions", Place("a.yaml", 16, 85, 95)),
    (
        ProblemCode.UNKNOWN_REFERENCE,
        "'ann' is not the id of any record in 'staff'; did you mean 'ana'?",
        Place("a.yaml", 8, 14, 17),
    ),
    dangling("bob", "staff", Place("a.yaml", 11, 56, 59)),
    dangling("main", "locations", Place("a.yaml", 13, 28, 32)),
    dangling("handbook", "documents", Place("a.yaml", 12, 35, 43)),
]


def by_place(found: list[tuple[ProblemCode, str, Place]]) -> list[tuple[ProblemCode, str, Place]]:
    return sorted(found, key=lambda each: each[2])


def test_every_reference_that_leads_nowhere_is_told_nested_ones_and_listed_ones_too() -> None:
    inventory, problems = read(REFERENCES)
    assert by_place(told(problems)) == by_place(DANGLING)
    assert kept(inventory, "staff") == ["kim", "ana"]
    assert {problem.hint for problem in problems if "'staff'" in problem.message} == {
        "add it to 'staff', or correct the reference"
    }


def test_a_record_that_is_lost_is_asked_for_its_references_in_the_same_run() -> None:
    inventory, problems = read(REFERENCES.replace("name: Kim", "name: []").replace("title: Desk", "category: x"))
    lost = [
        (
            ProblemCode.INVALID_VALUE,
            "'name' needs a single value, and this is a list",
            Place("a.yaml", 7, 11),
        ),
        (ProblemCode.MISSING_KEY, "a role needs the key 'title'", Place("a.yaml", 16, 6, 8)),
        (ProblemCode.INVALID_VALUE, "'x' is not one of the values of 'category'", Place("a.yaml", 16, 26, 27)),
    ]
    assert by_place([each for each in told(problems) if each[0] is not ProblemCode.UNKNOWN_REFERENCE]) == by_place(lost)
    in_staff = [each for each in by_place(DANGLING) if each[2].line < 16]
    assert [each for each in by_place(told(problems)) if each[0] is ProblemCode.UNKNOWN_REFERENCE][:4] == in_staff
    assert len(problems) == 9
    assert (kept(inventory, "staff"), kept(inventory, "roles")) == (["ana"], [])


def test_the_second_record_of_an_id_is_asked_for_its_references_too() -> None:
    _, problems = read("staff:\n  - {id: kim, name: Kim}\n  - {id: kim, name: Kim, manager: bob}\n")
    assert told(problems)[1:] == [dangling("bob", "staff", Place("a.yaml", 7, 35, 38))]


def test_a_reference_to_a_record_that_is_lost_is_no_problem() -> None:
    _, problems = read("staff:\n  - {id: kim, name: []}\n  - {id: ana, name: Ana, manager: kim}\n")
    assert [problem.code for problem in problems] == [ProblemCode.INVALID_VALUE]


def test_a_site_of_a_practice_that_is_lost_is_known() -> None:
    practice = "practice: {id: cr, name: [], locations: [{id: main, name: Main}], compliance_officer: bob}\n"
    staff = "staff: [{id: kim, name: Kim, locations: [{location: main}, {location: east}]}]\n"
    inventory, problems = resolve([document(practice + staff)], NAMES)
    assert inventory.practice is None
    assert [problem.message for problem in problems if problem.code is ProblemCode.UNKNOWN_REFERENCE] == [
        "'east' is not the id of any record in 'locations'",
        "'bob' is not the id of any record in 'staff'",
    ]


def test_a_record_with_a_key_too_many_is_kept() -> None:
    inventory, problems = read("staff:\n  - {id: kim, name: Kim, supervisor: adm}\n")
    assert [(problem.code, problem.place) for problem in problems] == [
        (ProblemCode.UNKNOWN_KEY, Place("a.yaml", 6, 26, 36))
    ]
    assert kept(inventory, "staff") == ["kim"]


def test_where_a_file_is_missing_no_reference_is_a_problem() -> None:
    assert read(REFERENCES, is_whole=False)[1] == ()


def test_an_unknown_section_names_the_nearest() -> None:
    _, problems = read("acounts: []\nqwerty: x\n")
    assert told(problems) == [
        (
            ProblemCode.UNKNOWN_SECTION,
            "'acounts' is not a section of an inventory; did you mean 'accounts'?",
            Place("a.yaml", 5, 1, 8),
        ),
        (ProblemCode.UNKNOWN_SECTION, "'qwerty' is not a section of an inventory", Place("a.yaml", 6, 1, 7)),
    ]
    assert problems[0].hint.startswith("the sections are ")


def test_a_second_practice_is_told_and_the_first_one_counts() -> None:
    inventory, problems = read("", PRACTICE.replace("id: cr", "id: other"))
    assert [(*each, problem.related) for each, problem in zip(told(problems), problems, strict=True)] == [
        (
            ProblemCode.SECOND_PRACTICE,
            "an inventory describes one practice, and here is a second one",
            Place("b.yaml", 1, 1, 9),
            (Related(Place("a.yaml", 1, 1, 9), "the first practice"),),
        )
    ]
    assert inventory.practice is not None
    assert inventory.practice.id == "cr"


def test_a_missing_practice_is_told() -> None:
    _, problems = resolve([document("staff: []\n")], NAMES)
    assert told(problems) == [(ProblemCode.MISSING_SECTION, "no file says which practice this is", Place("a.yaml"))]
    assert told(resolve([], NAMES)[1]) == [
        (ProblemCode.MISSING_SECTION, "no file says which practice this is", Place("."))
    ]


@pytest.mark.parametrize("written", ["kim", "{kim: {name: Kim}}"])
def test_a_section_that_is_no_list_is_told_once_and_not_at_each_reference_to_it(written: str) -> None:
    _, problems = read(f"staff: {written}\nroles: [{{id: desk, title: Desk, owner: kim}}]\n")
    assert told(problems) == [
        (
            ProblemCode.INVALID_VALUE,
            "'staff' must be a list of records, each beginning with '- '",
            Place("a.yaml", 5, 1, 6),
        )
    ]


def test_an_empty_section_is_told_and_what_it_lacks_too() -> None:
    _, problems = read("staff:\nroles: [{id: desk, title: Desk, owner: kim}]\n")
    assert told(problems) == [
        (ProblemCode.EMPTY_VALUE, "'staff' holds nothing", Place("a.yaml", 5, 1, 6)),
        dangling("kim", "staff", Place("a.yaml", 6, 40, 43)),
    ]


def test_training_holds_modules_and_completions() -> None:
    _, problems = read("training:\n  module: []\n  modules: {id: x}\n  completions:\n  colour: x\n")
    assert told(problems) == [
        (
            ProblemCode.UNKNOWN_KEY,
            "unknown key 'module' in training; did you mean 'modules'?",
            Place("a.yaml", 6, 3, 9),
        ),
        (
            ProblemCode.INVALID_VALUE,
            "'modules' must be a list of records, each beginning with '- '",
            Place("a.yaml", 7, 3, 10),
        ),
        (ProblemCode.EMPTY_VALUE, "'completions' holds nothing", Place("a.yaml", 8, 3, 14)),
        (ProblemCode.UNKNOWN_KEY, "unknown key 'colour' in training", Place("a.yaml", 9, 3, 9)),
    ]
    assert {problem.hint for problem in problems if problem.code is ProblemCode.UNKNOWN_KEY} == {
        "training holds 'modules' and 'completions'"
    }


@pytest.mark.parametrize("section", ["modules", "completions"])
def test_modules_and_completions_stand_inside_training(section: str) -> None:
    _, problems = read(f"{section}: []\n")
    assert [problem.code for problem in problems] == [ProblemCode.UNKNOWN_SECTION]


def test_training_that_is_no_mapping_is_told() -> None:
    _, problems = read("training: [x]\n")
    assert told(problems) == [
        (ProblemCode.INVALID_VALUE, "a training needs a mapping, and this is a list", Place("a.yaml", 5, 11))
    ]


def test_what_became_a_record_is_not_kept_a_second_time() -> None:
    documents = [document(PRACTICE + "staff:\n  - {id: kim, name: Kim}\n  - {id: ana, name: []}\n")]
    resolve(documents, NAMES)
    assert documents[0].data["staff"] == [{}, {}]


@pytest.mark.parametrize("wrong", ["a b", "-a", "a/b", "é", "a" * 201])
def test_an_id_has_the_form_of_one(wrong: str) -> None:
    inventory, problems = read(f"vendors:\n  - {{id: '{wrong}', name: A}}\n")
    assert [(problem.code, problem.place.line) for problem in problems] == [(ProblemCode.INVALID_VALUE, 6)]
    assert kept(inventory, "vendors") == []
