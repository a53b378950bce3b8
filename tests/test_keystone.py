"""What portalaudit finds for each client of the sample billing company; no client's report tells of another."""

import datetime
import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.model import Status, Verdict
from portalaudit.model.report import Report
from portalaudit.pipeline import Assignment, check
from portalaudit.report import reporter
from portalaudit.source.files import read_folder
from portalaudit.source.load import load_all
from tests.cli.running import portalaudit

KEYSTONE = Path(__file__).resolve().parents[1] / "inventory" / "keystone"
AS_OF = datetime.date(2026, 11, 20)
CLIENTS = ("tamarack", "millrace", "mesquite", "saltmarsh")
FOLDERS = {**{client: KEYSTONE / "clients" / client for client in CLIENTS}, "company": KEYSTONE / "company"}

# by folder: rule, subject, status, severity, place of the line that a person has to look at
FINDINGS = {
    "tamarack": [
        ("activity-log-unreviewed", "availity", "unknown", "medium", "portals.yaml:95"),
        ("activity-log-unreviewed", "nmp", "unknown", "medium", "portals.yaml:34"),
        ("activity-log-unreviewed", "onehealthport", "unknown", "medium", "portals.yaml:127"),
        ("activity-log-unreviewed", "or-medicaid", "unknown", "medium", "portals.yaml:66"),
        ("admin-outside-administrators", "ohp-glindholm", "fail", "high", "accounts.yaml:218"),
        ("administrator-redundancy", "onehealthport", "fail", "high", "portals.yaml:135"),
        ("excluded-individual", "b-lund", "fail", "medium", "people.yaml:76"),
        ("excluded-individual", "g-lindholm", "fail", "medium", "people.yaml:85"),
        ("excluded-individual", "n-fairbanks", "fail", "medium", "people.yaml:62"),
        ("excluded-individual", "o-quist", "fail", "medium", "people.yaml:69"),
        ("excluded-individual", "s-abernathy", "fail", "medium", "people.yaml:92"),
        ("excluded-individual", "t-hollis", "fail", "medium", "people.yaml:99"),
        ("review-evidence-missing", "availity-2026q3", "fail", "medium", "reviews.yaml:55"),
        ("self-review", "availity-2026q3/availity-cdupree", "fail", "high", "reviews.yaml:63"),
        ("self-review", "availity-2026q3/availity-sabernathy", "fail", "high", "reviews.yaml:61"),
        ("self-review", "availity-2026q3/availity-thollis", "fail", "high", "reviews.yaml:62"),
        ("sod-conflict", "g-lindholm", "fail", "high", "people.yaml:84"),
    ],
    "millrace": [
        ("active-after-termination", "availity-cdupree", "fail", "critical", "accounts.yaml:144"),
        ("activity-log-unreviewed", "availity", "unknown", "medium", "portals.yaml:58"),
        ("activity-log-unreviewed", "mycgs", "unknown", "medium", "portals.yaml:27"),
        ("activity-log-unreviewed", "tri-river", "unknown", "medium", "portals.yaml:89"),
        ("administrator-redundancy", "tri-river", "fail", "high", "portals.yaml:95"),
        # the contract is over, so the people have no term and the five logins no reason
        ("engagement-expired-or-undated", "b-nguyen", "fail", "high", "people.yaml:91"),
        ("engagement-expired-or-undated", "t-hollis", "fail", "high", "people.yaml:98"),
        ("excluded-individual", "a-moreau", "fail", "medium", "people.yaml:79"),
        ("excluded-individual", "b-nguyen", "fail", "medium", "people.yaml:94"),
        ("excluded-individual", "d-eastman", "fail", "medium", "people.yaml:64"),
        ("excluded-individual", "k-whitlow", "fail", "medium", "people.yaml:72"),
        ("excluded-individual", "t-hollis", "fail", "medium", "people.yaml:101"),
        ("organization-scope-excess", "availity-bnguyen", "fail", "critical", "accounts.yaml:116"),
        ("organization-scope-excess", "availity-thollis", "fail", "critical", "accounts.yaml:129"),
        ("organization-scope-excess", "mycgs-bnguyen", "fail", "critical", "accounts.yaml:49"),
        ("organization-scope-excess", "mycgs-thollis", "fail", "critical", "accounts.yaml:61"),
        ("organization-scope-excess", "tri-river-bnguyen", "fail", "critical", "accounts.yaml:186"),
        ("review-overdue", "tri-river", "fail", "high", "portals.yaml:89"),
        ("vendor-without-baa", "keystone", "fail", "high", "practice.yaml:31"),
    ],
    "mesquite": [
        ("access-before-eligible", "spot-rcastellano", "fail", "medium", "accounts.yaml:111"),
        ("active-after-termination", "availity-cdupree", "fail", "critical", "accounts.yaml:237"),
        ("activity-log-unreviewed", "availity", "unknown", "medium", "portals.yaml:92"),
        ("activity-log-unreviewed", "novitasphere", "unknown", "medium", "portals.yaml:34"),
        ("activity-log-unreviewed", "spot", "unknown", "medium", "portals.yaml:64"),
        ("activity-log-unreviewed", "uhc", "unknown", "medium", "portals.yaml:124"),
        ("organization-scope-excess", "availity-bnguyen", "fail", "high", "accounts.yaml:231"),
        ("permission-outside-role", "availity-mdelacroix", "fail", "medium", "accounts.yaml:211"),
        ("review-overdue", "uhc", "fail", "high", "portals.yaml:124"),
        ("shared-or-aliased-email", "novitasphere-jbrandvold", "fail", "high", "accounts.yaml:60"),
        ("shared-or-aliased-email", "novitasphere-mdelacroix", "fail", "high", "accounts.yaml:48"),
        ("shared-or-aliased-email", "novitasphere-rcastellano", "fail", "high", "accounts.yaml:36"),
        ("shared-or-aliased-email", "spot-rcastellano", "fail", "high", "accounts.yaml:109"),
    ],
    "saltmarsh": [
        ("active-after-termination", "availity-cdupree", "fail", "critical", "accounts.yaml:95"),
        ("activity-log-unreviewed", "availity", "unknown", "medium", "portals.yaml:55"),
        ("activity-log-unreviewed", "pecos", "unknown", "medium", "portals.yaml:28"),
        ("activity-log-unreviewed", "uhc", "unknown", "medium", "portals.yaml:84"),
        # the administrator's login in the hands of a biller brings five of these
        ("admin-outside-administrators", "uhc-hvickers", "fail", "critical", "accounts.yaml:122"),
        ("claim-integrity-training-missing", "m-delacroix", "fail", "high", "people.yaml:71"),
        # nobody counts as cover whose training nobody attested
        ("function-coverage-gap", "florida-blue", "fail", "medium", "portals.yaml:11"),
        ("mac-jurisdiction", "medicare-b", "fail", "high", "portals.yaml:6"),
        ("permission-outside-role", "uhc-hvickers", "fail", "high", "accounts.yaml:122"),
        ("shared-credential", "one_healthcare_id/hvickers_swh", "fail", "critical", "accounts.yaml:112"),
        ("sod-conflict", "m-delacroix", "fail", "high", "people.yaml:76"),
        ("training-before-access", "availity-mdelacroix", "fail", "high", "accounts.yaml:62"),
        ("training-before-access", "availity-thollis", "fail", "high", "accounts.yaml:80"),
        ("training-before-access", "uhc-hvickers", "fail", "high", "accounts.yaml:123"),
        ("training-expired", "m-delacroix", "fail", "medium", "people.yaml:71"),
        ("training-expired", "t-hollis", "fail", "medium", "people.yaml:78"),
        ("vendor-without-baa", "keystone", "fail", "critical", "accounts.yaml:110"),
    ],
    "company": [],
}

# rows that look suspicious and are in order: folder, row, rule, subject
GOOD_ROWS = [
    ("mesquite", "one CMS identity on Novitasphere and on SPOT", "shared-credential", "cms_idm/rcastellano_idm"),
    ("mesquite", "the approver's CMS identity on both", "shared-credential", "cms_idm/lferrer_idm"),
    ("mesquite", "one login in two organizations", "shared-credential", "availity/rcastellano.kst"),
    (
        "mesquite",
        "one login in two organizations",
        "multiple-accounts-one-person",
        "r-castellano/availity/Mesquite Bend winter clinic",
    ),
    ("tamarack", "one login at three clients", "shared-credential", "availity/thollis.kst"),
    ("millrace", "one login at three clients", "shared-credential", "availity/thollis.kst"),
    ("saltmarsh", "one login at three clients", "shared-credential", "availity/thollis.kst"),
    ("mesquite", "both Medicare contractors, each with its portal", "mac-jurisdiction", "medicare-b"),
    ("mesquite", "the fee schedule with a reason", "permission-outside-role", "availity-rcastellano-waco"),
    ("mesquite", "the billing company sees the fee schedule", "financial-outside-billing-desk", "availity-mdelacroix"),
    ("mesquite", "the billing company downloads remittances", "financial-outside-billing-desk", "spot-rcastellano"),
    ("mesquite", "works for both tax IDs", "organization-scope-excess", "availity-rcastellano-naples"),
    ("mesquite", "the manager lets billing companies in", "admin-outside-administrators", "uhc-lferrer"),
    ("mesquite", "registered himself after the form was approved", "access-before-eligible", "spot-hstroud"),
    ("mesquite", "the account that came with the registration", "access-before-eligible", "spot-lferrer"),
    ("tamarack", "Noridian's own role for vendors", "admin-outside-administrators", "nmp-glindholm"),
    ("tamarack", "a user of the vendor under the vendor's role", "vendor-without-baa", "keystone"),
    ("tamarack", "the leaver's login revoked on the last day", "late-deactivation", "availity-cdupree"),
    ("tamarack", "the leaver's login revoked on the last day", "active-after-termination", "availity-cdupree"),
    ("tamarack", "a review that the owner decided and signed", "review-evidence-missing", "nmp-2026q3"),
    ("tamarack", "the owner decided on the vendor's people", "self-review", "nmp-2026q3/nmp-sabernathy"),
    ("tamarack", "the vendor's term ends with the contract", "engagement-expired-or-undated", "s-abernathy"),
    ("tamarack", "training attested by the vendor", "training-before-access", "availity-thollis"),
    ("tamarack", "she posts and does not bill", "sod-conflict", "t-hollis"),
    ("millrace", "the leaver's login ended in time", "late-deactivation", "tri-river-whaskins"),
    ("millrace", "kept for the claims from before July", "review-coverage-gap", "mycgs-2026q3"),
    ("millrace", "no decision waits to be carried out", "review-remediation-overdue", "mycgs-2026q3/mycgs-bnguyen"),
    ("millrace", "two waivers in order", "waiver-invalid", "mycgs-administrators-eastman"),
    ("millrace", "two waivers in order", "waiver-invalid", "mycgs-administrators-whitlow"),
    ("saltmarsh", "the enrolment is hers to keep", "admin-outside-administrators", "pecos-pdunmore"),
    ("saltmarsh", "the owner's mailbox behind the shared login", "shared-or-aliased-email", "uhc-hvickers"),
    ("saltmarsh", "the owner's mailbox behind the shared login", "shared-or-aliased-email", "availity-hvickers"),
    ("company", "a leaver on the staff list", "duplicate-person", "c-dupree"),
    ("company", "a deputy from the own house", "master-administrator", "keystone-rcm"),
]


@cache
def judged(folder: str, policy: str) -> Report:
    policies, unread = read_policies(KEYSTONE / "policies" / policy)
    assert not unread
    return check(
        Assignment(
            inventory=FOLDERS[folder],
            policies=policies,
            as_of=lambda zone: AS_OF,
            chosen=lambda rule: True,
            version="0",
        )
    )


def answer(folder: str, policy: str, rule: str, subject: str) -> Status:
    (verdict,) = (v for v in judged(folder, policy).verdicts() if (v.rule, v.subject.id) == (rule, subject))
    return verdict.status


def row(verdict: Verdict) -> tuple[str, str, str, str, str]:
    place = f"{verdict.place.path}:{verdict.place.line}"
    return verdict.rule, verdict.subject.id, str(verdict.status), str(verdict.severity), place


@pytest.mark.parametrize("folder", FOLDERS)
def test_exactly_these_findings(folder: str) -> None:
    report = judged(folder, folder)
    assert report.problems == ()
    assert sorted(map(row, (*report.findings(), *report.unanswered()))) == FINDINGS[folder]


@pytest.mark.parametrize(("folder", "reason", "rule", "subject"), GOOD_ROWS)
def test_good_rows_are_left_alone(folder: str, reason: str, rule: str, subject: str) -> None:
    assert answer(folder, folder, rule, subject) in {Status.PASS, Status.NOT_APPLICABLE}, reason


def test_the_leaver_was_revoked_at_one_client_of_four() -> None:
    found = {c: answer(c, c, "active-after-termination", "availity-cdupree") for c in CLIENTS}
    assert found == {
        "tamarack": Status.NOT_APPLICABLE,
        "millrace": Status.FAIL,
        "mesquite": Status.FAIL,
        "saltmarsh": Status.FAIL,
    }


# ---------------------------------------------------------------- tailoring

# folder, rule, subject, by the base policy, by the client's own
TAILORED = [
    ("mesquite", "review-overdue", "uhc", "pass", "fail"),
    ("mesquite", "sod-conflict", "r-castellano", "fail", "pass"),
    ("mesquite", "sod-conflict", "m-delacroix", "fail", "pass"),
    # An approver of SPOT is an end user too, which no one can change; what the surgeon does instead settles it.
    ("mesquite", "sod-conflict", "h-stroud", "fail", "pass"),
    ("millrace", "review-overdue", "mycgs", "fail", "pass"),
    ("millrace", "review-overdue", "availity", "fail", "pass"),
    ("millrace", "review-overdue", "tri-river", "fail", "fail"),
    ("millrace", "sod-conflict", "d-eastman", "fail", "waived"),
    ("millrace", "sod-conflict", "k-whitlow", "fail", "waived"),
    ("saltmarsh", "review-overdue", "pecos", "pass", "pass"),
    ("tamarack", "review-overdue", "nmp", "pass", "pass"),
]


@pytest.mark.parametrize(("folder", "rule", "subject", "base", "own"), TAILORED)
def test_what_a_client_s_own_policy_changes(folder: str, rule: str, subject: str, base: str, own: str) -> None:
    assert [str(answer(folder, policy, rule, subject)) for policy in ("base", folder)] == [base, own]


def results(folder: str, format_name: str = "json") -> str:
    return "".join(reporter(format_name).render(judged(folder, folder)))


def rules(folder: str) -> dict[str, Any]:
    return {rule["id"]: rule for rule in json.loads(results(folder))["rules"]}


CALENDARS = {
    "tamarack": ("rolling", 92),
    "millrace": ("calendar_quarter", 92),
    "mesquite": ("rolling", 61),
    "saltmarsh": ("rolling", 42),
}


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_has_its_own_review_calendar(client: str) -> None:
    params = rules(client)["review-overdue"]["params"]
    assert (params["mode"], params["interval_days"]) == CALENDARS[client]


@pytest.mark.parametrize(("folder", "expected"), [*((c, {}) for c in CLIENTS if c != "mesquite"), ("company", {})])
def test_nothing_is_loosened_elsewhere(folder: str, expected: dict[str, Any]) -> None:
    assert {name: rule["loosened"] for name, rule in rules(folder).items() if rule["loosened"]} == expected


def test_the_one_loosened_parameter_stands_in_the_report_with_its_reason() -> None:
    loosened = {name: rule["loosened"] for name, rule in rules("mesquite").items() if rule["loosened"]}
    ((name, (change,)),) = loosened.items()
    assert (name, change["name"], change["value"], change["default"]) == (
        "sod-conflict",
        "pairs_off",
        ["SOD-12", "SOD-03", "SOD-04"],
        ["SOD-06", "SOD-12"],
    )
    assert change["reason"].startswith("The Medicare portals have one end-user role for both duties")
    assert (change["set"]["by"], Path(change["set"]["location"]["path"]).parent.name) == ("own", "mesquite")


def test_policy_show_tells_who_set_what(capsys: pytest.CaptureFixture[str]) -> None:
    ran = portalaudit(capsys, "policy", "show", "-p", str(KEYSTONE / "policies" / "mesquite"), "-o", "json=-")
    (settings,) = (t for t in json.loads(ran.out)["tables"] if t["title"] == "Set otherwise than the packs say")
    rows = [(r["rule"], r["name"], r["value"], r["effect"], r["set_by"]) for r in settings["rows"]]
    assert rows == [
        ("inventory-drift", "export_max_age_days", "31", "tightened", "base policy"),
        ("review-overdue", "interval_days", "61", "tightened", "own policy"),
        ("review-overdue", "privileged_interval_days", "61", "tightened", "own policy"),
        ("sod-conflict", "pairs_off", "SOD-12, SOD-03, SOD-04", "loosened", "own policy"),
        ("termination-unscheduled", "lookahead_days", "21", "tightened", "base policy"),
    ]


def test_the_waivers_say_who_accepted_what_until_when() -> None:
    waived = [v for v in judged("millrace", "millrace").verdicts() if v.waiver is not None]
    assert [(v.subject.id, v.waiver.approved_by.name, v.waiver.expires_on) for v in waived if v.waiver] == [
        ("d-eastman", "Reed Halvorsen", datetime.date(2026, 12, 31)),
        ("k-whitlow", "Reed Halvorsen", datetime.date(2026, 12, 31)),
    ]


def test_one_login_of_keystone_stands_with_several_clients() -> None:
    logins = {c: {a["login"] for a in records(c)["accounts"] if a["portal"] == "availity"} for c in CLIENTS}
    kept = {login: [c for c in CLIENTS if login in logins[c]] for login in ("thollis.kst", "cdupree.kst")}
    assert kept == {"thollis.kst": ["tamarack", "millrace", "saltmarsh"], "cdupree.kst": list(CLIENTS)}


# ---------------------------------------------------------------- no client in another's report


def records(folder: str) -> dict[str, Any]:
    """Everything that a folder's files hold, by section; every value as the text that it is."""
    found: dict[str, Any] = {}
    texts, _ = read_folder(FOLDERS[folder], (".yaml",))
    for document in load_all(texts)[0]:
        for section, value in document.data.items():
            if isinstance(value, list):
                found.setdefault(section, []).extend(value)
            else:
                found[section] = value
    return found


def own_marks(client: str) -> set[str]:
    """What names a client or one of its own people: names, ids, logins, mail addresses, tax IDs and NPIs."""
    inventory = records(client)
    practice, own = inventory["practice"], [p for p in inventory["staff"] if "vendor" not in p]
    ids = {person["id"] for person in own}
    logins = {account["login"] for account in inventory["accounts"] if account["person"] in ids}
    numbers = {provider["npi"] for provider in practice["providers"]}
    return {
        practice["name"],
        practice["id"],
        *practice["email_domains"],
        *practice["tax_ids"],
        *practice["npis"],
        *ids,
        *logins,
        *numbers,
        *(person["name"] for person in own),
        *(person["name"].rsplit(" ", 1)[1] for person in own),
        *(person["email"] for person in own),
    }


@cache
def told(folder: str) -> dict[str, str]:
    """What somebody reads of a folder, in small letters: its files with its policy, and its reports."""
    files = [*FOLDERS[folder].rglob("*.yaml"), *(KEYSTONE / "policies" / folder).rglob("*.yaml")]
    texts = {
        "files": "\n".join(file.read_text(encoding="utf-8") for file in files),
        "json": results(folder, "json"),
        "html": html.unescape(results(folder, "html")),
    }
    return {where: text.casefold() for where, text in texts.items()}


def marks_in(text: str, client: str) -> set[str]:
    """Those that stand in a text as whole words: `ferrer` is not in `preferred`."""
    known = [mark.casefold() for mark in own_marks(client)]
    return {mark for mark in known if mark in text and re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", text)}


MANAGERS = {
    "tamarack": ("Nell Fairbanks", "nfairbanks19"),
    "millrace": ("Delphine Eastman", "d-eastman"),
    "mesquite": ("Lupe Ferrer", "l-ferrer"),
    "saltmarsh": ("Holly Vickers", "hvickers_swh"),
}
"""Whom the findings name, so that what is looked for in the reports of others can be found at all."""


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_s_own_files_and_reports_name_it(client: str) -> None:
    found = {where: marks_in(text, client) for where, text in told(client).items()}
    assert found["files"] == {mark.casefold() for mark in own_marks(client)}
    named = {mark.casefold() for mark in (records(client)["practice"]["name"], *MANAGERS[client])}
    assert named <= found["json"] & found["html"]


OTHERS = [(client, other) for client in CLIENTS for other in FOLDERS if other != client]


@pytest.mark.parametrize(("client", "other"), OTHERS)
def test_nothing_of_a_client_is_in_another_folder_or_report(client: str, other: str) -> None:
    found = {where: marks_in(text, client) for where, text in told(other).items()}
    assert found == {"files": set(), "json": set(), "html": set()}


def test_the_base_policy_names_no_client() -> None:
    base = "".join(file.read_text(encoding="utf-8") for file in (KEYSTONE / "policies" / "base").rglob("*.yaml"))
    assert [marks_in(base.casefold(), client) for client in CLIENTS] == [set(), set(), set(), set()]


# ---------------------------------------------------------------- one staff list


@pytest.mark.parametrize("client", CLIENTS)
def test_keystone_s_people_stand_with_a_client_as_on_the_staff_list(client: str) -> None:
    listed = {p["id"]: (p["name"], p["email"], p["engagements"][-1].get("end")) for p in records("company")["staff"]}
    theirs = {
        p["id"]: (p["name"], p["email"], p["engagements"][-1].get("end"))
        for p in records(client)["staff"]
        if p.get("vendor") == "keystone"
    }
    assert theirs
    assert {name: listed.get(name) for name in theirs} == theirs


def test_nine_people_and_one_who_left() -> None:
    staff = records("company")["staff"]
    assert [p["id"] for p in staff if "end" in p["engagements"][-1]] == ["c-dupree"]
    assert len(staff) == 10
