"""Writes an inventory of a made-up practice of any size: `python benchmarks/generate.py FOLDER --accounts 10000`.

The same arguments give the same bytes. A few in a hundred accounts break a rule, as in life; nothing in it is a
problem of reading. Dates lie around `AS_OF`.
"""

import argparse
import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

AS_OF = datetime.date(2026, 11, 20)
MOST_PORTALS = 40
MFA = ("totp", "push", "sms", "passkey")
MANAGER = "p-0"
DEPUTY = "p-1"

GIVEN = (
    "Ada",
    "Ben",
    "Cleo",
    "Dan",
    "Eva",
    "Finn",
    "Gia",
    "Hal",
    "Ida",
    "Jon",
    "Kim",
    "Lou",
    "Mia",
    "Ned",
    "Pia",
    "Tom",
)
FAMILY = (
    "Adler",
    "Brandt",
    "Castro",
    "Dunne",
    "Flores",
    "Grady",
    "Jensen",
    "Keller",
    "Mercer",
    "Olsen",
    "Sato",
    "Tran",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A job role, and how many of a hundred people hold it."""

    title: str
    category: str
    permissions: tuple[str, ...]
    share: int


SEES = ("eligibility.view", "benefits.view")
BILLS = ("eligibility.view", "claim_status.view", "claim_detail.view", "claim.submit", "remit.view", "payment.view")
MANAGES = ("eligibility.view", "claim_status.view", "remit.view", "user.view", "user.manage", "role.assign")
ROLES = {
    "front_desk": Desk("Front desk", "front_office", (*SEES, "cob.view", "identifier.lookup"), 30),
    "scheduler": Desk("Scheduler", "front_office", (*SEES, "prior_auth.view", "referral.view"), 15),
    "biller": Desk("Biller", "billing_desk", BILLS, 25),
    "coder": Desk("Coder", "administrative", ("claim_status.view", "claim_detail.view"), 5),
    "pa_specialist": Desk("Prior authorization", "clinical", (*SEES, "prior_auth.view", "prior_auth.submit"), 10),
    "clinician": Desk("Clinician", "clinical", (*SEES, "referral.submit"), 15),
    "practice_manager": Desk("Practice manager", "billing_desk", MANAGES, 0),
}


@dataclass(frozen=True, slots=True)
class Person:
    """What the accounts need to know of someone."""

    id: str
    name: str
    role: str
    start: datetime.date
    end: datetime.date | None


def write_inventory(folder: Path, accounts: int, *, seed: int = 1, per_file: int = 1000) -> None:
    """Write a practice with so many accounts; `per_file=0` puts everything into one file."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(seed)
    portals = [f"portal-{n:02d}" for n in range(min(MOST_PORTALS, max(3, accounts // 10)))]
    people = list(_people(draw, max(3, accounts // 3)))
    # The office ends inside `training`, where the completions of a single file go on.
    sections = {
        "completions": _completions(draw, people),
        "staff": map(_staff, people),
        "accounts": _accounts(draw, people, portals, accounts),
    }
    office = _office(portals, people)
    if per_file:
        (folder / "practice.yaml").write_text(office, encoding="utf-8")
        for name, records in sections.items():
            _write_many(folder, name, records, per_file)
    else:
        with (folder / "practice.yaml").open("w", encoding="utf-8") as file:
            file.write(office)
            for name, records in sections.items():
                file.write(HEADS[name])
                file.writelines(records)


NEWCOMER = datetime.timedelta(days=430)
"""Who began since then was trained late, and within the days that the rule looks back; for others it is long ago."""

HEADS = {"accounts": "accounts:\n", "completions": "  completions:\n", "staff": "staff:\n"}


def _write_many(folder: Path, name: str, records: Iterator[str], per_file: int) -> None:
    head = "training:\n" + HEADS[name] if name == "completions" else HEADS[name]
    number = 0
    while batch := list(islice(records, per_file)):
        with (folder / f"{name}-{number:04d}.yaml").open("w", encoding="utf-8") as file:
            file.write(head)
            file.writelines(batch)
        number += 1


def _people(draw: random.Random, count: int) -> Iterator[Person]:
    for number in range(count):
        leads = number < 2
        role = "practice_manager" if leads else draw.choices(tuple(ROLES), [desk.share for desk in ROLES.values()])[0]
        start = AS_OF - datetime.timedelta(days=3100 if leads else draw.randint(400, 3000))
        left = not leads and draw.random() < 0.12
        end = AS_OF - datetime.timedelta(days=draw.randint(5, 390)) if left else None
        yield Person(f"p-{number}", f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}", role, start, end)


def _staff(person: Person) -> str:
    spell = f"kind: employee, start: {person.start}" + (f", end: {person.end}" if person.end else "")
    last = f", to: {person.end}" if person.end else ""
    return (
        f"  - id: {person.id}\n"
        f"    name: {person.name}\n"
        f"    email: {_login(person)}@bigpractice.example.org\n"
        f"    engagements: [{{{spell}}}]\n"
        f"    roles: [{{role: {person.role}, from: {person.start}{last}}}]\n"
        f"    cleared_on: {person.start - datetime.timedelta(days=3)}\n"
        f"    exclusion_checked_on: {AS_OF - datetime.timedelta(days=11)}\n"
    )


def _login(person: Person) -> str:
    given, family = person.name.lower().split()
    return f"{given[0]}{family}{person.id.removeprefix('p-')}"


def _accounts(draw: random.Random, people: list[Person], portals: list[str], count: int) -> Iterator[str]:
    for number in range(count):
        position, turn = number // 3 % len(people), number % 3
        person = people[position]
        # So many positions back, someone has the same three portals: a login to borrow.
        lender = people[position - len(portals)]
        yield _account(draw, number, person, lender, portals[(position + turn) % len(portals)])


def _account(draw: random.Random, number: int, person: Person, lender: Person, portal: str) -> str:
    created = person.start + datetime.timedelta(days=draw.randint(2, 20))
    odd = draw.random()
    lines = [
        f"  - id: a-{number}",
        f"    portal: {portal}",
        f"    login: {_login(lender if odd < 0.004 else person)}",
        f"    person: {person.id}" if not 0.004 < odd < 0.006 else None,
        "    type: individual",
        *_life(draw, person, odd),
        f"    permissions: [{', '.join(_permissions(draw, person, odd))}]",
        f"    created_on: {created}",
        *_approval(draw, person, created),
        f"    email: {_login(person)}@bigpractice.example.org",
        f"    mfa: {draw.choice(MFA)}",
        f"    credential_custody: {'browser' if draw.random() < 0.002 else 'personal_vault'}",
    ]
    return "".join(f"{line}\n" for line in lines if line)


def _approval(draw: random.Random, person: Person, created: datetime.date) -> Iterable[str]:
    """Written down for all but three accounts in a thousand."""
    if draw.random() < 0.003:
        return ()
    approver, other = (DEPUTY, MANAGER) if person.id == MANAGER else (MANAGER, DEPUTY)
    approved = created - datetime.timedelta(days=draw.randint(0, 2))
    return (
        f"    requested_by: {other}",
        f"    approved_by: {approver}",
        f"    approved_on: {approved}",
        "    approval_reason: needed for the job",
    )


def _life(draw: random.Random, person: Person, odd: float) -> Iterable[str]:
    """Status and the dates that go with it; a leaver's account may be late, still open, or used afterwards."""
    if person.end is None:
        idle = draw.randint(46, 200) if 0.02 < odd < 0.04 else draw.randint(0, 28)
        return "    status: active", f"    last_login_on: {AS_OF - datetime.timedelta(days=idle)}"
    if odd > 0.98:
        return "    status: active", f"    last_login_on: {person.end}"
    late = draw.randint(3, 30) if odd > 0.94 else 0
    used = 1 if odd > 0.975 else -draw.randint(0, 9)
    return (
        "    status: deactivated",
        f"    last_login_on: {person.end + datetime.timedelta(days=used)}",
        f"    deactivated_on: {min(AS_OF, person.end + datetime.timedelta(days=late))}",
    )


def _permissions(draw: random.Random, person: Person, odd: float) -> list[str]:
    """Some of the role's permissions, and now and then one that belongs to another desk."""
    allowed = ROLES[person.role].permissions
    kept = [name for name in allowed if draw.random() < 0.5] or [allowed[0]]
    return [*kept, "remit.view"] if 0.04 < odd < 0.05 and "remit.view" not in kept else kept


def _completions(draw: random.Random, people: list[Person]) -> Iterator[str]:
    for person in people:
        is_late = draw.random() < 0.01 or person.start > AS_OF - NEWCOMER
        first = person.start + datetime.timedelta(days=30 if is_late else 1)
        ago = draw.randint(380, 500) if draw.random() < 0.02 else draw.randint(2, 330)
        for day in (first, (person.end or AS_OF) - datetime.timedelta(days=ago)):
            yield f"    - {{person: {person.id}, module: portal-base, completed_on: {day}}}\n"


def _office(portals: list[str], people: list[Person]) -> str:
    """Everything of which there are few: practice, payers, portals, roles, documents, reviews, curriculum."""
    return "".join(
        (
            _practice(),
            "payers:\n",
            *(_payer(portal, number) for number, portal in enumerate(portals)),
            "portals:\n",
            *(_portal(portal, number) for number, portal in enumerate(portals)),
            "roles:\n",
            *map(_role, ROLES),
            "reviews:\n",
            *(_review(portal, number, people, portals) for number, portal in enumerate(portals)),
            DOCUMENTS_AND_CURRICULUM,
        )
    )


DOCUMENTS_AND_CURRICULUM = f"""\
documents:
  - {{id: sop-portals, kind: sop, owner: {MANAGER}, version: "3", signed_on: 2026-01-05, reviewed_on: 2026-01-10}}
  - {{id: job-descriptions, kind: job_description, owner: {MANAGER}, version: "1", reviewed_on: 2026-01-10}}
training:
  modules:
    - id: portal-base
      title: Portal use
      owner: {MANAGER}
      version: "2"
      reviewed_on: 2026-01-10
      topics: [privacy, security, no_sharing, portal_navigation, coverage_check, transaction_updates, downtime_protocol,
               clearinghouse_vs_portal, claim_integrity, manager]
"""


def _practice() -> str:
    return f"""\
practice:
  id: big-practice
  name: Big Practice Medical Group
  timezone: America/Los_Angeles
  legal_name: Big Practice Medical Group PC
  tax_ids: ["93-1234567"]
  npis: ["1234567893"]
  locations: [{{id: main, state: OR}}]
  email_domains: [bigpractice.example.org]
  master_portal_administrator: {{person: {MANAGER}, designated_on: 2026-01-05, document: sop-portals, deputy: {DEPUTY}}}
  compliance_officer: {DEPUTY}
  approvers: [{MANAGER}, {DEPUTY}]
  credential_vault: {{product: 1Password, plan: enterprise, mfa: true}}
"""


def _payer(portal: str, number: int) -> str:
    business = "medicaid_ffs" if number == 1 else "commercial"
    return (
        f"  - id: payer-{portal}\n    name: Plan of portal {number}\n    line_of_business: {business}\n"
        "    contract: {status: active, effective_on: 2015-01-01}\n"
        f'    phone: "+1-541-555-{number:04d}"\n    channels: [portal, clearinghouse, phone]\n'
        "    prior_auth: {required: false}\n"
    )


def _portal(portal: str, number: int) -> str:
    return (
        f"  - id: {portal}\n    name: Portal {number}\n    kind: {'medicaid' if number == 1 else 'standalone'}\n"
        f"    login_url: https://portal-{number}.example.org/login\n    payers: [payer-{portal}]\n"
        f"    administrators: [{MANAGER}, {DEPUTY}]\n"
        "    url_verified_on: 2026-09-02\n"
        '    registration: {status: verified, verified_on: 2016-02-11, tax_ids: ["93-1234567"], npis: ["1234567893"]}\n'
        f"    functions: [{', '.join(sorted({p for desk in ROLES.values() for p in desk.permissions}))}]\n"
        f"    downtime: {{owner: {MANAGER}, steps: [{{kind: clearinghouse, detail: Run the 276}}, "
        '{kind: phone, detail: Call, contact: "+1-541-555-0100"}], held_claims: Keep them, retro_entry: Enter them, '
        "reviewed_on: 2026-03-19, exercised_on: 2026-03-24}\n"
    )


def _role(role: str) -> str:
    desk = ROLES[role]
    return (
        f"  - id: {role}\n    title: {desk.title}\n    category: {desk.category}\n"
        f"    permissions: [{', '.join(desk.permissions)}]\n    owner: {MANAGER}\n"
        "    job_description: job-descriptions\n    job_description_on: 2026-01-10\n"
    )


def _review(portal: str, number: int, people: list[Person], portals: list[str]) -> str:
    """One review of each portal, one in ten too long ago; decisions stand for the first accounts only."""
    done = AS_OF - datetime.timedelta(days=200 if number % 10 == 9 else 20 + number)
    first = [f"a-{p * 3}" for p in range(number, len(people), len(portals))][:25]
    decided = f"decision: keep, reviewer: {DEPUTY}, decided_on: {done}"
    return (
        f"  - id: review-{portal}\n    portal: {portal}\n    opened_on: {done - datetime.timedelta(days=9)}\n"
        f"    completed_on: {done}\n    reviewer: {DEPUTY}\n    decisions:\n"
        + "".join(f"      - {{account: {account}, {decided}}}\n" for account in first)
    )


def main() -> None:
    """Write the inventory that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-file", type=int, default=1000, help="records in a file; 0 for one file")
    asked = parser.parse_args()
    write_inventory(asked.folder, asked.accounts, seed=asked.seed, per_file=asked.per_file)


if __name__ == "__main__":
    main()
