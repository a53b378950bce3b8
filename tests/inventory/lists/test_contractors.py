from portalaudit.inventory.lists.contractors import contractors_listing, divided_places, states
from tests.inventory.facts.small_worlds import shipped_reference

REFERENCE = shipped_reference()


def first_cells(state: str, county: str | None = None) -> list[tuple[object, ...]]:
    """The rows for Part A and Part B."""
    rows = contractors_listing(state, county, REFERENCE).tables[0].rows
    return [row[:4] for row in rows if str(row[0]).startswith("Part ")]


def test_home_health_hospice_and_equipment_have_rows_of_their_own() -> None:
    rows = contractors_listing("VA", None, REFERENCE).tables[0].rows

    assert [row[:4] for row in rows][-2:] == [
        ("Home health and hospice", "CGS Administrators", "J15-HHH", "myCGS"),
        ("Durable medical equipment", "CGS Administrators", "DME-C", "myCGS for durable medical equipment"),
    ]
    assert len(rows) == 4


def test_the_pacific_northwest_goes_to_noridian() -> None:
    for state in ("OR", "WA", "ID", "AK"):
        assert first_cells(state) == [
            ("Part A and Part B", "Noridian Healthcare Solutions", "JF", "Noridian Medicare Portal")
        ]


def test_virginia_is_divided_for_part_b() -> None:
    assert first_cells("VA") == [
        ("Part A", "Palmetto GBA", "JM", "Palmetto GBA eServices"),
        ("Part B", "depends on the county: Novitas Solutions (JL) or Palmetto GBA (JM)", "", ""),
    ]
    assert first_cells("VA", "Fairfax County")[1][1:3] == ("Novitas Solutions", "JL")
    assert first_cells("VA", "Norfolk city") == [("Part A and Part B", "Palmetto GBA", "JM", "Palmetto GBA eServices")]
    assert "say which county" in contractors_listing("VA", None, REFERENCE).notes[0]
    assert len(contractors_listing("VA", "Norfolk city", REFERENCE).notes) == 1


def test_clocks_sources_and_standing_are_told() -> None:
    listing = contractors_listing("OR", None, REFERENCE)

    assert listing.tables[0].rows[0][5:] == (
        "disabled after 30 days, deleted after 90",
        "every 365 days",
        "States of JE and JF, 2026-11-22",
    )
    assert [row[:3] for row in listing.tables[1].rows] == [("Railroad Medicare Part B", "Palmetto GBA", "RRB")]
    assert contractors_listing("IN", None, REFERENCE).tables[0].rows[0][5] == "not known"


def test_every_state_of_the_table_has_an_answer() -> None:
    known = states(REFERENCE)

    assert len(known) == 56
    assert all(first_cells(state) for state in known)
    assert [state for state in known if divided_places(state, REFERENCE)] == ["VA"]
