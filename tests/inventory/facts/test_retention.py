import pytest

from portalaudit.inventory.facts import retention
from portalaudit.inventory.records import Completion, Decision, Practice, Review, Vendor
from portalaudit.inventory.records.people import Acknowledgement, BusinessAssociateAgreement
from portalaudit.inventory.records.practice import MasterPortalAdministrator
from portalaudit.inventory.records.reviews import Snapshot
from portalaudit.inventory.records.training import Document
from tests.inventory.facts.small_worlds import account, person, world_of


def document(**fields: object) -> Document:
    return Document(id="doc", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("policy", True),
        ("sop", True),
        ("agreement", True),
        ("designation", True),
        ("evidence", True),
        ("audit", True),
        ("job_description", False),
        ("other", False),
        (None, None),
    ],
)
def test_which_documents_are_records_of_access(kind: str | None, expected: bool | None) -> None:
    one = document(kind=kind)
    assert retention.is_record_of_access(one, world_of(documents=(one,))) is expected


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2020-03-10", "2026-03-10", 6),
        ("2020-03-10", "2026-03-09", 5),
        ("2020-03-10", "2026-03-11", 6),
        ("2020-03-10", "2026-02-28", 5),
        ("2020-02-29", "2026-02-28", 5),
        ("2020-02-29", "2026-03-01", 6),
        ("2020-03-10", "2019-03-10", -1),
        (None, "2026-03-10", None),
        ("2020-03-10", None, None),
    ],
)
def test_whole_years_are_counted(start: str | None, end: str | None, years: int | None) -> None:
    one = document(signed_on=start, retain_until=end)
    assert retention.years_kept(one, world_of(documents=(one,))) == years


def test_the_later_of_signature_and_review_counts() -> None:
    one = document(signed_on="2020-03-10", reviewed_on="2024-03-10")
    assert retention.last_in_effect_on(one, world_of(documents=(one,))) == "2024-03-10"
    assert retention.last_in_effect_on(document(), world_of()) is None


RESTING = [
    {"staff": (person("k-lee", acknowledgements=(Acknowledgement(document="doc", on="2025-05-05"),)),)},
    {"completions": (Completion(person="k-lee", module="base", completed_on="2025-05-05", evidence="doc"),)},
    {"accounts": (account(deactivated_on="2025-05-05T17:00:00-07:00", deactivation_confirmation="doc"),)},
    {"vendors": (Vendor(id="v", name="V", baa=BusinessAssociateAgreement(document="doc", expires_on="2025-05-05")),)},
    {
        "vendors": (
            Vendor(
                id="v",
                name="V",
                baa=BusinessAssociateAgreement(document="doc", terminated_on="2025-05-05", expires_on="2027-01-01"),
            ),
        )
    },
    {"reviews": (Review(id="q", portal="cco", completed_on="2025-05-05", snapshot=Snapshot(source="doc")),)},
    {
        "reviews": (
            Review(
                id="q",
                portal="cco",
                decisions=(Decision(account="a", decision="revoke", confirmation="doc", executed_on="2025-05-05"),),
            ),
        )
    },
]


@pytest.mark.parametrize("sections", RESTING)
def test_what_rests_on_a_document_shows_that_it_was_in_effect(sections: dict[str, tuple[object, ...]]) -> None:
    one = document(signed_on="2024-03-10")
    assert retention.last_in_effect_on(one, world_of(documents=(one,), **sections)) == "2025-05-05"
    other = Document(id="other", signed_on="2024-03-10")
    assert retention.last_in_effect_on(other, world_of(documents=(other,), **sections)) == "2024-03-10"


@pytest.mark.parametrize("agreement", [{}, {"expires_on": "2026-11-21"}])
def test_an_agreement_that_runs_is_in_effect_today(agreement: dict[str, str]) -> None:
    one = document(signed_on="2024-03-10")
    vendor = Vendor(id="v", name="V", baa=BusinessAssociateAgreement(document="doc", **agreement))
    assert retention.last_in_effect_on(one, world_of(documents=(one,), vendors=(vendor,))) == "2026-11-20"


def test_the_designation_of_the_administrator_is_in_effect_today() -> None:
    one = document(signed_on="2024-03-10")
    master = MasterPortalAdministrator(person="ana", document="doc")
    home = Practice(id="p", name="P", timezone="America/Los_Angeles", master_portal_administrator=master)
    assert retention.last_in_effect_on(one, world_of(home, documents=(one,))) == "2026-11-20"


def test_a_day_to_come_shows_nothing_yet() -> None:
    one = document(signed_on="2024-03-10")
    done = Completion(person="k-lee", module="base", completed_on="2026-11-21", evidence="doc")
    assert retention.last_in_effect_on(one, world_of(documents=(one,), completions=(done,))) == "2024-03-10"
