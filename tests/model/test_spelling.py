"""A word is suggested where a slip of the pen is plain, and none where another thing may be meant."""

from typing import get_args

import pytest

from portalaudit.inventory.records import account_records, payers, portal_records, review_records, staff_records
from portalaudit.inventory.records.common import MfaMethod
from portalaudit.model import spelling
from portalaudit.model.spelling import Spelling, choice_meant, did_you_mean, nearest
from portalaudit.model.synonyms import SYNONYMS

STATUS = get_args(account_records.AccountStatus)
TYPE = get_args(account_records.AccountType)
MFA = get_args(MfaMethod)
KIND = get_args(portal_records.PortalKind)
BUSINESS = get_args(payers.LineOfBusiness)
ENGAGEMENT = get_args(staff_records.EngagementKind)
DECISION = get_args(review_records.Decision.__annotations__["decision"])
CONTRACT = ("active", "pending", "ended", "letter_of_agreement")
REGISTRATION = ("not_started", "submitted", "verified", "rejected", "closed")


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("acount", ("person", "account", "accounts"), "account"),
        ("xyz", ("account",), None),
        ("Account", ("account",), "account"),
        ("last-login on", ("last_login_on",), "last_login_on"),
        ("logni", ("login",), "login"),
        ("stat", ("name", "status"), "status"),
        ("dormant", ("dormant_days", "grace_days"), "dormant_days"),
        ("dormant", ("dormant_days", "dormant_kinds"), None),
        ("kim-lea", ("kim-lee", "kim-leo"), None),
        ("nmp-2026q3", ("nmp-2026q2",), None),
        ("SOD-3", ("SOD-03",), "SOD-03"),
        ("persom-00007", ("person-00006", "person-00007"), "person-00007"),
        ("inactive", ("active",), None),
        ("unverified_on", ("verified_on",), None),
        ("enabled_on", ("disabled_on",), None),
        ("disabled_on", ("enabled_on",), None),
        ("include", ("exclude",), None),
        ("external", ("internal",), None),
        ("approved_at", ("approved_by",), None),
        ("requested_by", ("requested_on",), None),
        ("not_matched", ("matched",), None),
        ("former_approvers", ("approvers",), None),
        ("leaveout", ("severity", "leave_out"), "leave_out"),
        ("leavout", ("severity", "leave_out"), "leave_out"),
        ("not_on", ("on",), None),
        ("unmatched_on", ("matched_on",), None),
        ("medicare", ("medicaid",), None),
        ("medicare_ffs", ("medicaid_ffs",), None),
        ("", ("id",), None),
        ("9" * 5000, ("8" * 5000,), None),
    ],
)
def test_a_name_is_suggested_where_only_one_can_be_meant(
    written: str, known: tuple[str, ...], meant: str | None
) -> None:
    assert nearest(written, known) == meant


@pytest.mark.parametrize(
    ("choices", "written", "meant"),
    [
        (STATUS, "enabled", "active"),
        (STATUS, "Enabled", "active"),
        (STATUS, "enabeld", "active"),
        (STATUS, "inactive", "disabled"),
        (STATUS, "in-active", "disabled"),
        (STATUS, "closed", "deactivated"),
        (STATUS, "blocked", "locked"),
        (STATUS, "on hold", "suspended"),
        (STATUS, "actve", "active"),
        (STATUS, "teminated", "terminated"),
        (STATUS, "none", None),
        (STATUS, "yes", None),
        (TYPE, "shared", "shared_legacy"),
        (TYPE, "robot", "bot"),
        (TYPE, "user", "individual"),
        (TYPE, "apt", None),
        (MFA, "authenticator app", "totp"),
        (MFA, "text", "sms"),
        (MFA, "yes", None),
        (MFA, "done", None),
        (MFA, "phone", None),
        (MFA, "off", "none"),
        (MFA, "smss", "sms"),
        (KIND, "medicare", "mac"),
        (KIND, "medicar", "mac"),
        (KIND, "Mac", "mac"),
        (KIND, "sop", None),
        (BUSINESS, "medicare", "medicare_ffs"),
        (BUSINESS, "medicaid", "medicaid_ffs"),
        (BUSINESS, "medicare_c", "medicare_advantage"),
        (BUSINESS, "Medicare Part B", "medicare_ffs"),
        (BUSINESS, "part a", "medicare_ffs"),
        (BUSINESS, "Medicare Part D", None),
        (BUSINESS, "managed medicaid", "medicaid_managed"),
        (ENGAGEMENT, "w2", "employee"),
        (ENGAGEMENT, "employer", None),
        (ENGAGEMENT, "1099", "contractor"),
        (DECISION, "approve", "keep"),
        (DECISION, "removed", "revoke"),
        (DECISION, "none", None),
        (CONTRACT, "inactive", "ended"),
        (CONTRACT, "terminated", "ended"),
        (CONTRACT, "closed", "ended"),
        (REGISTRATION, "approved", "verified"),
        (REGISTRATION, "denied", "rejected"),
        (REGISTRATION, "inactive", "closed"),
    ],
)
def test_of_the_words_allowed_the_one_with_the_meaning_is_suggested(
    choices: tuple[str, ...], written: str, meant: str | None
) -> None:
    assert choice_meant(written, choices) == meant


LIVE = {"active", "pending", "locked"}
ON = ("enabled", "on", "live", "open", "current", "new", "invited", "blocked", "locked_out")
OFF = ("inactive", "off", "closed", "removed", "expired", "cancelled", "not_active", "on_leave", "gone", "termed")


@pytest.mark.parametrize("word", ON)
def test_no_word_for_a_login_in_use_becomes_one_that_is_closed(word: str) -> None:
    assert choice_meant(word, STATUS) in {*LIVE, None}


@pytest.mark.parametrize("word", OFF)
def test_no_word_for_a_closed_login_becomes_one_in_use(word: str) -> None:
    assert choice_meant(word, STATUS) not in LIVE


@pytest.mark.parametrize("choices", [STATUS, TYPE, MFA, KIND, BUSINESS, ENGAGEMENT, DECISION, CONTRACT, REGISTRATION])
def test_an_allowed_word_always_means_itself(choices: tuple[str, ...]) -> None:
    assert [choice_meant(word.upper(), choices) for word in choices] == list(choices)


def test_what_words_mean_is_written_in_words_that_some_field_allows() -> None:
    allowed = {
        *(word for choices in (STATUS, TYPE, MFA, KIND, BUSINESS, ENGAGEMENT, DECISION, CONTRACT) for word in choices),
        *(
            *REGISTRATION,
            *get_args(staff_records.RoleCategory),
            "enable",
            "create",
            "grant",
            "in_network",
            "out_of_network",
        ),
        *("sop", "agreement", "job_description", "it", "temp_agency", "billing_company", "phone", "emergency"),
        *("spreadsheet", "paper"),
    }
    assert {meant for meanings in SYNONYMS.values() for meant in meanings} - allowed == set()


def test_the_end_of_a_message() -> None:
    assert (did_you_mean("status"), did_you_mean(None)) == ("; did you mean 'status'?", "")


def compared(monkeypatch: pytest.MonkeyPatch, wanted: int, known: int) -> int:
    """How often two ids are compared letter by letter or set aside by their letters."""
    count = 0

    def counting(one: str, other: str, most: int) -> int:
        nonlocal count
        count += 1
        return most + 1

    monkeypatch.setattr(spelling, "_changes", counting)
    look = Spelling({"staff": [f"person-{number:06}" for number in range(known)]})
    assert {look.nearest(f"persom-{number:06}", "staff") for number in range(wanted)} == {None}
    return count


def test_thousands_of_ids_that_lead_nowhere_take_no_more_than_so_many_comparisons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert compared(monkeypatch, 20, 500) == 10_000
    assert compared(monkeypatch, 3000, 3000) == 48_000
    assert compared(monkeypatch, 1, 300_000) == 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("view_eligibility", "eligibility.view"),
        ("view.eligibilty", "eligibility.view"),
        ("submit-claim", "claim.submit"),
        ("eligibility", None),
        ("view", None),
        ("manage_eligibility", None),
    ],
)
def test_the_parts_of_an_id_may_stand_in_another_order(written: str, meant: str | None) -> None:
    known = ("eligibility.view", "claim.submit", "claim.view", "eligibility.view_all")
    assert Spelling({"permissions": known}).nearest(written, "permissions") == meant


def test_among_many_ids_the_first_are_suggested_and_those_that_differ_in_case_only_always() -> None:
    look = Spelling({"staff": ["kim-lee", "mo-ortiz"], "roles": ["desk"]}, most=5)
    assert look.nearest("kim-le", "staff") == "kim-lee"
    assert look.nearest("kim-le", "staff") == "kim-lee"
    assert look.nearest("mo-ortis", "staff") == "mo-ortiz"
    assert look.nearest("mo-orti", "staff") is None
    assert look.nearest("deks", "roles") == "desk"
    assert look.nearest("dek", "roles") is None
    assert look.nearest("Kim_Lee", "staff") == "kim-lee"
