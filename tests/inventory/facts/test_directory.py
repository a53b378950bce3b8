import pytest

from portalaudit.inventory.facts import directory
from portalaudit.inventory.records import Account, Contract, Location, Payer, Portal, Practice
from portalaudit.inventory.records.payers import NoPortal
from portalaudit.inventory.records.portals import Registration
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

ANA, KIM = person("ana", ("2018-02-05", None)), person("k-lee", ("2020-01-06", None))
VERIFIED = Registration(status="verified")


def payer(payer_id: str = "p", parent: str | None = None, **contract: object) -> Payer:
    made = Contract(**contract) if contract else None  # type: ignore[arg-type]
    return Payer(id=payer_id, name=payer_id, parent=parent, line_of_business="medicare_ffs", contract=made)


def portal(portal_id: str = "cco", *payers: str, **fields: object) -> Portal:
    plain = {"id": portal_id, "name": portal_id.upper(), "kind": "standalone", "registration": VERIFIED}
    return Portal(payers=payers, **{**plain, **fields})  # type: ignore[arg-type]


def world(
    *payers: Payer, portals: tuple[Portal, ...] = (), accounts: tuple[Account, ...] = (), at: str = "OR"
) -> World:
    state, _, county = at.partition("/")
    sites = (Location(id="main", state=state, county=county or None),) if at else None
    home = Practice(id="p", name="P", timezone="America/Los_Angeles", locations=sites)
    return world_of(home, payers=payers, portals=portals, accounts=accounts, staff=(ANA, KIM))


@pytest.mark.parametrize(
    ("contract", "active", "starts_on"),
    [
        ({}, None, None),
        ({"effective_on": "2020-01-01"}, None, None),
        ({"status": "active"}, True, None),
        ({"status": "active", "effective_on": "2026-11-20"}, True, None),
        ({"status": "active", "effective_on": "2026-11-21"}, False, "2026-11-21"),
        ({"status": "pending", "effective_on": "2026-11-21"}, False, "2026-11-21"),
        ({"status": "pending"}, False, None),
        ({"status": "active", "ended_on": "2026-11-20"}, True, None),
        ({"status": "active", "ended_on": "2026-11-19"}, False, None),
        ({"status": "ended"}, False, None),
        ({"status": "letter_of_agreement"}, False, None),
    ],
)
def test_a_contract_runs_from_its_first_to_its_last_day(
    contract: dict[str, object], active: bool | None, starts_on: str | None
) -> None:
    one = payer(**contract)  # type: ignore[arg-type]
    facts = world(one)
    assert (directory.contract_active(one, facts), directory.contract_starts_on(one, facts)) == (active, starts_on)


def test_the_contract_of_a_payer_above_counts_unless_there_is_an_own_one() -> None:
    top, middle, low = payer("top", status="active"), payer("middle", "top"), payer("low", "middle")
    own = payer("own", "top", status="ended")
    facts = world(top, middle, low, own)
    assert [directory.contract_active(p, facts) for p in (low, own)] == [True, False]


def test_payers_that_name_each_other_as_parent_have_no_contract() -> None:
    one, other = payer("one", "other"), payer("other", "one")
    assert directory.contract_active(one, world(one, other)) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("medicare_ffs", True),
        ("medicaid_ffs", True),
        ("medicaid_managed", True),
        ("medicare_advantage", False),
        ("commercial", False),
        (None, None),
    ],
)
def test_medicare_and_medicaid(line: str | None, expected: bool | None) -> None:
    one = Payer(id="p", name="P", line_of_business=line)  # type: ignore[arg-type]
    assert directory.medicare_or_medicaid(one, world(one)) is expected


def test_portals_are_usable_with_a_registration_and_a_live_account() -> None:
    top, low = payer("top"), payer("low", "top")
    good, unregistered = portal("good", "top"), portal("new", "low", registration=Registration(status="submitted"))
    empty, closed = portal("empty", "low"), portal("closed", "low", closed_on="2026-01-01")
    accounts = tuple(account(name, portal=name) for name in ("good", "new", "closed"))
    facts = world(top, low, portals=(good, unregistered, empty, closed), accounts=accounts)
    assert directory.linked_portals(low, facts) == (unregistered, empty, good)
    assert directory.usable_portals(low, facts) == (good,)
    assert directory.portal_gap(low, facts) == (
        "NEW: the registration is not verified; EMPTY: nobody has a live account; GOOD: it can be used"
    )


def test_a_payer_without_portal_says_so() -> None:
    one = payer()
    assert directory.portal_gap(one, world(one)) == "no portal is listed for it"


@pytest.mark.parametrize(
    ("contracts", "needed", "ended_on"),
    [
        (({"status": "active"},), True, None),
        (({"status": "ended", "ended_on": "2024-09-30"},), False, "2024-09-30"),
        (({"status": "ended", "ended_on": "2024-09-30"}, {"status": "active"}), True, "2024-09-30"),
        (({"status": "ended", "ended_on": "2024-09-30"}, {"effective_on": "2020-01-01"}), None, "2024-09-30"),
        (
            ({"status": "active", "ended_on": "2026-01-31"}, {"status": "ended", "ended_on": "2024-09-30"}),
            False,
            "2026-01-31",
        ),
        (({"status": "ended", "relationship": "out_of_network"},), True, None),
        (({"status": "pending"},), True, None),
        (({"status": "letter_of_agreement"},), True, None),
        (({},), None, None),
        ((), False, None),
    ],
)
def test_a_portal_is_needed_for_what_the_practice_bills(
    contracts: tuple[dict[str, object], ...], needed: bool | None, ended_on: str | None
) -> None:
    payers = [payer(f"p{i}", **contract) for i, contract in enumerate(contracts)]  # type: ignore[arg-type]
    one = portal("cco", *(p.id for p in payers))
    facts = world(*payers, portals=(one,))
    assert (directory.needed(one, facts), directory.last_contract_ended_on(one, facts)) == (needed, ended_on)


def test_a_portal_that_does_not_say_whom_it_reaches_leaves_it_open() -> None:
    one = Portal(id="cco", name="C", kind="standalone")
    facts = world(portals=(one,))
    assert (directory.needed(one, facts), directory.last_contract_ended_on(one, facts)) == (None, None)


@pytest.mark.parametrize(
    ("contract", "ended_on", "note"),
    [
        ({"status": "ended", "ended_on": "2026-11-20"}, "2026-11-20", "the last contract ended on 2026-11-20"),
        ({"status": "ended"}, None, "nobody wrote down when the last contract ended"),
        ({"status": "active", "ended_on": "2026-11-20"}, None, "nobody wrote down when the last contract ended"),
    ],
)
def test_the_end_of_a_contract_in_words(contract: dict[str, object], ended_on: str | None, note: str) -> None:
    one = portal("cco", "p")
    facts = world(payer(**contract), portals=(one,))  # type: ignore[arg-type]
    assert (directory.last_contract_ended_on(one, facts), directory.contract_note(one, facts)) == (ended_on, note)


def test_a_portal_of_no_payer_says_so() -> None:
    assert directory.contract_note(portal("cco"), world()) == "no payer is entered for it"


ENDED, BILLED = ("ended",), ("billed",)
BY_SIGN_ON = {"identity_domain": "sso"}


def sign_on(
    payers: tuple[str, ...] | None, *behind: dict[str, object], used: bool = False
) -> tuple[bool | None, str | None, str]:
    """Whether a sign-on with these payers and portals behind it is needed, since when not, and the words for it."""
    portals = [
        Portal(**{"id": f"b{i}", "name": f"B{i}", "kind": "standalone", **BY_SIGN_ON, **fields})  # type: ignore[arg-type]
        for i, fields in enumerate(behind)
    ]
    one = Portal(id="sso", name="S", kind="sso", payers=payers)
    contracts = payer("ended", status="ended", ended_on="2024-09-30"), payer("billed", status="active")
    facts = world(*contracts, portals=(one, *portals), accounts=(account("a", portal="b0"),) if used else ())
    return (
        directory.needed(one, facts),
        directory.last_contract_ended_on(one, facts),
        directory.contract_note(one, facts),
    )


ENDED_THEN, NO_PAYER = "the last contract ended on 2024-09-30", "no payer is entered for it"
NOBODY, NOTHING = "behind it nobody uses B0", "no open portal lies behind it"


@pytest.mark.parametrize(
    ("payers", "behind", "found"),
    [
        (None, (), (None, None, f"{NO_PAYER}; {NOTHING}")),
        (ENDED, (), (False, "2024-09-30", f"{ENDED_THEN}; {NOTHING}")),
        (BILLED, (), (True, None, "nobody wrote down when the last contract ended; no open portal lies behind it")),
        (None, ({"payers": ENDED},), (False, "2024-09-30", f"{ENDED_THEN}; {NOBODY}")),
        (ENDED, ({"payers": ENDED}, {"payers": ()}), (False, "2024-09-30", f"{ENDED_THEN}; {NOBODY}, B1")),
        (ENDED, ({"payers": BILLED},), (True, "2024-09-30", f"{ENDED_THEN}; {NOBODY}")),
        (BILLED, ({"payers": ENDED},), (True, "2024-09-30", f"{ENDED_THEN}; {NOBODY}")),
        (ENDED, ({},), (None, "2024-09-30", f"{ENDED_THEN}; {NOBODY}")),
        ((), ({"payers": (), "credentialing_only": True},), (True, None, f"{NO_PAYER}; {NOBODY}")),
        (None, ({"payers": BILLED, "closed_on": "2026-01-01"},), (None, None, f"{NO_PAYER}; {NOTHING}")),
        (ENDED, ({"payers": BILLED, "identity_domain": "other"},), (False, "2024-09-30", f"{ENDED_THEN}; {NOTHING}")),
        (ENDED, ({"payers": BILLED, "kind": "sso"},), (False, "2024-09-30", f"{ENDED_THEN}; {NOTHING}")),
    ],
)  # fmt: skip
def test_a_sign_on_is_judged_by_the_portals_behind_it(
    payers: tuple[str, ...] | None, behind: tuple[dict[str, object], ...], found: tuple[bool | None, str | None, str]
) -> None:
    assert sign_on(payers, *behind) == found


def test_a_sign_on_to_a_portal_in_use_is_needed() -> None:
    assert sign_on(None, {"payers": ENDED}, used=True) == (True, "2024-09-30", ENDED_THEN)


def test_only_a_sign_on_has_portals_behind_it() -> None:
    one, other = portal("one", **BY_SIGN_ON), portal("two", **BY_SIGN_ON)  # type: ignore[arg-type]
    assert directory.portals_behind(one, world(portals=(one, other))) == ()


@pytest.mark.parametrize(
    ("status", "used", "reachable"),
    [
        ("verified", True, True),
        ("verified", False, False),
        ("submitted", True, False),
        (None, True, None),
        (None, False, False),
    ],
)
def test_a_payer_is_reached_through_a_verified_portal_that_somebody_uses(
    status: str | None, used: bool, reachable: bool | None
) -> None:
    registration = Registration(status=status) if status else None  # type: ignore[arg-type]
    one, other = payer(), portal("other", "p")
    accounts = (account("a", portal="cco"),) if used else ()
    facts = world(one, portals=(portal("cco", "p", registration=registration), other), accounts=accounts)
    assert directory.reachable(one, facts) is reachable


def test_a_reason_of_a_payer_above_counts_for_those_below() -> None:
    top = Payer(id="top", name="Top", no_portal=NoPortal(reason="it offers none"))
    low, alone = payer("low", "top"), payer("alone")
    facts = world(top, low, alone)
    assert [directory.without_portal_on_purpose(one, facts) for one in (top, low, alone)] == [True, True, False]
