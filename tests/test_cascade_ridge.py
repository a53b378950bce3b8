"""What portalaudit finds in the sample practice, row by row, and what it must leave alone."""

import datetime
from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.model import Status, Verdict
from portalaudit.model.report import Report
from portalaudit.pipeline import Assignment, check

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE = REPOSITORY / "inventory" / "cascade-ridge"
AS_OF = datetime.date(2026, 11, 20)

# rule, subject, status, severity, place of the line that a person has to look at
FINDINGS = [
    ("active-after-termination", "or-medicaid-klee", "fail", "critical", "accounts/or-medicaid.yaml:61"),
    ("active-after-termination", "uhc-klee", "fail", "critical", "accounts/uhc.yaml:65"),
    ("activity-after-termination", "uhc-klee", "fail", "critical", "accounts/uhc.yaml:75"),
    ("activity-log-unreviewed", "availity", "unknown", "medium", "portals.yaml:54"),
    ("activity-log-unreviewed", "cigna", "unknown", "medium", "portals.yaml:122"),
    ("activity-log-unreviewed", "larch-mountain", "unknown", "medium", "portals.yaml:176"),
    ("activity-log-unreviewed", "nmp", "fail", "medium", "portals.yaml:33"),
    ("activity-log-unreviewed", "obsidian", "unknown", "medium", "portals.yaml:159"),
    ("activity-log-unreviewed", "onehealthport", "unknown", "medium", "portals.yaml:84"),
    ("activity-log-unreviewed", "or-medicaid", "unknown", "medium", "portals.yaml:35"),
    ("activity-log-unreviewed", "rimrock", "unknown", "medium", "portals.yaml:139"),
    ("activity-log-unreviewed", "uhc", "unknown", "medium", "portals.yaml:104"),
    ("administrator-redundancy", "larch-mountain", "fail", "high", "portals.yaml:182"),
    ("administrator-redundancy", "nmp", "fail", "high", "portals.yaml:11"),
    ("administrator-redundancy", "obsidian", "fail", "high", "portals.yaml:165"),
    ("administrator-redundancy", "or-medicaid", "fail", "high", "portals.yaml:42"),
    ("administrator-redundancy", "rimrock", "fail", "high", "portals.yaml:145"),
    ("administrator-redundancy", "uhc", "fail", "high", "portals.yaml:111"),
    ("credential-custody", "availity-frontdesk", "fail", "medium", "accounts/availity.yaml:95"),
    ("credential-custody", "cigna-asato", "fail", "medium", "accounts/cigna.yaml:77"),
    ("credential-custody", "or-medicaid-klee", "fail", "medium", "accounts/or-medicaid.yaml:72"),
    ("credential-custody", "or-medicaid-laguilar", "fail", "medium", "accounts/or-medicaid.yaml:55"),
    ("credential-custody", "rimrock-dkowalski", "fail", "medium", "accounts/rimrock.yaml:65"),
    ("credential-custody", "uhc-asato", "fail", "medium", "accounts/uhc.yaml:59"),
    ("credential-custody", "uhc-cmendes", "fail", "medium", "accounts/uhc.yaml:107"),
    ("credential-custody", "uhc-klee", "fail", "medium", "accounts/uhc.yaml:79"),
    ("curriculum-or-sop-gap", "cascade-ridge", "fail", "medium", "practice.yaml:3"),
    ("directory-url", "obsidian", "fail", "medium", "portals.yaml:162"),
    ("directory-url", "onehealthport", "fail", "medium", "portals.yaml:89"),
    ("dormant-account", "larch-mountain-dkowalski", "fail", "high", "accounts/larch-mountain.yaml:54"),
    ("dormant-account", "larch-mountain-laguilar", "fail", "high", "accounts/larch-mountain.yaml:36"),
    ("dormant-account", "nmp-emarsh", "fail", "medium", "accounts/nmp.yaml:98"),
    ("dormant-account", "rimrock-whaas", "fail", "high", "accounts/rimrock.yaml:98"),
    ("downtime-protocol", "cigna", "fail", "medium", "portals.yaml:122"),
    ("downtime-protocol", "larch-mountain", "fail", "medium", "portals.yaml:176"),
    ("downtime-protocol", "obsidian", "fail", "medium", "portals.yaml:159"),
    ("downtime-protocol", "onehealthport", "fail", "medium", "portals.yaml:84"),
    ("downtime-protocol", "or-medicaid", "fail", "medium", "portals.yaml:35"),
    ("downtime-protocol", "rimrock", "fail", "medium", "portals.yaml:139"),
    ("downtime-protocol", "uhc", "fail", "medium", "portals.yaml:104"),
    ("engagement-expired-or-undated", "w-haas", "fail", "high", "staff/former-and-temporary.yaml:18"),
    ("excluded-individual", "w-haas", "fail", "medium", "staff/former-and-temporary.yaml:22"),
    ("financial-outside-billing-desk", "or-medicaid-laguilar", "fail", "high", "accounts/or-medicaid.yaml:46"),
    ("financial-outside-billing-desk", "rimrock-dkowalski", "fail", "high", "accounts/rimrock.yaml:46"),
    ("function-coverage-gap", "medicare-b", "fail", "info", "payers.yaml:4"),
    ("function-coverage-gap", "rimrock-cco", "fail", "info", "payers.yaml:26"),
    ("generic-identity", "availity-frontdesk", "fail", "high", "accounts/availity.yaml:72"),
    ("inventory-drift", "availity", "unknown", "high", "portals.yaml:54"),
    ("inventory-drift", "cigna", "unknown", "high", "portals.yaml:122"),
    ("inventory-drift", "larch-mountain", "unknown", "high", "portals.yaml:176"),
    ("inventory-drift", "nmp", "unknown", "high", "portals.yaml:4"),
    ("inventory-drift", "obsidian", "unknown", "high", "portals.yaml:159"),
    ("inventory-drift", "onehealthport", "unknown", "high", "portals.yaml:84"),
    ("inventory-drift", "or-medicaid", "unknown", "high", "portals.yaml:35"),
    ("inventory-drift", "rimrock", "unknown", "high", "portals.yaml:139"),
    ("inventory-drift", "uhc", "unknown", "high", "portals.yaml:104"),
    ("late-deactivation", "availity-klee", "fail", "medium", "accounts/availity.yaml:167"),
    ("permission-outside-role", "or-medicaid-laguilar", "fail", "medium", "accounts/or-medicaid.yaml:46"),
    ("permission-outside-role", "uhc-cmendes", "fail", "medium", "accounts/uhc.yaml:88"),
    ("portal-recertification-due", "nmp", "fail", "medium", "accounts/nmp.yaml:22"),
    ("portal-suspension-imminent", "nmp-emarsh", "fail", "medium", "accounts/nmp.yaml:98"),
    ("portal-suspension-imminent", "nmp-pnair", "fail", "info", "accounts/nmp.yaml:78"),
    ("portal-without-contract", "obsidian", "fail", "high", "portals.yaml:164"),
    ("review-overdue", "availity", "fail", "high", "portals.yaml:54"),
    ("review-overdue", "cigna", "fail", "high", "portals.yaml:122"),
    ("review-overdue", "larch-mountain", "fail", "high", "portals.yaml:176"),
    ("review-overdue", "nmp", "fail", "high", "portals.yaml:4"),
    ("review-overdue", "obsidian", "fail", "high", "portals.yaml:159"),
    ("review-overdue", "onehealthport", "fail", "high", "portals.yaml:84"),
    ("review-overdue", "or-medicaid", "fail", "high", "portals.yaml:35"),
    ("review-overdue", "rimrock", "fail", "high", "portals.yaml:139"),
    ("review-overdue", "uhc", "fail", "high", "portals.yaml:104"),
    ("role-change-unreviewed", "d-pruitt", "fail", "high", "staff/billing-and-administration.yaml:23"),
    ("role-definition-lint", "front_desk_lead", "fail", "high", "roles.yaml:18"),
    (
        "sensitive-data-in-inventory",
        "imports/or-medicaid-clerks-2026-05.csv",
        "fail",
        "critical",
        "imports/or-medicaid-clerks-2026-05.csv:3",
    ),
    (
        "shared-credential",
        "availity/frontdesk@cascaderidge.example.org",
        "fail",
        "critical",
        "accounts/availity.yaml:72",
    ),
    ("shared-or-aliased-email", "availity-frontdesk", "fail", "high", "accounts/availity.yaml:82"),
    ("shared-or-aliased-email", "larch-mountain-dkowalski", "fail", "high", "accounts/larch-mountain.yaml:46"),
    ("shared-or-aliased-email", "obsidian-mortiz", "fail", "high", "accounts/obsidian.yaml:9"),
    ("sod-conflict", "d-pruitt", "fail", "high", "staff/billing-and-administration.yaml:25"),
    ("sod-conflict", "m-ortiz", "fail", "critical", "staff/billing-and-administration.yaml:9"),
    ("training-before-access", "or-medicaid-tbrandt", "fail", "medium", "accounts/or-medicaid.yaml:86"),
]

# rows that look suspicious and are in order
GOOD_ROWS = [
    ("a physician with the same login text on two portals", "shared-credential", "one_healthcare_id/emarsh.md"),
    ("a physician with the same login text on two portals", "shared-credential", "cigna_hcp/emarsh.md"),
    ("somebody on parental leave whose account is suspended", "dormant-account", "nmp-hlindqvist"),
    ("somebody on parental leave whose account is suspended", "dormant-account", "availity-hlindqvist"),
    ("somebody on parental leave", "role-change-unreviewed", "h-lindqvist"),
    ("somebody on parental leave", "training-expired", "h-lindqvist"),
    ("somebody on parental leave whose accounts are suspended", "leave-access-active", "h-lindqvist"),
    ("the credentialing assistant manages provider data", "admin-outside-administrators", "availity-rfeldman"),
    ("the credentialing assistant manages provider data", "permission-outside-role", "availity-rfeldman"),
    ("a nurse who submits prior authorizations", "permission-outside-role", "availity-jwhitaker"),
    ("a nurse who submits prior authorizations", "training-before-access", "rimrock-jwhitaker"),
    ("the manager's bank account permission is approved with a reason", "permission-outside-role", "availity-mortiz"),
    ("remittances for the front desk lead are approved for the role", "permission-outside-role", "rimrock-dkowalski"),
    ("the physician is a designated administrator", "admin-outside-administrators", "availity-emarsh"),
    ("the biller works here again", "active-after-termination", "availity-dpruitt"),
    ("the biller's account ended on her last day", "late-deactivation", "obsidian-dpruitt"),
    ("the leaver signed in before her last day", "activity-after-termination", "or-medicaid-klee"),
    ("the locum's engagement has no end", "active-after-termination", "rimrock-whaas"),
    ("24 days idle on a portal that allows 30", "dormant-account", "nmp-pnair"),
    ("the leaver's account is past need", "portal-suspension-imminent", "uhc-klee"),
    ("trained on the day of the access", "training-before-access", "rimrock-whaas"),
    ("two administrators who sign in", "administrator-redundancy", "availity"),
    ("the contractor of Oregon, with everything in place", "mac-jurisdiction", "medicare-b"),
    ("a protocol for the day on which it is down", "downtime-protocol", "nmp"),
    ("a protocol for the day on which it is down", "downtime-protocol", "availity"),
    ("numbers that add up, and portals that were given these", "registration-identifiers", "cascade-ridge"),
    ("every payer by one way only", "hub-available-hint", "regence"),
    ("appointed in writing and administrator everywhere", "master-administrator", "cascade-ridge"),
    ("closed on one portal, another login on the next", "multiple-accounts-one-person", "d-pruitt/obsidian"),
    ("the administrator's own mailbox on eight portals", "shared-or-aliased-email", "nmp-mortiz"),
    ("a nurse learned about claim integrity", "claim-integrity-training-missing", "j-whitaker"),
    ("a password changed in February", "password-age", "nmp-mortiz"),
    ("a password manager for companies", "credential-vault", "cascade-ridge"),
    ("codes by mail for somebody who only reads", "mfa-missing", "nmp-pnair"),
    ("documents without a day of disposal", "retention-gap", "sop-portal-access"),
    ("the authenticator app on all Availity accounts", "mfa-missing", "availity-frontdesk"),
    ("the authenticator app on all Availity accounts", "mfa-missing", "availity-klee"),
    ("the authenticator app on all Availity accounts", "mfa-missing", "availity-mortiz"),
    ("the biller learned about claim integrity", "claim-integrity-training-missing", "d-pruitt"),
    (
        "the shared login's password was changed when the leaver left",
        "secrets-not-rotated-after-leaver",
        "availity-frontdesk",
    ),
    ("access on the first working day", "access-before-eligible", "or-medicaid-tbrandt"),
    ("the biller's old account, enabled again", "chronology-impossible", "availity-dpruitt"),
    ("statements about passwords, EINs, NPIs and telephone numbers", "sensitive-data-in-inventory", "practice.yaml"),
    ("administrator of two portals, and nothing to bill or to collect", "sod-conflict", "e-marsh"),
    ("she submits authorizations and no claims", "sod-conflict", "j-whitaker"),
    ("the manager's bank account permission was approved the day before", "grant-unapproved", "availity-mortiz"),
]


@pytest.fixture(scope="module")
def report() -> Report:
    policies, unread = read_policies(REPOSITORY / "policies")
    assert not unread
    return check(
        Assignment(inventory=SAMPLE, policies=policies, as_of=lambda zone: AS_OF, chosen=lambda rule: True, version="0")
    )


def test_no_file_has_a_problem(report: Report) -> None:
    assert report.problems == ()


def test_exactly_these_findings(report: Report) -> None:
    assert sorted(map(_row, (*report.findings(), *report.unanswered()))) == FINDINGS


def _row(verdict: Verdict) -> tuple[str, str, str, str, str]:
    place = f"{verdict.place.path}:{verdict.place.line}"
    return verdict.rule, verdict.subject.id, str(verdict.status), str(verdict.severity), place


@pytest.mark.parametrize(("row", "rule", "subject"), GOOD_ROWS)
def test_good_rows_are_left_alone(report: Report, row: str, rule: str, subject: str) -> None:
    (verdict,) = (v for v in report.verdicts() if (v.rule, v.subject.id) == (rule, subject))
    assert verdict.status in {Status.PASS, Status.NOT_APPLICABLE}, row
