import re

import pytest

from portalaudit.model.place import Place
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.report import Report, Way
from portalaudit.model.values import replace
from portalaudit.report import to_concise
from portalaudit.report.entries import entries, run_note
from tests.report import sample
from tests.report.comparing import held_against_main


def lines(report: Report) -> list[str]:
    text = "".join(to_concise.render(report))
    assert text.endswith("\n")
    return text.removesuffix("\n").split("\n")


def test_a_line_for_each_finding_and_one_about_the_run() -> None:
    first, *others = lines(sample.two())

    assert first == (
        "accounts.yaml:7:13: critical[active-after-termination] klee01 on Noridian Medicare Portal is still active; "
        "Kim Lee left on 2026-08-14"
    )
    assert others == [
        "accounts.yaml:12:14: high[shared-credential] frontdesk on Availity is used by 2 people: Al Jones, Toni Baker",
        f"portalaudit: {run_note(sample.two())}",
    ]


def test_questions_and_problems_are_lines_too() -> None:
    found = lines(sample.everything())

    assert found[0] == r"notes, old.yaml:3:1: problem[syntax] this line is not YAML: \x1b[31m <b>"
    assert found[-2] == "accounts.yaml:15:5: question[dormant-account] It is not known when tbaker was last used"


def test_a_problem_of_a_whole_folder_has_no_line() -> None:
    problem = Problem(ProblemCode.NOTHING_TO_JUDGE, "there is nothing", Place("."))
    report = replace(sample.nothing(), problems=(problem,), from_root=Way("office"))

    assert lines(report)[0] == "office: problem[nothing-to-judge] there is nothing"


def test_no_name_of_a_file_starts_a_line() -> None:
    problem = Problem(ProblemCode.SYNTAX, "bad", Place("a\n::error::\N{ESCAPE}.yaml", 2, 3))

    assert lines(replace(sample.nothing(), problems=(problem,)))[0] == (
        r"a\x0a::error::\x1b.yaml:2:3: problem[syntax] bad"
    )


def test_paths_lead_from_the_root() -> None:
    assert lines(replace(sample.two(), from_root=Way("office")))[0].startswith("office/accounts.yaml:7:13: critical[")


def test_against_a_base_only_what_is_new_or_worse_is_listed() -> None:
    first, last = lines(held_against_main())

    assert first.endswith("Toni Baker (worse: high instead of low)")
    assert " Compared with main: 1 worse finding. 1 fixed; 1 finding was there before. " in last


@pytest.mark.parametrize("report", [sample.everything(), sample.clean(), sample.nothing(), sample.many(40, 3)])
def test_nothing_in_a_text_starts_a_line_or_steers_a_terminal(report: Report) -> None:
    found = lines(report)

    assert len(found) == len(list(entries(report))) + 1
    assert all(re.match(r"[^:]+:\d+:\d+: [a-z]+\[[a-z-]+\] .", line) for line in found[:-1])
    assert all(line.isprintable() for line in found)
