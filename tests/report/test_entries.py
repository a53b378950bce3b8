"""What a build server lists."""

from portalaudit.model.place import Place
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.values import replace
from portalaudit.report.entries import LABELS, due_entries, entries, run_note
from tests.report import sample
from tests.report.comparing import held_against_main


def test_problems_come_first_then_findings_from_the_worst_on_then_questions() -> None:
    found = [(one.label, one.name) for one in entries(sample.everything())]

    assert found == [
        ("problem", "syntax"),
        ("problem", "unknown-reference"),
        ("problem", "unknown-reference"),
        ("critical", "active-after-termination"),
        ("high", "shared-credential"),
        ("low", "dormant-account"),
        ("info", "hostile-rule"),
        ("info", "hostile-rule"),
        ("question", "dormant-account"),
    ]
    assert [LABELS.index(label) for label, _ in found] == sorted(LABELS.index(label) for label, _ in found)


def test_a_problem_says_what_to_do_and_each_has_an_identity_of_its_own() -> None:
    twice = tuple(Problem(ProblemCode.SYNTAX, "bad", Place("a.yaml", line)) for line in (1, 2))
    found = list(entries(replace(sample.everything(), problems=(*sample.everything().problems, *twice))))

    assert found[1].message == (
        "there is no person m-ortis (Did you mean m-ortiz? Write the id of a person of the section staff.)"
    )
    assert len({one.identity for one in found}) == len(found) == 11


def test_a_problem_keeps_its_identity_where_another_one_of_its_kind_is_solved() -> None:
    report = sample.everything()
    whole = [one.identity for one in entries(report)]
    solved = [one.identity for one in entries(replace(report, problems=report.problems[2:]))]

    assert solved == whole[2:]


def test_against_a_base_only_what_is_new_or_worse_is_due_and_says_why() -> None:
    assert [(one.name, one.message) for one in due_entries(held_against_main())] == [
        (
            "shared-credential",
            "frontdesk on Availity is used by 2 people: Al Jones, Toni Baker (worse: high instead of low)",
        )
    ]
    assert len(list(entries(held_against_main()))) == 2


def test_the_note_says_whose_and_when_how_much_and_what_it_is_not() -> None:
    assert run_note(sample.clean()) == (
        "Cascade Ridge Family Medicine, as of 2026-11-20, by portalaudit 0.1.0. "
        "No findings in 10 checks. "
        "Complete. Policies: those that ship with portalaudit. Rules: all 2 as shipped with portalaudit 0.1.0. "
        "Confidential: this report names people and their logins. Share it only with those who need it. "
        "portalaudit supports evidence for controls. It gives no legal advice, and it does not decide whether a "
        "practice meets a law, a contract or a standard."
    )
    assert " 3 problems in the files, so that only part of them was checked. " in run_note(sample.everything())
