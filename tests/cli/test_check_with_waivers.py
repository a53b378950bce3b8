"""`portalaudit check` where findings are accepted in policies/waivers.yaml."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, Ran, portalaudit

WAIVER = """\
waivers:
  - id: w-1
    rule: leavers
    subject: nmp-kim
    reason: The portal needs a month
    requested_by: al
    approved_by: mo
    approved_on: 2026-10-01
    expires_on: 2026-12-01
"""
STAFF = "  - {id: mo, name: Mo Ortiz}\n  - {id: al, name: Al Jones}\n"


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    inventory = PRACTICE.replace("timezone", "compliance_officer: mo, timezone") + LEAVER.replace(
        "accounts:", f"{STAFF}accounts:"
    )
    files = {
        "inventory/a.yaml": inventory,
        "policies/own/pack.yaml": PACK,
        "policies/own/leavers.yaml": RULE,
        "policies/policy.yaml": "packs: [own]\n",
        "policies/waivers.yaml": WAIVER,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def check(capsys: pytest.CaptureFixture[str], *arguments: str, as_of: str = "2026-11-20") -> Ran:
    return portalaudit(capsys, "check", "--as-of", as_of, *arguments)


def results(practice: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((practice / "r.json").read_text(encoding="utf-8"))["results"]
    return found


def edit(practice: Path, old: str, new: str, path: str = "policies/waivers.yaml") -> None:
    file = practice / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("as_of", "code", "status"),
    [("2026-09-30", 1, "fail"), ("2026-10-01", 0, "waived"), ("2026-12-01", 0, "waived"), ("2026-12-02", 1, "fail")],
)
def test_a_waiver_counts_from_its_approval_to_its_last_day(
    practice: Path, capsys: pytest.CaptureFixture[str], as_of: str, code: int, status: str
) -> None:
    assert check(capsys, "-o", "json=r.json", as_of=as_of).code == code
    assert [one["status"] for one in results(practice)] == [status]


def test_every_report_shows_the_waiver(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = check(capsys, *(f"-o{name}=r.{name}" for name in ("json", "junit", "html")))
    assert ran.code == 0
    for name in ("junit", "html"):
        text = (practice / f"r.{name}").read_text(encoding="utf-8")
        assert all(each in text for each in ("The portal needs a month", "Mo Ortiz (mo)", "2026-12-01")), name
    assert "accepted: until 2026-12-01, 11 days left, by Mo Ortiz (mo) on 2026-10-01" in ran.out
    (found,) = results(practice)
    assert (found["waiver"]["id"], found["waiver"]["location"]) == (
        "w-1",
        {"path": "policies/waivers.yaml", "line": 2, "column": 5},
    )


def test_what_is_wrong_in_the_file_has_its_place(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(practice, "rule: leavers", "rule: leaver")
    edit(practice, "approved_by: mo", "approved_by: m")
    ran = check(capsys)
    assert ran.code == 2
    assert "there is no rule `leaver`\n --> policies/waivers.yaml:3:11\n" in ran.out
    assert (
        "'m' is not the id of any record in 'staff'; did you mean 'mo'?\n --> policies/waivers.yaml:7:18\n" in ran.out
    )


def test_the_policy_names_approvers_of_the_practice(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = practice / "policies" / "policy.yaml"
    policy.write_text("packs: [own]\nwaivers: {approvers: [al]}\n", encoding="utf-8")
    assert check(capsys).code == 1
    policy.write_text("packs: [own]\nwaivers: {approvers: [bo]}\n", encoding="utf-8")
    ran = check(capsys)
    assert ran.code == 2
    assert "'bo' is not the id of any record in 'staff'\n --> policies/policy.yaml:2:23\n" in ran.out


def test_a_secret_in_a_waiver_is_in_no_report(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(practice, "reason: The portal needs a month", 'reason: "Shared, password is Winter2026!lee"')
    edit(practice, "expires_on: 2026-12-01", "expires_on: 2026-12-01\n    ticket: 'password: Winter2026!lee'")
    formats = [f"-o{name}=r.{name}" for name in ("json", "junit", "html")]
    ran = check(capsys, *formats)
    assert ran.code == 0
    reports = [ran.out, *((practice / f"r.{name}").read_text(encoding="utf-8") for name in ("json", "junit", "html"))]
    assert [("Winter2026" in text, "•••" in text) for text in reports] == [(False, True)] * 4


def test_a_secret_in_a_waiver_is_found_as_one_in_the_inventory_is(
    practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(practice, "reason: The portal needs a month", 'reason: "Shared, password is Winter2026!lee"')
    edit(practice, "packs: [own]", "packs: [own, portal-access]", "policies/policy.yaml")
    ran = check(capsys, "--select", "sensitive-data-in-inventory", "-o", "json=r.json")
    assert ran.code == 1
    assert "Winter2026" not in ran.out
    (found,) = (one for one in results(practice) if one["status"] == "fail")
    assert found["location"] == {"path": "policies/waivers.yaml", "line": 5, "column": 34}


@pytest.mark.parametrize("word", ["null", "~", '" "', '"-"', "n/a", "TBD", "unknown", '"?"', "."])
@pytest.mark.parametrize("key", ["reason", "compensating_control"])
def test_a_waiver_whose_reason_says_nothing_accepts_nothing(
    practice: Path, capsys: pytest.CaptureFixture[str], key: str, word: str
) -> None:
    edit(practice, "    reason: The portal needs a month\n", f"    {key}: {word}\n")
    ran = check(capsys, "-o", "json=r.json")
    assert (ran.code, [one["status"] for one in results(practice)]) == (2, ["fail"])
    (problem,) = json.loads((practice / "r.json").read_text(encoding="utf-8"))["problems"]
    where = {"path": "policies/waivers.yaml", "line": 5, "column": 7 + len(key)}
    assert {name: problem["location"][name] for name in where} == where


@pytest.mark.parametrize("word", ["null", '" "', '"-"', "TBD"])
def test_a_ticket_that_says_nothing_is_a_problem_and_no_crash(
    practice: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    edit(practice, "    expires_on:", f"    ticket: {word}\n    expires_on:")
    assert (check(capsys, "-o", "json=r.json").code, [one["status"] for one in results(practice)]) == (2, ["fail"])


def test_a_waiver_that_ends_before_it_was_approved_is_a_problem(
    practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(practice, "2026-10-01", "2026-12-02")
    ran = check(capsys)
    assert ran.code == 2
    assert "'expires_on': '2026-12-01' ends before it was approved, on 2026-12-02" in ran.out


REQUIRED = "164.312(a)(2)(i) Unique user identification"


@pytest.mark.parametrize(
    ("control", "is_required"), [("164.312(a)(2)(i)", True), ("164.308(a)(3)(ii)(C)", False), ("164.530(b)(1)", False)]
)
def test_every_report_tells_a_waiver_on_a_required_control(
    practice: Path, capsys: pytest.CaptureFixture[str], control: str, is_required: bool
) -> None:
    edit(practice, "nist-800-53: [PS-4]", f'hipaa: ["{control}"]', "policies/own/leavers.yaml")
    ran = check(capsys, *(f"-o{name}=r.{name}" for name in ("json", "junit", "html")))
    assert ran.code == 0
    told = f"{REQUIRED}. The regulation allows no alternative, and a waiver does not replace it"
    pages = [(practice / f"r.{name}").read_text(encoding="utf-8") for name in ("junit", "html")]
    assert [told in " ".join(text.split()) for text in (ran.out, *pages)] == [is_required] * 3
    required = {"framework": "hipaa", "id": "164.312(a)(2)(i)", "title": "Unique user identification"}
    assert results(practice)[0]["waiver"]["required"] == ([required] if is_required else [])


def test_a_finding_that_became_worse_than_the_waiver_stands_in_the_report(
    practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (practice / "policies/own/leavers.yaml").read_text(encoding="utf-8")
    worse = "escalate: [{when: \"account.login == 'kimlee'\", severity: critical}]\n"
    (practice / "policies/own/leavers.yaml").write_text(text + worse, encoding="utf-8")
    ran = check(capsys)
    assert ran.code == 1
    assert "the waiver w-1 covers findings up to high only" in " ".join(ran.out.split())
    edit(practice, "    reason:", "    severity: critical\n    reason:")
    assert check(capsys).code == 0
