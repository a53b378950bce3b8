"""An answer that means nothing is asked for again, with the reason; it never counts as `nothing is allowed`."""

import pytest

from tests.imports.juniper import ROSTER, Practice, practice

__all__ = ["practice"]

MEDICAID = ("medicaid-scim.csv", "--portal", "medicaid")
CLERK, ADMINISTRATOR = "medicaid-scim.csv/role:clerk", "medicaid-scim.csv/role:accountadministrator"


@pytest.fixture
def asked(practice: Practice) -> Practice:
    practice.write(*ROSTER)
    practice.write(*MEDICAID)
    return practice


def rights(practice: Practice) -> set[str]:
    logins = (one for one in practice.records("accounts") if one["portal"] == "medicaid")
    return {permission for one in logins for permission in one.get("permissions", ())}


@pytest.mark.parametrize("wrong", ["Administrator", "banana", "eligibility.view, banana", "; ,"])
def test_a_role_that_an_answer_does_not_explain_stays_open(asked: Practice, wrong: str) -> None:
    asked.answer({CLERK: wrong})
    plan = asked.write(*MEDICAID)
    assert CLERK in asked.questions_of(plan)
    assert asked.questions()[CLERK]["answer"] == wrong
    said = next(one for one in plan["remarks"] if CLERK in one["text"])
    assert said["text"].startswith(f"the answer '{wrong}' to {CLERK} is none of those to choose from")
    assert (said["location"]["path"], said["location"]["line"]) == (
        "questions.csv",
        2 + list(asked.questions()).index(CLERK),
    )
    assert "Clerk" not in (asked.root / "maps/medicaid.yaml").read_text()
    assert rights(asked) == set()


def test_case_and_signs_of_an_answer_do_not_matter(asked: Practice) -> None:
    asked.answer({CLERK: "Eligibility View; CLAIM_STATUS.VIEW", ADMINISTRATOR: "Ignore"})
    plan = asked.write(*MEDICAID)
    assert not {CLERK, ADMINISTRATOR} & asked.questions_of(plan)
    assert rights(asked) == {"eligibility.view", "claim_status.view"}
    assert {CLERK, ADMINISTRATOR}.isdisjoint(asked.questions())


def test_a_word_of_status_that_an_answer_does_not_explain_is_told(practice: Practice) -> None:
    practice.write(*ROSTER)
    ask = "bamboohr-roster.tsv/status:furloughed"
    roster = ("bamboohr-roster.tsv", "--coverage", "partial")
    practice.write(*roster)
    practice.answer({ask: "gone home"})
    plan = practice.write(*roster)
    assert ask in practice.questions_of(plan)
    assert any(one["text"].startswith(f"the answer 'gone home' to {ask} is none of those") for one in plan["remarks"])
    practice.answer({ask: "On Leave"})
    assert ask not in practice.questions_of(practice.write(*roster))
