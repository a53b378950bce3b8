"""`portalaudit waivers`: what is accepted, until when, and what is to mend."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, Ran, portalaudit

IN_FORCE = """\
  - id: month
    rule: leavers
    subject: nmp-kim
    reason: "The portal needs a month, password is Winter2026!lee"
    requested_by: al
    approved_by: mo
    approved_on: 2026-10-01
    expires_on: 2026-12-20
    ticket: T-7
    compensating_control: {text: The log is read, performer: al, every_days: 30, last_performed_on: 2026-11-01}
    renewals: [{approved_by: mo, approved_on: 2026-11-02, expires_on: 2026-12-30}]
"""
PAST = """\
  - {id: past, rule: leavers, subject: nmp-kim, reason: Why, requested_by: al, approved_by: mo,
     approved_on: 2026-10-01, expires_on: 2026-11-19, compensating_control: Watched}
"""
SPARE = PAST.replace("past", "spare").replace("nmp-kim", "nmp-gone").replace("11-19", "12-19")
LATER = PAST.replace("past", "later").replace("10-01", "11-21").replace("11-19", "12-19")


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    staff = "  - {id: mo, name: Mo Ortiz}\n  - {id: al, name: Al Jones}\n"
    files = {
        "inventory/a.yaml": PRACTICE.replace("timezone", "compliance_officer: mo, timezone")
        + LEAVER.replace("accounts:", f"{staff}accounts:"),
        "policies/own/pack.yaml": PACK,
        "policies/own/leavers.yaml": RULE,
        "policies/policy.yaml": "packs: [own]\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def waivers(capsys: pytest.CaptureFixture[str], practice: Path, text: str, *arguments: str) -> Ran:
    (practice / "policies" / "waivers.yaml").write_text(f"waivers:\n{text}" if text else "{}\n", encoding="utf-8")
    return portalaudit(capsys, "waivers", "--as-of", "2026-11-20", *arguments)


def tables(ran: Ran) -> dict[str, list[dict[str, Any]]]:
    return {table["title"]: table["rows"] for table in json.loads(ran.out)["tables"]}


def test_a_waiver_in_force_is_told_in_full(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = waivers(capsys, practice, IN_FORCE, "-o", "json=-")
    assert ran.code == 0
    assert tables(ran) == {
        "In force": [
            {
                "waiver": "month",
                "rule": "leavers",
                "subject": "nmp-kim",
                "accepts_now": "kimlee is still active",
                "accepts_at_most": "high",
                "required_by_regulation": "",
                "reason": "The portal needs a month, password is •••",
                "asked_for_by": "Al Jones (al)",
                "approved_by": "Mo Ortiz (mo)",
                "approved_on": "2026-11-02",
                "last_day": "2026-12-30",
                "days_left": "40",
                "renewed": "1",
                "done_instead": "The log is read (by Al Jones (al), every 30 days)",
                "last_done_on": "2026-11-01",
                "ticket": "T-7",
                "to_mend": "",
                "written_at": "policies/waivers.yaml:2:5",
            }
        ],
        "Do not count": [],
        "Not needed": [],
    }


@pytest.mark.parametrize(
    ("text", "code", "places"),
    [
        ("", 0, {}),
        (IN_FORCE, 0, {"In force": ["month"]}),
        (PAST, 1, {"Do not count": ["past"]}),
        (SPARE, 0, {"Not needed": ["spare"]}),
        (LATER, 0, {"Approved later than the day looked at": ["later"]}),
        (
            SPARE + PAST + LATER + IN_FORCE,
            1,
            {
                "In force": ["month"],
                "Do not count": ["past"],
                "Not needed": ["spare"],
                "Approved later than the day looked at": ["later"],
            },
        ),
    ],
)
def test_each_waiver_stands_under_what_it_does(
    practice: Path, capsys: pytest.CaptureFixture[str], text: str, code: int, places: dict[str, list[str]]
) -> None:
    ran = waivers(capsys, practice, text, "-o", "json=-")
    found = {title: [row["waiver"] for row in rows] for title, rows in tables(ran).items() if rows}
    assert (ran.code, found) == (code, places)


@pytest.mark.parametrize(("within", "code"), [("39d", 0), ("40d", 1), ("40", 1)])
def test_the_forecast_names_what_ends_soon(
    practice: Path, capsys: pytest.CaptureFixture[str], within: str, code: int
) -> None:
    ran = waivers(capsys, practice, IN_FORCE + SPARE, "--within", within, "-o", "json=-")
    soon = f"In force, and over within {within.removesuffix('d')} days"
    found = {title: [row["waiver"] for row in rows] for title, rows in tables(ran).items() if rows}
    assert ran.code == code
    assert found == {(soon if code else "In force"): ["month"], "Not needed": ["spare"]}


@pytest.mark.parametrize("within", ["soon", "-1", "6w", "", "²d"])
def test_days_are_written_as_a_number(practice: Path, capsys: pytest.CaptureFixture[str], within: str) -> None:
    ran = waivers(capsys, practice, IN_FORCE, "--within", within)
    assert ran.code == 2
    assert f"'{within}' is not a number of days, such as 60d." in ran.err


def test_a_waiver_of_what_a_regulation_requires_says_so(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = practice / "policies" / "own" / "leavers.yaml"
    rule.write_text(rule.read_text().replace("nist-800-53: [PS-4]", 'hipaa: ["164.308(a)(8)"]'), encoding="utf-8")
    ran = waivers(capsys, practice, IN_FORCE.replace("ticket: T-7", "severity: critical"))
    assert ran.code == 0
    assert (
        "  Accepts at most: critical\n"
        "  Required by regulation: 164.308(a)(8) Evaluation. The regulation allows no alternative, and a\n"
        "    waiver does not replace it\n"
    ) in ran.out
    (row,) = tables(waivers(capsys, practice, PAST, "-o", "json=-"))["Do not count"]
    assert (row["accepts_now"], row["accepts_at_most"], row["required_by_regulation"]) == ("", "", "")


def test_text_says_why_a_waiver_does_not_count(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = waivers(capsys, practice, PAST)
    assert "\nDo not count\nThe findings that these name stand as if there were no waiver.\n\npast\n" in ran.out
    assert "  Last day: 2026-11-19\n  Days left: none: over for 1 day\n" in ran.out
    assert "  To mend: ended\n" in ran.out


def test_a_mistake_in_the_file_is_told_and_the_rest_is_listed(
    practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = waivers(capsys, practice, IN_FORCE + SPARE.replace("approved_by: mo", "approved_by: m"))
    assert ran.code == 2
    assert "'m' is not the id of any record in 'staff'; did you mean 'mo'?\n --> policies/waivers.yaml:13:" in ran.err
    assert "\nmonth\n" in ran.out


@pytest.mark.parametrize(
    ("here", "inventory", "told"),
    [
        (".", "inventory", "policies/waivers.yaml"),
        ("inventory", ".", "../policies/waivers.yaml"),
        ("policies", "../inventory", "./waivers.yaml"),
    ],
)
def test_a_waiver_is_found_from_where_the_command_is_typed(
    practice: Path, capsys: pytest.CaptureFixture[str], here: str, inventory: str, told: str
) -> None:
    (practice / "policies" / "waivers.yaml").write_text(f"waivers:\n{IN_FORCE}", encoding="utf-8")
    with contextlib.chdir(practice / here):
        shown = portalaudit(capsys, "waivers", inventory, "--as-of", "2026-11-20").out
        written = portalaudit(capsys, "waivers", inventory, "--as-of", "2026-11-20", "-ocsv=-").out
    assert f"  Written at: {told}:2:5\n" in shown
    assert ",policies/waivers.yaml:2:5" in written
