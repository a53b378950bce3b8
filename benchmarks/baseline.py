"""The script that someone would write without portalaudit: PyYAML and eight rules in plain Python.

`python benchmarks/baseline.py FOLDER` prints the number of findings of each rule. It is honest work and no straw man:
the C parser, one pass, dictionaries for the joins. What it lacks is what such scripts lack: places, checked keys and
references, unknown as an answer, reports.
"""

import datetime
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

AS_OF = datetime.date(2026, 11, 20)
RULES = (
    "active-after-termination",
    "dormant-account",
    "financial-outside-billing-desk",
    "late-deactivation",
    "orphan-account",
    "review-overdue",
    "shared-credential",
    "training-before-access",
)
"""The rules that this script judges, by portalaudit's names."""

LIVE = {"active", "pending", "locked"}
BILLING_ROLES = {"biller", "practice_manager"}
FINANCIAL = {
    "remit.view", "remit.download", "payment.view", "overpayment.view", "overpayment.respond",
    "fee_schedule.view", "contract.view", "eft.manage", "era.manage", "document.view", "report.export",
}  # fmt: skip
LOOKBACK_DAYS = 400
DORMANT_DAYS = 45
REVIEW_DAYS = 92 + 7

Record = dict[str, Any]


def load(folder: Path) -> dict[str, list[Record]]:
    """Every section, its records from all files in one list."""
    sections: dict[str, list[Record]] = defaultdict(list)
    for path in sorted(folder.glob("**/*.yaml")):
        with path.open("rb") as file:
            document = yaml.load(file, yaml.CSafeLoader)
        for name, value in document.items():
            if name == "training":
                sections["modules"] += value.get("modules", [])
                sections["completions"] += value.get("completions", [])
            elif name != "practice":
                sections[name] += value
    return sections


def last_day(person: Record) -> datetime.date | None:
    """The last working day of someone who has left; None for everybody else."""
    ends = [engagement.get("end") for engagement in person.get("engagements", [])]
    if not ends or any(end is None or end >= AS_OF for end in ends):
        return None
    last: datetime.date = max(ends)
    return last


def judge_account(account: Record, person: Record | None, trained_on: datetime.date | None) -> Iterable[str]:
    """The names of the rules that one account breaks."""
    live = account["status"] in LIVE
    if person is None:
        if live:
            yield "orphan-account"
        return
    left = last_day(person)
    if left and live:
        yield "active-after-termination"
    if left and not live and account["deactivated_on"] > left:
        yield "late-deactivation"
    if live and not left and (AS_OF - account["last_login_on"]).days >= DORMANT_DAYS:
        yield "dormant-account"
    is_late = trained_on is None or (trained_on > account["created_on"] and (AS_OF - trained_on).days <= LOOKBACK_DAYS)
    if live and not left and is_late:
        yield "training-before-access"
    held = {role["role"] for role in person.get("roles", []) if role.get("to", AS_OF) >= AS_OF}
    if live and not left and not held & BILLING_ROLES and FINANCIAL.intersection(account.get("permissions", [])):
        yield "financial-outside-billing-desk"


def audit(sections: dict[str, list[Record]]) -> Counter[str]:
    """How many findings each of the eight rules has."""
    findings: Counter[str] = Counter()
    people = {person["id"]: person for person in sections["staff"]}
    trained: dict[str, datetime.date] = {}
    for completion in sections["completions"]:
        person = completion["person"]
        trained[person] = min(completion["completed_on"], trained.get(person, datetime.date.max))
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for account in sections["accounts"]:
        owner = account.get("person", "")
        if owner and account["status"] in LIVE:
            users[account["portal"], account["login"].strip().casefold()].add(owner)
        findings.update(judge_account(account, people.get(owner), trained.get(owner)))
    findings["shared-credential"] = sum(len(persons) > 1 for persons in users.values())
    reviewed: dict[str, datetime.date] = {}
    for review in sections["reviews"]:
        if "completed_on" in review:
            portal = review["portal"]
            reviewed[portal] = max(review["completed_on"], reviewed.get(portal, datetime.date.min))
    for portal in sections["portals"]:
        done = reviewed.get(portal["id"])
        findings["review-overdue"] += done is None or (AS_OF - done).days > REVIEW_DAYS
    return findings


def main() -> None:
    """Print the findings of the folder that the command line names."""
    findings = audit(load(Path(sys.argv[1])))
    for rule, count in sorted(findings.items()):
        print(f"{count:8}  {rule}")
    print(f"{findings.total():8}  findings")


if __name__ == "__main__":
    main()
