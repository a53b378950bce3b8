import pytest

from portalaudit.inventory.facts import downtime
from portalaudit.inventory.records import Payer, Portal
from portalaudit.inventory.records.portals import DowntimeProtocol, FallbackStep
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import person, world_of

KIM, GONE = person("kim", ("2020-01-06", None)), person("gone", ("2020-01-06", "2026-01-01"), name="Gil Gone")
NO_NUMBER = "no telephone number is given"
NO_OTHER_WAY = "no other way comes before the telephone"
WHOLE = {"owner": "kim", "held_claims": "wait", "retro_entry": "Kim"}


def steps(*kinds: str, contact: str | None = "1") -> tuple[FallbackStep, ...]:
    return tuple(FallbackStep(kind=kind, contact=contact) for kind in kinds)  # type: ignore[arg-type]


def portal(protocol: DowntimeProtocol | None, portal_id: str = "a", **fields: object) -> Portal:
    plain = {"name": "A", "kind": "standalone", "payers": ("p",), **fields}
    return Portal(id=portal_id, downtime=protocol, **plain)  # type: ignore[arg-type]


def world(*portals: Portal, **payer: object) -> World:
    return world_of(portals=portals, payers=(Payer(id="p", name="P", **payer),), staff=(KIM, GONE))  # type: ignore[arg-type]


def gaps(
    *others: Portal, channels: tuple[str, ...] | None = None, phone: str | None = None, **protocol: object
) -> tuple[str, ...]:
    one = portal(DowntimeProtocol(**{**WHOLE, "steps": steps("ivr", "phone"), **protocol}))  # type: ignore[arg-type]
    return downtime.downtime_gaps(one, world(one, *others, channels=channels, phone=phone))


def test_without_a_protocol_that_is_all_there_is_to_say() -> None:
    one = portal(None)
    assert downtime.downtime_gaps(one, world(one)) == ("there is no downtime protocol",)
    assert downtime.downtime_note(one, world(one)) == "there is no downtime protocol"


@pytest.mark.parametrize(
    ("protocol", "expected"),
    [
        ({}, ()),
        ({"owner": None}, ("nobody keeps it current",)),
        ({"owner": "gone"}, ("Gil Gone, who should keep it current, has left",)),
        ({"held_claims": None}, ("it does not say what happens with held claims",)),
        ({"retro_entry": None}, ("it does not say how work done meanwhile is entered afterwards",)),
        ({"steps": None}, ("it has no steps",)),
        ({"steps": ()}, ("it has no steps",)),
        ({"steps": steps("portal", "phone")}, ()),
        ({"steps": steps("clearinghouse", "phone")}, ()),
        ({"steps": steps("api", "phone")}, ()),
        ({"steps": steps("fax", "phone")}, (NO_OTHER_WAY,)),
        ({"steps": steps("paper", "phone")}, (NO_OTHER_WAY,)),
        ({"steps": steps("phone")}, (NO_OTHER_WAY,)),
        ({"steps": steps("ivr")}, ("the telephone is no step of it",)),
        ({"steps": steps("phone", "ivr")}, ("the telephone comes before other steps",)),
        ({"steps": steps("phone", "ivr", "phone")}, ("the telephone comes before other steps",)),
        ({"steps": steps("ivr", "phone", contact=None)}, (NO_NUMBER,)),
        ({"steps": (*steps("ivr"), *steps("phone", contact=None))}, (NO_NUMBER,)),
        ({"steps": steps("ivr", contact=None)}, ("the telephone is no step of it",)),
    ],
)
def test_what_a_protocol_lacks(protocol: dict[str, object], expected: tuple[str, ...]) -> None:
    assert gaps(**protocol) == expected  # type: ignore[arg-type]


def test_the_payers_own_number_will_do() -> None:
    silent = steps("ivr", "phone", contact=None)
    assert gaps(steps=silent, phone="1") == ()
    one = portal(DowntimeProtocol(**WHOLE, steps=silent), payers=())  # type: ignore[arg-type]
    assert downtime.downtime_gaps(one, world(one, phone="1")) == (NO_NUMBER,)


def test_where_no_other_way_exists_the_telephone_is_enough() -> None:
    by_phone, channels = steps("phone"), ("portal", "phone")
    second = portal(None, "b")
    assert gaps(steps=by_phone, channels=channels) == ()
    assert gaps(steps=by_phone, channels=(*channels, "clearinghouse")) == (NO_OTHER_WAY,)
    assert gaps(second, steps=by_phone, channels=channels) == (NO_OTHER_WAY,)
    assert gaps(portal(None, "b", closed_on="2026-01-01"), steps=by_phone, channels=channels) == ()


def test_the_protocol_in_words() -> None:
    dated = DowntimeProtocol(**WHOLE, steps=steps("ivr", "phone"), reviewed_on="2026-01-02", exercised_on="2026-01-03")  # type: ignore[arg-type]
    bare = DowntimeProtocol(**WHOLE, steps=steps("ivr"))  # type: ignore[arg-type]
    notes = [downtime.downtime_note(one, world(one)) for one in (portal(dated), portal(bare))]
    assert notes == [
        "reviewed on 2026-01-02; tried on 2026-01-03",
        "the telephone is no step of it; no day of review; no day of a trial",
    ]
