"""Edits by place: the file reads as changed, and every other byte stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.imports.yaml_edits import FileEdits
from portalaudit.imports.yaml_text import legible
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load


def read(text: str) -> Document:
    document, problems = load(Text("a.yaml", text.encode()))
    assert document is not None
    assert problems == ()
    return document


def after(edits: FileEdits) -> str:
    return edits.content().decode()


BLOCK = """\
# my list
accounts:
  # the first
  - id: a   # Kim
    status: active # since March
    native_roles:
      - Clerk
      - Biller
  - {id: b, status: active}  # one line

  - id: c
    note: |
      Long
      text
# the end
reviews: []
"""


def test_a_field_is_replaced_where_it_stands() -> None:
    edits = FileEdits(read(BLOCK))
    edits.set(("accounts", 0), ("status",), "disabled")
    edits.set(("accounts", 1), ("status",), "no")
    assert after(edits) == BLOCK.replace("status: active #", "status: disabled #").replace(
        "b, status: active", 'b, status: "no"'
    )


def test_a_new_field_comes_behind_the_last_of_its_record() -> None:
    edits = FileEdits(read(BLOCK))
    for row in range(3):
        edits.set(("accounts", row), ("email",), "x@example.org")
        edits.set(("accounts", row), ("mfa",), "totp")
    assert after(edits) == BLOCK.replace(
        "      - Biller\n", "      - Biller\n    email: x@example.org\n    mfa: totp\n"
    ).replace("status: active}", "status: active, email: x@example.org, mfa: totp}").replace(
        "      text\n", "      text\n    email: x@example.org\n    mfa: totp\n"
    )


def test_a_list_keeps_its_style() -> None:
    edits = FileEdits(read(BLOCK))
    edits.set(("accounts", 0), ("native_roles",), ["Administrator"])
    edits.grow(("accounts", 1), ("native_roles",), "Clerk")
    edits.grow(("accounts", 1), ("native_roles",), "Biller")
    assert after(edits) == BLOCK.replace("      - Clerk\n      - Biller\n", "      - Administrator\n").replace(
        "status: active}", "status: active, native_roles: [Clerk, Biller]}"
    )
    edits = FileEdits(read(BLOCK))
    edits.grow(("accounts", 0), ("native_roles",), "Administrator")
    assert after(edits) == BLOCK.replace("      - Biller\n", "      - Biller\n      - Administrator\n")


def test_records_are_added_behind_the_last_and_before_what_follows() -> None:
    edits = FileEdits(read(BLOCK))
    edits.add(("accounts",), {"id": "d", "login": "007"})
    edits.add(("reviews",), {"id": "r"})
    edits.add(("staff",), {"id": "kim"})
    assert (
        after(edits)
        == BLOCK.replace("      text\n", '      text\n  - id: d\n    login: "007"\n').replace(
            "reviews: []", "reviews:\n  - {id: r}"
        )
        + "staff:\n  - {id: kim}\n"
    )


def test_a_record_between_brackets_is_joined_by_one_between_brackets() -> None:
    text = "accounts: [{id: a}, {id: b}]\ntraining: {modules: []}\n"
    edits = FileEdits(read(text))
    edits.add(("accounts",), {"id": "c"})
    edits.add(("training", "modules"), {"id": "m"})
    edits.add(("training", "completions"), {"person": "kim"})
    assert (
        after(edits)
        == "accounts: [{id: a}, {id: b}, {id: c}]\ntraining: {modules: [{id: m}], completions: [{person: kim}]}\n"
    )


def test_a_list_in_a_section_begins_in_its_section() -> None:
    text = "training:\n    modules:\n    - id: m\n# end\npractice: {id: p}\n"
    edits = FileEdits(read(text))
    edits.add(("training", "completions"), {"person": "kim"})
    assert after(edits) == text.replace("id: m\n", "id: m\n    completions:\n      - {person: kim}\n")
    edits = FileEdits(read(text))
    edits.add(("training", "modules"), {"id": "k"})
    assert after(edits) == text.replace("- id: m\n", "- id: m\n    - id: k\n")


def test_a_new_file_holds_what_is_added() -> None:
    edits = FileEdits()
    edits.add(("training", "completions"), {"person": "kim"})
    edits.add(("accounts",), {"id": "a", "roles": ["x: y", "-"]})
    assert (
        after(edits) == 'accounts:\n  - {id: a, roles: ["x: y", "-"]}\ntraining:\n  completions:\n    - {person: kim}\n'
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "training:\n  modules:\n    - {id: m}\n  completions:\n    - {person: kim}\n"),
        ("{staff: []}", "{staff: [], training: {modules: [{id: m}], completions: [{person: kim}]}}"),
        ("staff: []", "staff: []\ntraining:\n  modules:\n    - {id: m}\n  completions:\n    - {person: kim}\n"),
    ],
)
def test_two_lists_of_a_new_section_stand_in_it_together(text: str, wanted: str) -> None:
    edits = FileEdits(read(text))
    edits.add(("training", "modules"), {"id": "m"})
    edits.add(("training", "completions"), {"person": "kim"})
    assert after(edits) == wanted


def test_what_holds_a_field_comes_with_it() -> None:
    edits = FileEdits(read("staff:\n  - id: kim\n    engagements:\n      - {start: 2024-01-02}\n"))
    edits.set(("staff", 0), ("engagements", 0, "end"), "2026-01-02")
    edits.set(("staff", 0), ("labels", "badge"), "7")
    assert (
        after(edits) == "staff:\n  - id: kim\n    engagements:\n      - {start: 2024-01-02, end: 2026-01-02}\n"
        '    labels: {badge: "7"}\n'
    )


@pytest.mark.parametrize("comment", ["", "  # so far"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_list_that_is_not_there_yet(comment: str, end: str) -> None:
    edits = FileEdits(read(f"accounts: []{comment}{end}"))
    edits.add(("accounts",), {"id": "a"})
    edits.add(("accounts",), {"id": "b"})
    assert after(edits) == f"accounts:{comment}\n  - {{id: a}}\n  - {{id: b}}{end}"


def test_a_file_may_be_one_record() -> None:
    edits = FileEdits(read("kind: users # of nmp\ncolumns:\n  Login: login\n"))
    edits.put(("kind",), "roster")
    edits.put(("columns", "Last: Login"), "last_login_on")
    edits.put(("status",), {"On": "active"})
    assert after(edits) == (
        'kind: roster # of nmp\ncolumns:\n  Login: login\n  "Last: Login": last_login_on\nstatus: {"On": active}\n'
    )


def test_line_ends_stay_what_they_are() -> None:
    edits = FileEdits(read("accounts:\r\n  - id: a\r\n    status: active\r\n"))
    edits.set(("accounts", 0), ("mfa",), "sms")
    edits.add(("accounts",), {"id": "b"})
    assert after(edits) == "accounts:\r\n  - id: a\r\n    status: active\r\n    mfa: sms\r\n  - id: b\r\n"


def test_a_section_that_is_a_mapping_has_fields() -> None:
    edits = FileEdits(read("practice:\n  id: p # short\n  name: P\nstaff: []\n"))
    edits.set(("practice",), ("name",), "Practice: one")
    edits.set(("practice",), ("timezone",), "America/New_York")
    assert (
        after(edits) == 'practice:\n  id: p # short\n  name: "Practice: one"\n  timezone: America/New_York\nstaff: []\n'
    )


_WORDS = st.text(st.characters(codec="utf-8"), max_size=12).map(legible)


@given(values=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["mfa", "status", "login", "note"]), _WORDS)))
def test_whatever_is_written_reads_back_and_nothing_else_changes(values: list[tuple[int, str, str]]) -> None:
    edits, wanted = FileEdits(read(BLOCK)), read(BLOCK).data
    for row, name, text in values:
        edits.set(("accounts", row), (name,), text)
        wanted["accounts"][row][name] = text
    edits.add(("accounts",), {"id": "z", "roles": [text for _, _, text in values]})
    wanted["accounts"].append({"id": "z", "roles": [text for _, _, text in values]})
    document, _ = load(Text("a.yaml", after(edits).encode()))
    assert document is not None
    assert document.data == wanted
