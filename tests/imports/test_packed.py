"""A plan holds as little as can be of each change, and gives it back whole."""

import tracemalloc

from portalaudit.imports.import_plan import Change, ChangeKind, Changes, FieldChange, Plan, ToldChanges
from portalaudit.imports.login_lines import Logins
from portalaudit.imports.packed import PackedLines
from portalaudit.imports.plan_json import plan_json
from portalaudit.model import Place
from portalaudit.sheets.listed import LoginRow, WrittenName

MANY = 3_000


def change(number: int) -> Change:
    fields = (FieldChange("login", "", f"u{number}"), FieldChange("email", "old\u2028", f"p{number}@big.example.org"))
    kind = ChangeKind.NEW if number % 3 else ChangeKind.GONE
    place = Place("users.csv", MANY - number, 2, 7)
    return Change(kind, "accounts", f"big-u{number}", f"u{number} on Big Portal", fields, place, "a “note”")


def told() -> ToldChanges:
    found, every = Changes(), ToldChanges()
    for number in range(MANY):
        found.append(change(number))
    every.take(found)
    return every


def test_changes_come_back_whole_in_the_order_of_the_lines_as_often_as_they_are_asked_for() -> None:
    every, wanted = told(), [change(number) for number in reversed(range(MANY))]
    assert [*every] == wanted
    assert [*every.of_kind(ChangeKind.GONE)] == [one for one in wanted if one.kind is ChangeKind.GONE]
    assert every.counts() == {"new": 2_000, "changed": 0, "gone": 1_000, "back": 0}
    every.take(Changes())
    assert [*every] == wanted


def test_a_change_takes_less_than_two_hundred_bytes_and_a_plan_is_written_piece_by_piece() -> None:
    tracemalloc.start()
    try:
        plan = Plan(changes=told())
        taken = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        longest = max(map(len, plan_json(plan, is_written=False)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert taken / MANY < 200
    assert longest < 1_000
    assert (peak - taken) / MANY < 200


def test_lines_are_read_from_the_first_one_on_and_more_may_follow() -> None:
    lines = PackedLines()
    assert [*lines] == []
    wanted = [str(number).encode() * (number % 50) for number in range(5_000)]
    for line in wanted:
        lines.append(line)
    assert [*lines] == wanted
    lines.append(b"more")
    assert next(iter(lines)) == b""
    assert [*lines] == [*wanted, b"more"]


def test_logins_come_back_whole_by_login_and_place() -> None:
    name = WrittenName("Lee, Kim", "Kim", "Lee", "Jr.", ("kim", "lee"))
    whole = LoginRow(
        Place("u.csv", 9),
        "B",
        name,
        "Kim@J.example.org",
        "7",
        "1234567893",
        "active",
        "Active",
        ("a", "b"),
        ("c",),
        (),
        "never",
        "2026-01-02",
        "totp",
        "O",
    )
    rows = [
        whole,
        LoginRow(Place("u.csv", 3), "b"),
        LoginRow(Place("u.csv", 4), "A"),
        LoginRow(Place("u.csv", 2), "", email="x@y.example.org"),
    ]
    logins = Logins(rows)
    assert [*logins.in_order()] == [("a", rows[2]), ("b", rows[1]), ("b", whole), ("x@y.example.org", rows[3])]
    assert (logins.shows_logins, len(logins)) == (True, 4)
    assert logins.mailboxes == {"kim@j.example.org", "x@y.example.org"}
    assert Logins(rows[3:]).shows_logins is False
