"""`portalaudit diff`: what a change of the files means, in sentences and as records."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portalaudit import __version__
from portalaudit.report.differences_to_json import schema
from portalaudit.report.wording import DISCLAIMER
from tests.cli.repositories import commit, git, repository, write
from tests.cli.running import Ran, portalaudit

Capture = pytest.CaptureFixture[str]

PRACTICE = "practice: {id: alder, name: Alder Clinic, timezone: America/Los_Angeles}\n"
STAFF = """\
roles:
  - {id: desk, title: Front desk, permissions: [eligibility.view]}
  - {id: biller, title: Biller, permissions: [remit.view]}
staff:
  - {id: kim, name: Kim Lee,
     engagements: [{kind: employee, start: 2024-03-04}], roles: [{role: desk, from: 2024-04-01}]}
  - {id: al, name: Al Jones, engagements: [{kind: employee, start: 2020-01-06}]}
"""
PORTALS = """\
portals:
  - {id: nmp, name: Noridian, kind: mac, registration: {status: submitted}, administrators: [al]}
  - {id: cigna, name: Cigna, kind: standalone}
"""
KIM = (
    "  - {id: cigna-kim, portal: cigna, login: kimlee, person: kim, type: individual, status: active, mfa: sms, "
    "permissions: [eligibility.view, remit.view]}\n"
)
AL = "  - {id: nmp-al, portal: nmp, login: aljones, person: al, type: individual, status: active}\n"
TRAINING = """\
training:
  modules: [{id: base, title: Portal use}]
  completions: [{person: kim, module: base, completed_on: 2024-03-04}]
"""
FILES = {
    "inventory/practice.yaml": PRACTICE,
    "inventory/staff.yaml": STAFF,
    "inventory/portals.yaml": PORTALS,
    "inventory/accounts.yaml": f"accounts:\n{KIM}{AL}",
    "inventory/training.yaml": TRAINING,
}


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / "repo"
    repository(top, FILES, "-b", "main")
    git(top, "checkout", "-q", "-b", "work")
    monkeypatch.chdir(top)
    return top


def diff(capsys: Capture, *arguments: str) -> Ran:
    return portalaudit(capsys, "diff", "--as-of", "2026-11-20", *arguments)


def answered(capsys: Capture, *arguments: str) -> Any:
    ran = diff(capsys, *arguments, "-o", "json=-")
    assert (ran.code, ran.err) == (0, "")
    value = json.loads(ran.out)
    Draft202012Validator(json.loads(schema())).validate(value)
    return value


def told(capsys: Capture, *arguments: str) -> dict[str, list[tuple[str, str]]]:
    """Sentences and places by section; those of rules and waivers as `policies`."""
    value = answered(capsys, *arguments)
    found: dict[str, list[tuple[str, str]]] = {}
    for one in (*value["changes"], *({"section": "policies", **change} for change in value["policies"])):
        found.setdefault(one["section"], []).append((one["sentence"], where(one["location"])))
    return found


def where(location: Mapping[str, Any] | None) -> str:
    return "{path}:{line}:{column}".format(**location) if location else ""


def test_a_change_is_told_in_sentences(top: Path, capsys: Capture) -> None:
    write(
        top,
        {
            "inventory/accounts.yaml": "accounts:\n"
            + KIM.replace(", remit.view", "").replace("sms", "totp")
            + AL.replace("active", "deleted")
            + "  - {id: nmp-desk, portal: nmp, login: desk, persons: [kim, al], type: individual, status: pending}\n"
        },
    )
    ran = diff(capsys, "main")
    assert (ran.code, ran.err) == (0, "")
    assert (
        ran.out
        == """\
Changes from main to the files as they are, Alder Clinic, as of 2026-11-20

Logins

Kim Lee loses remit.view at Cigna
  Where: inventory/accounts.yaml:2:122

The login kimlee on Cigna (Kim Lee): second factor totp; before: sms
  Where: inventory/accounts.yaml:2:103

The login aljones on Noridian (Al Jones) is deleted; before: active
  Where: inventory/accounts.yaml:3:85

New login desk on Noridian for Kim Lee, Al Jones (pending), without approval
  Where: inventory/accounts.yaml:4:5

Confidential: this report names people and their logins. Share it only with those who need it.

portalaudit supports evidence for controls. It gives no legal advice, and it does not decide whether
a practice meets a law, a contract or a standard.
"""
    )


def test_people_come_go_and_change_their_job(top: Path, capsys: Capture) -> None:
    staff = STAFF.replace("start: 2024-03-04}]", "start: 2024-03-04, end: 2026-12-31}]")
    staff = staff.replace(
        "{role: desk, from: 2024-04-01}",
        "{role: desk, from: 2024-04-01, to: 2026-10-01}, {role: biller, from: 2026-10-02}",
    )
    staff = staff.replace("  - {id: al, name: Al Jones, engagements: [{kind: employee, start: 2020-01-06}]}\n", "")
    staff += (
        "  - {id: mo, name: Mo Ortiz, email: mo@alder.example.org, engagements: [{kind: locum, start: 2026-11-02}]}\n"
    )
    write(
        top,
        {
            "inventory/staff.yaml": staff,
            "inventory/accounts.yaml": f"accounts:\n{KIM}",
            "inventory/portals.yaml": PORTALS.replace(", administrators: [al]", ""),
        },
    )
    assert told(capsys, "main") == {
        "staff": [
            ("Al Jones is no longer recorded", ""),
            ("Kim Lee leaves on 2026-12-31", "inventory/staff.yaml:6:19"),
            ("Kim Lee gains the job role Biller", "inventory/staff.yaml:6:82"),
            ("Kim Lee keeps the job role Front desk, which ends on 2026-10-01", "inventory/staff.yaml:6:82"),
            ("New: Mo Ortiz as locum from 2026-11-02", "inventory/staff.yaml:7:5"),
        ],
        "accounts": [("Al Jones's Noridian login (nmp-al) is no longer recorded", "")],
        "portals": [("Noridian: administrators removed: Al Jones", "inventory/portals.yaml:2:6")],
    }


def test_other_records_are_told_by_field(top: Path, capsys: Capture) -> None:
    write(
        top,
        {
            "inventory/practice.yaml": PRACTICE.replace("Alder Clinic", "Alder Group"),
            "inventory/staff.yaml": STAFF.replace("[eligibility.view]", "[eligibility.view, benefits.view]"),
            "inventory/portals.yaml": PORTALS.replace("submitted", "verified").replace("[al]", "[kim]")
            + "  - {id: uhc, name: UHC, kind: standalone}\n",
            "inventory/training.yaml": TRAINING.replace("2024-03-04", "2025-03-04"),
        },
    )
    assert told(capsys, "main") == {
        "practice": [("The practice: name Alder Group; before: Alder Clinic", "inventory/practice.yaml:1:29")],
        "portals": [
            ("Noridian: administrators added: Kim Lee", "inventory/portals.yaml:2:92"),
            ("Noridian: administrators removed: Al Jones", "inventory/portals.yaml:2:92"),
            ("Noridian: registration: status verified; before: submitted", "inventory/portals.yaml:2:65"),
            ("New: UHC", "inventory/portals.yaml:4:5"),
        ],
        "roles": [
            ("The role desk: permissions added: benefits.view", "inventory/staff.yaml:2:48"),
        ],
        "completions": [
            ("Kim Lee's training in Portal use is no longer recorded", ""),
            ("New: Kim Lee's training in Portal use", "inventory/training.yaml:3:17"),
        ],
    }


def test_order_and_files_are_no_change(top: Path, capsys: Capture) -> None:
    (top / "inventory/accounts.yaml").unlink()
    write(
        top,
        {
            "inventory/a/b.yaml": "accounts:\n"
            + AL
            + KIM.replace("eligibility.view, remit.view", "remit.view, eligibility.view")
        },
    )
    ran = diff(capsys, "main")
    assert (ran.code, ran.err) == (0, "")
    assert "\n  Nothing changed that the records or the rules say.\n" in ran.out


def test_two_commits_and_the_rules(top: Path, capsys: Capture) -> None:
    write(top, {"policies/policy.yaml": "rules: {shared-credential: {leave_out: true, reason: We are few}}\n"})
    commit(top)
    write(top, {"inventory/accounts.yaml": "accounts: []\n"})
    assert told(capsys, "main", "work") == {
        "policies": [("Leaves out shared-credential (critical). Reason given: We are few", "policies/policy.yaml:1:9")]
    }
    assert "Al Jones's Noridian login (nmp-al) is no longer recorded" in diff(capsys, "work").out
    assert "Al Jones's Noridian login (nmp-al) is no longer recorded" not in diff(capsys, "main", "work").out


def test_faults(top: Path, capsys: Capture) -> None:
    ran = diff(capsys, "mian")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(
        "there is no commit 'mian' in this repository. `git branch --all` lists its branches; `git fetch` brings what "
        "the server has.\n"
    )
    write(top, {"inventory/accounts.yaml": "acounts: []\n"})
    ran = diff(capsys, "main")
    assert ran.code == 2
    assert ran.err.startswith("error[unknown-section]: ")
    assert "kimlee" not in diff(capsys, "main", "main").out
    commit(top)
    write(top, FILES)
    ran = diff(capsys, "work")
    assert (ran.code, ran.err) == (0, "")
    assert "\nSome files at work have problems, so changes may be missing here.\n" in ran.out


COLUMNS = ("change", "subject", "portal", "people", "field", "before", "after", "added", "removed")


def rows(value: Any) -> list[tuple[object, ...]]:
    """The changes as tuples: `account cigna-kim`, the ids of portal and people, and the values."""
    return [
        (
            one["change"],
            " ".join(one["subject"].values()),
            one["portal"] and one["portal"]["id"],
            [person["id"] for person in one["people"]],
            *(one[name] for name in COLUMNS[4:]),
        )
        for one in value["changes"]
    ]


def test_each_change_of_a_login_is_a_record_with_what_was_and_what_is(top: Path, capsys: Capture) -> None:
    desk = (
        "  - {id: nmp-desk, portal: nmp, login: desk, persons: [kim, al], type: individual, status: pending, "
        "permissions: [remit.view]}\n"
    )
    kim = KIM.replace("remit.view", "cob.view").replace("sms", "totp").replace("person: kim", "persons: [kim, al]")
    write(top, {"inventory/accounts.yaml": f"accounts:\n{kim}{desk}"})
    value = answered(capsys, "main")
    both, had, has = ["kim", "al"], ["eligibility.view", "remit.view"], ["cob.view", "eligibility.view"]
    assert rows(value) == [
        ("changed", "account cigna-kim", "cigna", both, "person", ["kim"], both, ["al"], []),
        ("changed", "account cigna-kim", "cigna", both, "permissions", had, has, ["cob.view"], []),
        ("changed", "account cigna-kim", "cigna", both, "permissions", had, has, [], ["remit.view"]),
        ("changed", "account cigna-kim", "cigna", both, "mfa", "sms", "totp", [], []),
        ("removed", "account nmp-al", "nmp", ["al"], None, None, None, [], []),
        ("added", "account nmp-desk", "nmp", both, None, None, None, ["remit.view"], []),
    ]
    assert [(where(one["location"]), one["sentence"]) for one in value["changes"]][-2:] == [
        ("", "Al Jones's Noridian login (nmp-al) is no longer recorded"),
        (
            "inventory/accounts.yaml:3:5",
            "New login desk on Noridian for Kim Lee, Al Jones (pending), without approval: remit.view",
        ),
    ]
    assert value["changes"][0]["portal"] == {"id": "cigna", "name": "Cigna"}
    assert value["changes"][0]["people"] == [{"id": "kim", "name": "Kim Lee"}, {"id": "al", "name": "Al Jones"}]
    del value["changes"]
    assert value == {
        "schema": "portalaudit/diff/v1",
        "disclaimer": DISCLAIMER,
        "tool": {"name": "portalaudit", "version": __version__},
        "as_of": "2026-11-20",
        "practice": {"id": "alder", "name": "Alder Clinic"},
        "base": "main",
        "head": None,
        "policies": [],
        "notes": [],
        "problems": [],
    }


def test_each_change_of_a_person_or_portal_is_a_record(top: Path, capsys: Capture) -> None:
    write(
        top,
        {
            "inventory/staff.yaml": STAFF.replace("start: 2024-03-04}", "start: 2024-03-04, end: 2026-12-31}"),
            "inventory/portals.yaml": PORTALS.replace("submitted", "verified").replace("[al]", "[kim]"),
            "inventory/training.yaml": TRAINING.replace("2024-03-04", "2025-03-04"),
        },
    )
    began = {"kind": "employee", "start": "2024-03-04"}
    assert rows(answered(capsys, "main")) == [
        ("changed", "person kim", None, ["kim"], "engagements", began, {**began, "end": "2026-12-31"}, [], []),
        ("changed", "portal nmp", "nmp", [], "administrators", ["al"], ["kim"], ["kim"], []),
        ("changed", "portal nmp", "nmp", [], "administrators", ["al"], ["kim"], [], ["al"]),
        ("changed", "portal nmp", "nmp", [], "registration.status", "submitted", "verified", [], []),
        ("removed", "completion kim/base/2024-03-04", None, ["kim"], None, None, None, [], []),
        ("added", "completion kim/base/2025-03-04", None, ["kim"], None, None, None, [], []),
    ]


def test_paths_of_records_begin_at_the_top_and_those_of_sentences_here(
    top: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        top,
        {
            "inventory/practice.yaml": PRACTICE.replace("Alder Clinic", "Alder Group"),
            "policies/policy.yaml": "rules: {shared-credential: {leave_out: true, reason: We are few}}\n",
        },
    )
    monkeypatch.chdir(top / "policies")
    value = answered(capsys, "main", "-i", "../inventory")
    assert [where(one["location"]) for one in (*value["changes"], *value["policies"])] == [
        "inventory/practice.yaml:1:29",
        "policies/policy.yaml:1:9",
    ]
    out = diff(capsys, "main", "-i", "../inventory").out
    assert "Where: ../inventory/practice.yaml:1:29\n" in out
    assert "Where: ./policy.yaml:1:9\n" in out


def test_records_of_files_with_problems_say_so(top: Path, capsys: Capture) -> None:
    write(top, {"inventory/accounts.yaml": "acounts: []\n"})
    ran = diff(capsys, "main", "-o", "json=-")
    value = json.loads(ran.out)
    Draft202012Validator(json.loads(schema())).validate(value)
    assert (ran.code, [(one["code"], where(one["location"])) for one in value["problems"]]) == (
        2,
        [("unknown-section", "inventory/accounts.yaml:1:1")],
    )


def test_attributes_change_where_they_say_something_else(top: Path, capsys: Capture) -> None:
    """Those that a schema of the practice types are compared by what they hold too, also of what has no id."""
    schema = (
        "type: object\nproperties: {badges: {type: array, items: {type: object, properties: {n: {type: integer}}}}}\n"
    )
    attributes = "attributes: {badges: [{n: 1}, {n: 2}]}}"
    staff, training = (
        STAFF.replace("2020-01-06}]}", f"2020-01-06}}], {attributes}"),
        TRAINING.replace("2024-03-04}", f"2024-03-04, {attributes}"),
    )
    files = {f"policies/attributes/{section}.yaml": schema for section in ("staff", "completions")}
    write(top, {**files, "inventory/staff.yaml": staff, "inventory/training.yaml": training})
    commit(top)
    write(top, {"inventory/staff.yaml": f"# moved\n{staff}"})
    assert rows(answered(capsys, "work")) == []
    write(top, {"inventory/staff.yaml": staff.replace("n: 2", "n: 3")})
    before, after = ({"badges": [{"n": 1}, {"n": last}]} for last in (2, 3))
    assert rows(answered(capsys, "work")) == [
        ("changed", "person al", None, ["al"], "attributes", before, after, [], []),
    ]
