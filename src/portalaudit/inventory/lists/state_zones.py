"""The time zone that an office in a state most likely keeps. A proposal: several states keep more than one.

Own knowledge of the boundaries in 49 CFR Part 71, and not verified there; the names are those of the tz database.
"""

from collections.abc import Mapping

_STATES = {
    "America/New_York": "CT DC DE FL GA KY MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Detroit": "MI",
    "America/Indiana/Indianapolis": "IN",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO MT NM UT WY",
    "America/Boise": "ID",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
STATE_ZONES: Mapping[str, str] = {state: zone for zone, states in _STATES.items() for state in states.split()}
"""By two-letter code: the zone in which most people of the state live."""
