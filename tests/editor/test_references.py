"""Which ids may stand at a route of a file."""

import pytest

from portalaudit.editor.references import record_route, section_meant
from portalaudit.source.document import Route


@pytest.mark.parametrize(
    ("route", "section"),
    [
        (("accounts", 3, "portal"), "portals"),
        (("accounts", 3, "persons", 0), "staff"),
        (("accounts", 3, "used_by", 0, "person"), "staff"),
        (("accounts", 3, "permissions", 0), "permissions"),
        (("portals", 0, "payers", 1), "payers"),
        (("staff", 0, "roles", 0, "role"), "roles"),
        (("practice", "master_portal_administrator", "person"), "staff"),
        (("training", "completions", 0, "module"), "modules"),
        (("waivers", 0, "approved_by"), "staff"),
        (("waivers", 0, "rule"), "rules"),
        (("waivers", "allow", 0, "rule"), "rules"),
        (("waivers", "approvers", 0), "staff"),
        (("rules",), "rules"),
        (("accounts", 3, "status"), ""),
        (("accounts", 3, "portal", "x"), ""),
        (("nothing", 0, "portal"), ""),
        ((), ""),
    ],
)
def test_the_section_that_a_value_refers_to(route: Route, section: str) -> None:
    assert section_meant(route) == section


def test_a_key_is_a_reference_only_among_the_rules_of_a_policy() -> None:
    assert section_meant(("rules", "x"), is_key=True) == "rules"
    assert section_meant(("rules", "x", "severity"), is_key=True) == ""
    assert section_meant(("accounts", 0, "portal"), is_key=True) == ""


@pytest.mark.parametrize(
    ("route", "section", "record"),
    [
        (("accounts", 3, "used_by", 0, "person"), "accounts", ("accounts", 3)),
        (("practice", "locations", 0, "state"), "practice", ("practice",)),
        (("training", "modules", 1, "topics", 0), "modules", ("training", "modules", 1)),
        (("training",), "", ("training",)),
        ((), "", ()),
    ],
)
def test_the_record_that_a_value_stands_in(route: Route, section: str, record: Route) -> None:
    assert record_route(route) == (section, record)
