import pytest

from portalaudit.inventory.facts import identifiers
from portalaudit.inventory.records import Location, Portal, Practice
from portalaudit.inventory.records.portals import Registration
from portalaudit.inventory.records.practice import Provider
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

EIN, NPI = "93-1234567", "1234567893"


def practice(**fields: object) -> Practice:
    plain = {"id": "p", "name": "P", "timezone": "America/Los_Angeles"}
    return Practice(**{**plain, "legal_name": "P LLC", "tax_ids": (EIN,), "npis": (NPI,), **fields})  # type: ignore[arg-type]


def portal(portal_id: str = "a", status: str | None = "verified", **fields: object) -> Portal:
    registration = Registration(status=status, **fields)  # type: ignore[arg-type]
    return Portal(id=portal_id, name=portal_id.upper(), kind="hub", registration=registration)


def provider(name: str, npi: str) -> Provider:
    return Provider(name=name, npi=npi)


def faults(one: Practice, *portals: Portal, npi: str | None = None) -> tuple[str, ...] | None:
    staff = (person("k-lee", npi=npi),)
    return identifiers.identifier_faults(one, world_of(one, portals=portals, staff=staff))


@pytest.mark.parametrize(
    ("npi", "expected"),
    [
        ("1234567893", True),
        ("1558598797", True),
        ("2000000002", True),
        ("2999999990", True),
        ("1234567890", False),
        ("2134567893", False),
        ("123456789", False),
        ("12345678933", False),
        ("123456789a", False),
        ("\u0661234567893", False),
        ("", False),
    ],
)
def test_the_check_digit_of_an_npi(npi: str, expected: bool) -> None:
    assert identifiers.is_npi(npi) is expected


@pytest.mark.parametrize(
    ("tax_id", "expected"),
    [
        ("93-1234567", ()),
        ("931234567", ()),
        ("***-**-1234", ()),
        ("93-123456", ("the tax ID 93-123456 is not two digits, a hyphen and seven digits",)),
        ("93-12345678", ("the tax ID 93-12345678 is not two digits, a hyphen and seven digits",)),
        ("9-31234567", ("the tax ID 9-31234567 is not two digits, a hyphen and seven digits",)),
        ("123-45-6789", ("a tax ID has the form of a Social Security number; write it as ***-**-1234",)),
    ],
)
def test_the_form_of_a_tax_id(tax_id: str, expected: tuple[str, ...]) -> None:
    assert faults(practice(tax_ids=(tax_id,))) == expected


@pytest.mark.parametrize(
    ("first_digits", "doubtful"),
    [("00", True), ("01", False), ("06", False), ("07", True), ("09", True), ("10", False), ("16", False), ("17", True),
     ("28", True), ("48", False), ("49", True), ("68", False), ("69", True), ("77", False), ("78", True), ("79", True),
     ("88", False), ("89", True), ("95", False), ("96", True), ("97", True), ("98", False), ("99", False)],
)  # fmt: skip
def test_first_digits_that_the_irs_uses(first_digits: str, doubtful: bool) -> None:
    tax_id = f"{first_digits}-1234567"
    one = practice(tax_ids=(tax_id, "0012"))
    assert identifiers.doubtful_tax_ids(one, world_of(one)) == ((tax_id,) if doubtful else ())


@pytest.mark.parametrize("field", ["legal_name", "tax_ids", "npis"])
def test_what_is_not_written_leaves_it_open(field: str) -> None:
    assert faults(practice(**{field: None})) is None


def test_an_empty_list_says_that_there_is_none() -> None:
    assert faults(practice(tax_ids=(), npis=())) == ("the practice has no tax ID", "the practice has no NPI")


def test_a_fault_is_told_although_something_is_not_written() -> None:
    assert faults(practice(legal_name=None, npis=("7",))) == ("the NPI 7 is not ten digits with the right check digit",)


def test_each_wrong_npi_is_told_once_wherever_it_stands() -> None:
    one = practice(npis=("1",), providers=(provider("Ana", "1"), provider("Bo", "2")))
    found = faults(one, portal(npis=("3", "2")), npi="4")
    assert found is not None
    assert [text.split()[2] for text in found if "check digit" in text] == ["1", "2", "4", "3"]


def test_providers_have_an_npi_each_and_the_practice_its_own() -> None:
    ana, bo, cy = provider("Ana", "2000000002"), provider("Bo", "2000000002"), provider("Cy", NPI)
    assert faults(practice(providers=(ana, bo, cy))) == (
        "Ana and Bo have the same NPI 2000000002",
        f"the NPI {NPI} of Cy stands in place of the practice's own",
    )
    assert faults(practice(providers=(cy,))) == ()


@pytest.mark.parametrize(
    ("registration", "expected"),
    [
        ({"tax_ids": ("931234567",), "npis": (NPI,)}, ()),
        ({"tax_ids": ("94-1234567",), "npis": ("2000000002", "2000000010")}, ()),
        (
            {"tax_ids": ("95-1234567",)},
            ("A is registered with the tax ID 95-1234567, which is not the practice's",),
        ),
        (
            {"tax_ids": ("123-45-6789",)},
            (
                "a tax ID has the form of a Social Security number; write it as ***-**-1234",
                "A is registered with the tax ID a number, which is not the practice's",
            ),
        ),
        (
            {"npis": ("1558598797", "2000000028")},
            (
                "A is registered with the NPI 1558598797, which is not the practice's",
                "A is registered with the NPI 2000000028, which is not the practice's",
            ),
        ),
        (
            {"status": "submitted", "npis": ("1558598797",)},
            ("A is registered with the NPI 1558598797, which is not the practice's",),
        ),
        (
            {"status": "rejected", "npis": ("1558598797",)},
            ("A is registered with the NPI 1558598797, which is not the practice's",),
        ),
        ({"status": "not_started", "npis": ("1558598797",)}, ()),
        ({"status": "closed", "npis": ("1558598797",)}, ()),
        ({"status": None}, ()),
        ({}, None),
    ],
)  # fmt: skip
def test_numbers_given_to_a_portal_are_the_practices(
    registration: dict[str, object], expected: tuple[str, ...] | None
) -> None:
    site, ana = Location(id="x", tax_id="94-1234567"), provider("Ana", "2000000002")
    one = practice(locations=(site,), providers=(ana,))
    assert faults(one, portal(**registration), npi="2000000010") == expected  # type: ignore[arg-type]


def test_nothing_is_foreign_where_the_practices_own_numbers_are_not_written() -> None:
    foreign = portal(tax_ids=("95-1234567",), npis=("1558598797",))
    assert faults(practice(tax_ids=None, npis=None), foreign) is None


def waiting(*days: str | None, status: str = "submitted") -> World:
    portals = (portal(f"w{index}", status, submitted_on=day) for index, day in enumerate(days))
    return world_of(practice(), portals=(*portals, portal("old", "verified", submitted_on="2020-01-01")))


def test_the_longest_wait_counts() -> None:
    ask = identifiers.registration_waits_days
    assert ask(practice(), waiting("2026-11-01", "2026-10-20")) == 31
    assert ask(practice(), waiting()) == 0
    assert ask(practice(), waiting("2026-10-20", None)) is None
    assert ask(practice(), waiting("2026-10-20", status="rejected")) == 0


@pytest.mark.parametrize(
    ("status", "used", "gaps"),
    [
        ("verified", True, ()),
        ("rejected", False, ("the registration with A was rejected",)),
        ("rejected", True, ("the registration with A was rejected",)),
        ("submitted", True, ("A is used although its registration is submitted",)),
        ("submitted", False, ()),
        ("not_started", True, ("A is used although its registration is not started",)),
        ("not_started", False, ()),
        ("closed", True, ("A is closed, and somebody still has a live account there",)),
        ("closed", False, ()),
        (None, True, None),
        (None, False, ()),
    ],
)
def test_registrations_that_are_not_finished(status: str | None, used: bool, gaps: tuple[str, ...] | None) -> None:
    one = account(portal="a", status="active" if used else "deleted")
    facts = world_of(practice(), portals=(portal("a", status),), accounts=(one,), staff=(person(),))
    assert identifiers.registration_gaps(practice(), facts) == gaps


def test_everything_in_words() -> None:
    one = practice(tax_ids=("07-1234567",), npis=("1",))
    portals = (portal("a", "rejected"), portal("b", "submitted"), portal("c", "submitted", submitted_on="2026-11-01"))
    assert identifiers.identifier_note(one, world_of(one, portals=portals)) == (
        "the NPI 1 is not ten digits with the right check digit; the registration with A was rejected; "
        "B has not answered the registration of an unknown day; C has not answered the registration of 2026-11-01; "
        "the tax ID 07-1234567 begins with digits not known to be issued"
    )
    assert identifiers.identifier_note(practice(), world_of()) == "nothing is wrong"
