"""Maps: read with every mistake at its place, written so that they read back, and shipped without a mistake."""

from typing import get_args

import pytest

from portalaudit.sheets.heading_words import FIELDS, folded
from portalaudit.sheets.list_reading import KnownMap, map_text, open_list, read_maps, recognise, rows, shipped_maps
from portalaudit.sheets.listed import Coverage, ListKind, LoginRow
from portalaudit.sheets.map_files import SHIPPED, Column
from portalaudit.source.files import Text
from tests.sheets.words import TODAY, VOCABULARY

LIST = "Kennung,Wer,Status,Zuletzt,Darf\nklee,Kim Lee,Frei,03/04/2026,Sehen; Tun\nboyu,Bo Yu,Zu,Never,Tun\n"
ANSWERS = {
    "kind": "users",
    "portal": "availity",
    "coverage": "full",
    "column:kennung": "login",
    "column:wer": "name",
    "column:zuletzt": "last_login_on",
    "column:darf": "role",
    "date_order:zuletzt": "day_first",
    "status:frei": "active",
    "status:zu": "disabled",
    "role:sehen": "eligibility.view",
    "role:tun": "ignore",
}


def read(text: str):
    return read_maps([Text("maps/availity.yaml", text.encode())], VOCABULARY)


def recognised(text: str, maps, **more):
    (sheet,), _ = open_list("list.csv", text.encode(), maps)
    return sheet, recognise(sheet, maps, vocabulary=VOCABULARY, today=TODAY, **more)


def learned() -> str:
    _, found = recognised(LIST, (), answers=ANSWERS)
    assert found.doubts == ()
    assert found.layout is not None
    return map_text(found.layout, schema="../map.schema.json")


def test_what_was_asked_once_is_kept_as_a_map() -> None:
    assert learned() == (
        "# yaml-language-server: $schema=../map.schema.json\n"
        "kind: users\n"
        "portal: availity\n"
        'header: "5d9895deda990739"\n'
        "coverage: full\n"
        "columns:\n"
        "  Kennung: login\n"
        "  Wer: name\n"
        "  Status: status\n"
        "  Zuletzt: last_login_on\n"
        "  Darf: role\n"
        "status:\n"
        "  Frei: active\n"
        "  Zu: disabled\n"
        "roles:\n"
        "  Sehen: {permissions: [eligibility.view]}\n"
        "  Tun: {}\n"
        "date_order:\n"
        "  Zuletzt: day_first\n"
    )


def test_with_the_map_nothing_is_asked_again_and_the_rows_are_the_same() -> None:
    maps, problems = read(learned())
    assert problems == ()
    sheet, found = recognised(LIST, maps)
    assert (found.doubts, found.remarks) == ((), ())
    assert found.layout is not None
    assert (found.layout.coverage, found.layout.map_path) == (Coverage.FULL, "maps/availity.yaml")
    first, second = rows(sheet, found.layout)
    assert isinstance(first, LoginRow)
    assert isinstance(second, LoginRow)
    assert (first.login, first.status, first.last_login_on, first.permissions) == (
        "klee",
        "active",
        "2026-04-03",
        ("eligibility.view",),
    )
    assert (second.status, second.last_login_on, second.roles, second.permissions) == (
        "disabled",
        "never",
        ("Tun",),
        (),
    )
    assert map_text(found.layout, schema="../map.schema.json", known=maps[0].written) == learned()


def test_a_changed_header_is_told_and_what_is_new_is_asked() -> None:
    maps, _ = read(learned())
    _, found = recognised(LIST.replace("Darf", "Rechte"), maps, portal="availity")
    assert [doubt.id for doubt in found.doubts] == ["column:rechte"]
    assert [remark.text for remark in found.remarks] == [
        "the headings of this list are not those that maps/availity.yaml was made from (new: Rechte; gone: Darf)"
    ]


def test_the_order_of_columns_is_no_change() -> None:
    maps, _ = read(learned())
    turned = "\n".join(",".join(reversed(line.split(","))) for line in LIST.splitlines())
    _, found = recognised(turned, maps)
    assert (found.doubts, found.remarks) == ((), ())


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("kind: user\n", "1:7", "'user' is not one of the values of 'kind'"),
        ("kind: users\ncolumns:\n  Login: logn\n", "3:10", "'logn' is not one of the values of 'Login'"),
        (
            "kind: users\ncolumns:\n  Started: started_on\n",
            "3:12",
            "'started_on' is nothing that a list of kind 'users' has",
        ),
        (
            "kind: users\nstatus:\n  Frei: actve\n",
            "3:9",
            "'actve' is not a meaning of a status; did you mean 'active'?",
        ),
        (
            "kind: users\nportal: avality\n",
            "2:9",
            "'avality' is not a portal of the inventory; did you mean 'availity'?",
        ),
        (
            "kind: users\nroles:\n  Tun: {permissions: [eligibility.vew]}\n",
            "3:23",
            "'eligibility.vew' is not a permission; did you mean 'eligibility.view'?",
        ),
        ("kind: roster\nemployment: {T: temp}\n", "2:17", "'temp' is not a kind of engagement"),
        (
            "kind: users\ncolumns: {A: login}\ndate_order: {B: day_first}\n",
            "3:14",
            "'B' is not one of the headings under columns",
        ),
        ("kind: users\ncolumnns: {}\n", "2:1", "unknown key 'columnns' in a map; did you mean 'columns'?"),
    ],
)
def test_a_mistake_in_a_map_is_told_at_its_place(text: str, place: str, message: str) -> None:
    _, (problem, *more) = read(text)
    assert (str(problem.place), problem.message.partition("; did")[0]) == (
        f"maps/availity.yaml:{place}",
        message.partition("; did")[0],
    )
    assert more == []


def test_every_field_that_a_kind_of_list_has_can_be_written_in_a_map() -> None:
    assert set(get_args(Column)) == {name for fields in FIELDS.values() for name in fields}


def test_every_shipped_map_says_where_it_was_read_and_knows_its_list() -> None:
    maps = shipped_maps()
    assert len(maps) == len(list(SHIPPED.glob("*.yaml"))) == 25
    assert [known.path for known in maps if not (known.written.source and known.written.known_by)] == []
    assert [
        known.path
        for known in maps
        if not set(map(folded, known.written.known_by or ())) <= set(map(folded, known.written.columns))
    ] == []


@pytest.mark.parametrize("known", shipped_maps(), ids=lambda known: known.path)
def test_a_list_with_its_headings_is_recognised_by_the_shipped_map(known: KnownMap) -> None:
    headings = [heading for heading, name in known.written.columns.items() if "assword" not in heading]
    line = ",".join(f'"{heading}"' for heading in headings)
    _, found = recognised(f"{line}\n", shipped_maps(), portal="availity")
    assert found.layout is not None
    assert (found.layout.map_path, found.kind) == (known.path, ListKind(known.written.kind))
    assert found.layout.columns.count("") == 0


def test_no_shipped_map_means_a_status_that_there_is_not() -> None:
    texts = [Text(path.name, path.read_bytes()) for path in sorted(SHIPPED.glob("*.yaml"))]
    assert read_maps(texts, VOCABULARY)[1] == ()


def own(*texts: str) -> tuple[KnownMap, ...]:
    maps, problems = read_maps([Text(f"maps/{number}.yaml", text.encode()) for number, text in enumerate(texts)])
    assert problems == ()
    return (*shipped_maps(), *maps)


USERS = "Login,Status,Last Login\nana,Gone fishing,2026-11-02\n"
OF_NMP = "kind: users\nportal: nmp\nknown_by: [Login, Last Login]\nstatus: {Gone fishing: suspended}\n"
OF_UHC = "kind: users\nportal: uhc\nknown_by: [Login, Last Login]\nstatus: {Gone fishing: locked}\n"


@pytest.mark.parametrize(("portal", "status"), [("nmp", "suspended"), ("uhc", "locked"), ("rimrock", "")])
def test_a_map_of_another_portal_is_not_used(portal: str, status: str) -> None:
    sheet, found = recognised(USERS, own(OF_NMP, OF_UHC), portal=portal)
    assert found.layout is not None
    assert [row.status for row in rows(sheet, found.layout)] == [status]


def test_an_own_map_comes_before_a_shipped_one() -> None:
    text = "id,status,profile.login,profile.email\n00u1,RECOVERY,klee,k@example.org\n"
    written = "kind: users\nportal: rimrock\nknown_by: [profile.login]\ncolumns: {profile.login: login}\n"
    sheet, found = recognised(text, own(written + "status: {RECOVERY: locked}\n"))
    assert found.layout is not None
    assert (found.layout.map_path, found.layout.portal) == ("maps/0.yaml", "rimrock")
    assert [row.status for row in rows(sheet, found.layout)] == ["locked"]


def test_a_map_has_the_last_word_on_columns_and_words_unless_an_answer_says_otherwise() -> None:
    written = (
        "kind: users\nportal: nmp\nknown_by: [Login, Shown As]\ncolumns: {Shown As: name}\nstatus: {Active: pending}\n"
    )
    text = "Login,Name,Shown As,Status\nana,Ana R,Ana Ruiz,Active\n"
    sheet, found = recognised(text, own(written))
    assert found.layout is not None
    (row,) = rows(sheet, found.layout)
    assert (row.name.written, row.status) == ("Ana Ruiz", "pending")
    assert [remark.text for remark in found.remarks] == [
        "the column 'Shown As' is taken for 'name', and 'Name' is not used"
    ]
    for answer, status in (("locked", "locked"), ("no such word", "pending")):
        sheet, found = recognised(text, own(written), answers={"status:active": answer})
        assert found.layout is not None
        assert [row.status for row in rows(sheet, found.layout)] == [status]


def test_a_map_and_a_list_that_disagree_on_the_order_of_days_are_asked_about() -> None:
    written = "kind: users\nportal: nmp\nknown_by: [Login]\ncolumns: {Last Login: last_login_on}\n"
    written += "date_order: {Last Login: month_first}\n"
    text = "Login,Last Login\nana,{}\nkim,03/04/2026\n"
    _, found = recognised(text.format("13/02/2026"), own(written))
    (doubt,) = [doubt for doubt in found.doubts if doubt.stops]
    assert doubt.question == (
        "The map says that 'Last Login' has the month first, but line 2 only fits day first. Which is it?"
    )
    sheet, found = recognised(text.format("02/13/2026"), own(written))
    assert [doubt.id for doubt in found.doubts] == ["coverage"]
    sheet, found = recognised(text.format("01/02/2026"), own(written))
    assert found.layout is not None
    assert [row.last_login_on for row in rows(sheet, found.layout)] == ["2026-01-02", "2026-03-04"]


ROSTER = "Wer,Job Title,Hire Date,Dienst\nKim Lee,Biller,13/02/2024,x\n"


def test_a_roster_with_one_column_more_is_read_by_its_own_map_and_the_change_told() -> None:
    answers = {"column:wer": "name", "column:dienst": "ignore", "coverage": "full"}
    _, found = recognised(ROSTER, (), answers=answers)
    assert found.layout is not None
    maps = own(map_text(found.layout, schema="m"))
    _, found = recognised(ROSTER.replace("Dienst", "Dienst,Site").replace(",x", ",x,Main"), maps)
    assert [remark.text for remark in found.remarks] == [
        "the headings of this list are not those that maps/0.yaml was made from (new: Site)"
    ]
    assert found.doubts == ()
    _, found = recognised("Wer,Hire Date,Last Day,Site\nKim Lee,2024-02-13,,Main\n", maps)
    assert [doubt.id for doubt in found.doubts if doubt.stops] == ["needed"]


def test_a_list_of_users_is_not_read_by_the_map_of_a_portal_that_only_looks_alike() -> None:
    written = (
        "kind: users\nportal: nmp\nheader: abc\ncolumns: {Login: login, Status: status, Last Login: last_login_on}\n"
    )
    _, found = recognised(USERS, own(written))
    assert "portal" in [doubt.id for doubt in found.doubts]
