import pytest

from portalaudit.inventory.facts import drift, user_statuses
from portalaudit.inventory.facts.drift import UserListEntry
from portalaudit.inventory.records import Account, Person, Portal
from portalaudit.inventory.records.account_records import Grant
from portalaudit.inventory.records.portal_records import Export, ExportedAccount
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


def entries(
    one: Portal, *accounts: Account, staff: tuple[Person, ...] = (KIM, ANA)
) -> tuple[UserListEntry, ...] | None:
    listed = drift.newest_list(one, world_of(portals=(one,), staff=staff, accounts=accounts))
    return listed and listed.differences


def differences(one: Portal, *accounts: Account, staff: tuple[Person, ...] = (KIM, ANA)) -> list[str] | None:
    """Each difference as the user in the list, the account, and what is other."""
    found = entries(one, *accounts, staff=staff)
    return None if found is None else [_shown(each) for each in found]


def _shown(entry: UserListEntry) -> str:
    flags = ("other_login", "other_email", "other_roles", "other_user", "several")
    others = [name for name in flags if getattr(entry, name)]
    user = entry.user if entry.row else "-"
    return " ".join([user, entry.account.id if entry.account else "-", *others])


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
    assert user_statuses.can_sign_in(row(status=status), world_of()) is expected


@pytest.mark.parametrize("status", ["Live", None])
@pytest.mark.parametrize("kept", ["disabled", "suspended", "deactivated", "deleted", "terminated", "revoked"])
def test_a_status_that_says_nothing_agrees_with_no_account_that_ended(kept: str, status: str | None) -> None:
    assert differences(portal(row(login="klee", status=status)), account(status=kept, created_on=OLD)) == ["klee a"]


def test_a_list_without_a_status_shows_users_who_work() -> None:
    assert differences(portal(row(login="klee")), account(created_on=OLD)) == []
    assert differences(portal(row(login="klee", status="Live")), account(created_on=OLD)) == ["klee a"]


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
    listed = drift.newest_list(one, world_of(portals=(one,)))
    assert (listed and listed.taken_on) == newest


def test_without_lines_nothing_can_be_compared() -> None:
    assert entries(Portal(id="cco", name="P", kind="mac")) is None
    half = (Export(taken_on=TAKEN, accounts=()), Export(taken_on=TAKEN))  # type: ignore[call-arg]
    assert entries(Portal(id="cco", name="P", kind="mac", exports=half)) is None


def test_lists_of_one_day_are_one_list() -> None:
    parts = (
        Export(taken_on=TAKEN, accounts=(row(login="klee"),)),  # type: ignore[call-arg]
        Export(taken_on=TAKEN, accounts=(row(login="aruiz"),)),  # type: ignore[call-arg]
    )
    one = Portal(id="cco", name="P", kind="mac", exports=parts)
    assert differences(one, account("a", created_on=OLD), account("b", login="aruiz", created_on=OLD)) == []


MATCHED = [
    (row(login=" KLee"), account()),
    (row(email="KIM@p.example.org"), account(email="kim@p.example.org")),
    (row(name="kim  lee"), account()),
    (row(name="Kim Park"), account()),
    (row(name="Desk One"), account(display_name="Desk One", person=None)),
    (row(login="klee", status="Active"), account(status="locked")),
    (row(login="klee", roles=("Standard user",)), account(native_roles=("standard User",))),
    (row(login="klee", roles=("Standard user",)), account()),
    (row(login="klee"), account(native_roles=("Standard user",))),
    (row(login="klee", name="Lee-Park, Kim"), account()),
    (row(login="klee", name="Anybody"), account(person=None)),
]


@pytest.mark.parametrize(("line", "one"), MATCHED)
def test_a_line_and_its_account_agree(line: ExportedAccount, one: Account) -> None:
    assert differences(portal(line), one) == []


DIFFERING = [
    (row(login="klee", status="Disabled"), account(), "klee a"),
    (row(login="klee", status="Active"), account(status="deleted"), "klee a"),
    (row(login="KL01", email="k@p"), account(email="K@p"), "KL01 a other_login"),
    (row(login="klee", email="x@p"), account(email="k@p"), "klee a other_email"),
    (row(login="klee", roles=("A", "B")), account(native_roles=("A",)), "klee a other_roles"),
    (row(login="klee", name="Ana Ruiz"), account(), "klee a other_user"),
    (row(login="nobody"), account(status="deleted"), "nobody -"),
    (row(email="x@p"), account(status="deleted"), "x@p -"),
    (row(name="X"), account(status="deleted"), "X -"),
    (row(), account(status="deleted"), "a user without login, e-mail and name -"),
]


@pytest.mark.parametrize(("line", "one", "words"), DIFFERING)
def test_a_line_and_its_account_differ(line: ExportedAccount, one: Account, words: str) -> None:
    assert differences(portal(line), one) == [words]


def test_a_login_goes_before_an_address_and_an_address_before_a_name() -> None:
    by_login = account("a", login="one", email="a@p", created_on=OLD)
    by_email = account("b", login="two", email="b@p", created_on=OLD)
    one = portal(row(login="one", email="b@p"), row(email="b@p", name="Kim Lee"))
    assert differences(one, by_login, by_email) == ["one a other_email"]


def test_several_accounts_fit_one_line() -> None:
    accounts = (account("a", login="one", created_on=OLD), account("b", login="two", created_on=OLD))
    assert differences(portal(row(name="Kim Lee")), *accounts) == ["Kim Lee - several"]
    ended = account("b", login="two", status="deleted")
    assert differences(portal(row(name="Kim Lee")), accounts[0], ended) == []


def test_one_login_in_two_organizations_is_one_line_or_two() -> None:
    accounts = (account("a", organization="x", created_on=OLD), account("b", organization="y", created_on=OLD))
    assert differences(portal(row(login="klee")), *accounts) == []
    assert differences(portal(row(login="klee"), row(login="klee")), *accounts) == []


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({}, False),
        ({"created_on": "2026-11-09"}, False),
        ({"created_on": "2026-11-10"}, True),
        ({"enabled_on": "2026-11-10"}, True),
        ({"suspended_on": "2026-11-10"}, True),
        ({"grants": (Grant(granted_on="2026-11-10"),)}, True),  # type: ignore[call-arg]
        ({"status": "suspended"}, True),
    ],
)
def test_which_accounts_a_list_has_to_show(fields: dict[str, object], listed: bool) -> None:
    assert differences(portal(), account(**fields)) == ([] if listed else ["- a"])


def test_the_tax_ids_of_every_part_are_those_of_the_list() -> None:
    scopes = [("93-1234567",), ("93-7654321",), None]
    parts = [Export(taken_on=TAKEN, accounts=(row(login="x"),), tax_ids=scope) for scope in scopes]  # type: ignore[call-arg]
    some, every = (Portal(id="cco", name="P", kind="mac", exports=tuple(each)) for each in (parts[:2], parts))
    assert [each.tax_ids for each in entries(some) or ()] == [("93-1234567", "93-7654321")] * 2
    assert [each.tax_ids for each in entries(every) or ()] == [None] * 3


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (row(login="klee"), TAKEN),
        (row(login="klee", status="Live"), TAKEN),
        (row(login="klee", status="Disabled"), None),
        (row(login="other"), None),
    ],
)
def test_the_day_on_which_a_user_list_shows_an_account(line: ExportedAccount, day: str | None) -> None:
    one, known = portal(line), account()
    assert drift.listed_on(known, world_of(portals=(one,), staff=(KIM,), accounts=(known,))) == day


def test_no_user_list_shows_an_account_where_there_is_none() -> None:
    one, elsewhere = account(), account("b", portal="nowhere")
    facts = world_of(accounts=(one, elsewhere))
    assert [drift.listed_on(each, facts) for each in (one, elsewhere)] == [None, None]
