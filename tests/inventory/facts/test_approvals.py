from typing import Any

import pytest

from portalaudit.inventory.facts import approvals
from portalaudit.inventory.facts.approvals import AccessGiven
from portalaudit.inventory.records import Account, Grant, Portal
from portalaudit.inventory.rows import written
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone", administrators=("boss",)),
    Portal(id="uhc", name="UHC", kind="standalone", profile="uhc"),
    Portal(id="own", name="Own", kind="standalone", self_registration=True),
    Portal(id="not", name="Not", kind="standalone", profile="uhc", self_registration=False),
)
STAFF = (
    person("boss", ("2010-01-04", None), name="Marisol Ortiz"),
    person("undated", name="Una Dated"),
    person("doc", ("2010-01-04", None), name="Ellen Marsh"),
    person(),
    person("gone", ("2015-01-05", "2024-06-28"), name="Lou Gone"),
)
DONE = {
    "requested_by": "k-lee",
    "approved_by": "doc",
    "approved_on": "2026-02-02",
    "approval_reason": "starts",
    "provisioned_by": "boss",
    "created_on": "2026-02-02",
    "permissions": ("cob.view",),
}


def world(*accounts: Account) -> World:
    return world_of(portals=PORTALS, staff=STAFF, accounts=accounts)


def given(one: Account, *others: Account) -> list[AccessGiven]:
    return list(approvals.access_given(one, world(one, *others)))


def created(**fields: object) -> AccessGiven:
    (found,) = given(account(**{**DONE, **fields}))
    return found


def granted(**fields: object) -> Grant:
    whole = {"kind": "grant", "granted_on": "2026-03-02", "approved_by": "doc", "approved_on": "2026-03-02"}
    return Grant(**{**whole, **fields})  # type: ignore[arg-type]


def test_the_creation_of_an_account_tells_who_did_what_when() -> None:
    found = created()
    assert (found.kind, found.what, found.on, found.due_on) == (
        "create",
        "account of 2026-02-02",
        "2026-02-02",
        "2026-02-02",
    )
    names = [each and each.name for each in (found.requested_by, found.approved_by, found.performed_by)]
    assert names == ["Kim Lee", "Ellen Marsh", "Marisol Ortiz"]
    assert (found.reason, found.approved_on, found.permissions, found.evidence) == ("starts", "2026-02-02", None, None)
    assert (found.approver_employed, found.performer_administers, found.sensitive) == (True, True, False)


def test_what_is_not_written_is_not_known() -> None:
    found = created(**dict.fromkeys(DONE))
    assert (found.what, found.sensitive) == ("account", False)
    shown = ("on", "due_on", "requested_by", "reason", "approved_by", "approved_on", "performed_by")
    assert [getattr(found, name) for name in shown] == [None] * 7
    assert (found.approver_employed, found.performer_administers) == (None, None)


@pytest.mark.parametrize(
    ("approver", "on", "expected"),
    [
        ("gone", "2024-06-28", True),
        ("gone", "2024-06-29", False),
        ("gone", "2015-01-04", False),
        ("undated", "2024-06-28", None),
        ("doc", None, None),
        (None, "2024-06-28", None),
    ],
)
def test_an_approver_worked_here_on_the_day(approver: str | None, on: str | None, *, expected: bool | None) -> None:
    assert created(approved_by=approver, approved_on=on).approver_employed is expected


@pytest.mark.parametrize(
    ("performer", "fields", "expected"),
    [
        ("boss", {}, True),
        ("gone", {}, True),
        ("doc", {}, False),
        ("doc", {"permissions": ("user.manage",)}, True),
        ("doc", {"permissions": ("user.manage",), "status": "deleted"}, True),
        ("doc", {"permissions": ("cob.view",)}, False),
        ("doc", {"permissions": None}, None),
    ],
)
def test_who_gave_the_access_administers_the_portal(
    performer: str, fields: dict[str, Any], *, expected: bool | None
) -> None:
    own = (account("own", person="doc", **fields),) if fields else ()
    (found,) = given(account(**{**DONE, "provisioned_by": performer}), *own)
    assert found.performer_administers is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["grant of 2026-03-02", "account of 2026-02-02"]),
        ({"kind": "modify"}, ["change of 2026-03-02", "account of 2026-02-02"]),
        ({"kind": None}, ["grant of 2026-03-02", "account of 2026-02-02"]),
        ({"granted_on": None}, ["grant", "account of 2026-02-02"]),
        ({"expires_on": "2026-11-20"}, ["grant of 2026-03-02", "account of 2026-02-02"]),
        ({"expires_on": "2026-11-19"}, ["account of 2026-02-02"]),
        ({"granted_on": "2026-11-20"}, ["grant of 2026-11-20", "account of 2026-02-02"]),
        ({"granted_on": "2026-11-21"}, ["account of 2026-02-02"]),
        ({"kind": "create"}, ["account of 2026-03-02"]),
        ({"kind": "create", "granted_on": None}, ["account of 2026-02-02"]),
    ],
)
def test_each_grant_in_force_is_access_given(fields: dict[str, object], expected: list[str]) -> None:
    assert [each.what for each in given(account(**DONE, grants=(granted(**fields),)))] == expected


def test_the_grant_of_a_creation_and_the_account_tell_it_together() -> None:
    grants = (granted(kind="create", reason="works here", approved_by=None), granted(kind="create", reason="again"))
    first, second = given(account(**DONE, grants=grants))
    assert (first.reason, first.approved_by and first.approved_by.id, first.approved_on) == (
        "works here",
        "doc",
        "2026-03-02",
    )
    assert (second.kind, second.what, second.reason) == ("create", "account of 2026-03-02", "again")


def test_access_given_knows_where_it_is_written() -> None:
    one = account(**DONE, grants=(granted(),))
    assert [row and row.record for row in map(written, given(one))] == [(one.grants or ())[0], one]


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-11-02", "2026-11-03"),
        ("2026-11-05", "2026-11-06"),
        ("2026-11-06", "2026-11-09"),
        ("2026-11-07", "2026-11-09"),
        ("2026-11-08", "2026-11-09"),
    ],
)
def test_an_emergency_may_be_approved_until_the_next_working_day(on: str, due: str) -> None:
    assert given(account(**DONE, grants=(granted(kind="emergency", granted_on=on),)))[0].due_on == due


@pytest.mark.parametrize(
    ("own", "permissions", "expected"),
    [
        (("cob.view",), ("claim.submit",), False),
        (("cob.view",), ("payment.view",), True),
        (("cob.view",), ("user.view",), True),
        (("payment.view",), ("claim.submit",), False),
        (("payment.view",), None, True),
        (("cob.view",), None, False),
    ],
)
def test_what_money_and_administration_are(
    own: tuple[str, ...], permissions: tuple[str, ...] | None, *, expected: bool
) -> None:
    one = account(**{**DONE, "permissions": own}, grants=(granted(permissions=permissions),))
    assert given(one)[0].sensitive is expected


def test_nothing_is_given_while_an_account_waits() -> None:
    assert given(account(status="pending")) == []
    assert len(given(account(status="pending", created_on="2026-11-19"))) == 1
