"""A merge conflict that was left in a file is a problem at its first line, whatever YAML would make of it."""

import pytest

from portalaudit.model import Place, ProblemCode, Related
from portalaudit.source.conflicts import MOST_CONFLICTS
from portalaudit.source.load import load
from tests.source.texts import text

IN_A_LIST = "staff:\n<<<<<<< HEAD\n  - {id: a}\n=======\n  - {id: b}\n>>>>>>> move\nroles: []\n"


def found(content):
    document, problems = load(text(content))
    return document, [(p.code, p.place, p.related[0].place.line if p.related else 0) for p in problems]


@pytest.mark.parametrize(
    ("content", "first", "last"),
    [
        (IN_A_LIST, 2, 6),
        (IN_A_LIST.replace("\n", "\r\n"), 2, 6),
        (IN_A_LIST.replace("\n", "\r"), 2, 6),
        ("<<<<<<< HEAD\nid: a\n=======\nid: b\n>>>>>>> move", 1, 5),
        ("<<<<<<<\nid: a\n=======\nid: b\n>>>>>>>\n", 1, 5),
        ("domains: [\n<<<<<<< HEAD\n  a.example.org\n=======\n  b.example.org\n>>>>>>> move\n  ]\n", 2, 6),
        ("reason: 'left\n<<<<<<< HEAD\n  today\n=======\n  now\n>>>>>>> move\n  '\n", 2, 6),
        ("reason: left\n<<<<<<< HEAD\n  today\n=======\n  now\n>>>>>>> move\n", 2, 6),
        ("reason: |\n  left\n<<<<<<< HEAD\n  today\n=======\n  now\n>>>>>>> move\n", 3, 7),
        ("a: x\n<<<<<<< ours\nb: 1\n||||||| base\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n", 2, 8),
        ("a: x\n# note\n<<<<<<< ours\n# b\n=======\n# c\n>>>>>>> theirs\n", 3, 7),
    ],
)
def test_it_is_a_problem_at_its_first_line(content, first, last):
    assert found(content) == (None, [(ProblemCode.MERGE_CONFLICT, Place("a.yaml", first, 1, 8), last)])


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("domains: [a.example.org\n=======\n  ]\n", 2),
        ("domains: [a.example.org\n>>>>>>> move\n  ]\n", 2),
        ("domains: [a.example.org\n<<<<<<< HEAD\n  ]\n", 2),
        ("domains: [a.example.org\n||||||| base\n  ]\n", 2),
        ("id: a\nname: b\n>>>>>>> move\n", 3),
    ],
)
def test_a_sign_that_is_left_of_one_is_a_problem_too(content, line):
    assert found(content) == (None, [(ProblemCode.MERGE_CONFLICT, Place("a.yaml", line, 1, 8), 0)])


def test_the_problem_says_where_it_ends_and_what_to_do():
    (problem,) = load(text(IN_A_LIST))[1]
    assert problem.message == "a merge conflict was left in this file, which is not read"
    assert problem.hint == (
        "keep what is right of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>"
    )
    assert problem.related == (Related(Place("a.yaml", 6, 1, 8), "it ends here"),)


def test_longer_signs_are_marked_whole():
    _, ((_, place, _),) = found("<<<<<<<<< ours\na: 1\n=========\na: 2\n>>>>>>>>> theirs\n")
    assert place == Place("a.yaml", 1, 1, 10)


def test_each_of_several_is_named_and_no_more_than_a_few():
    _, problems = found(IN_A_LIST * 3)
    assert [(place.line, last) for _, place, last in problems] == [(2, 6), (9, 13), (16, 20)]
    assert len(found(IN_A_LIST * 50)[1]) == MOST_CONFLICTS


@pytest.mark.parametrize(
    "content",
    [
        "note: |\n  Heading\n  =======\n  text\n",
        "note: |\n  <<<<<<< HEAD\n  a\n  =======\n  b\n  >>>>>>> move\n",
        "note: a <<<<<<< b >>>>>>> c\n",
        "# <<<<<<< HEAD\n# >>>>>>> move\na: b\n",
        "note: |\n  x\n  <<<<<<<\n",
        '">>>>>>> a": b\n"<<<<<<< c": d\n',
    ],
)
def test_what_only_looks_like_one_is_read(content):
    document, problems = found(content)
    assert (document is None, problems) == (False, [])
