"""Lists as portals and offices write them: every line of each is accounted for, as `lists/truth.yaml` says."""

import pytest

from portalaudit.report.access_answer import DECISION_COLUMNS
from portalaudit.report.access_table import ACCESS_COLUMNS
from portalaudit.report.question_sheet import QUESTION_COLUMNS
from portalaudit.sheets.list_reading import open_list, recognise, rows
from portalaudit.sheets.listed import ListKind, Remark
from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.sheets.truth import LISTS, MAPS, facts_of_row, table, truth
from tests.sheets.words import TODAY, VOCABULARY

TRUTH = truth()
READ = [name for name, told in TRUTH.items() if "refused" not in told]


def recognised(name: str, answers: dict[str, str]):
    return recognise(table(name), MAPS, vocabulary=VOCABULARY, today=TODAY, answers=answers)


def test_every_list_of_the_folder_has_its_truth() -> None:
    lists = {path.name for path in LISTS.iterdir()} - {".gitattributes", "README.md", "truth.yaml", "who.yaml"}
    assert {name.partition("#")[0] for name in TRUTH} == lists


@pytest.mark.parametrize("name", TRUTH)
def test_it_is_seen_how_the_list_is_written(name: str) -> None:
    sheet = table(name)
    told = {"form": sheet.form, "encoding": sheet.encoding}
    assert {key: value for key, value in told.items() if value} == TRUTH[name]["written"]


@pytest.mark.parametrize("name", TRUTH)
def test_what_the_list_leaves_open_is_asked(name: str) -> None:
    found = recognised(name, {})
    assert found.kind == TRUTH[name]["kind"]
    assert {doubt.id: "stops" if doubt.stops else "can wait" for doubt in found.doubts} == TRUTH[name].get("doubts", {})
    assert [str(problem.place) for problem in found.problems] == TRUTH[name].get("refused", [])


@pytest.mark.parametrize("name", READ)
def test_with_the_answers_every_line_is_a_typed_row_or_left_out_for_a_reason(name: str) -> None:
    told = TRUTH[name]
    found = recognised(name, told.get("answers", {}))
    assert found.is_ready
    assert [doubt.id for doubt in found.doubts] == []
    layout = found.layout
    assert layout is not None
    assert (layout.portal, layout.coverage, layout.map_path) == (
        told.get("portal", ""),
        told["coverage"],
        told.get("map", ""),
    )
    listed = list(rows(table(name), layout))
    typed = {str(row.place.line): facts_of_row(row) for row in listed if not isinstance(row, Remark)}
    assert typed == told["rows"]
    assert len(typed) == sum(not isinstance(row, Remark) for row in listed)
    remarks = [*found.remarks, *(row for row in listed if isinstance(row, Remark))]
    assert [f"{one.place.line}: {one.text}" for one in remarks] == told.get("remarks", [])


@pytest.mark.parametrize("name", READ)
def test_no_line_that_says_something_is_passed_over(name: str) -> None:
    sheet = table(name)
    layout = recognised(name, TRUTH[name].get("answers", {})).layout
    assert layout is not None
    lines = {number for number, cells in sheet.lines()} - {layout.head.line}
    assert {row.place.line for row in rows(sheet, layout) if not isinstance(row, Remark)} == lines


def test_the_refused_list_gives_nothing_of_itself_away() -> None:
    assert "Juniper-2019" in (LISTS / "availity-own-notes.csv").read_text(encoding="utf-8")
    assert "Juniper-2019" not in repr(recognised("availity-own-notes.csv", {}))


def test_it_is_said_of_every_row_of_a_person_who_is_meant() -> None:
    document, problems = load(Text("who.yaml", (LISTS / "who.yaml").read_bytes()))
    assert problems == ()
    assert document is not None
    people, asked = document.data["people"], document.data["asked"]
    assert len(people) == 15
    said = [place for person in people.values() for place in person["sure"]] + list(asked)
    assert len(said) == len(set(said))
    of_people = {
        f"{name}:{line}"
        for name, told in TRUTH.items()
        if told["kind"] in ("roster", "training", "users")
        for line, row in told.get("rows", {}).items()
        if "skipped" not in row
    }
    assert set(said) == of_people


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ((*ACCESS_COLUMNS, "Decision", "Reviewer", "Decided on", "Reason"), ListKind.ACCESS),
        ((*ACCESS_COLUMNS, *DECISION_COLUMNS, "Practice", "As of", "Run", "Note"), ListKind.ACCESS),
        ((*QUESTION_COLUMNS, "Answered by", "Answered on"), ListKind.QUESTIONS),
    ],
)
def test_our_own_sheets_are_understood_without_a_question(columns: tuple[str, ...], kind: ListKind) -> None:
    line = ",".join(columns)
    (sheet,), problems = open_list("sheet.csv", f"{line}\n".encode(), MAPS)
    assert problems == ()
    found = recognise(sheet, MAPS, vocabulary=VOCABULARY, today=TODAY)
    assert (found.kind, found.doubts, found.remarks) == (kind, (), ())
    assert found.layout is not None
    assert found.layout.columns.count("") == 0


def test_the_sheet_of_questions_below_its_list_of_facts_is_found() -> None:
    facts = "".join(f"fact {number},3,mfa,the portal,mfa-missing\n" for number in range(120))
    text = f"Fact,Answers that wait,Field,Where to look,Rules\n{facts}\n{','.join(QUESTION_COLUMNS)}\n"
    (sheet,), _ = open_list("questions.csv", text.encode(), MAPS)
    found = recognise(sheet, MAPS, vocabulary=VOCABULARY, today=TODAY)
    assert found.layout is not None
    assert (found.kind, found.layout.head.line) == (ListKind.QUESTIONS, 123)
