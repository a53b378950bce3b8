import pytest

from portalaudit.inventory.facts import drift, user_statuses
from portalaudit.inventory.records import Account, Person, Portal
from portalaudit.inventory.records.accounts import Grant
from portalaudit.inventory.records.portals import Export, ExportedAccount
from portalaudit.inventory.reference import Reference, StatusWords
from tests.inventory.facts.small_worlds import account, person, world_of

KIM = person("k-lee", ("2020-01-06", None), other_names=("Kim Park",))
ANA = person("ana", ("2020-01-06", None), name="Ana Ruiz")
TAKEN = "2026-11-10"
OLD = "2020-01-07"


def row(**fields: object) -> ExportedAccount:
    return ExportedAccount(**fields)  # type: ignore[arg-type]


def portal(*rows: ExportedAccount, **fields: object) -> Portal:
    export = Export(taken_on=TAKEN, accounts=rows, **fields)  # type: ignore[arg-type]
    return Portal(id="cco", name="P", kind="mac", exports=(export,))


def differences(one: Portal, *accounts: Account, staff: tuple[Person, ...] = (KIM, ANA)) -> tuple[str, ...] | None:
    return drift.drift(one, world_of(portals=(one,), staff=staff, accounts=accounts))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Active", True),
        (" ENABLED ", True),
        ("Locked", True),
        ("Pending approval", True),
        ("Inactive", False),
        ("Not active", False),
        ("Active - suspended", False),
        ("Deactivated", False),
        ("terminated/idle", False),
        ("Active.", True),
        ("ACTIVE_USER", True),
        ("Enabled,", True),
        ("True", True),
        ("(locked)", True),
        ("\uff21\uff43\uff54\uff49\uff56\uff45", True),
        ("FALSE", False),
        ("IN-ACTIVE/CLOSED", False),
        ("non-active", False),
        ("ACCOUNT_DISABLED", False),
        ("active, not enabled", False),
        ("No longer active", False),
        ("un-active", False),
        ("Never activated", False),
        ("In-active", False),
        ("DE-ACTIVATED", False),
        ("dis-abled", False),
        ("Signed in, active", True),
        ("Registered; access denied", False),
        ("Terminated - no rehire", False),
        ("Active: No", None),
        ("Not terminated", None),
        ("Active - not suspended", None),
        ("Not locked", None),
        ("Disabled: False", None),
        ("Enabled=True", None),
        ("Live", None),
        ("Green", None),
        ("Activity", None),
        ("-", None),
        ("1", None),
        (None, None),
    ],
)
def test_what_a_status_says(status: str | None, expected: bool | None) -> None:
    assert user_statuses.row_works(row(status=status), world_of()) is expected


@pytest.mark.parametrize("kept", ["disabled", "suspended", "deactivated", "deleted", "terminated", "revoked", "active"])
def test_a_word_that_is_not_understood_never_agrees(kept: str) -> None:
    one, known = portal(row(login="klee", status="Live")), account(status=kept, created_on=OLD)
    world = world_of(portals=(one,), staff=(KIM,), accounts=(known,))
    assert drift.drift(one, world) is None
    assert drift.open_statuses(one, world) == "klee is Live in the user list, and what that word says is not known"


@pytest.mark.parametrize(
    ("kept", "told", "left_open"),
    [
        ("active", (), ""),
        *(
            (gone, (f"klee: {gone} in the inventory, still in the user list, which gives no status",), "")
            for gone in ("deleted", "terminated", "revoked")
        ),
        *(
            (ended, None, f"klee is {ended} in the inventory, and the user list gives no status")
            for ended in ("disabled", "suspended", "deactivated")
        ),
    ],
)
def test_a_user_who_is_listed_without_a_status(kept: str, told: tuple[str, ...] | None, left_open: str) -> None:
    one, known = portal(row(login="klee")), account(status=kept, created_on=OLD)
    world = world_of(portals=(one,), staff=(KIM,), accounts=(known,))
    assert (drift.drift(one, world), drift.open_statuses(one, world)) == (told, left_open)


def test_what_differs_is_told_with_what_is_left_open() -> None:
    one = portal(row(login="klee", status="Live"), row(login="mystery7"))
    world = world_of(portals=(one,), staff=(KIM,), accounts=(account(created_on=OLD),))
    assert drift.drift(one, world) == ("mystery7 is not in the inventory",)
    assert drift.drift_note(one, world).endswith(
        "10 days old; mystery7 is not in the inventory; "
        "klee is Live in the user list, and what that word says is not known"
    )


def test_words_of_a_practice_are_understood() -> None:
    words = StatusWords(id="ours", works=True, words=("live",))  # type: ignore[call-arg]
    known = user_statuses.StatusWords(Reference(status_words={"ours": words}))
    assert [known.says(each) for each in ("LIVE!", "Deleted", "")] == [True, None, None]


@pytest.mark.parametrize(
    ("days", "newest"),
    [
        ((), None),
        (("2026-11-21",), None),
        (("2026-11-20",), "2026-11-20"),
        (("2026-09-01", "2026-10-01"), "2026-10-01"),
    ],
)
def test_the_newest_user_list(days: tuple[str, ...], newest: str | None) -> None:
    one = Portal(id="cco", name="P", kind="mac", exports=tuple(Export(taken_on=day) for day in days))  # type: ignore[call-arg]
    assert drift.newest_export_on(one, world_of(portals=(one,))) == newest


def test_without_lines_nothing_can_be_compared() -> None:
    bare = Portal(id="cco", name="P", kind="mac")
    assert differences(bare) is None
    assert drift.drift_note(bare, world_of(portals=(bare,))) == "no user list has been recorded"
    assert drift.drifted_accounts(bare, world_of(portals=(bare,))) == ()
    half = (Export(taken_on=TAKEN, accounts=()), Export(taken_on=TAKEN))  # type: ignore[call-arg]
    assert differences(Portal(id="cco", name="P", kind="mac", exports=half)) is None


def test_lists_of_one_day_are_one_list() -> None:
    parts = (
        Export(taken_on=TAKEN, accounts=(row(login="klee"),)),  # type: ignore[call-arg]
        Export(taken_on=TAKEN, accounts=(row(login="aruiz"),)),  # type: ignore[call-arg]
    )
    one = Portal(id="cco", name="P", kind="mac", exports=parts)
    assert differences(one, account("a", created_on=OLD), account("b", login="aruiz", created_on=OLD)) == ()


MATCHED = [
    (row(login=" KLee"), account()),
    (row(email="KIM@p.example.org"), account(email="kim@p.example.org")),
    (row(name="kim  lee"), account()),
    (row(name="Kim Park"), account()),
    (row(name="Desk One"), account(display_name="Desk One", person=None)),
    (row(login="klee", status="Active"), account(status="locked")),
    (row(login="klee", roles=("Standard user",)), account(native_roles=("standard User",))),
    (row(login="klee", roles=("Standard user",)), account()),
    (row(login="klee", name="Lee-Park, Kim"), account()),
    (row(login="klee", name="Anybody"), account(person=None)),
]


@pytest.mark.parametrize(("line", "one"), MATCHED)
def test_a_line_and_its_account_agree(line: ExportedAccount, one: Account) -> None:
    assert differences(portal(line), one) == ()


DIFFERING = [
    (row(login="klee", status="Disabled"), account(), "klee: active in the inventory, Disabled in the user list"),
    (
        row(login="klee", status="Active"),
        account(status="deleted"),
        "klee: deleted in the inventory, Active in the user list",
    ),
    (row(login="KL01", email="k@p"), account(email="K@p"), "klee: its login in the user list is KL01"),
    (row(login="klee", email="x@p"), account(email="k@p"), "klee: its e-mail address in the user list is x@p"),
    (row(login="klee", roles=("A", "B")), account(native_roles=("A",)), "klee: its roles in the user list are A and B"),
    (row(login="klee", name="Ana Ruiz"), account(), "klee: its user in the user list is Ana Ruiz"),
    (row(login="nobody"), account(status="deleted"), "nobody is not in the inventory"),
    (row(email="x@p"), account(status="deleted"), "x@p is not in the inventory"),
    (row(name="X"), account(status="deleted"), "X is not in the inventory"),
    (row(), account(status="deleted"), "a user without login, e-mail and name is not in the inventory"),
]


@pytest.mark.parametrize(("line", "one", "words"), DIFFERING)
def test_a_line_and_its_account_differ(line: ExportedAccount, one: Account, words: str) -> None:
    assert differences(portal(line), one) == (words,)


def test_a_login_goes_before_an_address_and_an_address_before_a_name() -> None:
    by_login = account("a", login="one", email="a@p", created_on=OLD)
    by_email = account("b", login="two", email="b@p", created_on=OLD)
    one = portal(row(login="one", email="b@p"), row(email="b@p", name="Kim Lee"))
    assert differences(one, by_login, by_email) == ("one: its e-mail address in the user list is b@p",)


def test_several_accounts_fit_one_line() -> None:
    accounts = (account("a", login="one", created_on=OLD), account("b", login="two", created_on=OLD))
    assert differences(portal(row(name="Kim Lee")), *accounts) == ("Kim Lee could be one of several accounts",)
    ended = account("b", login="two", status="deleted")
    assert differences(portal(row(name="Kim Lee")), accounts[0], ended) == ()


def test_one_login_in_two_organizations_is_one_line_or_two() -> None:
    accounts = (account("a", organization="x", created_on=OLD), account("b", organization="y", created_on=OLD))
    assert differences(portal(row(login="klee")), *accounts) == ()
    assert differences(portal(row(login="klee"), row(login="klee")), *accounts) == ()


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({}, False),
        ({"created_on": "2026-11-09"}, False),
        ({"created_on": "2026-11-10"}, True),
        ({"enabled_on": "2026-11-10"}, True),
        ({"suspended_on": "2026-11-10"}, True),
        ({"grants": (Grant(granted_on="2026-11-10"),)}, True),  # type: ignore[call-arg]
        ({"status": "pending"}, True),
        ({"status": "suspended"}, True),
        ({"type": "api"}, True),
        ({"tax_ids": ("93-1234567",)}, False),
        ({"tax_ids": ("93-7654321",)}, True),
    ],
)
def test_which_accounts_a_list_has_to_show(fields: dict[str, object], listed: bool) -> None:
    found = differences(portal(tax_ids=("93-1234567",)), account(**fields))
    assert found == (() if listed else ("klee: active in the inventory, not in the user list",))


def test_the_note_counts_what_it_does_not_list() -> None:
    one = portal(*(row(login=f"u{i:02}") for i in range(21)))
    facts = world_of(portals=(one,))
    note = drift.drift_note(one, facts)
    assert note.startswith("the newest user list is of 2026-11-10, 10 days old; u00 is not in the inventory; ")
    assert note.endswith("; u19 is not in the inventory; and 1 more")
    quiet = portal()
    assert drift.drift_note(quiet, world_of(portals=(quiet,))) == "the newest user list is of 2026-11-10, 10 days old"


def test_accounts_told_differently_are_pointed_at_once() -> None:
    one = portal(row(login="klee", status="Disabled", name="Ana Ruiz"))
    accounts = (account("a", created_on=OLD), account("b", login="other", created_on=OLD))
    facts = world_of(portals=(one,), staff=(KIM, ANA), accounts=accounts)
    assert [each.id for each in drift.drifted_accounts(one, facts)] == ["a", "b"]
