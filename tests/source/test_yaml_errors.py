import pytest

from portalaudit.model import Place, ProblemCode, Related
from portalaudit.source.load import load
from tests.source.texts import text

# What people get wrong: the file, what it is told, and where.
FAULTS = [
    ("a: b: c\n", "a ':' is not expected here", 1, 5),
    ("note: see: below\n", "a ':' is not expected here", 1, 10),
    ("a: - b\n", "a list item '-' is not expected here", 1, 4),
    ("a:\n\tb: c\n", "a tab stands where only spaces can", 2, 1),
    ("a: @x\n", "a value cannot begin with this character", 1, 4),
    ("a: `x`\n", "a value cannot begin with this character", 1, 4),
    ("a: %x\n", "a value cannot begin with this character", 1, 4),
    ("a: 'x\nb: y\n", "a quotation mark is opened here and never closed", 1, 4),
    ('a: "x\nb: y\n', "a quotation mark is opened here and never closed", 1, 4),
    ("a: [b, c\nd: e\n", "a comma or ']' is missing in a list", 2, 2),
    ("a: {b: c\nd: e\n", "a comma or '}' is missing in a mapping", 2, 2),
    ("a: [b\n", "a '[' is opened here and never closed", 1, 4),
    ("nonsense: [", "a '[' is opened here and never closed", 1, 11),
    ("nonsense: [\n", "a '[' is opened here and never closed", 1, 11),
    ("a:\n  - x: {b: [c],\n  # note\n\n", "a '{' is opened here and never closed", 2, 8),
    ("a: [b, {c: d, e: [\nf: g\n", "a '[' is opened here and never closed", 1, 18),
    (f"a: b\n{'k' * 1100}: v\n", "a key is longer than 1,024 characters", 2, 1),
    (f"a:\n  - '{'k' * 1100}': v\n", "a key is longer than 1,024 characters", 2, 5),
    (f"a: [x, {'k' * 1100}: v]\n", "a key is longer than 1,024 characters", 1, 8),
    (f"a: {'k' * 1100}: v\n", "a ':' is not expected here", 1, 1104),
    (f"a: b\n{'k' * 1100}\n", "a ':' is missing after a key", 2, 1),
    ("a:\n  b: c\n   d: e\n", "a ':' is not expected here", 3, 5),
    ("a:\n    b: c\n  d: e\n", "this does not fit the lines above", 3, 3),
    ("a:\n  - b\n  c: d\n", "this does not fit the lines above", 3, 3),
    ("a: b\nc\n", "a ':' is missing after a key", 2, 1),
    ("a:\n  - b: 1\n    c d\n    e: 2\n", "a ':' is missing after a key", 3, 5),
    ("a:\n  - b: 1\n    c:d\n    e: 2\n", "a space is missing after the ':'", 3, 5),
    ("a: 'O'Lee'\nb: c\n", "the text in quotes ends here, and more stands behind it", 1, 6),
    ('a: "b "c" d"\n', "the text in quotes ends here, and more stands behind it", 1, 7),
    ("a: {b: 'O'Lee', c: d}\n", "the text in quotes ends here, and more stands behind it", 1, 10),
    ("a: ['O'Lee', b]\n", "the text in quotes ends here, and more stands behind it", 1, 7),
    ("a: ['b' 'c']\n", "a comma or ']' is missing in a list", 1, 9),
    ("```yaml\na: b\n```\n", "a line of ``` belongs to Markdown, not to YAML", 1, 1),
    ("a: b\n```\n", "a line of ``` belongs to Markdown, not to YAML", 2, 1),
    ("a: 'b' c\n", "this does not fit the lines above", 1, 8),
    ('a: "C:\\Users"\n', "a backslash in double quotes begins no known escape", 1, 9),
    ("a: & b\n", "a value cannot begin with a bare & or *", 1, 5),
    ("a: |x\n  b\n", "text after | or > is not expected here", 1, 5),
    ("%YAML 2.0\n---\na: b\n", "a line that begins with % is not a valid directive", 1, 1),
    ("}\n", "a value is expected here", 1, 1),
]


@pytest.mark.parametrize(("content", "reason", "line", "column"), FAULTS)
def test_a_fault_is_told_in_plain_words_and_at_its_place(content, reason, line, column):
    document, problems = load(text(content))
    assert document is None
    assert [problem.code for problem in problems] == [ProblemCode.SYNTAX]
    assert (problems[0].message, problems[0].place) == (
        f"this is not valid YAML: {reason}",
        Place("a.yaml", line, column),
    )
    assert problems[0].hint


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("a: b\nc d\n", "write `key: value` with a space after the colon; close brackets and quotes above"),
        ("a: b\nc:d\n", "put a space after the colon, as in `key: value`"),
        ("a: 'O'Lee'\n", "write '' for an apostrophe in such a text, or put double quotes around all of it"),
        ('a: "b "c" d"\n', 'write \\" for a quotation mark in such a text, or put single quotes around all of it'),
        ("```\na: b\n", "remove the lines that begin with ```"),
    ],
)
def test_the_next_step_is_for_what_was_written(content, hint):
    assert [problem.hint for problem in load(text(content))[1]] == [hint]


def test_what_is_not_closed_shows_where_it_was_opened():
    (problem,) = load(text("accounts:\n  - permissions: [a, b\n    login: c\n"))[1]
    assert problem.place == Place("a.yaml", 3, 10)
    assert problem.related == (Related(Place("a.yaml", 2, 18, 19), "opened here"),)


def test_what_lacks_between_brackets_shows_the_bracket():
    (problem,) = load(text("a: 1\nb: [c, }]\n"))[1]
    assert (problem.message, problem.place) == (
        "this is not valid YAML: a value is expected here",
        Place("a.yaml", 2, 8),
    )
    assert problem.related == (Related(Place("a.yaml", 2, 4, 5), "opened here"),)


def test_what_was_refused_above_a_fault_is_reported_too():
    problems = load(text("a: 1\na: 2\nb: c: d\n"))[1]
    assert [(p.code, p.place.line) for p in problems] == [(ProblemCode.DUPLICATE_KEY, 2), (ProblemCode.SYNTAX, 3)]
