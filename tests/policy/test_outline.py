from collections.abc import Iterator
from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.pipeline.proving import compile_suite
from portalaudit.policy.asked import Asked
from portalaudit.policy.complaints import TOO_DEEP
from portalaudit.policy.form_compiler import compile_form
from portalaudit.policy.outline import Form, Part, answers, outline
from portalaudit.policy.rules import Rule
from portalaudit.policy.sites import scope_of, sites

POLICIES = Path(__file__).resolve().parents[2] / "policies"


def parts(text: str) -> list[str]:
    """Every part with its form, from the outside in."""
    return [f"{part.form.name} {part.of(text)}" for part, _ in walk(outline(text))]


def walk(part: Part, asked: bool = True) -> Iterator[tuple[Part, bool]]:
    yield part, asked
    for index, below in enumerate(part.parts):
        yield from walk(below, answers(part, index, asked=asked))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a", ["OTHER a"]),
        ("a && b && c", ["AND a && b && c", "OTHER a", "OTHER b", "OTHER c"]),
        ("a || b && c", ["OR a || b && c", "OTHER a", "AND b && c", "OTHER b", "OTHER c"]),
        ("(a || b) && c", ["AND (a || b) && c", "BRACKETS (a || b)", "OR a || b", "OTHER a", "OTHER b", "OTHER c"]),
        ("!a.b", ["NOT !a.b", "OTHER a.b", "OTHER a"]),
        (
            "a ? b : c ? d : e",
            [
                "CHOICE a ? b : c ? d : e",
                "OTHER a",
                "OTHER b",
                "CHOICE c ? d : e",
                *["OTHER c", "OTHER d", "OTHER e"],
            ],
        ),
        ("x <= params.n", ["COMPARED x <= params.n", "OTHER x", "PARAM params.n", "OTHER params"]),
        ("x in [1, 0x2]", ["COMPARED x in [1, 0x2]", "OTHER x", "OTHER [1, 0x2]", "NUMBER 1", "OTHER 0x2"]),
        ("a.exists(p, p < 3)", ["MACRO a.exists(p, p < 3)", "OTHER a", "COMPARED p < 3", "OTHER p", "NUMBER 3"]),
        ("has(a.b)", ["OTHER has(a.b)"]),
        (
            "size(a[0]) == 1 + 2",
            [
                "COMPARED size(a[0]) == 1 + 2",
                "OTHER size(a[0])",
                "OTHER a[0]",
                "OTHER a",
                "NUMBER 0",
                "OTHER 1 + 2",
                "NUMBER 1",
                "NUMBER 2",
            ],
        ),
        ("a == 'it\\'s && \"b\"'", ["COMPARED a == 'it\\'s && \"b\"'", "OTHER a", "OTHER 'it\\'s && \"b\"'"]),
        ("a // why && not\n&& b", ["AND a // why && not\n&& b", "OTHER a", "OTHER b"]),
        ("-1 < x", ["COMPARED -1 < x", "OTHER -1", "NUMBER 1", "OTHER x"]),
        (
            "{'a': b, 'c': 1}['a']",
            [
                "OTHER {'a': b, 'c': 1}['a']",
                "OTHER {'a': b, 'c': 1}",
                "OTHER 'a'",
                "OTHER b",
                "OTHER 'c'",
                "NUMBER 1",
                "OTHER 'a'",
            ],
        ),
    ],
)
def test_each_operand_has_its_stretch_of_the_text(text: str, found: list[str]) -> None:
    assert parts(text) == found


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("a ? b : c", ["a ? b : c", "a", "b", "c"]),
        ("x < (a ? b : c)", ["x < (a ? b : c)", "a"]),
        ("l.filter(p, q).size() > 0", ["l.filter(p, q).size() > 0", "q"]),
        ("l.map(p, p.x).size() > 0", ["l.map(p, p.x).size() > 0"]),
        ("l.map(p, q, p.x).size() > 0", ["l.map(p, q, p.x).size() > 0", "q"]),
        ("!(a && b)", ["!(a && b)", "(a && b)", "a && b", "a", "b"]),
    ],
)
def test_a_part_is_a_question_where_it_is_answered_yes_or_no(text: str, questions: list[str]) -> None:
    assert [part.of(text) for part, asked in walk(outline(text)) if asked] == questions


@pytest.mark.parametrize("text", ["a &&", "(a", "a b", "§", "a ? b", "f(a", "(" * 400 + "a" + ")" * 400])
def test_what_cannot_be_taken_apart_is_one_part(text: str) -> None:
    assert outline(text) == Part(Form.OTHER, 0, len(text))


def trees(rule: Rule) -> list[object]:
    """Every expression of a rule as its tree, without places; None for one that is not kept as a tree."""
    conditions = [rule.when] if rule.when else []
    conditions += [change.when for change in (*rule.escalate, *rule.downgrade)]
    every = [*(check.asked.holds for check in rule.checks), *conditions]
    return [expression.tree for expression in every]


def in_brackets(text: str) -> tuple[str, int]:
    """The text with brackets around each of its parts at once, and how many parts that were."""
    parts = (part for part, _ in walk(outline(text)) if part.of(text) not in ("params", "practice"))
    # The 1 of -1 is a part of a number.
    found = [part for part in parts if text[: part.start][-1:] != "-"]
    # Where several parts begin at one place the widest is opened first; where several end, it is closed last.
    opened = [(part.start, 1, -part.end, "(") for part in found]
    closed = [(part.end, 0, -part.start, ")") for part in found]
    pieces, last = [], 0
    for place, _, _, sign in sorted((*opened, *closed)):
        pieces += [text[last:place], sign]
        last = place
    return "".join((*pieces, text[last:])), len(found)


def test_brackets_around_every_part_stand_where_the_part_begins_and_ends() -> None:
    assert in_brackets("a || !b && c.d") == ("((a) || ((!(b)) && ((c).d)))", 7)


def test_brackets_around_the_parts_of_a_shipped_rule_change_nothing() -> None:
    """CEL itself confirms where operands begin and end, in all rules that it does not find too deep with them."""
    files, _ = read_policies(POLICIES)
    suite, problems = compile_suite(files, None)
    assert not problems
    asked = 0
    for written in suite.rules:
        rule, form, scope = written.rule, written.rule.form, scope_of(written.rule, suite.language)
        for site in sites(rule):
            bracketed, number = in_brackets(site.text)
            form = form.with_text(site.route, bracketed)
            asked += number
        found = compile_form(form, scope)
        if not isinstance(found, Asked):
            assert {fault for _, fault in found} == {TOO_DEEP}, (rule.id, found)
            continue
        assert trees(rule.asking(form, found)) == trees(rule), rule.id
    assert asked > 400
