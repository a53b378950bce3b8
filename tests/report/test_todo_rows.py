"""The first screen: what to do, what is asked, and what was looked at."""

from portalaudit.model.action import Action, Doer, Due, Target
from portalaudit.model.values import replace
from portalaudit.model.verdict import Named, Severity, Status, Subject
from portalaudit.report.report_directory import Directory
from portalaudit.report.summary import summarize
from portalaudit.report.todo_rows import Count, TodoRow, answers, looked_at, not_judged, question_rows, todo_rows
from tests.report import sample

PEOPLE = [Named(f"p{number}", f"Person {number}") for number in range(6)]


def action(*people: Named | None, settles: tuple[str, ...] = ()) -> Action:
    targets = tuple(
        Target(Subject("account", str(at)), f"login{at}", Severity.HIGH, (str(at),), one, Named("p", "P"))
        for at, one in enumerate(people)
    )
    return Action("close-login", "Close them", Due.WEEK, Doer.MANAGER, Severity.HIGH, targets, settles)


def about(*people: Named | None) -> str:
    return todo_rows([action(*people)], ())[0].about


def test_an_action_is_a_sentence_with_people_due_and_what_ends_with_it() -> None:
    assert todo_rows([action(PEOPLE[0], settles=("x", "y"))], ()) == (
        TodoRow(
            "high",
            "Close them",
            "Person 0",
            "This week",
            "manager",
            "1 finding",
            "also settles 2 other findings",
            "action:close-login",
        ),
    )


def test_people_with_several_logins_come_first_with_their_number() -> None:
    assert about(PEOPLE[0], PEOPLE[1], PEOPLE[1]) == "Person 1 2 · Person 0"


def test_what_is_wrong_is_said_where_it_is_one_thing() -> None:
    def about_one(message: str) -> str:
        judged, place = sample.rule("dormant-account", Severity.LOW), sample.Place("a.yaml", 1)
        finding = sample.verdict(judged, Subject("account", "a"), Status.FAIL, message, place)
        return todo_rows([action(PEOPLE[0])], [replace(finding, fingerprint="0")])[0].about

    assert about_one("login0 was never used") == "login0 was never used"
    assert about_one("x" * 200) == "x" * 200
    assert about_one("x" * 201) == "Person 0"


def test_the_logins_of_one_person_are_named() -> None:
    assert about(PEOPLE[1], PEOPLE[1]) == "Person 1: login0 on P, login1 on P"
    assert about(*PEOPLE[:1] * 5) == "Person 0 5"


def test_logins_of_no_one_are_named() -> None:
    assert about(None, PEOPLE[0], None) == "login0 on P · login2 on P · Person 0"


def test_of_many_the_rest_is_counted() -> None:
    assert about(*PEOPLE) == "Person 0 · Person 1 · Person 2 · Person 3 and 2 more"


def test_a_question_names_its_records() -> None:
    (row,) = question_rows(sample.QUESTIONS)

    assert (row.title, row.answers, row.not_listed) == ("Last login: tbaker on UHC", "1 check waits", "UHC & Co")
    assert [(one.name, one.place) for one in row.records] == [("tbaker on <UHC>", "accounts.yaml:15:5")]


def test_what_was_looked_at_is_counted() -> None:
    report = sample.everything()

    assert looked_at(summarize(report), Directory(report)) == (
        Count("People", "4"),
        Count("Portals", "3"),
        Count("Logins, 5 of them live", "6"),
        Count("Rules evaluated", "5 of 6"),
    )


def test_answers_are_counted_by_kind() -> None:
    assert [(one.label, one.number) for one in answers(summarize(sample.two()))] == [
        ("Checks made", "10"),
        ("In order", "6"),
        ("Not in order", "2"),
        ("Accepted by a waiver", "1"),
        ("Looked into and resolved", "1"),
    ]


def test_what_was_not_judged_is_said() -> None:
    assert list(not_judged(sample.everything())) == [
        "what could not be read in the files with problems",
        "1 rule that this run did not evaluate",
        "2 rules that the practice left out",
        "1 rule that applies to nothing in these records",
        "2 files that portalaudit does not read: staff.xlsx, old/\\x1b.yaml.bak",
    ]
    assert list(not_judged(sample.clean())) == []
