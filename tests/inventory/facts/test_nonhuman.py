import pytest

from portalaudit.inventory.facts import nonhuman
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.records.accounts import Use
from tests.inventory.facts.small_worlds import account, person, world_of

PALMETTO = Portal(id="pal", name="Palmetto", kind="mac", profile="palmetto_eservices")
OPEN = Portal(id="open", name="Open", kind="mac", profile="palmetto_eservices", automation_allowed=True)
NMP = Portal(id="nmp", name="Noridian", kind="mac", profile="noridian_nmp")
CCO = Portal(id="cco", name="Rimrock CCO", kind="standalone")
WORLD = world_of(staff=(person("k-lee", ("2020-01-01", None)), person("undated")), portals=(PALMETTO, OPEN, NMP, CCO))


def governed(account_id: str = "a", **fields: object) -> Account:
    plain = {"type": "service", "purpose": "claims", "permissions": (), "expires_on": "2026-11-20"}
    return account(account_id, **{**plain, **fields})


def test_robots_are_allowed_as_the_portal_says_before_its_profile() -> None:
    found = [nonhuman.robots_allowed(portal, WORLD) for portal in (PALMETTO, OPEN, NMP, CCO)]
    assert found == [False, True, None, None]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ()),
        ({"person": None}, ("nobody answers for it",)),
        ({"purpose": None}, ("its purpose is not recorded",)),
        ({"permissions": None}, ("what it may do is not recorded",)),
        ({"permissions": None, "native_roles": ("Submitter",)}, ()),
        ({"expires_on": None}, ("it has neither a last day nor a day of review",)),
        ({"expires_on": None, "next_review_on": "2026-11-20"}, ()),
        ({"expires_on": "2026-11-19"}, ("its last day was 2026-11-19",)),
        ({"next_review_on": "2026-11-19"}, ("its review was due on 2026-11-19",)),
        ({"type": "individual", "purpose": None}, ()),
        ({"person": "undated"}, None),
        ({"person": "undated", "purpose": None}, ("its purpose is not recorded",)),
        ({"type": "bot", "purpose": None, "person": None}, ("nobody answers for it", "its purpose is not recorded")),
    ],
)
def test_what_an_account_of_nobody_needs(fields: dict[str, object], expected: tuple[str, ...] | None) -> None:
    assert nonhuman.governance_gaps(governed(**fields), WORLD) == expected


LATE = "its use on 2026-03-05 was not followed by a new password"


@pytest.mark.parametrize(
    ("use", "rotated_on", "expected"),
    [
        ({}, None, ()),
        ({"reason": None}, None, ("its use on 2026-03-05 has no reason",)),
        ({"reviewed_by": None}, None, ("its use on 2026-03-05 was reviewed by nobody",)),
        ({"reviewed_by": "k-lee"}, None, ("its use on 2026-03-05 was reviewed by its user",)),
        ({"rotated_on": None}, None, (LATE,)),
        ({"rotated_on": "2026-03-04"}, None, (LATE,)),
        ({"rotated_on": None}, "2026-03-04", (LATE,)),
        ({"rotated_on": None}, "2026-03-05", ()),
        ({"rotated_on": "2026-03-05T08:59:00-08:00"}, None, ()),
        ({"on": "2026-03-05T09:00:00-08:00"}, None, ()),
        ({"on": "2026-03-05T09:00:00-08:00", "rotated_on": "2026-03-05T09:00:00-08:00"}, None, ()),
        ({"on": "2026-03-05T09:00:00-08:00", "rotated_on": "2026-03-05T08:59:00-08:00"}, None, (LATE,)),
    ],
)
def test_a_use_of_an_emergency_account_is_looked_after(
    use: dict[str, object], rotated_on: str | None, expected: tuple[str, ...]
) -> None:
    plain = {
        "on": "2026-03-05",
        "by": "k-lee",
        "reason": "locked out",
        "reviewed_by": "m-ortiz",
        "rotated_on": "2026-03-05",
    }
    uses = (Use(**{**plain, **use}),)
    assert nonhuman.governance_gaps(governed(type="break_glass", uses=uses, rotated_on=rotated_on), WORLD) == expected


def test_uses_of_other_accounts_are_not_asked_about() -> None:
    assert nonhuman.governance_gaps(governed(uses=(Use(on="2026-03-05", by="k-lee"),)), WORLD) == ()


def test_emergency_accounts_stand_in_the_order_of_their_age() -> None:
    undated, newer = governed("a", type="break_glass"), governed("b", type="break_glass", created_on="2026-01-05")
    older = governed("c", type="break_glass", created_on="2025-01-05")
    twin = governed("d", type="break_glass", created_on="2025-01-05")
    closed = governed("e", type="break_glass", created_on="2024-01-05", status="deleted")
    elsewhere, service = governed("f", type="break_glass", portal="pal"), governed("g")
    every = (undated, newer, older, twin, closed, elsewhere, service)
    world = world_of(accounts=every, portals=(CCO, PALMETTO))
    assert [nonhuman.break_glass_rank(each, world) for each in every] == [4, 3, 1, 2, 0, 1, 0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"purpose": None}, "a service account: its purpose is not recorded"),
        ({"type": "bot", "portal": "pal"}, "a robot's account: the portal allows no robots"),
        (
            {"type": "bot", "portal": "pal", "person": None},
            "a robot's account: nobody answers for it, the portal allows no robots",
        ),
        ({"type": "bot", "portal": "open", "person": None}, "a robot's account: nobody answers for it"),
        ({"type": "api", "portal": "pal", "person": None}, "a program's account: nobody answers for it"),
    ],
)
def test_a_note_says_what_is_missing(fields: dict[str, object], expected: str) -> None:
    assert nonhuman.governance_note(governed(**fields), WORLD) == expected


def test_a_note_counts_emergency_accounts() -> None:
    one = governed(type="break_glass")
    world = world_of(accounts=(one,))
    assert (
        nonhuman.governance_note(one, world)
        == "an emergency account: number 1 of the emergency accounts on this portal"
    )
