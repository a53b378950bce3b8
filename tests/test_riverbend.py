"""What portalaudit finds in the group of 150 people, line by line, and what it must leave alone."""

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.model import Status, Verdict
from portalaudit.model.report import Report
from portalaudit.pipeline import Assignment, check
from tests.samples.riverbend import planted
from tests.samples.riverbend.access import PORTALS
from tests.samples.riverbend.accounts import accounts
from tests.samples.riverbend.exports import TAKEN_ON
from tests.samples.riverbend.files import files

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE = REPOSITORY / "inventory" / "riverbend"
AS_OF = datetime.date(2026, 11, 20)
FINDINGS = Path(__file__).with_suffix(".txt")

# How often each rule finds something, and the intent behind it.
COUNTS = {
    ("activity-after-termination", "fail"): 2,  # signed in on the first working day after the last
    ("activity-log-unreviewed", "unknown"): 14,  # no one recorded whether the portals show one
    ("admin-outside-administrators", "fail"): 8,  # eleven administrators of Availity, three would do
    ("claim-integrity-training-missing", "fail"): 4,  # four billers
    ("dormant-account", "fail"): 38,
    ("engagement-expired-or-undated", "fail"): 2,  # the two temporary billers, whose agency's agreement ran out
    ("function-coverage-gap", "fail"): 1,  # nobody was given the Part A number of the infusion clinic
    ("grant-unapproved", "fail"): 19,  # nine logins of nobody, and ten old ones that the review left out
    ("inventory-drift", "fail"): 4,  # 23 differences on four portals
    ("inventory-drift", "unknown"): 5,  # portals without a user list to download; the reviews use screenshots
    ("late-deactivation", "fail"): 10,
    ("leave-access-active", "fail"): 4,
    ("mac-jurisdiction", "fail"): 2,  # Lawrenceburg is billed to CGS; Part A has no user
    ("multiple-accounts-one-person", "fail"): 5,  # a second login after the wedding
    ("nonhuman-account-ungoverned", "fail"): 2,  # the robot on the Railroad Medicare portal; the key of a leaver
    ("organization-scope-excess", "fail"): 6,  # staff of one site with the tax IDs of all
    ("orphan-account", "fail"): 9,
    ("permission-outside-role", "fail"): 5,  # four movers keep both sets; the network engineer manages users
    ("portal-recertification-due", "fail"): 1,  # myCGS, 18 days
    ("review-coverage-gap", "fail"): 1,  # 17 of 96 undecided
    ("review-coverage-gap", "unknown"): 6,  # nobody knows whether the logins of nobody were there at the review
    ("review-remediation-overdue", "fail"): 9,
    ("role-change-unreviewed", "fail"): 11,
    ("secrets-not-rotated-after-leaver", "fail"): 1,  # the key of the eligibility program
    ("self-review", "fail"): 1,
    # The manager of the billing office and three who post and bill. A compensating control is current for the two
    # administrators of the Medicare portals, who can do there what all administrators can.
    ("sod-conflict", "fail"): 4,
    ("training-expired", "fail"): 22,
    ("vendor-without-baa", "fail"): 1,  # the staffing agency
}

# rows that look suspicious and are in order
GOOD_ROWS = [
    ("on parental leave, and suspended on every portal", "leave-access-active", "t-underwood"),
    ("suspended for a leave, which does not count as idle", "dormant-account", "availity-tunderwood"),
    ("a vacation of eight days so far is no leave", "leave-access-active", "c-dabney"),
    ("two afternoons a week off is no leave", "leave-access-active", "r-kessinger"),
    ("back from leave, and looked at on the first day", "role-change-unreviewed", "s-teague"),
    ("changed jobs, and every login was set anew in two days", "role-change-unreviewed", "y-prather"),
    ("the moved scheduler may submit authorizations now", "permission-outside-role", "availity-yprather"),
    ("a float at two sites in two states reaches both companies", "organization-scope-excess", "availity-fgaines"),
    ("a biller works for all sites", "organization-scope-excess", "availity-bcassidy"),
    ("a login older than the approvals, settled by a review", "grant-unapproved", "availity-cduvall"),
    ("ended on the last working day", "late-deactivation", "availity-mswope"),
    ("given notice, and ended the same day", "late-deactivation", "availity-byost"),
    ("the analyst who left did not sign in again", "activity-after-termination", "mycgs-nabernathy"),
    ("her last day is known, and every login ends on it", "termination-unscheduled", "g-ratliff"),
    ("used once a year, for the settlement", "dormant-account", "tristate-mutual-jmcallister"),
    ("an EDI login that nobody has used since spring", "nonhuman-account-ungoverned", "oh-medicaid-edi"),
    ("an EDI login whose secret was changed after the leaver", "secrets-not-rotated-after-leaver", "oh-medicaid-edi"),
    ("denials may answer overpayments and submit nothing", "sod-conflict", "e-fortner"),
    ("a biller sees remittances and downloads none", "sod-conflict", "b-cassidy"),
    ("enrollments are Vincent's by designation", "admin-outside-administrators", "availity-valbrecht"),
    ("the contractor has a last day", "engagement-expired-or-undated", "p-dunleavy"),
    ("the coding auditors have their agreement", "vendor-without-baa", "tri-county-coding"),
    ("administrators of the Medicare portals may do all there", "permission-outside-role", "mycgs-gjamison"),
    ("appointed in writing, with a deputy", "master-administrator", "riverbend"),
    ("a login on each portal is one account each", "multiple-accounts-one-person", "g-jamison/mycgs"),
    ("Kentucky and Ohio go to CGS, Railroad to Palmetto", "mac-jurisdiction", "railroad"),
]


@pytest.fixture(scope="module")
def report() -> Report:
    policies, unread = read_policies(REPOSITORY / "policies")
    assert not unread
    return check(
        Assignment(inventory=SAMPLE, policies=policies, as_of=lambda zone: AS_OF, chosen=lambda rule: True, version="0")
    )


def test_the_files_are_what_the_script_writes() -> None:
    made = {SAMPLE / name: text for name, text in files().items()}
    there = {path: path.read_text("utf-8") for path in SAMPLE.rglob("*") if path.is_file()}
    assert sorted(there) == sorted(made)
    assert [path for path, text in made.items() if there[path] != text] == []


def test_no_file_has_a_problem(report: Report) -> None:
    assert report.problems == ()


def test_exactly_these_findings(report: Report) -> None:
    assert sorted(map(_line, (*report.findings(), *report.unanswered()))) == FINDINGS.read_text("utf-8").splitlines()


def _line(verdict: Verdict) -> str:
    place = f"{verdict.place.path}:{verdict.place.line}"
    return " ".join((verdict.rule, verdict.subject.id, str(verdict.status), str(verdict.severity), place))


def test_each_rule_finds_as_much_as_is_planted(report: Report) -> None:
    assert Counter((v.rule, str(v.status)) for v in (*report.findings(), *report.unanswered())) == COUNTS


@pytest.mark.parametrize(("row", "rule", "subject"), GOOD_ROWS)
def test_good_rows_are_left_alone(report: Report, row: str, rule: str, subject: str) -> None:
    (verdict,) = (v for v in report.verdicts() if (v.rule, v.subject.id) == (rule, subject))
    assert verdict.status in {Status.PASS, Status.NOT_APPLICABLE}, row


def test_the_messages_tell_what_was_planted(report: Report) -> None:
    said = {(v.rule, v.subject.id): v.message for v in (*report.findings(), *report.unanswered())}
    assert "all users by 2026-12-08" in said["portal-recertification-due", "mycgs"]
    assert "(J8)" in said["mac-jurisdiction", "medicare-b"]
    assert "no one sees claim status on myCGS" in said["mac-jurisdiction", "medicare-a"]
    assert "not designated for: org.manage" in said["admin-outside-administrators", "availity-pdunleavy"]
    overdue = [message for (rule, _), message in said.items() if rule == "review-remediation-overdue"]
    assert all("not carried out after 40 days" in message for message in overdue)


def test_the_group_has_the_size_that_it_claims() -> None:
    people = planted.staff()
    found = accounts(people)
    working = [p for p in people.values() if p.end is None or p.end >= AS_OF.isoformat()]
    assert (len(working), len(PORTALS), sum(map(len, found.values())), len(TAKEN_ON)) == (153, 14, 434, 9)


def test_logins_ended_3_4_days_late_on_average(report: Report) -> None:
    said = [v.message for v in (*report.findings(), *report.unanswered()) if v.rule == "late-deactivation"]
    dates = [[datetime.date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", each)] for each in said]
    days = [(ended - last).days for last, ended in dates]
    assert (len(days), sum(days) / len(days)) == (10, 3.4)


def test_inventory_and_user_lists_differ_in_23_rows(report: Report) -> None:
    said = [
        v.message
        for v in (*report.findings(), *report.unanswered())
        if (v.rule, v.status) == ("inventory-drift", Status.FAIL)
    ]
    assert sorted(sum(map(_rows, each.partition(": ")[2].split("; "))) for each in said) == [3, 5, 6, 9]


def _rows(sentence: str) -> int:
    """How many rows a sentence is about; all that are not on the other side are named in one."""
    about, _, logins = sentence.partition(": ")
    return len(logins.split(", ")) if about.startswith(("not in", "live in")) else 1


def test_the_third_review_of_availity_decided_79_of_96() -> None:
    text = (SAMPLE / "reviews" / "2026-q3.yaml").read_text("utf-8")
    (review,) = (part for part in text.split("  - id: ") if part.startswith("availity-2026-q3"))
    listed = review.partition("accounts:")[2].partition("decisions:")[0].count("- availity-")
    assert (listed, review.count("decision: ")) == (96, 79)
