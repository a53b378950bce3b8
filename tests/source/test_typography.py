"""Characters that look like others, or like nothing, are named where they would make another text of a value."""

import pytest

from portalaudit.model import Place, ProblemCode
from portalaudit.source.load import load
from tests.source.texts import text

INVISIBLE, UNUSUAL, CURLY = ProblemCode.INVISIBLE_CHARACTER, ProblemCode.UNUSUAL_CHARACTER, ProblemCode.CURLY_QUOTES
SYNTAX = ProblemCode.SYNTAX


def found(content):
    """Code, line, column and end of each problem."""
    return [(p.code, p.place.line, p.place.column, p.place.end_column) for p in load(text(content))[1]]


@pytest.mark.parametrize(
    ("content", "line", "column", "end"),
    [
        ("login: \u201crvoss1\u201d\n", 1, 8, 16),
        ("login: \u201drvoss1\u201d\n", 1, 8, 16),
        ("login: \u201ervoss1\u201c\n", 1, 8, 16),
        ("login: \u2018rvoss1\u2019\n", 1, 8, 16),
        ("login: \u201arvoss1\u2018\n", 1, 8, 16),
        ("login: \u00abrvoss1\u00bb\n", 1, 8, 16),
        ("login: \u00bbrvoss1\u00ab\n", 1, 8, 16),
        ("login: \uff02rvoss1\uff02\n", 1, 8, 16),
        ("login: \u00b4rvoss1\u00b4\n", 1, 8, 16),
        ("accounts:\n  - {id: a, login: \u201crvoss1\u201d}\n", 2, 20, 28),
        ("roles: [a, \u201cb, c\u201d]\n", 1, 12, 14),
        ("reason: \u201cShe left.\u201d\n", 1, 9, 20),
        ("domains:\n  - x\n  - \u201cy.example.org\u201d\n", 3, 5, 20),
    ],
)
def test_a_text_in_curly_quotes_is_a_problem(content, line, column, end):
    assert found(content) == [(CURLY, line, column, end)]


def test_a_key_in_curly_quotes_is_one_too():
    assert found("\u201cstatus\u201d: active\n") == [(CURLY, 1, 1, 9)]


def test_the_problem_with_curly_quotes_says_what_to_do():
    document, (problem,) = load(text("login: \u201crvoss1\u201d\n"))
    assert document.data == {"login": "\u201crvoss1\u201d"}
    assert problem.message == "this text stands in curly quotes, and they count as part of it"
    assert problem.hint == "write straight quotes (\" or ') or none; curly ones come from word processors"


@pytest.mark.parametrize(
    "content",
    [
        "reason: she said \u201cno\u201d\n",
        "reason: \u201cNo\u201d, she said\n",
        "reason: \u201cNo\u201d and \u201cnever\u201d\n",
        "name: O\u2019Brien\n",
        "name: the nurses\u2019\n",
        "title: '\u201cSafe\u201d'\n",
        'title: "\u201cSafe\u201d"\n',
        "title: |\n  \u201cSafe\u201d\n",
        "# \u201cstatus\u201d: what was asked\na: b\n",
    ],
)
def test_curly_quotes_in_a_sentence_are_a_matter_of_taste(content):
    assert found(content) == []


@pytest.mark.parametrize(
    "sign",
    ["\u200b", "\u00ad", "\u2060", "\u200c", "\u200d", "\ufe0f", "\u180e", "\u200e", "\u2063", "\u3164", "\U000e0041"],
)
@pytest.mark.parametrize(
    ("before", "after"), [("rvo", "ss1"), ("rvoss1", ""), ("", "rvoss1"), ("kim@exam", "ple.org"), ("Jos\u00e9", "")]
)
def test_an_invisible_character_is_named_where_it_stands(sign, before, after):
    content = f"accounts:\n  - {{id: a, login: {before}{sign}{after}}}\n"
    column = 20 + len(before)
    assert found(content) == [(INVISIBLE, 2, column, column + 1)]
    (problem,) = load(text(content))[1]
    assert problem.message == f"an invisible character (U+{ord(sign):04X}) stands here"
    assert problem.hint == "delete it and type the text again; such characters come from copying out of other programs"


def test_an_invisible_character_in_a_key_or_made_by_an_escape_is_named():
    assert found("sta\u200btus: active\n") == [(INVISIBLE, 1, 4, 5)]
    assert found('login: "rvoss1\\u200b"\n') == [(INVISIBLE, 1, 8, 22)]
    assert found('login: "rvoss1\\xad"\n') == [(INVISIBLE, 1, 8, 20)]


def test_each_text_is_named_once():
    assert found("a: \u200bx\u200by\u200b\nb: \u200bz\n") == [(INVISIBLE, 1, 4, 5), (INVISIBLE, 2, 4, 5)]


@pytest.mark.parametrize(
    "name",
    [
        "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
        "\u0915\u094d\u200d\u0937",
        "\u0e01\u200b\u0e02",
        "\u05d3\u05df\u200e (Dan)",
        "Jose\u0301",
        "\u2764\ufe0f team",
        "\u00a9\ufe0f",
        "1\ufe0f\u20e3 first",
        "\U0001f469\u200d\u2695\ufe0f",
        "Kim\u00a0Lee",
    ],
)
def test_what_a_script_needs_is_read(name):
    document, problems = load(text(f"name: {name}\n"))
    assert (document.data, problems) == ({"name": name}, ())


@pytest.mark.parametrize("space", ["\u00a0", "\u2007", "\u202f", "\u3000"])
def test_an_unusual_space_in_a_key_or_around_a_value_is_named(space):
    assert found(f"a: b\nstatus{space}: active\n") == [(UNUSUAL, 2, 7, 8)]
    assert found(f"a: b\n{space}status: active\n") == [(UNUSUAL, 2, 1, 2)]
    assert found(f"login: rvoss1{space}\n") == [(UNUSUAL, 1, 14, 15)]
    assert found(f"login: {space}rvoss1\n") == [(UNUSUAL, 1, 8, 9)]


def test_it_is_called_by_its_name():
    messages = [p.message for p in load(text("a\u00a0: b\nc\u3000: d\n"))[1]]
    assert messages == [
        "a no-break space (U+00A0) stands here",
        "a space of another kind (U+3000) stands here",
    ]


@pytest.mark.parametrize(
    ("content", "line", "column", "sign"),
    [
        ("accounts:\n  - id: a\n    status\uff1aactive\n    login: x\n", 3, 11, "a colon of another kind (U+FF1A)"),
        ("practice\uff1a\n  id: a\n", 1, 9, "a colon of another kind (U+FF1A)"),
        ("status:\u00a0active\n", 1, 8, "a no-break space (U+00A0)"),
        ("a: b\nstatus:\u00a0active\nc: d\n", 2, 8, "a no-break space (U+00A0)"),
        ("accounts:\n\u00a0\u00a0- id: a\n", 2, 1, "a no-break space (U+00A0)"),
        ("accounts:\n  - id: a\n  \u00a0\u00a0login: b\n", 3, 3, "a no-break space (U+00A0)"),
    ],
)
def test_where_it_stops_the_reading_it_is_named_as_the_reason(content, line, column, sign):
    (problem,) = load(text(content))[1]
    assert problem.message.removeprefix("this is not valid YAML: ") == f"{sign} stands here"
    assert problem.place == Place("a.yaml", line, column, column + 1)
    assert problem.hint.startswith("write an ordinary ")


def test_a_colon_of_another_kind_between_brackets_is_named():
    assert found("accounts: [{id: a, status\uff1aactive}]\n") == [(UNUSUAL, 1, 26, 27)]


def test_a_colon_of_another_kind_in_a_sentence_is_read():
    assert found("reason: \u6ce8\u610f\uff1a\u79bb\u804c\n") == []


def test_another_mistake_keeps_its_own_words():
    ((code, line, _, _),) = found("name: Jos\u00e9\u00a0Ruiz\nroles: [a\n")
    assert (code, line) == (SYNTAX, 2)


def test_looking_for_the_reason_in_a_long_line_ends():
    assert found("\u00e9: [\n" + "- " * 200_000 + "\n")[0][0] == SYNTAX
