"""What is missing is asked once for each fact, with everything that waits for it."""

from portalaudit.actions.asking import questions
from portalaudit.model import Severity
from portalaudit.model.question import Question
from portalaudit.model.values import replace
from portalaudit.policy.rules import Rule
from tests.actions.runs import INVENTORY, rulings, world
from tests.evaluate.practices import rule


def needs(name: str, expression: str, of: str = "account", severity: str = "low") -> Rule:
    text = f"id: {name}\ntitle: T\nseverity: {severity}\nfor: {of}\nrequire: {expression}\nmessage: m\n"
    return rule(text, name)


def asked(*rules: Rule, inventory: str = INVENTORY) -> tuple[Question, ...]:
    of = world(inventory)
    return questions(rulings(rules, of), of)


MFA = needs("mfa", "account.mfa != 'none'")
MADE = needs("made", "account.created_on < '2026-01-01'")
MADE_LATE = needs("made-late", "account.created_on < '2027-01-01'", severity="high")


def test_one_question_for_a_fact_with_its_records_answers_and_rules() -> None:
    first, second = asked(MFA, MADE, MADE_LATE)
    assert (first.id, first.title, first.answers) == ("account.created_on", "Creation date: 4 logins, none recorded", 8)
    assert (first.rules, first.severity) == (("made", "made-late"), Severity.HIGH)
    assert [(one.of.id, one.name, one.answers) for one in first.records][:2] == [
        ("a-kim", "klee", 2),
        ("b-kim", "kim1", 2),
    ]
    assert (second.title, second.recorded) == ("Second factor: 3 logins", 1)


def test_a_portal_whose_newest_list_does_not_give_the_fact_is_named() -> None:
    mfa, made = asked(MFA, MADE)[::-1]
    assert [portal.name for portal in mfa.not_listed] == ["Noridian"]
    assert made.not_listed == ()
    older = INVENTORY.replace("2026-01-10}", "2026-01-10, lacks: [mfa]}").replace(
        "2026-11-10, lacks: [mfa]", "2026-11-10"
    )
    assert asked(MFA, inventory=older)[0].not_listed == ()


def test_what_one_record_lacks_names_it() -> None:
    one = INVENTORY.replace("status: active}", "status: active, mfa: sms}", 1).replace(
        "type: shared_legacy, status: active}", "type: shared_legacy, status: active, mfa: none}"
    )
    assert [each.title for each in asked(MFA, inventory=one)] == ["Second factor: kim1 on Availity"]


def test_a_missing_section_is_asked_once_for_all() -> None:
    (question,) = asked(
        needs("documents", "size(practice.documents) > 0", "practice"),
        needs("d", "size(practice.documents) > 1", "person"),
    )
    assert (question.id, question.section, question.fields) == ("documents", "documents", ())
    assert question.title == "Documents: the inventory has no `documents:`"
    assert (question.answers, question.records) == (3, ())


def test_what_a_past_day_leaves_open_is_no_question() -> None:
    of = world()
    (ruling,) = rulings([MFA], of)
    verdicts = {position: replace(one, left_open=True) for position, one in ruling.verdicts.items()}
    assert questions([replace(ruling, verdicts=verdicts)], of) == ()


def test_a_fail_asks_nothing() -> None:
    assert asked(needs("closed", "account.status != 'active'")) == ()
