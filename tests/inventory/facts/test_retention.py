from portalaudit.inventory.facts import retention
from portalaudit.inventory.records import Completion, Decision, Review
from portalaudit.inventory.records.review_records import Snapshot
from portalaudit.inventory.records.training_records import Document
from tests.inventory.facts.small_worlds import account, world_of


def test_a_document_is_evidence_of_what_names_it() -> None:
    made = Decision(account="a", decision="revoke", confirmation="doc", executed_on="2025-05-08")  # type: ignore[call-arg]
    facts = world_of(
        completions=(Completion(person="k-lee", module="base", completed_on="2025-05-05", evidence="doc"),),
        accounts=(account(deactivated_on="2025-05-06T17:00:00", deactivation_confirmation="doc"), account("b")),
        reviews=(
            Review(id="q", portal="cco", completed_on="2025-05-07", snapshot=Snapshot(source="doc"), decisions=(made,)),
        ),
    )
    days = ("2025-05-05", "2025-05-06T17:00:00", "2025-05-07", "2025-05-08")
    assert retention.evidence_on(Document(id="doc"), facts) == days
    assert retention.evidence_on(Document(id="other"), facts) == ()
