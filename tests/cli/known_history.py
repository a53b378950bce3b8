"""A practice's repository of a few dozen commits, made step by step, and beside it what is true at each step.

The facts are written down by hand and not worked out by any part of portalaudit: which finding there is from which step
to which, on which days, and who had which login. `expected` only looks them up.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cli.repositories import commit, git, write
from tests.cli.running import PACK
from tests.cli.test_base import FACTOR, LEAVERS, PRACTICE, RIGHTS, SHARING, WAIVER

END = datetime.date(2026, 11, 20)
"""The day on which one looks back."""
EVER = 10_000

REVIEWED = """\
id: reviewed
title: Every portal is reviewed within 100 days
severity: medium
for: portal
require: portal.reviews.exists(one, has(one.completed_on) && days_since(one.completed_on) <= 100)
message: "{portal.name} was not reviewed for 100 days"
controls: {nist-800-53: [AC-2]}
rationale: Lists go stale.
remediation: Review it.
"""
TRAINED = """\
id: trained
title: Training is repeated after 180 days
severity: medium
for: person
when: size(person.completions) > 0
require: person.completions.exists(one, days_since(one.completed_on) <= 180)
message: "{person.name} is to be trained again"
controls: {nist-800-53: [AT-3]}
rationale: People forget.
remediation: Train them.
"""
START = """\
portals: [{id: nmp, name: Noridian, kind: mac}, {id: av, name: Availity, kind: hub}]
"""
KIM = "{id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04}]}"
STAFF = {
    "kim": KIM,
    "al": "{id: al, name: Al Jones, engagements: [{kind: employee, start: 2020-01-06}]}",
    "jo": "{id: jo, name: Jo Reed, engagements: [{kind: employee, start: 2020-01-06}]}",
    "mo": "{id: mo, name: Mo Ortiz, engagements: [{kind: employee, start: 2020-01-06}]}",
}
PAT = "{id: pat, name: Pat Ray, engagements: [{kind: employee, start: 2026-01-12}]}"
LEE = "{id: lee, name: Lee Fox, engagements: [{kind: locum, start: 2026-04-20}]}"


def login(name: str, portal: str, whose: str, rights: str = "eligibility.view", **other: str) -> str:
    """One account, on one line."""
    person = f"persons: [{whose}]" if "," in whose else f"person: {whose}"
    told = {"status": "active", "mfa": "totp", **other}
    rest = ", ".join(f"{key}: {value}" for key, value in told.items() if value)
    return (
        f"{{id: {name}, portal: {portal}, login: {name.replace('-', '')}, {person}, type: individual, {rest}, "
        f"permissions: [{rights}]}}"
    )


def training(*days: str) -> str:
    """What Al has learned, and when."""
    done = "".join(f"    - {{person: al, module: basics, completed_on: {day}}}\n" for day in days)
    return f"training:\n  modules: [{{id: basics, title: Basics}}]\n  completions:\n{done}"


def review(portal: str, day: str) -> str:
    return f"{{id: {portal}-{day}, portal: {portal}, completed_on: {day}, reviewer: jo}}"


@dataclass
class Practice:
    """The files of the practice, as records that a step changes."""

    top: Path

    def __post_init__(self) -> None:
        self.staff = dict(STAFF)
        self.staff_file = "staff"
        self.nmp = {"nmp-kim": login("nmp-kim", "nmp", "kim"), "nmp-al": login("nmp-al", "nmp", "al")}
        self.av = {"av-jo": login("av-jo", "av", "jo")}
        self.is_divided = False
        self.reviews = [review("nmp", "2025-12-20"), review("av", "2025-12-20")]
        self.policy = "packs: [own]\n"
        self.others: dict[str, str] = {
            "inventory/practice.yaml": PRACTICE + START,
            "inventory/training.yaml": training("2026-01-30"),
            "policies/own/pack.yaml": PACK,
            "policies/own/leavers.yaml": LEAVERS,
            "policies/own/sharing.yaml": SHARING.replace("for: account", "for: account\nwhen: account.live"),
            "policies/own/rights.yaml": RIGHTS,
            "policies/own/factor.yaml": FACTOR,
            "policies/own/reviewed.yaml": REVIEWED,
            "policies/own/trained.yaml": TRAINED,
        }

    def write(self) -> None:
        """Put the files of now in place of those that are there."""
        for old in (self.top / "inventory").rglob("*.yaml"):
            old.unlink()
        logins = {"nmp": [*self.nmp.values()], "av": [*self.av.values()]}
        files = {
            f"inventory/{self.staff_file}.yaml": records("staff", [*self.staff.values()]),
            "inventory/reviews.yaml": records("reviews", self.reviews),
        }
        if self.is_divided:
            for name, lines in logins.items():
                files[f"inventory/logins/{name}.yaml"] = records("accounts", lines[::-1])
        else:
            files["inventory/accounts.yaml"] = records("accounts", [*logins["nmp"], *logins["av"]])
        write(self.top, {**self.others, **files, "policies/policy.yaml": self.policy})


def records(section: str, lines: list[str]) -> str:
    return f"{section}:\n" + "".join(f"  - {line}\n" for line in lines)


def steps(at: Practice) -> Iterator[str]:  # noqa: PLR0915 -- a diary
    """Every step: changes the practice and gives the day on which it is committed. Their numbers are those of FACTS."""
    yield "2026-01-05"  # 0: the practice begins
    at.staff["pat"] = PAT
    yield "2026-01-12"  # 1: Pat joins
    at.nmp["nmp-pat"] = login("nmp-pat", "nmp", "pat", mfa="")
    yield "2026-01-13"  # 2: Pat has a login, of which no one says how it is secured
    at.nmp["nmp-pat"] = login("nmp-pat", "nmp", "pat", mfa="none")
    yield "2026-01-15"  # 3: by nothing
    at.nmp["nmp-pat"] = login("nmp-pat", "nmp", "pat")
    yield "2026-01-20"  # 4: by an app
    at.av["av-desk"] = login("av-desk", "av", "al, mo")
    yield "2026-02-02"  # 5: a login for two
    at.others["README.md"] = "Ours\n"
    yield "2026-02-09"  # 6: nothing of the practice
    at.nmp["nmp-al"] = login("nmp-al", "nmp", "al", "eligibility.view, remit.view")
    yield "2026-02-16"  # 7: Al sees remittances
    at.is_divided = True
    yield "2026-03-02"  # 8: a file for each portal, in another order
    at.nmp["nmp-al"] = login("nmp-al", "nmp", "al", "eligibility.view, remit.view, user.manage")
    yield "2026-03-10"  # 9: Al manages users
    at.reviews.append(review("nmp", "2026-03-20"))
    yield "2026-03-20"  # 10: a review
    at.staff["kim"] = KIM.replace("}]}", ", end: 2026-03-31}]}")
    yield "2026-03-31"  # 11: Kim's last day
    at.reviews.append(review("av", "2026-04-03"))
    yield "2026-04-03"  # 12: the other review, late
    at.nmp["nmp-kim"] = login("nmp-kim", "nmp", "kim", status="deactivated")
    yield "2026-04-15"  # 13: Kim's login is closed
    at.staff["lee"] = LEE
    at.av["av-lee"] = login("av-lee", "av", "lee")
    yield "2026-05-01"  # 14: a branch of two commits comes in: Lee, and Lee's login
    at.others["policies/waivers.yaml"] = (
        WAIVER.replace("nmp-desk", "av-desk").replace("2026-10-01", "2026-05-08").replace("2026-12-01", "2026-08-28")
    )
    yield "2026-05-11"  # 15: the login for two is accepted until August 28
    at.others["inventory/practice.yaml"] = (PRACTICE + START).replace("portals:", "portasl:")
    yield "2026-05-20"  # 16: a file is broken
    at.others["inventory/practice.yaml"] = PRACTICE + START
    yield "2026-05-21"  # 17: and mended
    at.nmp["nmp-al"] = login("nmp-al", "nmp", "al", "eligibility.view, remit.view")
    yield "2026-06-01"  # 18: Al manages no users any more
    at.reviews += [review("nmp", "2026-06-15"), review("av", "2026-06-15")]
    yield "2026-06-15"  # 19: both reviews
    at.policy = "packs: [own]\nrules: {rights: {leave_out: true, reason: We are few}}\n"
    yield "2026-07-01"  # 20: a rule is left out
    at.staff["lee"] = LEE.replace("}]}", ", end: 2026-07-31}]}")
    yield "2026-07-06"  # 21: Lee's last day is known
    at.nmp["nmp-mo"] = login("nmp-mo", "nmp", "mo", "eligibility.view, claim_status.view")
    yield "2026-07-15"  # 22: Mo sees claims
    at.staff["jo"] = STAFF["jo"].replace("Reed", "Reed-Hall")
    yield "2026-08-03"  # 23: Jo has another name
    at.av["av-lee"] = login("av-lee", "av", "lee", status="deleted")
    yield "2026-08-10"  # 24: Lee's login is closed
    at.policy = "packs: [own]\n"
    at.others["inventory/training.yaml"] = training("2026-01-30", "2026-08-20")
    yield "2026-08-24"  # 25: the rule is back, and Al was trained again
    at.staff_file = "people"
    at.staff["jo"] = at.staff["jo"].replace("}]}", ", end: 2026-09-04}, {kind: employee, start: 2026-09-08}]}")
    yield "2026-09-01"  # 26: a file has another name, and Jo is to be away for three days
    at.av["av-desk"] = login("av-desk", "av", "al, mo", status="deleted")
    at.av["av-al"] = login("av-al", "av", "al")
    at.av["av-mo"] = login("av-mo", "av", "mo")
    yield "2026-09-15"  # 27: one login each
    at.nmp["nmp-mo"] = login("nmp-mo", "nmp", "mo")
    yield "2026-09-28"  # 28: Mo sees no claims any more
    at.reviews += [review("nmp", "2026-10-02"), review("av", "2026-10-05")]
    yield "2026-10-05"  # 29: both reviews
    at.nmp["nmp-al"] = login("nmp-al", "nmp", "al")
    yield "2026-10-19"  # 30: Al sees no remittances any more
    at.staff["pat"] = PAT.replace("}]}", ", end: 2026-10-30}]}")
    yield "2026-11-02"  # 31: Pat has left
    at.nmp["nmp-pat"] = login("nmp-pat", "nmp", "pat", status="disabled")
    yield "2026-11-09"  # 32: Pat's login is closed
    rehired = "}, {kind: employee, start: 2026-11-16}]}"
    at.staff["kim"] = KIM.replace("}]}", ", end: 2026-03-31" + rehired)
    at.nmp["nmp-kim2"] = login("nmp-kim2", "nmp", "kim", mfa="none")
    yield "2026-11-16"  # 33: Kim is back


MERGE, BROKEN, NOT_OF_THE_PRACTICE = 14, 16, 6


@dataclass(frozen=True)
class Fact:
    """A finding that there is in the files of some steps, on some days: from the first to the one before the last."""

    rule: str
    subject: str
    severity: str
    first: int
    gone: int
    since: str = "0000"
    until: str = "9999"

    @property
    def name(self) -> str:
        return f"{self.rule}/{self.subject}"


FACTS = (
    Fact("factor", "nmp-pat", "medium", 3, 4),
    Fact("sharing", "av-desk", "critical", 5, 27),
    Fact("rights", "nmp-al", "low", 7, 9),
    Fact("rights", "nmp-al", "high", 9, 18),
    Fact("rights", "nmp-al", "low", 18, 30),
    Fact("leavers", "nmp-kim", "high", 11, 13, since="2026-04-01"),
    Fact("reviewed", "nmp", "medium", 0, 10, since="2026-03-31"),
    Fact("reviewed", "av", "medium", 0, 12, since="2026-03-31"),
    Fact("reviewed", "nmp", "medium", 10, 19, since="2026-06-29"),
    Fact("reviewed", "av", "medium", 12, 19, since="2026-07-13"),
    Fact("leavers", "av-lee", "high", 21, 24, since="2026-08-01"),
    Fact("rights", "nmp-mo", "low", 22, 28),
    Fact("trained", "al", "medium", 0, 25, since="2026-07-30"),
    Fact("leavers", "av-jo", "high", 26, EVER, since="2026-09-05", until="2026-09-08"),
    Fact("reviewed", "nmp", "medium", 19, 29, since="2026-09-24"),
    Fact("reviewed", "av", "medium", 19, 29, since="2026-09-24"),
    Fact("leavers", "nmp-pat", "high", 31, 32, since="2026-10-31"),
    Fact("factor", "nmp-kim2", "medium", 33, EVER),
)
QUESTIONS = (Fact("factor", "nmp-pat", "medium", 2, 3),)
LEFT_OUT = {"rights": range(20, 25)}
"""Rules that the policies of these steps leave out."""
WAIVED = {"sharing/av-desk": (15, "2026-05-08", "2026-08-28")}
"""Accepted by the policies from this step on, on days from one to another."""

LOGINS = (
    # Who can log in: login, portal, person, from which step, until which (not included).
    ("nmpkim", "Noridian", "Kim Lee", 0, 13),
    ("nmpal", "Noridian", "Al Jones", 0, EVER),
    ("avjo", "Availity", "Jo Reed", 0, 23),
    ("avjo", "Availity", "Jo Reed-Hall", 23, EVER),
    ("nmppat", "Noridian", "Pat Ray", 2, 32),
    ("avdesk", "Availity", "Al Jones, Mo Ortiz", 5, 27),
    ("avlee", "Availity", "Lee Fox", 14, 24),
    ("nmpmo", "Noridian", "Mo Ortiz", 22, EVER),
    ("aval", "Availity", "Al Jones", 27, EVER),
    ("avmo", "Availity", "Mo Ortiz", 27, EVER),
    ("nmpkim2", "Noridian", "Kim Lee", 33, EVER),
)


def expected(step: int, policies: int, day: datetime.date) -> dict[str, str]:
    """The findings in the files of one step, by the policies of another, on a day: severity by rule and subject."""
    return {
        fact.name: fact.severity
        for fact in FACTS
        if fact.first <= step < fact.gone
        and fact.since <= str(day) < fact.until
        and policies not in LEFT_OUT.get(fact.rule, ())
        and not is_waived(fact.name, policies, day)
    }


def is_waived(name: str, policies: int, day: datetime.date) -> bool:
    first, since, until = WAIVED.get(name, (EVER, "", ""))
    return policies >= first and since <= str(day) <= until


@dataclass(frozen=True)
class Made:
    """The repository, and by step the commit and its day."""

    top: Path
    commits: list[str]
    days: list[datetime.date]

    def last_before(self, day: datetime.date) -> int:
        """The step that was the newest at the end of a day."""
        return max(number for number, made in enumerate(self.days) if made <= day)


def make(top: Path) -> Made:
    """Write and commit every step."""
    top.mkdir()
    git(top, "init", "-q", "-b", "main")
    practice = Practice(top)
    commits: list[str] = []
    days: list[datetime.date] = []
    for number, day in enumerate(steps(practice)):
        if number == MERGE:
            commits.append(_merged(practice, day))
        else:
            practice.write()
            commits.append(commit(top, _noon(day)))
        days.append(datetime.date.fromisoformat(day))
    return Made(top, commits, days)


def _merged(practice: Practice, day: str) -> str:
    """The step as a branch of two commits, merged."""
    top, logins = practice.top, practice.av
    git(top, "checkout", "-q", "-b", "summer")
    practice.av = {name: text for name, text in logins.items() if name != "av-lee"}
    practice.write()
    commit(top, _noon("2026-04-20"))
    practice.av = logins
    practice.write()
    commit(top, _noon("2026-04-22"))
    git(top, "checkout", "-q", "main")
    git(top, "merge", "-q", "--no-ff", "-m", "summer", "summer", when=_noon(day))
    return git(top, "rev-parse", "HEAD")


def _noon(day: str) -> str:
    return f"{day}T12:00:00-07:00"
