import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generate import write_inventory
from portalaudit.source import parallel_load, plain, plain_values, quick
from portalaudit.source.document import Document
from portalaudit.source.load import load, load_all, load_and_search, search
from tests.source.texts import YAMLISH, text, written

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not plain.IS_SOUND, reason="this Python reads by events only: gh-106052"),
]

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(
    path for folder in ("inventory", "policies") for path in (ROOT / folder).glob("**/*.yaml") if path.is_file()
)
ACCOUNTS = sorted((ROOT / "inventory" / "cascade-ridge" / "accounts").glob("*.yaml"))
SUITE = json.loads((Path(__file__).parent / "yaml-test-suite" / "texts.json").read_text(encoding="utf-8"))
INVENTORY = """\
---
# The practice
practice:
  id: cascade-ridge
  name: "Cascade Ridge: Family"   # since 2009
  tax_ids: ["93-1234567", 93-1234568]
  master: {person: m-ortiz, document: 'd'}
  note: >
    two
    lines

accounts:
  - id: a-1
    login: klee
    url: https://x.example.org:80/a#b
    permissions: [eligibility.view, claim status]

  # the second
  - id: a-2
    login: jos\xe9
    grants:
      - kind: grant
        by: {person: m-ortiz, on: 2024-01-01}
      - {kind: change}
    engagements: [{kind: employee, start: 2024-01-01}]
  - {id: a-3, login: x}
  - id: a-4
    note: |
      - id: not an item
    login: y
  - id: a-5
training:
  modules: []
  completions:
  - person: m-ortiz
    module: base
  - {person: k-lee, module: base}
"""


def taken_by(content):
    reader = plain.Reader()
    assert reader.read(content) is not None
    return reader.taken


def routes(node, route=()):
    yield route
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for part, below in parts:
        yield from routes(below, (*route, part))


def assert_same(content, reader=None):
    """Loading gives the same with the fast way and without, down to the place of every key and value."""
    given_text = text(content.encode("utf-8", "surrogatepass"))
    slow = load(given_text)
    fast = load(given_text, read=(reader or plain.Reader()).read)
    assert fast == slow
    if fast[0] is not None:
        every = list(routes(fast[0].data))
        for key in (False, True):
            assert [fast[0].place(route, key=key) for route in every] == [
                slow[0].place(route, key=key) for route in every
            ]


def test_all_that_people_write_is_read_as_the_events_say():
    assert_same(INVENTORY)
    assert_same(INVENTORY.replace("\n", "\r\n"))
    assert plain.Reader().read(INVENTORY) == quick.read(INVENTORY)


def test_items_are_read_at_once_line_by_line_or_through_the_events():
    assert taken_by("a:\n  - x: 1\n    y: [2, 3]\n\n  - {x: 1}\n  - x: 1\n") == plain.Taken(2, 1, 0)
    assert taken_by("a:\n  - x:\n      y: 1\n") == plain.Taken(0, 1, 0)
    assert taken_by("a:\n- x: |\n    y\n- x: >\n    y\n- z: 1\n") == plain.Taken(0, 0, 2)
    assert taken_by(f"a:\n- x: |\n    {'y' * 500}\n- x: |\n    {'y' * 500}\n- z: 1\n") == plain.Taken(0, 1, 2)
    assert taken_by("a:\n  b: {c: d}\n  e: f\n") == plain.Taken(0, 0, 1)
    assert taken_by("a:\n  b: c\n    d\ne: f\n") == plain.Taken(0, 0, 1)
    assert taken_by("a:\n  b: |\n    x\n  c:\n  - d\ne: f\n") == plain.Taken(0, 0, 1)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# only a comment\n",
        "- a\n",
        "text\n",
        "a: b\n c: d\n",
        "a: b\n  c\n",
        "a:\n  - b: 1\n   c: 2\n",
        "a: 1\na: 2\n",
        "a:\n  - b: 1\n    b: 2\n  - c\n",
        "a:\n  - {b: 1, b: 2}\n  - c\n",
        "a:\n\t- b\n",
        "a: b\rc: d\n",
        "a: b\r\nc: d\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "%YAML 1.1\n---\na: b\n",
        "a: b\n'c': d\n",
        "a:\n  - 'b\n  - c'\n  - d\n",
        "a: \x85\n",
        "a: b\u2028c: d\n",
        "a: \ufeff\n",
        "a: [b\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_events(content):
    assert plain.Reader().read(content) in (None, quick.read(content))
    assert_same(content)


@pytest.mark.parametrize(
    "written_value",
    [
        *("b", "b c", "b  c", "b   ", "b #c", "b#c", "b # c: d", "12:30", "a:b:c", "https://x?y=z&w#v", "b:", "b: c"),
        *(
            "-b",
            "- b",
            "-",
            "--- b",
            "?b",
            "? b",
            ":b",
            ": b",
            "b :c",
            "b ? c",
            "~",
            "=",
            "<b",
            "(b)",
            "$b",
            "@b",
            "%b",
        ),
        *(
            "`b",
            ",b",
            "b,c",
            "b, c",
            "]b",
            "}b",
            "b]",
            "b}",
            "b'c",
            'b"c',
            "b\\n",
            "\\",
            "\xe9",
            "\xa0b",
            "b\xa0",
            "#b",
        ),
        *("'b'", "''", "'b''c'", "'b' c", "'b'#c", "'b' #c", "'b", '"b"', '""', '"b\\"', '"b\\n"', '"b" c', "'a: b'"),
        *("[]", "[ ]", "[,]", "[b]", "[ b ]", "[b,c]", "[b, c]", "[b , c]", "[b, c,]", "[b c, d]", "[b] c", "[b] #c"),
        *("[b]#c", "[[b], c]", "[b, [c, {d: e}]]", "[b: c]", "[b, c: d]", "[b #c]", "['b', \"c\"]", "['b'c]", "[b'c]"),
        *("[b}", "[a: b}", "{a: b]", "[{b: c}]", "[{b: c}, d]", "[{b: c}, {b: c}]", "[{b: c]", "[?b]", "[b?c]", "[-b]"),
        *("[- b]", "[b:]", "[b:c]", "[:b]", "[b:,c]", "[http://b/c, d]", "[b-]", "[b--c]", "[#b]", "[b#c]", "[b :c]"),
        *("{}", "{ }", "{b}", "{b: }", "{b: c}", "{b:c}", "{b: c, }", "{b: c, d: e}", "{b: c,d: e}", "{ b : c }"),
        *("{b: c, b: d}", "{b: 'c, d'}", "{b: [c, d], e: {f: g}}", "{'b': c}", '{"b":c}', "{b: c}: d", "[b]: c"),
        *(
            "{b: {c: {d: {e: {f: {g: {h: i}}}}}}}",
            "[[[[[[[[b]]]]]]]]",
            "{b c: d}",
            "{b: c d}",
            "{b: c: d}",
            "{? b : c}",
        ),
        *("|", ">", "|\n        b", "&b c", "*b", "!b c", "<<", "b\tc", "\tb", "b\t", "\x01", "\x7f", "\ud800", "😀"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "", "\n    z: 1\n", "\n  - z: 1\n", "\nz: 1\n", "\n      z\n"])
def test_every_form_of_a_value_means_what_the_events_say(written_value, ending):
    reader = plain.Reader()
    for before in ("a: ", "a:\n  k: ", "a:\n  - ", "a:\n  - k: ", "a:\n  - i: 1\n    k: ", "a:\n  - k:\n      - "):
        # A second reading finds in the memory what the first one put there.
        assert_same(f"{before}{written_value}{ending}", reader)
        assert_same(f"{before}{written_value}{ending}", reader)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_file_is_read_alike(path):
    content = path.read_text(encoding="utf-8")
    assert_same(content)
    assert_same(content.replace("\n", "\r\n"))


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.name)
def test_the_sample_accounts_are_read_without_events(path):
    taken = taken_by(path.read_text(encoding="utf-8"))
    assert taken.by_events == 0
    assert taken.at_once + taken.by_line > 0


@pytest.mark.parametrize("per_file", [50, 0])
def test_the_accounts_of_the_benchmark_are_read_at_once(tmp_path, per_file):
    write_inventory(tmp_path, 200, per_file=per_file)
    reader = plain.Reader()
    for path in sorted(tmp_path.iterdir()):
        content = path.read_text(encoding="utf-8")
        assert reader.read(content) == quick.read(content)
    # 200 accounts, 66 people and 132 completions; the last of each file and the office's own records are not counted.
    assert reader.taken.at_once > 380
    assert reader.taken.by_events < 20


def test_loading_much_takes_the_fast_way_and_gives_the_same(tmp_path, monkeypatch):
    write_inventory(tmp_path, 1000, per_file=500)
    texts = [text(path.read_bytes(), path.name) for path in sorted(tmp_path.iterdir())]
    fast = load_all(texts)
    monkeypatch.setattr(sys.modules[load.__module__], "LEAST_BYTES", 10**9)
    assert load_all(texts) == fast
    monkeypatch.undo()
    monkeypatch.setattr(quick, "read", None)
    assert load_all(texts) == fast


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
def test_the_yaml_test_suite_is_read_alike_wherever_it_stands(name):
    for content in SUITE[name]:
        lines = content.split("\n")
        indented = {n: "\n".join(" " * n + line if line else line for line in lines) for n in range(7)}
        for around in SURROUNDINGS:
            assert_same(around.format(*(indented[n] for n in range(7))))


@given(YAMLISH | written() | st.text() | st.text(alphabet="ab:-#'\"[]{}, \n", max_size=40))
def test_no_text_is_read_otherwise(content):
    assert_same(content)


@given(st.lists(written(), min_size=1, max_size=3), st.integers(0, 3))
def test_what_stands_in_records_is_read_alike(parts, indent):
    pad = " " * indent
    items = (f"{pad}- " + part.replace("\n", f"\n{pad}  ").rstrip(" ") for part in parts)
    assert_same("s:\n" + "".join(items) + "t: u\n")


EDITS = st.tuples(
    st.integers(0, len(INVENTORY)),
    st.integers(0, 3),
    st.sampled_from(
        ("", "", " ", "  ", "\n", "\n  ", "#", " #", ":", ": ", "- ", "'", '"', "[", "]", "{", "}", ",", "|")
    )
    | st.sampled_from(("\t", "\r", "&a ", "*a", "!t ", "<<: ", "? ", "---\n", "\\", "\xe9", "\u2028", "id: x", "    ")),
)


@given(st.lists(EDITS, min_size=1, max_size=4))
def test_an_inventory_with_slips_of_the_hand_is_read_alike(edits):
    content = INVENTORY
    for at, length, inserted in edits:
        content = content[:at] + inserted + content[at + length :]
    assert_same(content)


@given(st.lists(st.sampled_from(INVENTORY.splitlines(keepends=True)), max_size=25))
def test_an_inventory_with_its_lines_shuffled_is_read_alike(lines):
    assert_same("".join(lines))


def test_a_reader_forgets_before_it_grows_large(monkeypatch):
    monkeypatch.setattr(plain_values, "_MOST_KNOWN", 5)
    reader = plain.Reader()
    records = "".join(f"  - id: {n}\n    v: [x{n}]\n    w: {{y: z{n}}}\n    x: '{n}'\n" for n in range(100))
    assert reader.read(f"a:\n{records}") == quick.read(f"a:\n{records}")
    assert max(len(reader._fields), len(reader._values._lists)) <= 7
    assert reader.taken.at_once == 99


def test_a_list_that_was_remembered_is_a_new_one_each_time():
    data, _ = plain.Reader().read("a:\n  - p: [x]\n  - p: [x]\n  - p: [x]\n")
    data["a"][0]["p"].append("y")
    assert data["a"][1]["p"] == ["x"]


def test_a_document_of_the_fast_way_gives_every_place():
    data, spans = plain.Reader().read(INVENTORY)
    document = Document("a.yaml", INVENTORY, data, spans)
    place = document.place(("accounts", 1, "grants", 0, "by", "person"))
    assert (place.line, place.column, place.end_column) == (23, 22, 29)
