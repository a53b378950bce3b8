"""`portalaudit check --base REF`: what a branch brings, by the policies and waivers of the commit that it goes into."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from portalaudit import __version__
from portalaudit.report.to_json import schema
from tests.cli.repositories import commit, git, repository, write
from tests.cli.running import PACK, RULE, Ran, portalaudit

Capture = pytest.CaptureFixture[str]

PRACTICE = "practice: {id: alder, name: Alder Clinic, timezone: America/Los_Angeles, compliance_officer: jo}\n"
STAFF = """\
portals: [{id: nmp, name: Noridian, kind: mac}]
staff:
  - {id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]}
  - {id: al, name: Al Jones, engagements: [{kind: employee, start: 2020-01-06}]}
  - {id: jo, name: Jo Reed, engagements: [{kind: employee, start: 2020-01-06}]}
  - {id: mo, name: Mo Ortiz, engagements: [{kind: employee, start: 2020-01-06}]}
"""
KIM = "  - {id: nmp-kim, portal: nmp, login: kimlee, person: kim, type: individual, status: active, mfa: totp}\n"
AL = (
    "  - {id: nmp-al, portal: nmp, login: aljones, person: al, type: individual, status: active, mfa: totp, "
    "permissions: [eligibility.view, remit.view]}\n"
)
SHARED = (
    "  - {id: nmp-desk, portal: nmp, login: desk, persons: [al, mo], type: individual, status: active, mfa: totp, "
    "permissions: [eligibility.view]}\n"
)
ACCOUNTS = f"accounts:\n{KIM}{AL}"
LEAVERS = RULE.replace("account.person.employed", "account.users.all(user, user.employed)")
SHARING = """\
id: sharing
title: Each login has one user
severity: critical
for: account
require: size(account.users) <= 1
message: "{account.login} is used by {account.users.name}"
rationale: Nobody knows who did it.
remediation: One login each.
"""
RIGHTS = """\
id: rights
title: Logins see eligibility only
severity: low
for: account
when: has(account.permissions)
variables:
  outside: account.permissions.filter(p, p != "eligibility.view")
require: size(outside) == 0
escalate: [{when: 'outside.exists(p, p == "user.manage")', severity: high}]
message: "{account.login} can do {outside}"
rationale: More than needed.
remediation: Remove it.
"""
FACTOR = """\
id: factor
title: Logins have a second factor
severity: medium
for: account
when: account.live
require: account.mfa != "none"
message: "{account.login} has no second factor"
rationale: Passwords leak.
remediation: Set one up.
"""
WAIVER = """\
waivers:
  - id: w-1
    rule: sharing
    subject: nmp-desk
    severity: critical
    reason: The portal gives one login
    requested_by: al
    approved_by: jo
    approved_on: 2026-10-01
    expires_on: 2026-12-01
"""
FILES = {
    "office/practice.yaml": PRACTICE,
    "office/staff.yaml": STAFF,
    "office/accounts.yaml": ACCOUNTS,
    "policies/own/pack.yaml": PACK,
    "policies/own/leavers.yaml": LEAVERS,
    "policies/own/sharing.yaml": SHARING,
    "policies/own/rights.yaml": RIGHTS,
    "policies/own/factor.yaml": FACTOR,
    "policies/policy.yaml": "packs: [own]\n",
}
BEFORE = {"leavers/nmp-kim", "rights/nmp-al"}
"""What is wrong on the main branch."""


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / "repo"
    repository(top, FILES, "-b", "main")
    git(top, "checkout", "-q", "-b", "work")
    monkeypatch.chdir(top)
    return top


def check(capsys: Capture, *arguments: str, inventory: str = "office", base: str = "main") -> Ran:
    return portalaudit(capsys, "check", inventory, "--as-of", "2026-11-20", "--base", base, *arguments)


def results(capsys: Capture, *arguments: str, code: int, base: str = "main", inventory: str = "office") -> Any:
    ran = check(capsys, "-o", "json=-", *arguments, base=base, inventory=inventory)
    assert (ran.code, ran.err) == (code, "")
    found = json.loads(ran.out)
    import jsonschema

    jsonschema.validate(found, json.loads(schema()))
    return found


def changes(found: Any) -> dict[str, set[str]]:
    """Rule and subject of what is new, worse, the same, fixed and no longer recorded."""
    told = only()
    for one in found["results"]:
        if "change" in one:
            told[one["change"]].add(f"{one['rule']}/{one['subject']['id']}")
    for name, key in (("fixed", "fixed"), ("unrecorded", "no_longer_recorded")):
        told[name] = {f"{one['rule']}/{one['subject']['id']}" for one in found["comparison"][key]}
    return told


def policies(found: Any) -> list[str]:
    return [one["message"] for one in found["comparison"]["policies"]]


def only(**some: set[str]) -> dict[str, set[str]]:
    return {"new": set(), "worse": set(), "same": set(), "fixed": set(), "unrecorded": set(), **some}


def without_unused(text: str) -> str:
    """A report without the names of the shipped rules that are not used here."""
    before, _, rest = text.partition("  not used  pack portal-access, chosen in policies/policy.yaml:1: ")
    return f"{before}  commit {rest.partition('  commit ')[2]}"


def test_nothing_changed_is_clean_though_much_is_wrong(top: Path, capsys: Capture) -> None:
    ran = check(capsys)
    made = git(top, "rev-parse", "main")[:12]
    assert (ran.code, ran.err) == (0, "")
    assert (
        without_unused(ran.out)
        == f"""\
Alder Clinic, as of 2026-11-20

  compared  with main ({made}), by its policies and waivers
  findings  0 new, 0 worse, 0 fixed, 2 still there
  unknown   0 new, 0 worse, 0 fixed, 0 still there
  policies  policies, over those that ship with portalaudit
  rules     0 of 4 as shipped with portalaudit {__version__}; 4 added
  added     factor (policies/own/factor.yaml); leavers (policies/own/leavers.yaml); rights
            (policies/own/rights.yaml); sharing (policies/own/sharing.yaml)
  commit    {git(top, "rev-parse", "HEAD")}

portalaudit supports evidence for controls. It gives no legal advice, and it does not decide whether
a practice meets a law, a contract or a standard.

Nothing is new or worse compared with main. 0 fixed; 2 findings were there before.
Run without --base to see everything.
"""
    )


def test_one_added_login_is_told_in_full_and_the_rest_in_a_line(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    ran = check(capsys)
    made = git(top, "rev-parse", "main")[:12]
    assert (ran.code, ran.err) == (1, "")
    assert (
        without_unused(ran.out)
        == f"""\
critical[sharing]: desk is used by Al Jones, Mo Ortiz
 --> office/accounts.yaml:4:5
  |
4 |   - {{id: nmp-desk, portal: nmp, login: desk, persons: [al, mo], type: individual, status: act...
  |     ^
  |
  = change: new
  = subject: account nmp-desk
  = fix: One login each.

Alder Clinic, as of 2026-11-20

  compared  with main ({made}), by its policies and waivers
  findings  1 new, 0 worse, 0 fixed, 2 still there
  unknown   0 new, 0 worse, 0 fixed, 0 still there
  policies  policies, over those that ship with portalaudit
  rules     0 of 4 as shipped with portalaudit {__version__}; 4 added
  added     factor (policies/own/factor.yaml); leavers (policies/own/leavers.yaml); rights
            (policies/own/rights.yaml); sharing (policies/own/sharing.yaml)
  commit    {git(top, "rev-parse", "HEAD")}, with changes. Not as in the commit:
            office/accounts.yaml.

portalaudit supports evidence for controls. It gives no legal advice, and it does not decide whether
a practice meets a law, a contract or a standard.

Compared with main: 1 new finding. 0 fixed; 2 findings were there before.
Start with sharing at office/accounts.yaml:4:5.
"""
    )
    assert changes(results(capsys, code=1)) == only(new={"sharing/nmp-desk"}, same=BEFORE)


def test_renamed_files_and_reordered_records_change_nothing(top: Path, capsys: Capture) -> None:
    (top / "office/accounts.yaml").unlink()
    write(top, {"office/logins/a.yaml": f"accounts:\n{AL}", "office/logins/b.yaml": f"# Kim\naccounts:\n{KIM}"})
    assert changes(results(capsys, code=0)) == only(same=BEFORE)


def test_more_rights_under_the_same_fingerprint_are_worse(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("remit.view", "remit.view, claim_status.view")})
    found = results(capsys, code=1)
    assert changes(found) == only(worse={"rights/nmp-al"}, same=BEFORE - {"rights/nmp-al"})
    assert _because(found) == {"rights/nmp-al": ["also: claim_status.view"]}
    assert "  = change: worse: also: claim_status.view\n" in check(capsys).out


def test_other_rights_and_a_higher_severity_are_worse_and_fewer_are_not(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("remit.view", "user.manage")})
    found = results(capsys, code=1)
    assert _because(found) == {"rights/nmp-al": ["high instead of low", "also: user.manage"]}
    git(top, "commit", "-aqm", "worse")
    git(top, "branch", "bad")
    write(top, {"office/accounts.yaml": ACCOUNTS})
    assert _because(results(capsys, base="bad", code=1)) == {"rights/nmp-al": ["also: remit.view"]}
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("remit.view", "remit.view, user.manage")})
    commit(top)
    git(top, "branch", "-f", "bad")
    write(top, {"office/accounts.yaml": ACCOUNTS})
    assert changes(results(capsys, base="bad", code=0)) == only(same=BEFORE)


def _because(found: Any) -> dict[str, list[str]]:
    return {
        f"{one['rule']}/{one['subject']['id']}": one["worse_because"]
        for one in found["results"]
        if one.get("change") == "worse"
    }


def test_what_is_fixed_is_counted_and_named_in_full(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("status: active", "status: deleted", 1)})
    assert changes(results(capsys, code=0)) == only(fixed={"leavers/nmp-kim"}, same=BEFORE - {"leavers/nmp-kim"})
    assert "fixed[leavers]: kimlee is still active\n" in check(capsys, "--full").out
    assert "  findings  0 new, 0 worse, 1 fixed, 1 still there\n" in check(capsys).out


def test_a_record_that_is_deleted_is_not_fixed(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": f"accounts:\n{KIM}{AL}{SHARED}{NEW}".replace("totp", "none", 1)})
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"office/accounts.yaml": f"accounts:\n{AL.replace(', remit.view', '')}"})
    found = results(capsys, code=0)
    gone = {"leavers/nmp-kim", "factor/nmp-kim", "factor/nmp-mo", "sharing/nmp-desk"}
    assert changes(found) == only(fixed={"rights/nmp-al"}, unrecorded=gone)
    told = [(one["severity"], one["rule"]) for one in found["comparison"]["no_longer_recorded"]]
    assert told == [("critical", "sharing"), ("high", "leavers"), ("medium", "factor"), (None, "factor")]
    assert found["comparison"]["findings"] == {"new": 0, "worse": 0, "same": 0, "fixed": 1, "no_longer_recorded": 3}
    ran = check(capsys, "--full", "-o", "markdown=r.md", "-o", "html=r.html", "-o", "ocsf=r.jsonl", "-o", "r.sarif")
    assert "  findings  0 new, 0 worse, 1 fixed, 3 no longer recorded, 0 still there\n" in ran.out
    assert ran.out.endswith(
        "\nNothing is new or worse compared with main. 1 fixed, 4 no longer recorded; 0 findings were there\n"
        "before.\nRun without --base to see everything.\n"
    )
    lines = [line.partition("]")[0] for line in ran.out.splitlines() if line.startswith(("fixed", "no longer"))]
    assert lines == ["fixed[rights", *(f"no longer recorded[{name}" for _, name in told)]
    written = (top / "r.md").read_text(encoding="utf-8")
    fixed, unrecorded = written.split("\n## ")[2:4]
    assert fixed == "Fixed\n\n| Severity | Rule | What |\n|---|---|---|\n| low | rights | aljones can do remit.view |\n"
    assert unrecorded == (
        "No longer recorded\n\n| Severity | Rule | What |\n|---|---|---|\n"
        "| critical | sharing | desk is used by Al Jones, Mo Ortiz |\n"
        "| high | leavers | kimlee is still active |\n"
        "| medium | factor | kimlee has no second factor |\n"
        "| question | factor | Not enough information: no second factor is recorded for Al Jones's Noridian login "
        "(nmp-mo). Add \\`mfa:\\`. |\n"
    )
    assert "1 fixed, 3 no longer recorded, 0 still there" in (top / "r.html").read_text(encoding="utf-8")
    events = list(map(json.loads, (top / "r.jsonl").read_text(encoding="utf-8").splitlines()))
    closed = [(one["status"], one["compliance"]["status"]) for one in events if one["activity_name"] == "Close"]
    assert closed == [("Resolved", "Pass"), *[("No longer recorded", "Unknown")] * 4]
    properties = json.loads((top / "r.sarif").read_text(encoding="utf-8"))["runs"][0]["properties"]
    assert properties["fixed"] == ["rights: aljones can do remit.view"]
    assert properties["noLongerRecorded"][0] == "sharing: desk is used by Al Jones, Mo Ortiz"
    check(capsys, "-q", "-o", "json=saved.json")
    made = portalaudit(capsys, "report", "saved.json", "-q", "-o", "ocsf=again.jsonl")
    assert (made.code, (top / "again.jsonl").read_bytes()) == (0, (top / "r.jsonl").read_bytes())


def test_a_person_without_a_login_who_is_deleted_is_not_fixed(top: Path, capsys: Capture) -> None:
    rule = SHARING.replace("id: sharing", "id: mailed").replace("for: account", "for: person")
    rule = rule.replace("size(account.users) <= 1", "has(person.email)")
    rule = rule.replace("{account.login} is used by {account.users.name}", "{person.name} has no e-mail")
    write(top, {"policies/own/mailed.yaml": rule})
    commit(top)
    git(top, "branch", "-f", "main")
    mo, jo = "  - {id: mo, name: Mo Ortiz, engagements: [{kind: employee, start: 2020-01-06}]}\n", "name: Jo Reed"
    assert mo in STAFF
    write(top, {"office/staff.yaml": STAFF.replace(mo, "").replace(jo, f"{jo}, email: jo@example.org")})
    same = {*BEFORE, "mailed/kim", "mailed/al"}
    assert changes(results(capsys, code=0)) == only(fixed={"mailed/jo"}, unrecorded={"mailed/mo"}, same=same)


def test_a_group_of_logins_is_no_longer_recorded_where_one_of_them_is(top: Path, capsys: Capture) -> None:
    rule = SHARING.replace("id: sharing", "id: twice").replace("for: account", "for: {accounts_by: [type, login_key]}")
    rule = rule.replace("size(account.users)", "size(group.accounts)")
    rule = rule.replace("{account.login} is used by {account.users.name}", "A login stands there twice")
    portals = STAFF.replace("kind: mac}", "kind: mac}, {id: cig, name: Cigna, kind: standalone}")
    twin = KIM.replace("nmp-kim", "cig-kim").replace("portal: nmp", "portal: cig")
    write(top, {"policies/own/twice.yaml": rule, "office/staff.yaml": portals, "office/accounts.yaml": ACCOUNTS + twin})
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"office/accounts.yaml": ACCOUNTS + twin.replace("login: kimlee", "login: kim2")})
    assert changes(results(capsys, code=0)) == only(
        fixed={"twice/individual/kimlee"}, same={*BEFORE, "leavers/cig-kim"}
    )
    write(top, {"office/accounts.yaml": ACCOUNTS})
    gone = {"twice/individual/kimlee", "leavers/cig-kim"}
    assert changes(results(capsys, code=0)) == only(unrecorded=gone, same=BEFORE)


def test_a_fact_that_is_taken_away_fixes_nothing_and_one_that_is_found_out_counts(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("mfa: totp", "mfa: none")})
    commit(top)
    git(top, "branch", "bad")
    write(top, {"office/accounts.yaml": ACCOUNTS.replace(", mfa: totp", "")})
    commit(top)
    git(top, "branch", "unknown")
    both = {"factor/nmp-kim", "factor/nmp-al"}
    assert changes(results(capsys, base="bad", code=0)) == only(same=BEFORE | both)
    assert changes(results(capsys, code=1)) == only(new=both, same=BEFORE)
    assert changes(results(capsys, "--allow-questions", code=0)) == only(new=both, same=BEFORE)
    assert changes(results(capsys, "--fail-on", "high", code=0)) == only(new=both, same=BEFORE)
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("mfa: totp", "mfa: none")})
    found = results(capsys, base="unknown", code=1)
    assert changes(found) == only(worse=both, same=BEFORE)
    assert _because(found)["factor/nmp-al"] == ["there was not enough information"]


def test_the_questions_of_one_new_record_are_one_line(top: Path, capsys: Capture) -> None:
    new = "  - {id: nmp-mo, portal: nmp, login: mo1, type: individual, status: active}\n"
    write(top, {"office/accounts.yaml": ACCOUNTS + new})
    ran = check(capsys)
    assert ran.code == 1
    start = ran.out.index("What is missing now")
    assert ran.out[start:].split("\n\n")[0] == (
        "What is missing now\n"
        "  account mo1 on Noridian: second factor; owner or users or record of who used it (3 checks wait)"
    )
    line = "account mo1 on Noridian: second factor; owner or users or record of who used it (3 checks wait)"
    assert check(capsys, "-o", "concise=-").out.splitlines()[:-1] == [
        f"office/accounts.yaml:4:5: question[factor and 2 more] {line}"
    ]
    assert check(capsys, "-o", "github=-").out.splitlines()[:-1] == [
        f"::notice file=office/accounts.yaml,line=4,col=5,title=question%3A factor and 2 more::{line}"
    ]


def test_a_name_that_is_corrected_is_no_other_person(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    commit(top)
    git(top, "branch", "shared")
    write(top, {"office/staff.yaml": STAFF.replace("Al Jones", "Al Johnson")})
    found = results(capsys, base="shared", code=0)
    assert changes(found) == only(same=BEFORE | {"sharing/nmp-desk"})
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED.replace("[al, mo]", "[kim, al, mo]")})
    found = results(capsys, base="shared", code=1)
    assert _because(found)["sharing/nmp-desk"] == ["also: Kim Lee"]


def test_a_section_that_is_not_there_is_missing_from_the_inventory(top: Path, capsys: Capture) -> None:
    own = FACTOR.replace("id: factor", "id: trained").replace(
        'account.mfa != "none"', "practice.modules.exists(one, one.required)"
    )
    write(top, {"policies/own/trained.yaml": own})
    commit(top)
    git(top, "branch", "taught")
    new = "  - {id: nmp-mo, portal: nmp, login: mo1, person: al, type: individual, status: active, mfa: totp}\n"
    write(top, {"office/accounts.yaml": ACCOUNTS + new})
    ran = check(capsys, base="taught")
    assert ran.code == 1
    assert "What is missing now\n  the inventory: modules (1 check waits)\n" in ran.out


def test_what_the_branch_changes_of_policies_is_a_line_and_does_not_count(top: Path, capsys: Capture) -> None:
    write(
        top,
        {
            "office/accounts.yaml": ACCOUNTS + SHARED,
            "policies/policy.yaml": (
                "packs: [own]\nrules:\n  sharing: {leave_out: true, reason: We are few}\n"
                "  leavers: {severity: info, reason: Later}\n"
            ),
            "policies/own/factor.yaml": FACTOR.replace("none", "sms"),
            "policies/own/more.yaml": FACTOR.replace("id: factor", "id: more"),
            "policies/own/factor.cases.yaml": "cases: []\n",
            "policies/attributes/accounts.yaml": "type: object\n",
        },
    )
    (top / "policies/own/rights.yaml").unlink()
    found = results(capsys, code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert policies(found) == [
        "this branch leaves out sharing (critical). Reason given: We are few",
        "this branch removes the rule rights",
        "this branch sets the severity of leavers to info instead of high",
        "this branch edits the rule factor",
        "this branch adds the rule more",
        "this branch adds policies/attributes/accounts.yaml",
    ]
    lines = [one["location"] and one["location"]["line"] for one in found["comparison"]["policies"]]
    assert lines == [3, None, 4, 1, 1, None]
    assert (
        "policy[sharing]: this branch leaves out sharing (critical). Reason given: We are few "
        "(policies/policy.yaml:3)\n" in check(capsys).out
    )


def test_what_the_base_loosens_and_the_run_goes_by_is_told_as_ever(top: Path, capsys: Capture) -> None:
    own = "packs: [own]\nrules:\n  leavers: {severity: low, reason: Later}\n  rights: {leave_out: true, reason: Few}\n"
    write(top, {"policies/policy.yaml": own, "portalaudit.toml": "[check]\nno-progress = true\n"})
    commit(top)
    git(top, "branch", "-f", "main")
    ran = check(capsys, "-o", "markdown=r.md", "-o", "json=r.json")
    head = git(top, "rev-parse", "HEAD")
    assert "severity[leavers]: is low instead of high. Reason given: Later (policies/policy.yaml:3)\n" in ran.out
    assert "left out[rights]: " in ran.out
    assert "  policies  policies, over those that ship with portalaudit\n" in ran.out
    assert "  settings  no-progress true (portalaudit.toml:2)\n" in ran.out
    assert f"  commit    {head}\n" in ran.out
    written = (top / "r.md").read_text(encoding="utf-8")
    assert "## What the practice changed in the rules\n\n| Change | Rule | What |\n" in written
    assert "| left out | rights | " in written
    assert f"| commit | {head} |\n" in written
    check(capsys, "-q", "-o", "markdown=alone.md")
    portalaudit(capsys, "report", "r.json", "-q", "-o", "markdown=again.md")
    portalaudit(capsys, "report", "r.json", "-q", "-o", "console=again.txt")
    check(capsys, "-q", "-o", "console=r.txt")
    assert (top / "alone.md").read_text(encoding="utf-8") == written
    assert (top / "again.md").read_text(encoding="utf-8") == written
    assert (top / "again.txt").read_bytes() == (top / "r.txt").read_bytes()


def test_many_changes_of_policies_are_counted_the_weakening_ones_first(top: Path, capsys: Capture) -> None:
    more = {f"policies/own/more-{n}.yaml": FACTOR.replace("id: factor", f"id: more-{n}") for n in range(10)}
    write(top, {**more, "policies/policy.yaml": "packs: [own]\nrules: {rights: {leave_out: true, reason: Few}}\n"})
    ran = check(capsys)
    lines = [line.split(":", 1)[1].split(" (")[0] for line in ran.out.splitlines() if line.startswith("policy[")]
    assert lines == [" this branch leaves out rights", *(f" this branch adds the rule more-{n}" for n in range(9))]
    assert "... and 1 more changes of the policies; see -o html=FILE, or --full to print all\n" in ran.out
    assert "policy[more-9]: " in check(capsys, "--full").out


def test_a_waiver_of_the_branch_excuses_nothing_and_one_of_the_base_does(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED, "policies/waivers.yaml": WAIVER})
    found = results(capsys, code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert policies(found) == ["this branch adds the waiver w-1 of sharing for nmp-desk"]
    write(top, {"office/accounts.yaml": ACCOUNTS})
    commit(top)
    git(top, "branch", "waived")
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    assert changes(results(capsys, base="waived", code=0)) == only(same=BEFORE)
    (top / "policies/waivers.yaml").unlink()
    found = results(capsys, base="waived", code=0)
    assert policies(found) == ["this branch removes the waiver w-1 of sharing for nmp-desk"]
    write(top, {"policies/waivers.yaml": f"# As it was.\n{WAIVER}"})
    assert policies(results(capsys, base="waived", code=0)) == []
    write(top, {"policies/waivers.yaml": WAIVER.replace("2026-12-01", "2026-11-25")})
    found = results(capsys, base="waived", code=0)
    assert policies(found) == ["this branch changes the waiver w-1 of sharing for nmp-desk"]


def test_a_waiver_that_the_branch_makes_unreadable_is_not_called_removed(top: Path, capsys: Capture) -> None:
    write(top, {"policies/waivers.yaml": WAIVER})
    commit(top)
    git(top, "branch", "waived")
    write(top, {"policies/waivers.yaml": WAIVER.replace("reason: The portal gives one login", "reason: {a: b}")})
    said = "this branch makes the waiver w-1 of sharing for nmp-desk unreadable"
    found = json.loads(check(capsys, "-o", "json=-", base="waived").out)
    (told,) = found["comparison"]["policies"]
    assert (told["message"], told["location"]["path"], told["location"]["line"]) == (said, "policies/waivers.yaml", 2)
    assert "Makes the waiver w-1 of sharing for nmp-desk unreadable\n" in (
        portalaudit(capsys, "diff", "waived", "-i", "office").out
    )
    write(top, {"policies/waivers.yaml": f"{WAIVER}  - {{\n"})
    assert policies(json.loads(check(capsys, "-o", "json=-", base="waived").out)) == [said]


def test_the_lines_of_policy_files_are_those_of_the_branch(top: Path, capsys: Capture) -> None:
    wrong = "packs: [own]\nrules:\n  nosuch-rule: {leave_out: true, reason: x}\n"
    write(top, {"policies/policy.yaml": wrong})
    assert check(capsys).out.startswith(
        """\
error[unknown-rule]: there is no rule `nosuch-rule`
 --> policies/policy.yaml:3:3
  |
3 |   nosuch-rule: {leave_out: true, reason: x}
  |   ^^^^^^^^^^^
"""
    )


def test_policies_that_the_branch_puts_elsewhere_have_the_places_of_the_branch(top: Path, capsys: Capture) -> None:
    files = {path.replace("policies/", "office/policies/"): text for path, text in FILES.items() if "own" in path}
    own = "packs: [own]\nrules:\n  sharing: {leave_out: true, reason: Few}\n  nosuch: {leave_out: true, reason: x}\n"
    write(top, {**files, "office/policies/policy.yaml": own})
    found = json.loads(check(capsys, "-o", "json=-").out)
    assert [(one["part"], one["location"]["path"]) for one in found["comparison"]["policies"]] == [
        ("left out", "office/policies/policy.yaml")
    ]
    assert found["problems"][0]["location"]["path"] == "office/policies/policy.yaml"
    ran = check(capsys)
    line = "4 |   nosuch: {leave_out: true, reason: x}"
    assert (" --> office/policies/policy.yaml:4:3" in ran.out, line in ran.out) == (True, True)
    assert "Reason given: Few (office/policies/policy.yaml:3)" in ran.out


def test_what_is_wrong_with_a_waiver_of_the_branch_is_found(top: Path, capsys: Capture) -> None:
    rule = RULE.replace("id: leavers", "id: waivers-named").replace("for: account", "for: waiver")
    rule = rule.replace("when: account.live\n", "").replace("account.person.employed", "has(waiver.ticket)")
    rule = rule.replace('"{account.login} is still {account.status}"', '"{waiver.id} has no ticket"')
    write(top, {"policies/own/waivers-named.yaml": rule.replace("point_at: status\n", "")})
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"policies/waivers.yaml": WAIVER.replace("nmp-desk", "nmp-al")})
    assert changes(results(capsys, code=1)) == only(new={"waivers-named/w-1"}, same=BEFORE)
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"policies/waivers.yaml": WAIVER.replace("nmp-desk", "nmp-al") + "    ticket: T-1\n"})
    assert changes(results(capsys, code=0)) == only(fixed={"waivers-named/w-1"}, same=BEFORE)


def test_a_branch_that_mends_broken_policies_passes_and_says_that_the_base_has_a_problem(
    top: Path, capsys: Capture
) -> None:
    write(top, {"policies/own/rights.yaml": RIGHTS.replace("size(outside)", "size(outsid)")})
    commit(top)
    git(top, "branch", "broken")
    write(top, FILES)
    found = results(capsys, base="broken", code=0)
    assert found["problems"] == []
    (note,) = found["comparison"]["notes"]
    assert note.startswith(
        "the files at broken have 2 problems, so the comparison is incomplete; the first: "
        "policies/own/rights.yaml:8:15: "
    )
    accounts = ACCOUNTS.replace("person: kim", "person: kima")
    write(top, {"office/accounts.yaml": accounts})
    commit(top)
    git(top, "branch", "dangling")
    write(top, {"office/accounts.yaml": ACCOUNTS})
    made = [line for line in check(capsys, base="dangling").out.split("\n\n") if line.startswith("  compared")]
    assert " ".join(made[0].split("  note ")[1].split("  policies ")[0].split()) == (
        "the files at dangling have 1 problem, so the comparison is incomplete; the first: office/accounts.yaml:2:55: "
        "'kima' is not the id of any record in 'staff'; did you mean 'kim'?"
    )


def test_a_problem_of_the_branch_is_one_whatever_is_new(top: Path, capsys: Capture) -> None:
    write(top, {"office/more.yaml": "acounts: []\n"})
    ran = check(capsys)
    assert ran.code == 2
    assert "office/more.yaml:1:1" in ran.out


def test_committed_or_not_the_branch_is_what_lies_in_the_folder(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    dirty = results(capsys, code=1)
    commit(top)
    clean = results(capsys, code=1)
    assert changes(dirty) == changes(clean) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert (dirty["inputs"]["git"]["dirty"], clean["inputs"]["git"]["dirty"]) == (True, False)
    write(top, {"office/accounts.yaml": ACCOUNTS})
    assert changes(results(capsys, base="HEAD", code=0)) == only(same=BEFORE, unrecorded={"sharing/nmp-desk"})


OWN = """\
[check]
full = true
ignore = ["sharing"]
allow-questions = true
fail-on = "critical"
as-of = 2024-01-01
baseline = "old.json"
"""
"""Settings by which a branch would excuse itself, and one that only says how a report looks."""
NEW = "  - {id: nmp-mo, portal: nmp, login: mo1, person: al, type: individual, status: active}\n"
"""A login of which something is missing."""


def test_settings_of_the_branch_that_decide_what_counts_do_not_count_yet(top: Path, capsys: Capture) -> None:
    write(top, {"portalaudit.toml": OWN, "office/accounts.yaml": ACCOUNTS + SHARED + NEW})
    ran = portalaudit(capsys, "check", "office", "--base", "main", "-o", "json=r.json")
    assert ran.code == 1
    found = json.loads((top / "r.json").read_text(encoding="utf-8"))
    assert changes(found) == only(new={"sharing/nmp-desk", "factor/nmp-mo"}, same=BEFORE)
    assert policies(found) == [
        "this branch would set as-of to 2024-01-01; that does not count yet",
        "this branch would set fail-on to critical; that does not count yet",
        "this branch would set allow-questions to true; that does not count yet",
        "this branch would ignore sharing; that does not count yet",
        "this branch would set baseline to old.json; that does not count yet",
    ]
    assert [one["location"]["line"] for one in found["comparison"]["policies"]] == [6, 5, 4, 3, 7]
    assert {one["location"]["path"] for one in found["comparison"]["policies"]} == {"portalaudit.toml"}
    assert [one["name"] for one in found["settings"]] == ["full"]
    assert (found["run"]["ignore"], found["as_of"] > "2026") == ([], True)
    line = "policy[portalaudit.toml]: this branch would ignore sharing; that does not count yet (portalaudit.toml:3)"
    assert line in ran.out.splitlines()


def test_settings_of_the_base_count_on_whatever_the_branch_makes_of_them(top: Path, capsys: Capture) -> None:
    own = '[check]\nfail-on = "high"\nignore = ["sharing"]\nallow-questions = true\n'
    write(top, {"portalaudit.toml": own})
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED + NEW, "portalaudit.toml": own.replace("\n", "\r\n")})
    found = results(capsys, code=0)
    assert (policies(found), found["run"]["ignore"]) == ([], ["sharing"])
    assert found["run"]["set_by"]["ignore"] == "portalaudit.toml:3"
    write(top, {"portalaudit.toml": '[check]\nselect = "leavers"\nfail-on = "high"\n'})
    found = results(capsys, code=0)
    assert [one["name"] for one in found["settings"]] == ["fail-on", "ignore", "allow-questions"]
    assert policies(found) == [
        "this branch would no longer set allow-questions to true; that does not count yet",
        "this branch would evaluate only leavers; that does not count yet",
        "this branch would no longer set ignore to sharing; that does not count yet",
    ]
    (top / "portalaudit.toml").unlink()
    commit(top)
    found = results(capsys, code=0)
    assert (found["run"]["ignore"], found["inputs"]["git"]["dirty"]) == (["sharing"], False)
    assert len(policies(found)) == 3


def test_what_is_typed_or_in_the_environment_counts_against_a_base_too(
    top: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(top, {"portalaudit.toml": OWN, "office/accounts.yaml": ACCOUNTS + SHARED + NEW})
    found = results(capsys, "--ignore", "sharing", "--allow-questions", code=0)
    assert changes(found) == only(new={"factor/nmp-mo"}, same=BEFORE)
    monkeypatch.setenv("PORTALAUDIT_IGNORE", "sharing,factor")
    assert changes(results(capsys, code=0)) == only(same=BEFORE)


def test_a_settings_file_nearer_to_the_inventory_excuses_nothing(top: Path, capsys: Capture) -> None:
    write(top, {"portalaudit.toml": '[check]\nfail-on = "low"\n'})
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"office/portalaudit.toml": OWN, "office/accounts.yaml": ACCOUNTS + SHARED})
    found = results(capsys, code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert {one["location"]["path"] for one in found["comparison"]["policies"] if one["location"]} == {
        "office/portalaudit.toml"
    }


def test_a_file_of_settings_that_is_named_is_that_of_the_base(top: Path, tmp_path: Path, capsys: Capture) -> None:
    write(top, {"ci/own.toml": '[check]\nignore = "rights"\n'})
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"ci/own.toml": OWN, "office/accounts.yaml": ACCOUNTS + SHARED})
    found = results(capsys, "-c", "ci/own.toml", code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same={"leavers/nmp-kim"})
    write(tmp_path, {"outside.toml": '[check]\nignore = "sharing"\n'})
    found = results(capsys, "-c", str(tmp_path / "outside.toml"), code=0)
    assert (policies(found), found["run"]["ignore"]) == ([], ["sharing"])
    assert changes(results(capsys, "-c", "/dev/null", code=1)) == only(new={"sharing/nmp-desk"}, same=BEFORE)


def test_a_base_whose_settings_are_broken_says_so_and_is_no_reason_to_refuse(top: Path, capsys: Capture) -> None:
    for broken in ("[check\n", '[check]\nignor = "x"\n'):
        write(top, {"portalaudit.toml": broken})
        commit(top)
        git(top, "branch", "-f", "main")
        write(top, {"portalaudit.toml": '[check]\nignore = ["leavers"]\n'})
        found = results(capsys, code=0)
        assert changes(found) == only(same=BEFORE)
        assert found["comparison"]["notes"] == [
            "portalaudit.toml has a mistake at that commit, so nothing that it sets there counts"
        ]


def test_a_base_that_a_file_names_is_told_because_a_branch_may_change_it(top: Path, capsys: Capture) -> None:
    write(top, {"portalaudit.toml": '[check]\nbase = "main"\n'})
    commit(top)
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    arguments = ("check", "office", "--as-of", "2026-11-20", "-o", "json=-")
    found = json.loads(portalaudit(capsys, *arguments).out)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert found["comparison"]["notes"] == [
        "portalaudit.toml:2 names main as the base; so that no branch can choose its base itself, type --base"
    ]
    write(top, {"portalaudit.toml": '[check]\nbase = "HEAD"\nignore = "sharing"\n'})
    commit(top)
    found = json.loads(portalaudit(capsys, *arguments).out)
    (note,) = found["comparison"]["notes"]
    assert note == (
        "portalaudit.toml:2 names HEAD as the base, the commit that is checked out: only what is not committed yet can "
        "be new; so that no branch can choose its base itself, type --base"
    )
    assert changes(results(capsys, code=1)) == only(new={"sharing/nmp-desk"}, same=BEFORE)


def test_policies_that_the_branch_points_elsewhere_are_told_and_those_of_the_base_count(
    top: Path, capsys: Capture
) -> None:
    write(top, {"portalaudit.toml": 'policies = "policies"\n'})
    commit(top)
    git(top, "branch", "-f", "main")
    few = {"elsewhere/own/pack.yaml": PACK, "elsewhere/own/leavers.yaml": LEAVERS}
    write(top, {**few, "portalaudit.toml": 'policies = "elsewhere"\n', "office/accounts.yaml": ACCOUNTS + SHARED})
    found = results(capsys, code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert found["inputs"]["policies"]["folders"][0] == "policies"
    gone = ["this branch removes the rule factor", "this branch removes the rule rights"]
    assert policies(found)[:3] == [*gone, "this branch removes the rule sharing"]
    assert policies(found)[-1] == "this branch would set policies to elsewhere; that does not count yet"
    ran = portalaudit(capsys, "diff", "main", "-i", "office")
    assert (ran.code, "Removes the rule sharing\n" in ran.out) == (0, True)
    commit(top)
    write(top, {"portalaudit.toml": 'policies = "policies"\n'})
    ran = portalaudit(capsys, "diff", "main", "work", "-i", "office")
    assert (ran.code, "Removes the rule sharing\n" in ran.out) == (0, True)


def test_an_inventory_that_the_branch_points_elsewhere_is_not_believed(top: Path, capsys: Capture) -> None:
    write(top, {"portalaudit.toml": 'inventory = "office"\n'})
    commit(top)
    git(top, "branch", "-f", "main")
    clean = {f"clean/{name}.yaml": text for name, text in (("practice", PRACTICE), ("staff", STAFF))}
    write(top, {**clean, "portalaudit.toml": 'inventory = "clean"\n', "office/accounts.yaml": ACCOUNTS + SHARED})
    arguments = ("check", "--as-of", "2026-11-20", "--base", "main", "-o", "json=-")
    found = json.loads(portalaudit(capsys, *arguments).out)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert policies(found) == ["this branch would set inventory to clean; that does not count yet"]
    shutil.rmtree(top / "office")
    shutil.rmtree(top / "clean")
    write(top, {path.replace("office", "clean"): text for path, text in FILES.items() if path.startswith("office")})
    found = json.loads(portalaudit(capsys, *arguments).out)
    assert found["comparison"]["notes"] == [
        "main holds this practice in office; to compare with that: --base main:office",
        "main holds no inventory in clean, so everything is new",
    ]


def test_a_practice_that_the_branch_takes_out_of_the_list_is_checked_still(top: Path, capsys: Capture) -> None:
    lines = '[check]\nfail-on = "high"\n[[practice]]\ninventory = "office"\nname = "Alder"\n'
    other = '[[practice]]\ninventory = "clinic"\nname = "Birch"\n'
    clinic = {path.replace("office", "clinic"): text for path, text in FILES.items() if path.startswith("office")}
    write(top, {**clinic, "portalaudit.toml": lines + other})
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"portalaudit.toml": other, "office/accounts.yaml": ACCOUNTS + SHARED})
    ran = portalaudit(capsys, "check", "--as-of", "2026-11-20", "--base", "main")
    assert ran.code == 1
    assert "=== Alder: office ===" in ran.out
    assert "=== Birch: clinic ===" in ran.out
    assert "Compared with main: 1 new finding. 0 fixed; 2 findings were there before." in ran.out
    shutil.rmtree(top / "office")
    ran = portalaudit(capsys, "check", "--as-of", "2026-11-20", "--base", "main")
    assert (ran.code, "=== Alder" in ran.out) == (0, False)
    write(top, {"portalaudit.toml": 'inventory = "clinic"\n'})
    ran = portalaudit(capsys, "check", "--base", "main")
    assert ran.code == 2
    assert ran.err.endswith(
        "portalaudit.toml lists practices at the base, and no more in this branch. Name the inventory to check.\n"
    )


def test_a_base_that_went_on_is_told_with_the_flag_for_the_branch_alone(top: Path, capsys: Capture) -> None:
    fork = commit(top)
    git(top, "checkout", "-q", "main")
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("status: active", "status: deleted", 1)})
    commit(top)
    git(top, "checkout", "-q", "work")
    fork = git(top, "merge-base", "main", "work")
    found = results(capsys, code=1)
    assert changes(found) == only(new={"leavers/nmp-kim"}, same={"rights/nmp-al"})
    (note,) = found["comparison"]["notes"]
    assert note == (
        "main has commits that this branch does not have, and what they repair counts as new here; for the changes of "
        f"this branch alone: --base {fork[:12]}"
    )
    assert changes(results(capsys, base=fork[:12], code=0)) == only(same=BEFORE)


def test_a_base_without_the_inventory_makes_all_new_and_its_old_place_may_be_named(top: Path, capsys: Capture) -> None:
    git(top, "mv", "office", "clinic")
    found = results(capsys, inventory="clinic", code=1)
    assert changes(found) == only(new=BEFORE)
    assert found["comparison"]["notes"] == [
        "main holds this practice in office; to compare with that: --base main:office",
        "main holds no inventory in clinic, so everything is new",
    ]
    found = results(capsys, inventory="clinic", base="main:office", code=0)
    assert changes(found) == only(same=BEFORE)
    assert found["comparison"]["base"]["inventory"] == "office"
    for folder in ("offfice", "office/staff.yaml", "..", str(top.parent)):
        ran = check(capsys, inventory="clinic", base=f"main:{folder}")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith(f"Error: --base main: that commit has no folder '{folder}'.\n")


def test_a_policies_folder_that_the_branch_removes_or_adds(top: Path, capsys: Capture) -> None:
    shutil.rmtree(top / "policies")
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    found = results(capsys, code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert "this branch removes the rule sharing" in policies(found)
    commit(top)
    git(top, "branch", "shipped")
    write(top, FILES)
    ran = check(capsys, "--full", base="shipped")
    assert "policy[sharing]: this branch adds the rule sharing (policies/own/sharing.yaml:1)\n" in ran.out


def test_policies_named_with_a_flag_are_those_of_the_base_too(top: Path, capsys: Capture) -> None:
    git(top, "mv", "policies", "rules")
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    (top / "rules/own/sharing.yaml").unlink()
    found = results(capsys, "-p", "rules", code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert policies(found) == ["this branch removes the rule sharing"]
    found = results(capsys, "-p", "rules", base="main~1", code=1)
    assert found["comparison"]["notes"] == [
        "that commit has no policies in rules, so the rules that ship with portalaudit are used"
    ]


def test_policies_outside_of_the_repository_are_told_to_be_as_they_are(
    top: Path, tmp_path: Path, capsys: Capture
) -> None:
    shutil.copytree(top / "policies", tmp_path / "elsewhere")
    found = results(capsys, "-p", str(tmp_path / "elsewhere"), code=0)
    assert changes(found) == only(same=BEFORE)
    assert found["comparison"]["notes"] == [
        "the policies in elsewhere lie in no folder of this repository, so they are as they are now"
    ]


@pytest.mark.parametrize("ref", ["mian", "--upload-pack=x", "HEAD~9", ""])
def test_a_base_that_is_not_there(top: Path, capsys: Capture, ref: str) -> None:
    ran = portalaudit(capsys, "check", "office", f"--base={ref}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(
        f"Error: there is no commit '{ref}' in this repository. `git branch --all` lists its branches; "
        "`git fetch` brings what the server has.\n"
    )


def test_an_inventory_in_no_repository(tmp_path: Path, capsys: Capture) -> None:
    write(tmp_path, {"office/practice.yaml": PRACTICE})
    ran = check(capsys, inventory=str(tmp_path / "office"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(
        f"Error: '{tmp_path}/office' lies in no git repository, so there is no commit to compare it with.\n"
    )


def test_a_shallow_clone_says_what_to_fetch(
    top: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    commit(top)
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=work", f"file://{top}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    ran = check(capsys, base="origin/main")
    assert ran.err.endswith(
        "Error: there is no commit 'origin/main' in this shallow clone. To fetch it: git fetch --depth=1 "
        "origin main and then compare with --base FETCH_HEAD\n"
    )
    assert check(capsys, base="HEAD~1").err.endswith(
        "in this shallow clone. To fetch the older commits: git fetch --unshallow\n"
    )
    git(tmp_path / "clone", "fetch", "-q", "--depth=1", "origin", "main")
    assert changes(results(capsys, base="FETCH_HEAD", code=1)) == only(new={"sharing/nmp-desk"}, same=BEFORE)


def test_a_partial_clone_fetches_nothing_and_says_what_to_type(
    top: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    commit(top)
    git(top, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--branch=work", f"file://{top}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    ran = check(capsys, base="origin/main")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(
        "Error: --base origin/main: this clone is partial and does not hold every file of that commit. To fetch them: "
        "git fetch --refetch --no-filter.\n"
    )
    git(tmp_path / "clone", "fetch", "-q", "--refetch", "--no-filter")
    assert changes(results(capsys, base="origin/main", code=1)) == only(new={"sharing/nmp-desk"}, same=BEFORE)


def test_a_worktree_beside_the_repository(
    top: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(top, "worktree", "add", "-q", "-b", "other", str(tmp_path / "beside"), "main")
    monkeypatch.chdir(tmp_path / "beside")
    write(tmp_path / "beside", {"office/accounts.yaml": ACCOUNTS + SHARED})
    assert changes(results(capsys, code=1)) == only(new={"sharing/nmp-desk"}, same=BEFORE)


def test_an_inventory_in_a_submodule_and_policies_in_one(
    top: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = tmp_path / "outer"
    repository(outer, {"office/practice.yaml": PRACTICE, "office/staff.yaml": STAFF}, "-b", "main")
    git(outer, "submodule", "--quiet", "add", str(top), "module")
    write(outer, {"office/accounts.yaml": ACCOUNTS})
    commit(outer)
    monkeypatch.chdir(outer)
    write(outer, {"office/accounts.yaml": ACCOUNTS + SHARED})
    (outer / "module/policies/own/sharing.yaml").unlink()
    found = results(capsys, "-p", "module/policies", code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    assert policies(found) == ["this branch removes the rule sharing"]
    git(outer / "module", "checkout", "-q", "--", ".")
    write(outer, {"module/office/accounts.yaml": ACCOUNTS + SHARED})
    found = results(capsys, inventory="module/office", base="HEAD", code=1)
    assert changes(found) == only(new={"sharing/nmp-desk"}, same=BEFORE)
    shutil.rmtree(outer / "module")
    (outer / "module").mkdir()
    ran = check(capsys, "-p", str(top / "policies"))
    assert ran.code == 1
    ran = portalaudit(capsys, "check", "office", "--base", "main:module/office")
    assert ran.err.endswith(
        "Error: --base main: 'module' is a repository within this one (a submodule), and it is not here. To fetch it: "
        "git submodule update --init module\n"
    )


def test_a_commit_of_the_repository_around_a_submodule_is_told_to_be_one(
    top: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = tmp_path / "outer"
    early = repository(outer, {"README.md": "Ours\n"}, "-b", "trunk")
    git(outer, "submodule", "--quiet", "add", str(top), "client")
    commit(outer)
    monkeypatch.chdir(outer)
    inner = git(top, "rev-parse", "HEAD")[:12]
    ran = check(capsys, inventory="client/office", base="trunk")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(
        "Error: 'trunk' is a commit of the repository around it, and the inventory lies in the submodule 'client'. "
        f"That commit has it at {inner}: --base {inner}\n"
    )
    assert check(capsys, inventory="client/office", base=inner).code == 0
    assert check(capsys, inventory="client/office", base=early).err.endswith(
        "lies in the submodule 'client', which that commit does not have. Name a commit of 'client'.\n"
    )


def test_links_in_the_base_are_followed_where_they_stay_in_the_folder(top: Path, capsys: Capture) -> None:
    git(top, "mv", "office/accounts.yaml", "office/.accounts.yaml")
    (top / "office/accounts.yaml").symlink_to(".accounts.yaml")
    (top / "office/same.yaml").symlink_to("practice.yaml")
    git(top, "mv", "office/staff.yaml", 'office/Büro "2".yaml')
    git(top, "mv", "policies", "rules")
    (top / "policies").symlink_to("rules")
    commit(top)
    git(top, "branch", "-f", "main")
    assert changes(results(capsys, code=0)) == only(same=BEFORE)


def test_only_the_rules_that_are_selected_are_compared(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS + SHARED})
    assert changes(results(capsys, "--select", "leavers", code=0)) == only(same={"leavers/nmp-kim"})


MARKDOWN = """\
<!-- portalaudit: alder -->
# Portal access: Alder Clinic, as of 2026-11-20

## New and worse

Compared with main: 1 new finding, 1 worse finding, 1 new unanswered check. \
1 fixed; 0 findings were there before. Start with sharing at office/accounts.yaml:4:5.

| Change | Severity | Rule | What | Where |
|---|---|---|---|---|
| new | critical | sharing | desk is used by Al Jones, Mo Ortiz | office/accounts.yaml:4:5 |
| worse: high instead of low; also: user.manage | high | rights | aljones can do user.manage | \
office/accounts.yaml:3:5 |

## What is missing now

| Record and facts |
|---|
| account jo1 on Noridian: second factor (1 check waits) |

## Changes of the policies, which do not count yet

| Name | Change |
|---|---|
| sharing | this branch leaves out sharing (critical). Reason given: Few (policies/policy.yaml:2) |

## Fixed

| Severity | Rule | What |
|---|---|---|
| high | leavers | kimlee is still active |
"""


def _several(top: Path) -> None:
    """A branch with a finding that is new, one that is worse, one that is fixed, a question and a change of policy."""
    accounts = ACCOUNTS.replace("status: active", "status: deleted", 1).replace("remit.view", "user.manage")
    asked = "  - {id: nmp-jo, portal: nmp, login: jo1, person: jo, type: individual, status: active}\n"
    write(
        top,
        {
            "office/accounts.yaml": accounts + SHARED + asked,
            "policies/policy.yaml": "packs: [own]\nrules: {sharing: {leave_out: true, reason: Few}}\n",
        },
    )


def test_in_junit_only_what_is_new_or_worse_fails(top: Path, capsys: Capture) -> None:
    _several(top)
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("remit.view", "user.manage") + SHARED})
    check(capsys, "-o", "junit=r.xml")
    suites = etree.parse(top / "r.xml").getroot()
    assert dict(suites.attrib) == {
        "name": "portalaudit",
        "time": "0",
        "tests": "7",
        "failures": "2",
        "errors": "0",
        "skipped": "1",
    }
    told = {
        f"{case.get('classname')}/{case.get('name')}": (answer.tag, answer.get("message"))
        for case in suites.iter("testcase")
        for answer in case
        if answer.tag != "properties"
    }
    assert told == {
        "portalaudit.leavers/account:nmp-kim": ("skipped", "still there, as at main: kimlee is still active"),
        "portalaudit.rights/account:nmp-al": ("failure", "aljones can do user.manage"),
        "portalaudit.sharing/account:nmp-desk": ("failure", "desk is used by Al Jones, Mo Ortiz"),
    } | {key: value for key, value in told.items() if value == ("skipped", "not applicable")}
    properties = {one.get("name"): one.get("value") for one in suites.iter("property")}
    assert properties["findings"] == "1 new, 1 worse, 0 fixed, 1 still there"
    assert properties["change"] == "new"
    assert properties["policy.1"] == (
        "this branch leaves out sharing (critical). Reason given: Few (policies/policy.yaml:2)"
    )


def test_for_build_servers_each_format_tells_what_the_branch_brings_in_its_own_way(top: Path, capsys: Capture) -> None:
    _several(top)
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("remit.view", "user.manage") + SHARED})
    check(capsys, "-q", "-o", "r.sarif", "-o", "gitlab=g.json", "-o", "concise=c.txt", "-o", "github=h.txt")
    results = json.loads((top / "r.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]

    assert {one["ruleId"]: one["baselineState"] for one in results} == {
        "leavers": "unchanged",
        "rights": "updated",
        "sharing": "new",
    }
    named = {one["check_name"] for one in json.loads((top / "g.json").read_text(encoding="utf-8"))}
    assert named == {"leavers", "rights", "sharing"}
    concise = (top / "c.txt").read_text(encoding="utf-8").splitlines()[:-1]
    assert [line.partition(" ")[2] for line in concise] == [
        "critical[sharing] desk is used by Al Jones, Mo Ortiz (new)",
        "high[rights] aljones can do user.manage (worse: high instead of low; also: user.manage)",
    ]
    assert all(line.startswith("office/accounts.yaml:") for line in concise)
    annotations = (top / "h.txt").read_text(encoding="utf-8").splitlines()
    assert [line.rpartition("title=")[2].partition("::")[0] for line in annotations] == [
        "critical%3A sharing",
        "high%3A rights",
        "portalaudit",
    ]


def test_markdown_is_for_a_comment_on_the_branch(top: Path, capsys: Capture) -> None:
    _several(top)
    check(capsys, "-o", "markdown=r.md")
    made = git(top, "rev-parse", "main")[:12]
    written = (top / "r.md").read_text(encoding="utf-8")
    assert written.split("\n## This run")[0] == MARKDOWN
    assert (
        f"| compared | with main ({made}), by its policies and waivers; what this branch changes of these does not "
        "count yet |"
    ) in written


def test_the_page_leads_with_what_the_branch_does(top: Path, capsys: Capture) -> None:
    _several(top)
    check(capsys, "-o", "html=r.html")
    page = (top / "r.html").read_text(encoding="utf-8")
    assert "Compared with main: 1 new finding, 1 worse finding, 1 new unanswered check." in page
    assert "this branch leaves out sharing (critical)" in page
    assert page.count("[new] desk is used by Al Jones, Mo Ortiz") == 2
    assert page.count("[worse: high instead of low; also: user.manage] aljones can do user.manage") == 2
    assert "1 new, 1 worse, 1 fixed, 0 still there" in page


def test_a_secret_that_only_the_base_holds_is_told_nowhere(top: Path, capsys: Capture) -> None:
    secret = "ghp_{}".format("aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789")
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("kimlee", secret)})
    commit(top)
    git(top, "branch", "-f", "main")
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("status: active", "status: deleted", 1)})
    ran = check(capsys, "--full", "-o", "json=r.json", "-o", "markdown=r.md", "-o", "html=r.html", "-o", "junit=r.xml")
    assert ran.code == 0
    assert "fixed[leavers]: " in ran.out
    for text in (ran.out, *((top / f"r.{name}").read_text(encoding="utf-8") for name in ("json", "md", "html", "xml"))):
        assert secret not in text
    assert secret not in portalaudit(capsys, "diff", "main", "-i", "office").out


def test_before_the_first_commit_there_is_nothing_to_compare_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    write(tmp_path, FILES)
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    ran = check(capsys, base="HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("Error: there is no commit 'HEAD' in this repository: nothing has been committed yet.\n")


def test_a_commit_that_is_named_in_full_is_told_in_short(top: Path, capsys: Capture) -> None:
    made = git(top, "rev-parse", "main")
    commit(top)
    ran = check(capsys, base=made)
    assert (ran.code, ran.err) == (0, "")
    assert f"  compared  with {made[:12]}, by its policies and waivers\n" in ran.out
    assert f"Nothing is new or worse compared with {made[:12]}. 0 fixed; 2 findings were there before.\n" in ran.out
    assert made[:13] not in ran.out
