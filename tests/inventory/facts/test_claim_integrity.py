import pytest

from portalaudit.inventory.facts import claim_integrity
from portalaudit.inventory.records import Account, Completion, Module, Person
from portalaudit.inventory.records.people import Certification, Engagement, Leave
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

KIM = person("k-lee", ("2020-03-02", None))
CLAIMS = Module(id="claims", topics=("claim_integrity",))
ADVANCED = Module(id="advanced", topics=("appeals", "Claim-Integrity"))
BASE = Module(id="base", topics=("privacy",))


def done(day: str, module: str = "claims", **fields: object) -> Completion:
    return Completion(person="k-lee", module=module, completed_on=day, **fields)  # type: ignore[arg-type]


def world(
    *completions: Completion,
    accounts: tuple[Account, ...] = (),
    modules: tuple[Module, ...] = (CLAIMS, ADVANCED, BASE),
    who: Person = KIM,
) -> World:
    return world_of(staff=(who,), accounts=accounts, modules=modules, completions=completions)


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ((), ()),
        ((account(permissions=("claim_status.view", "eft.manage")),), ()),
        ((account(permissions=("claim.submit", "claim_status.view")),), ("claim.submit",)),
        (
            (account("a", permissions=("prior_auth.submit",)), account("b", permissions=("claim.correct",))),
            ("claim.correct", "prior_auth.submit"),
        ),
        ((account(permissions=("claim.submit",), status="suspended"),), ()),
        ((account(),), None),
        ((account("a"), account("b", permissions=("claim.submit",))), ("claim.submit",)),
    ],
)
def test_claim_work_of_live_accounts(accounts: tuple[Account, ...], expected: tuple[str, ...] | None) -> None:
    assert claim_integrity.claim_work(KIM, world(accounts=accounts)) == expected


def test_the_accounts_with_which_it_can_be_done() -> None:
    accounts = (
        account("a", permissions=("claim.submit",)),
        account("b", permissions=("claim_status.view",)),
        account("c"),
        account("d", permissions=("claim.submit",), status="deleted"),
    )
    assert [each.id for each in claim_integrity.claim_accounts(KIM, world(accounts=accounts))] == ["a"]


@pytest.mark.parametrize(
    ("completions", "age"),
    [
        ((), None),
        ((done("2026-11-20"),), 0),
        ((done("2026-01-14"), done("2025-11-20")), 310),
        ((done("2026-01-14"), done("2026-11-10", "advanced")), 10),
        ((done("2026-11-10", "base"),), None),
        ((done("2026-11-21"),), None),
        ((done("2026-11-10", attested_by="keystone"),), None),
    ],
)
def test_the_newest_completion_of_any_such_module_counts(completions: tuple[Completion, ...], age: int | None) -> None:
    facts = world(*completions)
    assert claim_integrity.claim_integrity_age_days(KIM, facts) == age
    assert claim_integrity.claim_integrity_missing(KIM, facts) is (age is None)
    assert (claim_integrity.claim_integrity_note(KIM, facts) == "never completed") is (age is None)


def test_the_note_tells_the_day() -> None:
    assert claim_integrity.claim_integrity_note(KIM, world(done("2026-01-14"))) == "last completed on 2026-01-14"


def test_leave_is_not_counted() -> None:
    away = Leave(start="2026-02-01", end="2026-02-28")
    who = person("k-lee", engagements=(Engagement(kind="employee", start="2020-03-02", leave=(away,)),))
    assert claim_integrity.claim_integrity_age_days(who, world(done("2026-01-14"), who=who)) == 310 - 28


def test_a_version_that_was_replaced_does_not_count() -> None:
    anew = Module(id="claims", topics=("claim_integrity",), version="2", reviewed_on="2026-06-01", retrain=True)
    facts = world(done("2026-03-01", version="1"), done("2025-03-01", "advanced"), modules=(anew, ADVANCED))
    assert claim_integrity.claim_integrity_note(KIM, facts) == "last completed on 2025-03-01"
    alone = world(done("2026-03-01", version="1"), modules=(anew,))
    expected = "completed on 2026-03-01 in a version that has been replaced"
    assert claim_integrity.claim_integrity_note(KIM, alone) == expected


@pytest.mark.parametrize(
    ("modules", "expected"),
    [((BASE,), True), ((), None), ((Module(id="special"),), None), ((BASE, Module(id="x")), None)],
)
def test_missing_only_where_the_curriculum_says_what_it_teaches(
    modules: tuple[Module, ...], expected: bool | None
) -> None:
    assert claim_integrity.claim_integrity_missing(KIM, world(modules=modules)) is expected


def test_certificates_count_up_to_their_last_day() -> None:
    who = person(
        certifications=(
            Certification(name="CPC", expires_on="2026-11-20"),
            Certification(name="CCS", expires_on="2026-11-19"),
            Certification(name="RHIA"),
        )
    )
    assert claim_integrity.valid_certifications(who, world(who=who)) == ("CPC", "RHIA")
    assert claim_integrity.valid_certifications(KIM, world()) == ()
