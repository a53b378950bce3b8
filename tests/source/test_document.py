from itertools import pairwise

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from portalaudit.model import Place, ProblemCode
from portalaudit.source import spots
from portalaudit.source.load import load
from tests.source.texts import YAMLISH, text, written

INVENTORY = """\
practice:
  id: cascade-ridge
  master_portal_administrator: {person: m-ortiz, document: }
  locations: [{id: main, state: OR}, {id: east}]
accounts:
  # the first one
  - id: nmp-klee
    status: 'active'
    grants:
      - kind: create
        reason: >
          asked for
          by letter
  - {id: two, persons: [a, "b"]}
  -
    id: three
  - four
training:
  modules: []
  completions:
  - person: k-lee
    module: portal-base
  - {person: m-ortiz, module: portal-base}
"""


@pytest.fixture
def document():
    document, problems = load(text(INVENTORY))
    assert problems == ()
    return document


@pytest.mark.parametrize(
    ("route", "value", "key"),
    [
        (("practice",), (2, 3, 0), (1, 1, 9)),
        (("practice", "id"), (2, 7, 20), (2, 3, 5)),
        (("practice", "master_portal_administrator"), (3, 32, 0), (3, 3, 30)),
        (("practice", "master_portal_administrator", "person"), (3, 41, 48), (3, 33, 39)),
        (("practice", "locations", 0), (4, 15, 0), (4, 15, 0)),
        (("practice", "locations", 1, "id"), (4, 43, 47), (4, 39, 41)),
        (("accounts",), (7, 3, 0), (5, 1, 9)),
        (("accounts", 0), (7, 5, 0), (7, 5, 0)),
        (("accounts", 0, "status"), (8, 13, 21), (8, 5, 11)),
        (("accounts", 0, "grants", 0, "kind"), (10, 15, 21), (10, 9, 13)),
        (("accounts", 0, "grants", 0, "reason"), (11, 17, 0), (11, 9, 15)),
        (("accounts", 1, "persons", 1), (14, 28, 31), (14, 28, 31)),
        (("accounts", 2, "id"), (16, 9, 14), (16, 5, 7)),
        (("accounts", 3), (17, 5, 9), (17, 5, 9)),
        (("training", "completions"), (21, 3, 0), (20, 3, 14)),
        (("training", "completions", 0, "module"), (22, 13, 24), (22, 5, 11)),
        (("training", "completions", 1, "person"), (23, 14, 21), (23, 6, 12)),
    ],
)
def test_a_written_value_and_its_key_have_their_exact_place(document, route, value, key):
    place = document.place(route)
    assert (place.line, place.column, place.end_column) == value
    place = document.place(route, key=True)
    assert (place.line, place.column, place.end_column) == key


@pytest.mark.parametrize(
    ("route", "place"),
    [
        ((), Place("a.yaml", 1, 1)),
        (("reviews",), Place("a.yaml", 1, 1)),
        (("practice", "name"), Place("a.yaml", 1, 1, 9)),
        (("practice", "master_portal_administrator", "deputy"), Place("a.yaml", 3, 3, 30)),
        (("practice", "master_portal_administrator", "person", "x", 3), Place("a.yaml", 3, 33, 39)),
        (("accounts", 0, "portal"), Place("a.yaml", 7, 5, 7)),
        (("accounts", 1, "portal"), Place("a.yaml", 14, 6, 8)),
        (("accounts", 0, "grants", 0, "granted_on"), Place("a.yaml", 10, 9, 13)),
        (("accounts", 0, "grants", 7), Place("a.yaml", 9, 5, 11)),
        (("accounts", 9, "id"), Place("a.yaml", 5, 1, 9)),
        (("accounts", "id"), Place("a.yaml", 5, 1, 9)),
        (("accounts", -1), Place("a.yaml", 5, 1, 9)),
        (("training", "completions", 5), Place("a.yaml", 20, 3, 14)),
        (("training", "completions", 0, "version"), Place("a.yaml", 21, 5, 11)),
        ((0, 1), Place("a.yaml", 1, 1)),
    ],
)
def test_what_is_not_written_has_the_place_of_its_nearest_written_ancestor(document, route, place):
    assert document.place(route) == place


def test_an_empty_value_stands_where_it_would_be_written(document):
    assert document.place(("practice", "master_portal_administrator", "document")) == Place("a.yaml", 3, 60)


def test_an_empty_document_has_a_place_too():
    document, _ = load(text("# nothing yet\n"))
    assert document.place(("accounts", 0, "id")) == Place("a.yaml", 1, 1)


def test_a_line_is_given_without_its_end():
    document, _ = load(text("a: 1\r\nb: 2\rc: 3\n\nd: 4"))
    assert [document.line(number) for number in range(8)] == ["", "a: 1", "b: 2", "c: 3", "", "d: 4", "", ""]


def test_places_are_read_from_the_lines_that_hold_them_and_not_from_the_whole_file(monkeypatch):
    many = "accounts:\n" + "".join(f"  - {{id: a{i}, status: active}}\n" for i in range(2000))
    document, _ = load(text(many))
    seen = []
    read_part = spots.read_part
    monkeypatch.setattr(spots, "read_part", lambda *a: seen.append(len(a[1])) or read_part(*a))
    monkeypatch.setattr(spots, "read_whole", lambda _: pytest.fail("the whole file was read"))
    assert [document.place(("accounts", i, "status")).line for i in range(2000)] == list(range(2, 2002))
    assert max(seen) < 60


# The straightforward way to know every place: let PyYAML build its tree of nodes, each with its marks.
def reference(node, route=()):
    yield route, node, None
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            merge = isinstance(key, yaml.ScalarNode) and key.value == "<<" and not key.style
            if isinstance(key, yaml.ScalarNode) and not merge and key.value not in seen:
                seen.add(key.value)
                yield (*route, key.value), value, key
                yield from list(reference(value, (*route, key.value)))[1:]
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from reference(value, (*route, index))


def at(document, route):
    data = document.data
    for part in route:
        data = data[part]
    return data


# An alias has a place of its own here, and what is nested too deeply or follows in a second document is not read.
UNLIKE_THE_REFERENCE = {ProblemCode.ANCHOR, ProblemCode.TOO_DEEP, ProblemCode.SEVERAL_DOCUMENTS}


def check_every_place(content):
    document, problems = load(text(content))
    if document is None or not document.data or UNLIKE_THE_REFERENCE & {problem.code for problem in problems}:
        return
    for route, node, key in reference(yaml.compose(document.text, yaml.CSafeLoader)):
        if not route:
            continue
        place = document.place(route)
        assert (place.line, place.column) == (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.ScalarNode):
            assert at(document, route) == node.value
            one_line = node.start_mark.line == node.end_mark.line and node.end_mark.column > node.start_mark.column
            assert place.end_column == (node.end_mark.column + 1 if one_line else 0)
        if key is not None:
            place = document.place(route, key=True)
            assert (place.line, place.column) == (key.start_mark.line + 1, key.start_mark.column + 1)


@given(written())
def test_every_place_in_a_well_formed_file_is_the_one_that_a_full_parse_gives(content):
    check_every_place(content)


@given(YAMLISH)
@example("!t {a: b, c: [d]}")
@example("a: !t {b: c, d: e}")
@example("a: !t [b, {c: d}, e]")
@example("a: !t\n  - b\n  - {c: d}")
def test_every_place_in_any_file_is_the_one_that_a_full_parse_gives(content):
    check_every_place(content)


@given(written(), st.lists(st.sampled_from(("id", "portal", "x", 0, 1, -1, 99)), max_size=5), st.booleans())
def test_every_route_has_a_place_in_the_file(content, route, key):
    document, _ = load(text(content))
    place = document.place(tuple(route), key=key)
    assert 1 <= place.line <= content.count("\n") + 1
    assert 1 <= place.column <= len(document.line(place.line)) + 1


IN_BRACKETS = """{practice: {id: p, notes: [a, b1]},
accounts: [{id: zero, login: 'ü1', persons: [k, 'm1']}, {id: one, grants: [{kind: x1,
reason: 'two'}]}, [three], four], training: {modules: [{id: five}], completions: []}}"""
ROUTES = [
    (("practice", "notes", 1), "b1", "b1"),
    (("accounts", 0, "login"), "'ü1'", "login"),
    (("accounts", 0, "persons", 1), "'m1'", "'m1'"),
    (("accounts", 1, "grants", 0, "kind"), "x1", "kind"),
    (("accounts", 1, "grants", 0, "reason"), "'two'", "reason"),
    (("accounts", 2, 0), "three", "three"),
    (("accounts", 3), "four", "four"),
    (("training", "modules", 0, "id"), "five", "id: five"),
]


@pytest.mark.parametrize("content", [IN_BRACKETS, IN_BRACKETS.replace("\n", " ")], ids=["lines", "one long line"])
@pytest.mark.parametrize(("route", "value", "key"), ROUTES)
def test_places_between_brackets(content, route, value, key):
    def place_of(piece):
        before, _, _ = content.partition(piece)
        column = len(before.rpartition("\n")[2]) + 1
        return Place("a.yaml", before.count("\n") + 1, column, column + len(piece.partition(":")[0]))

    document, problems = load(text(content))
    assert problems == ()
    assert (document.place(route), document.place(route, key=True)) == (place_of(value), place_of(key))


@pytest.mark.parametrize("opening", ["accounts: [", "{accounts: [", '{"practice":{"id":"p"},"accounts":['])
def test_places_on_one_long_line_take_work_that_grows_with_its_length(opening, monkeypatch):
    def characters_parsed(items):
        content = opening + ",".join(f"{{id: a{number:05}, login: x}}" for number in range(items)) + "]"
        document, _ = load(text(content + ("}" if opening.startswith("{") else "")))
        seen = []
        parse = spots.events.parser
        with monkeypatch.context() as patched:
            patched.setattr(spots.events, "parser", lambda part: (seen.append(len(part)), parse(part))[1])
            places = [document.place(("accounts", number, "login")) for number in range(items)]
        assert places[-1].column == len(opening) + 23 * items - 2
        return sum(seen)

    assert characters_parsed(2000) < 2.1 * characters_parsed(1000)


@pytest.mark.parametrize("odd", ["\v", "\x1c", "\x85", "\u2028", ""])
def test_a_line_ends_where_yaml_ends_it_and_not_where_python_does(odd):
    text_of_three = f"a{odd}\nb{odd}b\r\n{odd}c"
    starts = list(spots.line_starts(text_of_three))
    lines = [text_of_three[begin:end] for begin, end in pairwise(starts)]
    assert lines[:3] == [f"a{odd}\n", f"b{odd}b\r\n", f"{odd}c"]
    assert "".join(lines[3:]) == ""
