from typing import Any

import pytest

from portalaudit.inventory.lists.roadmap import Stand, phases, roadmap_listing
from portalaudit.inventory.records import Completion, Contract, Module, Payer, Portal
from portalaudit.inventory.records.portal_records import DowntimeProtocol, Registration
from tests.inventory.facts.small_worlds import account, person, world_of

REGENCE = Payer(id="regence", name="Regence", contract=Contract(status="active"))
OLD = Payer(id="old", name="Old Plan", contract=Contract(status="ended", ended_on="2024-09-30"))
UNCLEAR = Payer(id="unclear", name="Unclear Plan")
BASE = Module(id="base", title="Portal basics")
KIM = person("k-lee", ("2024-03-04", None))
TRAINED = (Completion(person="k-lee", module="base", completed_on="2024-03-04"),)


def portal(**fields: Any) -> Portal:
    return Portal(**{"id": "cco", "name": "Rimrock CCO", "kind": "standalone", **fields})


def stand(position: int, at: Portal, **sections: Any) -> tuple[Stand, str]:
    world = world_of(**{"portals": (at,), "payers": (REGENCE, OLD, UNCLEAR), "staff": (KIM,), **sections})
    phase = phases(at, world)[position]
    assert bool(phase.step) is (phase.stand is not Stand.DONE)
    return phase.stand, phase.why


@pytest.mark.parametrize(
    ("registration", "expected"),
    [
        (None, (Stand.UNKNOWN, "nothing is written down")),
        (Registration(url="https://example.org"), (Stand.UNKNOWN, "nothing is written down")),
        (Registration(status="verified", verified_on="2020-02-11"), (Stand.DONE, "verified on 2020-02-11")),
        (Registration(status="verified"), (Stand.DONE, "verified")),
        (
            Registration(status="submitted", submitted_on="2026-10-01"),
            (Stand.OPEN, "submitted on 2026-10-01, not verified yet"),
        ),
        (Registration(status="rejected"), (Stand.OPEN, "rejected")),
        (Registration(status="not_started"), (Stand.OPEN, "not begun")),
    ],
)
def test_registration(registration: Registration | None, expected: tuple[Stand, str]) -> None:
    assert stand(0, portal(registration=registration)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (Stand.UNKNOWN, "no payers are written down")),
        ({"payers": ()}, (Stand.OPEN, "no payer is linked")),
        ({"payers": (), "kind": "sso"}, (Stand.DONE, "it links no payers of its own")),
        ({"payers": (), "credentialing_only": True}, (Stand.DONE, "it links no payers of its own")),
        ({"payers": ("old",)}, (Stand.OPEN, "no contract runs with Old Plan")),
        ({"payers": ("regence", "old")}, (Stand.DONE, "Regence linked")),
        ({"payers": ("unclear",)}, (Stand.UNKNOWN, "the contract with Unclear Plan is not written down")),
        ({"payers": ("regence", "unclear")}, (Stand.UNKNOWN, "the contract with Unclear Plan is not written down")),
    ],
)
def test_carrier_mapping(fields: dict[str, Any], expected: tuple[Stand, str]) -> None:
    assert stand(1, portal(**fields)) == expected


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ((), (Stand.OPEN, "no one has a live account")),
        ((account(status="revoked"),), (Stand.OPEN, "no one has a live account")),
        ((account(type="service"),), (Stand.OPEN, "no one has a live account")),
        ((account(),), (Stand.DONE, "1 person has an own account")),
        ((account(), account("b", login="front", type="shared_legacy")), (Stand.OPEN, "shared: front")),
        ((account(persons=("k-lee", "a-sato")),), (Stand.OPEN, "shared: klee")),
        ((account(person=None),), (Stand.UNKNOWN, "no user is recorded for klee")),
        ((account(), account("b", person="a-sato")), (Stand.DONE, "2 people have an own account")),
    ],
)
def test_provisioning(accounts: tuple[Any, ...], expected: tuple[Stand, str]) -> None:
    other = person("a-sato", ("2024-03-04", None), name="Aya Sato")
    assert stand(2, portal(), accounts=accounts, staff=(KIM, other)) == expected


def test_training_is_open_until_everybody_has_what_is_needed() -> None:
    fields = {"accounts": (account(),), "modules": (BASE,)}

    assert stand(3, portal()) == (Stand.OPEN, "no one to train yet")
    assert stand(3, portal(), accounts=(account(),)) == (Stand.UNKNOWN, "what Kim Lee needs is not written down")
    assert stand(3, portal(), **fields) == (Stand.OPEN, "still to do: Kim Lee: Portal basics")
    assert stand(3, portal(), **fields, completions=TRAINED) == (Stand.OPEN, "no protocol for when it is down")
    written = portal(downtime=DowntimeProtocol())
    assert stand(3, written, **fields, completions=TRAINED) == (
        Stand.DONE,
        "1 person trained, downtime protocol written",
    )


def test_training_for_another_portal_does_not_hold_this_one_up() -> None:
    elsewhere = Module(id="nmp", title="Medicare portal", portals=("nmp",))
    nmp = Portal(id="nmp", name="Noridian", kind="mac")
    here = portal(downtime=DowntimeProtocol())
    accounts = (account(), account("b", portal="nmp"))
    sections = {"portals": (here, nmp), "accounts": accounts, "modules": (BASE, elsewhere), "completions": TRAINED}

    assert stand(3, here, **sections)[0] is Stand.DONE
    assert stand(3, nmp, **sections) == (Stand.OPEN, "still to do: Kim Lee: Medicare portal")


def test_the_portal_that_is_least_far_comes_first_and_a_closed_one_is_left_out() -> None:
    verified = Registration(status="verified")
    portals = (
        portal(id="a", name="A", registration=verified, payers=("regence",)),
        portal(id="b", name="B"),
        portal(id="c", name="C", registration=verified),
        portal(id="d", name="D", closed_on="2024-01-01"),
    )
    (table,) = roadmap_listing(world_of(portals=portals, payers=(REGENCE,))).tables

    assert [row[0] for row in table.rows] == ["B", "C", "A"]
    assert [row[-1] for row in table.rows] == [
        "write down how the registration stands",
        "write down the payers that it reaches",
        "give each person who needs it an account of their own",
    ]
