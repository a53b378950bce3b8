"""Each state of the contractors' table has a time zone to propose, by a name that an inventory may have."""

from portalaudit.inventory import timezones
from portalaudit.inventory.lists.contractors import states
from portalaudit.inventory.lists.state_names import STATE_NAMES
from portalaudit.inventory.lists.state_zones import STATE_ZONES
from tests.inventory.facts.small_worlds import shipped_reference


def test_every_state_has_one_zone() -> None:
    assert sorted(STATE_ZONES) == sorted(STATE_NAMES) == list(states(shipped_reference()))


def test_every_zone_is_a_name_that_an_inventory_may_have() -> None:
    assert [timezones.check(zone) for zone in STATE_ZONES.values()] == list(STATE_ZONES.values())


def test_states_keep_the_zone_of_most_of_their_people() -> None:
    named = {state: STATE_ZONES[state] for state in ("OR", "AZ", "ID", "TN", "FL", "IN", "MI", "KY", "PR", "MP")}
    assert named == {
        "OR": "America/Los_Angeles",
        "AZ": "America/Phoenix",
        "ID": "America/Boise",
        "TN": "America/Chicago",
        "FL": "America/New_York",
        "IN": "America/Indiana/Indianapolis",
        "MI": "America/Detroit",
        "KY": "America/New_York",
        "PR": "America/Puerto_Rico",
        "MP": "Pacific/Guam",
    }
