import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.model import Place, ProblemCode, Related
from portalaudit.source import careful, files, parallel_load, quick
from portalaudit.source.load import load, load_all, load_and_search, search
from tests.source.texts import YAMLISH, text, written

SUITE = json.loads((Path(__file__).parent / "yaml-test-suite" / "texts.json").read_text(encoding="utf-8"))


def data(content):
    document, problems = load(text(content))
    assert problems == ()
    return document.data


def found(content):
    """Code, line, column and end column of each problem."""
    return [(p.code, p.place.line, p.place.column, p.place.end_column) for p in load(text(content))[1]]


def test_every_scalar_is_text():
    content = "a: 007\nb: NO\nc: 12:30\nd: 2024-02-30\ne: null\nf: ~\ng: 1.0\nh: [true, 'x', \"y\"]\n"
    assert data(content) == {
        "a": "007",
        "b": "NO",
        "c": "12:30",
        "d": "2024-02-30",
        "e": "null",
        "f": "~",
        "g": "1.0",
        "h": ["true", "x", "y"],
    }


def test_a_key_with_nothing_is_empty_text():
    assert data("a:\nb: ''\nc:\n  - \n") == {"a": "", "b": "", "c": [""]}


@pytest.mark.parametrize("content", ["", "\n", "# only a note\n", "---\n", "---\n# note\n", "\ufeff", "---\n...\n"])
def test_an_empty_file_is_an_empty_document(content):
    assert data(content) == {}


def test_a_byte_order_mark_moves_no_place():
    document, problems = load(text("\ufeffaccounts: x\n"))
    assert (document.data, document.place(("accounts",)), problems) == (
        {"accounts": "x"}, Place("a.yaml", 1, 11, 12), ()
    )  # fmt: skip


def test_quotes_hold_what_would_be_refused_bare():
    assert data("a: '&x'\nb: \"*x\"\nc: '!x'\n'<<': d\ne: Blue & White * co!\n") == {
        "a": "&x",
        "b": "*x",
        "c": "!x",
        "<<": "d",
        "e": "Blue & White * co!",
    }


def test_every_refusal_of_a_file_is_reported_at_its_place_and_the_rest_is_read():
    content = """\
base: &base {id: a}
accounts:
  - id: one
    status: active
    status: locked
    portal: *base
  - <<: *base
    login: !!str x
  - ? [a, b]
    : c
    type: !mine individual
    labels: {k: &v text, l: *v}
base: again
"""
    document, _ = load(text(content))
    assert found(content) == [
        (ProblemCode.ANCHOR, 1, 7, 0),
        (ProblemCode.DUPLICATE_KEY, 5, 5, 11),
        (ProblemCode.ANCHOR, 6, 13, 18),
        (ProblemCode.MERGE_KEY, 7, 5, 7),
        (ProblemCode.ANCHOR, 7, 9, 14),
        (ProblemCode.TAG, 8, 12, 19),
        (ProblemCode.KEY_NOT_TEXT, 9, 7, 0),
        (ProblemCode.TAG, 11, 11, 27),
        (ProblemCode.ANCHOR, 12, 17, 24),
        (ProblemCode.ANCHOR, 12, 29, 31),
        (ProblemCode.DUPLICATE_KEY, 13, 1, 5),
    ]
    assert document.data == {
        "base": {"id": "a"},
        "accounts": [
            {"id": "one", "status": "active", "portal": ""},
            {"login": "x"},
            {"type": "individual", "labels": {"k": "text", "l": "text"}},
        ],
    }
    assert document.place(("accounts", 2, "labels", "l")) == Place("a.yaml", 12, 29, 31)


def test_a_doubled_key_shows_where_it_was_first():
    (problem,) = load(text("a: 1\nb: 2\na: 3\n"))[1]
    assert problem.message == "the key 'a' is here a second time"
    assert problem.related == (Related(Place("a.yaml", 1, 1, 2), "first written here"),)
    assert problem.hint == "keep one of the two"


def test_a_doubled_key_deep_inside_is_the_only_thing_wrong():
    content = "accounts:\n  - id: one\n    labels: {k: a, k: b}\n    id: two\n"
    document, _ = load(text(content))
    assert found(content) == [(ProblemCode.DUPLICATE_KEY, 3, 20, 21), (ProblemCode.DUPLICATE_KEY, 4, 5, 7)]
    assert document.data == {"accounts": [{"id": "one", "labels": {"k": "a"}}]}
    assert document.place(("accounts", 0, "id")) == Place("a.yaml", 2, 9, 12)
    assert document.place(("accounts", 0, "labels", "k")) == Place("a.yaml", 3, 17, 18)


@pytest.mark.parametrize("content", ["- a\n", "text", "''", "[a]", "*x", "&x y"])
def test_a_file_that_is_no_mapping_gives_no_document(content):
    document, problems = load(text(content))
    assert document is None
    assert problems[-1].code is ProblemCode.NOT_A_MAPPING
    assert problems[-1].place.line == 1


def test_a_second_document_is_a_problem_where_it_begins():
    document, problems = load(text("a: 1\n---\nb: 2\n---\nc: 3\n"))
    assert document.data == {"a": "1"}
    assert [(p.code, p.place.line) for p in problems] == [(ProblemCode.SEVERAL_DOCUMENTS, 2)]


@pytest.mark.parametrize("depth", [31, 32, 33, 900])
def test_a_file_may_be_32_levels_deep(depth):
    document, problems = load(text("a: " + "[" * (depth - 1) + "]" * (depth - 1) + "\nb: c\n"))
    assert [(p.code, p.place.column) for p in problems] == ([] if depth <= 32 else [(ProblemCode.TOO_DEEP, 35)])
    assert document.data["b"] == "c"


DEEP = {
    "lists": ("[" * 100_000, 34),
    "mappings": ("{a: " * 100_000, 3 + 4 * 31),
    "items": ("- " * 100_000, 3 + 2 * 31),
    "keys": ("? " * 100_000, 3 + 2 * 31),
    "mappings that are keys": ("{" * 100_000, 34),
    "lists in mappings": ("{a: " * 500 + "[" * 2_000, 3 + 4 * 31),
    "lists in items": ("- " * 850 + "[" * 2_000, 3 + 2 * 31),
    "lists below the limit of one kind": ("- " * 600 + "[" * 600, 3 + 2 * 31),
    "lists behind text of other alphabets": ('["é👩", ' + "[" * 100_000, 8 + 32),
}


@pytest.mark.parametrize(("deep", "column"), DEEP.values(), ids=DEEP)
def test_a_file_of_nothing_but_depth_is_given_up_soon(deep, column):
    document, problems = load(text("a:\n  " + deep))
    assert document is None
    assert (ProblemCode.TOO_DEEP, 2, column) in [(p.code, p.place.line, p.place.column) for p in problems]
    assert {p.code for p in problems} <= {ProblemCode.TOO_DEEP, ProblemCode.KEY_NOT_TEXT}


def test_what_is_wrong_above_a_depth_without_end_is_said_as_well():
    _, problems = load(text("a: &x b\nc:\n  " + "[" * 100_000))
    assert [(p.code, p.place.line) for p in problems] == [(ProblemCode.ANCHOR, 1), (ProblemCode.TOO_DEEP, 3)]


def test_a_bracket_that_is_not_closed_is_not_depth():
    _, problems = load(text("a:\n  " + "[" * 800))
    assert [p.code for p in problems] == [ProblemCode.TOO_DEEP, ProblemCode.SYNTAX]


def test_control_characters_are_replaced_and_each_has_its_place():
    content = "a: x\x07y\r\nb: [\u202e, é\x00]\n\u2028c: d\x85\n"
    document, problems = load(text(content))
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [
        (ProblemCode.CONTROL_CHARACTER, 1, 5),
        (ProblemCode.CONTROL_CHARACTER, 2, 5),
        (ProblemCode.CONTROL_CHARACTER, 2, 9),
        (ProblemCode.CONTROL_CHARACTER, 3, 1),
        (ProblemCode.CONTROL_CHARACTER, 3, 6),
    ]
    assert problems[0].message == "an invisible character (U+0007) stands here"
    assert document.data == {"a": "x\ufffdy", "b": ["\ufffd", "é\ufffd"], "\ufffdc": "d\ufffd"}


def test_a_file_full_of_control_characters_is_not_reported_thousands_of_times():
    problems = load(text("a: " + "\x01" * 5000))[1]
    assert len(problems) == 20


def test_an_escape_makes_no_control_character_either():
    document, problems = load(text('a: ["\\e[31m", "\\x41"]\n"b\\0": c\n"d": "\\u0085"\n'))
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [
        (ProblemCode.CONTROL_CHARACTER, 1, 5),
        (ProblemCode.CONTROL_CHARACTER, 2, 1),
        (ProblemCode.CONTROL_CHARACTER, 3, 6),
    ]
    assert problems[0].message == "an escape here makes an invisible character (U+001B)"
    assert document.data["a"][1] == "A"


def test_bad_utf_8_has_the_place_of_its_first_bad_byte_and_the_rest_is_read():
    document, problems = load(text("a: é\nname: José".encode() + b" \xe9\xff\nb: c\n"))
    assert [(p.code, p.message, p.place) for p in problems] == [
        (ProblemCode.BAD_ENCODING, "the byte E9 here is not UTF-8", Place("a.yaml", 2, 12, 13))
    ]
    assert document.data == {"a": "é", "name": "José \ufffd\ufffd", "b": "c"}


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF16_LE + "a: b".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "a: b".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "a: b".encode("utf-32-le"),
        codecs.BOM_UTF32_BE + "a: b".encode("utf-32-be"),
        "a: b".encode("utf-16-le"),
        "a: b".encode("utf-16-be"),
    ],
)
def test_other_encodings_are_refused_with_the_next_step(content):
    document, (problem,) = load(text(content))
    assert (document, problem.code, problem.place) == (None, ProblemCode.BAD_ENCODING, Place("a.yaml"))
    assert problem.hint == "save the file as UTF-8; most editors and Excel offer it under 'Save as'"


def test_a_file_over_the_limit_is_not_read(monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 1024 * 1024)
    document, (problem,) = load(text(b"#" * (1024 * 1024 + 1)))
    assert (document, problem.code) == (None, ProblemCode.FILE_TOO_LARGE)
    assert problem.message == "this file is larger than 1 MiB and is not read"


def test_problems_of_several_files_come_in_the_order_of_the_files():
    documents, problems = load_all([text("a: 1\na: 2\n", "x.yaml"), text("- b\n", "y.yaml"), text("c: d\n", "z.yaml")])
    assert [document.path for document in documents] == ["x.yaml", "z.yaml"]
    assert [(p.place.path, p.code) for p in problems] == [
        ("x.yaml", ProblemCode.DUPLICATE_KEY),
        ("y.yaml", ProblemCode.NOT_A_MAPPING),
    ]


def test_equal_texts_of_a_file_are_one_object():
    document, _ = load(text("a: [{s: active now}, {s: active now}]\n"))
    first, second = document.data["a"]
    assert first["s"] is second["s"]


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_it_never_raises_on_any_text(content):
    load(text(content.encode("utf-8", "surrogatepass")))


@given(st.binary())
def test_it_never_raises_on_any_bytes(content):
    load(text(content))


@given(YAMLISH)
def test_it_never_raises_on_what_looks_like_yaml(content):
    document, problems = load(text(content))
    assert document is not None or problems
    assert all(problem.message and problem.hint and problem.place.line >= 1 for problem in problems)


@given(YAMLISH | written())
def test_the_quick_reading_gives_what_the_careful_one_gives(content):
    content = "".join(char for char in content if char not in "&*!<\x07\u2028")
    slow, problems = careful.read("a.yaml", content)
    fast = quick.read(content)
    if fast is not None:
        assert (fast, []) == (slow, problems)
    elif not problems:
        assert slow[0] == {}


@given(YAMLISH | written())
def test_a_file_that_goes_the_quick_way_has_nothing_that_the_careful_one_refuses(content):
    document, problems = load(text(content))
    if document is not None and not problems:
        assert careful.read("a.yaml", document.text) == ((document.data, document.spans), [])


SURROUNDINGS = (
    "{0}",
    "---\n{0}",
    "a: b\n{0}\nc: d\n",
    "a:\n{2}",
    "a:\n  b:\n{4}\nc: d\n",
    "a:\n  - b: c\n    d:\n{6}\n  - e: f\n",
    "a:\n  -\n{4}\n  - e: f\n",
    "a:\n  - b: c\n{4}\n  - e: f\n",
    "a:\n- b: c\n{2}\n- e: f\n",
)


@pytest.mark.parametrize("name", sorted(SUITE))
def test_the_yaml_test_suite_is_read_alike_both_ways_wherever_it_stands(name):
    for content in SUITE[name]:
        lines = content.split("\n")
        indented = {n: "\n".join(" " * n + line if line else line for line in lines) for n in range(7)}
        for around in SURROUNDINGS:
            document, problems = load(text(around.format(*(indented[n] for n in range(7)))))
            assert document is not None or problems
            if document is not None and not problems:
                assert careful.read("a.yaml", document.text) == ((document.data, document.spans), [])


@pytest.mark.parametrize("jobs", [1, 3])
def test_searching_for_secrets_goes_along_with_loading(monkeypatch, jobs):
    monkeypatch.setattr(parallel_load, "LEAST_BYTES", 0)
    texts = [
        *(text("a: b\n", "a.yaml"), text("a:\n  password: hunter2\n", "b.yaml")),
        *(text("a: [\n# pin: 4711\n", "c.yaml"), text(b"a: \xff\npassword: x1\n", "d.yaml")),
    ]
    documents, problems, suspicions = load_and_search(texts, jobs)
    assert (documents, problems) == load_all(texts)
    assert suspicions == tuple(map(search, texts))
    assert [[(s.kind, s.line, s.column, s.end_column) for s in found] for found in suspicions] == [
        [],
        [("password", 2, 13, 20)],
        [("PIN", 2, 8, 12)],
        [("password", 2, 11, 13)],
    ]
