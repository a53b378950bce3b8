"""How the shipped rules answer for practices of one to nine people: no false finding, and no false pass."""

import datetime
from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.model import Status
from portalaudit.model.report import Report
from portalaudit.pipeline import Assignment, check

REPOSITORY = Path(__file__).resolve().parents[1]
PRACTICES = Path(__file__).parent / "practices"
AS_OF = datetime.date(2026, 11, 20)

# Everything that fails or is an error in each of the practices: rule, subject, severity.
FINDINGS = {
    "activity-log-never-read": ["activity-log-unreviewed ev medium"],
    # Back with an approval to switch the login on again; leave on single days closes no login.
    "back-from-leave": [],
    "bank-account-right": [
        "admin-outside-administrators cig-desk high",
        "permission-outside-role cig-desk high",
        "sod-conflict desk critical",
    ],
    "biller-abroad": [
        "user-outside-united-states nmp-meena high",
        "user-outside-united-states nmp-ravi high",
    ],
    "biller-leaving": [
        "termination-unscheduled bill medium",
    ],
    "caqh-and-pecos": [],
    "closed-sign-on": ["active-after-termination p1-gone medium"],
    "day-one": [
        "directory-url availity medium",
        "directory-url mycgs medium",
        "directory-url pnm medium",
        "downtime-protocol availity medium",
        "downtime-protocol mycgs medium",
        "downtime-protocol pnm medium",
        "master-administrator hale-im high",
    ],
    "day-one-with-two-problems": [
        "active-after-termination mycgs-voss critical",
        "activity-after-termination mycgs-voss critical",
        "directory-url availity medium",
        "directory-url mycgs medium",
        "downtime-protocol availity medium",
        "downtime-protocol mycgs medium",
        "master-administrator hale-im high",
        "shared-credential availity/halefront critical",
    ],
    # Engaged until 2039, and a review has lately decided on the login.
    "dental-group": [],
    "equipment-supplier": [],
    "first-inventory": [
        "active-after-termination nmp-klee critical",
        "directory-url nmp medium",
        "downtime-protocol nmp medium",
        "master-administrator my-practice high",
        "review-overdue nmp high",
    ],
    "health-center": [],
    "home-health-virginia": [
        # What the portal lets all its administrators do: for information.
        "sod-conflict mgr info",
        "sod-conflict owner info",
    ],
    # In eight days the portal disables it; someone else administers too, and to sign in once is enough.
    "idle-administrator": ["portal-suspension-imminent uhc-owner info"],
    "locum-private-mailbox": ["shared-or-aliased-email ev-locum medium"],
    "login-handed-over": ["secrets-not-rotated-after-leaver ev-desk2 high"],
    "mailbox-of-others": [
        "shared-or-aliased-email ev-desk high",
        "shared-or-aliased-email ev-desk2 high",
    ],
    "maternity-leave": [],
    "name-changed": [
        "shared-or-aliased-email ev-desk low",
    ],
    "never-reviewed": [
        "directory-url mycgs medium",
        "downtime-protocol mycgs medium",
        "master-administrator p high",
        "review-overdue mycgs high",
    ],
    "no-login-at-the-desk": ["job-without-login desk2 low"],
    "officer-is-administrator": [
        "master-administrator fernhill low",
    ],
    "old-passwords": [
        "password-age ngs-desk medium",
        "password-age ngs-mgr medium",
        "password-age ngs-owner medium",
    ],
    "one-month-in": [],
    # The best that one person can do, which is no reason for a red build.
    "one-person": ["self-review r-ev/ev-owner info"],
    "one-person-all-hats": [
        "administrator-redundancy ev high",
        "downtime-protocol ev medium",
        "self-review r-ev/ev-owner medium",
    ],
    "owner-sees-money": [],
    "payers-of-all-kinds": [],
    "receptionist-signs": [
        "review-evidence-missing r-ev medium",
        "self-review r-ev/ev-mgr medium",
        "self-review r-ev/ev-owner medium",
    ],
    "recovery-center": ["vendor-without-baa rcm critical"],
    "rehired": [],
    "shared-desk-login": [
        "shared-credential ev/frontdesk high",
    ],
    "shared-mailbox": [
        "shared-or-aliased-email ev-desk high",
        "shared-or-aliased-email ev-desk2 high",
    ],
    "solo-best": [],
    "student-and-volunteer": [
        "engagement-expired-or-undated vol high",
        "shared-or-aliased-email ev-stud medium",
        "training-before-access ev-vol medium",
    ],
    "telehealth-four-states": [
        "mac-jurisdiction medicare high",
    ],
    "three-never-reviewed": [
        "review-overdue alp high",
        "review-overdue ev high",
        "review-overdue jup high",
    ],
    "two-tax-ids": ["organization-scope-excess ev-desk high"],
}

# Practices that have recorded only the little that they know; the others leave no question open.
BEGINNERS = ("day-one", "day-one-with-two-problems", "first-inventory", "never-reviewed")

# In a practice, a text that is written otherwise, and what that brings: rule, subject, severity.
BROKEN = [
    ("solo-best", ", second_signature: 'Pat Quill, CPA'", "", "self-review r-ev/ev-owner medium"),
    ("solo-best", "category: owner", "category: clinical", "financial-outside-billing-desk ev-owner high"),
    ("solo-best", "mfa: totp", "mfa: none", "mfa-missing ev-mgr critical"),
    ("solo-best", "payment.view]\n", "user.manage]\n", "permission-outside-role ev-desk high"),
    (
        "payers-of-all-kinds",
        "relationship: out_of_network",
        "relationship: in_network",
        "payer-without-portal oon medium",
    ),
    (
        "payers-of-all-kinds",
        "users_managed_by: payer",
        "users_managed_by: practice",
        "administrator-redundancy hsrm high",
    ),
    (
        "caqh-and-pecos",
        "credentialing_only: 'true'",
        "users_managed_by: practice",
        "administrator-redundancy caqh high",
    ),
    ("one-person", "recovery_path:", "labels: {}  #", "administrator-redundancy ev high"),
    ("one-person", ", second_signature: 'Pat Quill, CPA'", "", "self-review r-ev/ev-owner medium"),
    (
        "dental-group",
        "account: ev-dsobill, decision: keep",
        "account: ev-dsobill, decision: revoke",
        "engagement-expired-or-undated dsobill medium",
    ),
    # A physician's number is none of a home health agency.
    ("home-health-virginia", "{part: HHH, ptan", "{part: B, ptan", "mac-jurisdiction medicare high"),
    (
        "shared-desk-login",
        "migrate_by: '2026-12-18'",
        "migrate_by: '2026-11-18'",
        "shared-credential ev/frontdesk critical",
    ),
    ("equipment-supplier", "medicare_parts: [DME]", "medicare_parts: [B]", "mac-jurisdiction dme high"),
    ("health-center", "credentialing_only: 'true'", "credentialing_only: 'false'", "portal-without-contract exch high"),
    ("locum-private-mailbox", ", end: '2027-01-15'", "", "engagement-expired-or-undated locum high"),
    ("student-and-volunteer", "end: '2026-12-18'", "end: '2026-10-30'", "active-after-termination ev-stud critical"),
    ("student-and-volunteer", "end: '2026-12-18'", "end: '2026-10-30'", "activity-after-termination ev-stud critical"),
    ("maternity-leave", "status: suspended", "status: active", "leave-access-active desk2 medium"),
    ("back-from-leave", "approved_by: owner, approved_on: '2026-11-02', ", "", "role-change-unreviewed desk2 high"),
    ("back-from-leave", "continuous: 'false'", "continuous: 'true'", "leave-access-active desk high"),
    # In the months between the two times at work.
    (
        "rehired",
        "last_login_on: '2026-03-12'",
        "last_login_on: '2026-05-04'",
        "activity-after-termination ev-desk2 critical",
    ),
    ("rehired", "deactivated_on: '2026-03-13'", "deactivated_on: '2026-07-17'", "late-deactivation ev-desk2 medium"),
    (
        "login-handed-over",
        ", to: '2026-08-14'}\n  - {person: desk2",
        "}\n  - {person: desk2",
        "active-after-termination ev-desk2 critical",
    ),
    ("idle-administrator", "expected_use: quarterly", "expected_use: monthly", "dormant-account uhc-owner high"),
    ("biller-abroad", "kind: billing_company", "kind: it", "financial-outside-billing-desk ev-ravi high"),
]

# What is not known of a practice that has just begun, and must not look like an answer.
ASKED = [
    ("day-one", "administrator-redundancy", "mycgs"),
    ("day-one", "administrator-redundancy", "availity"),
    ("day-one", "administrator-redundancy", "pnm"),
    ("day-one", "review-overdue", "availity"),
    ("day-one", "mfa-missing", "mycgs-brandt"),
    ("day-one", "mfa-missing", "av-osei"),
    ("day-one", "grant-unapproved", "mycgs-brandt"),
    ("day-one", "training-expired", "osei"),
    ("day-one", "excluded-individual", "hale"),
    ("never-reviewed", "administrator-redundancy", "mycgs"),
]


def judged(folder: Path) -> Report:
    policies, unread = read_policies(REPOSITORY / "policies")
    assert not unread
    return check(
        Assignment(inventory=folder, policies=policies, as_of=lambda zone: AS_OF, chosen=lambda rule: True, version="0")
    )


def found(report: Report, *statuses: Status) -> list[str]:
    assert report.problems == ()
    return sorted(f"{v.rule} {v.subject.id} {v.severity}" for v in report.verdicts() if v.status in statuses)


@pytest.mark.parametrize("kind", FINDINGS)
def test_exactly_these_findings(kind: str) -> None:
    report = judged(PRACTICES / kind)
    assert found(report, Status.FAIL, Status.ERROR) == FINDINGS[kind]
    assert bool(found(report, Status.UNKNOWN)) is (kind in BEGINNERS)


@pytest.mark.parametrize(("kind", "written", "instead", "finding"), BROKEN)
def test_one_thing_otherwise_is_found(kind: str, written: str, instead: str, finding: str, tmp_path: Path) -> None:
    text = (PRACTICES / kind / "practice.yaml").read_text("utf-8")
    assert written in text
    (tmp_path / "practice.yaml").write_text(text.replace(written, instead, 1), "utf-8")
    assert finding not in FINDINGS[kind]
    assert finding in found(judged(tmp_path), Status.FAIL)


@pytest.mark.parametrize(("kind", "rule", "subject"), ASKED)
def test_what_is_not_known_is_asked(kind: str, rule: str, subject: str) -> None:
    (verdict,) = (v for v in judged(PRACTICES / kind).verdicts() if (v.rule, v.subject.id) == (rule, subject))
    assert verdict.status is Status.UNKNOWN


def test_each_practice_is_listed() -> None:
    assert sorted(FINDINGS) == sorted(folder.name for folder in PRACTICES.iterdir())
