"""The first round of access reviews, in the third quarter, and a few of the quarter before."""

import hashlib
from collections.abc import Iterable

from portalaudit.model.values import dataclass
from tests.samples.riverbend import planted
from tests.samples.riverbend.access import PORTALS, REVIEW_SIGNER
from tests.samples.riverbend.accounts import Account
from tests.samples.riverbend.choice import number, pick, plus, working_day
from tests.samples.riverbend.exports import TAKEN_ON
from tests.samples.riverbend.people import Person
from tests.samples.riverbend.writing import Record, file, flow, record


@dataclass(frozen=True, slots=True)
class _Quarter:
    """One round of reviews."""

    name: str
    opened_on: str
    completed_on: str


SECOND = _Quarter("2026-q2", "2026-06-15", "2026-06-29")
THIRD = _Quarter("2026-q3", "2026-09-28", "2026-10-16")
REVIEWER = "f-iverson"
_UNDECIDED_SITES = ("florence", "lawrenceburg", "covington")
_REASONS = ("not used for months", "the manager sees no need", "does this work no more")
_SECOND_QUARTER = ("mycgs", "palmetto-rrb", "oh-medicaid")
_REMARKS = {
    "reviews/2026-q2.yaml": "Trial of the new procedure on three portals.",
    "reviews/2026-q3.yaml": "First full round. Frances decided, Dr. Delacroix signed.",
}


def files(accounts: dict[str, list[Account]], people: dict[str, Person]) -> dict[str, str]:
    """One file for each quarter."""
    revoked = _revoked(accounts, people)
    found = {"reviews/2026-q2.yaml": "", "reviews/2026-q3.yaml": ""}
    for portal in PORTALS:
        listed = [a for a in accounts[portal] if _was_live(a, THIRD.opened_on)]
        undecided = _undecided(portal, listed, people)
        decisions = [_decision(a, revoked) for a in listed if a["id"] not in undecided]
        found["reviews/2026-q3.yaml"] += _review(THIRD, portal, listed, decisions)
        if portal in _SECOND_QUARTER:
            before = [a for a in accounts[portal] if _was_live(a, SECOND.opened_on)]
            kept = [_kept(a, "2026-06-16", 9) for a in before]
            found["reviews/2026-q2.yaml"] += _review(SECOND, portal, before, kept)
    return {name: file(f"reviews:\n{text}", depth=1, remark=_REMARKS[name]) for name, text in found.items()}


def _was_live(account: Account, on: str) -> bool:
    """Whether a login existed on a day and worked; nobody's logins were found only in the lists of November."""
    if account.get("match") == "unmatched" or str(account["created_on"]) > on:
        return False
    ended = str(account.get("deactivated_on") or "9999")
    suspended = str(account.get("suspended_on") or "9999")
    enabled = str(account.get("enabled_on") or "9999")
    return on < ended and not suspended <= on < enabled


def _undecided(portal: str, listed: list[Account], people: dict[str, Person]) -> frozenset[object]:
    """The logins of the sites whose practice managers handed in nothing, and the one that is nobody's job."""
    if portal != "availity":
        return frozenset()
    there = [a for a in listed if people[str(a["person"])].site in _UNDECIDED_SITES and a["type"] == "individual"]
    there = [a for a in there if "display_name" not in a]
    there.sort(key=lambda a: _UNDECIDED_SITES.index(people[str(a["person"])].site))
    settled = {*planted.MOVED_SITES, *planted.MOVED_JOBS}
    found = [a["id"] for a in there if a["person"] not in settled][: planted.UNDECIDED - 1]
    return frozenset((*found, "availity-eligibilityapi"))


def _revoked(accounts: dict[str, list[Account]], people: dict[str, Person]) -> frozenset[object]:
    """Logins that were idle even then, and are still there."""
    idle = [
        a
        for portal in PORTALS
        for a in accounts[portal]
        if a["status"] == "active" and "approved_by" in a and str(a["last_login_on"]) < "2026-09-25"
    ]
    idle = [a for a in idle if "expected_use" not in a and people[str(a["person"])].previous is None]
    chosen = sorted((a for a in idle if a["type"] == "individual"), key=lambda a: number(f"{a['id']}/revoke", 10**6))
    return frozenset(a["id"] for a in chosen[: planted.REVOKES_LEFT])


def _kept(account: Account, first: str, days: int) -> Record:
    on = working_day(plus(first, number(f"{account['id']}/{first}", days)))
    return {"account": account["id"], "decision": "keep", "decided_on": on}


def _decision(account: Account, revoked: frozenset[object]) -> Record:
    kept = _kept(account, "2026-09-29", 15)
    if account["id"] in revoked:
        return {
            **kept,
            "decision": "revoke",
            "decided_on": planted.REVOKED_ON,
            "reason": pick(f"{account['id']}/reason", _REASONS),
        }
    if account["id"] == f"availity-{planted.REVIEWED_SELF.replace('-', '')}":
        return {**kept, "reviewer": planted.REVIEWED_SELF}
    if account["person"] == planted.MOVED_IN_ORDER[0]:
        return {**kept, "decided_on": "2026-10-08"}
    return kept


def _review(quarter: _Quarter, portal: str, listed: Iterable[Account], decisions: Iterable[Record]) -> str:
    taken, completed = quarter.opened_on, quarter.completed_on
    names = [str(account["id"]) for account in listed]
    has_list = portal in TAKEN_ON
    source = f"{portal}-users-{taken}.csv" if has_list else f"{portal}-users-{taken}.png"
    snapshot: dict[str, object] = {"taken_on": taken, "source": source}
    snapshot["method"] = "user list of the portal, downloaded" if has_list else "screenshot, typed off"
    if portal == "availity":
        snapshot["accounts"] = names
    snapshot["sha256"] = hashlib.sha256("\n".join((source, *names)).encode()).hexdigest()
    head = record(
        {
            "id": f"{portal}-{quarter.name}",
            "portal": portal,
            "opened_on": taken,
            "due_on": completed,
            "completed_on": completed,
            "reviewer": REVIEWER,
            "signed_by": REVIEW_SIGNER,
            "signed_on": plus(completed, 3),
            "snapshot": snapshot,
        }
    )
    lines = "".join(f"      - {flow(each)}\n" for each in decisions)
    return f"{head}    decisions:\n{lines}"
