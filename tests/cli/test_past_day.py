"""A past `--as-of`: what came later had not happened, and the report says that the records are later."""

import json
from pathlib import Path

import pytest

from tests.cli.running import portalaudit

Capture = pytest.CaptureFixture[str]

PRACTICE = """\
practice: {id: alder, name: Alder Clinic, timezone: America/Los_Angeles}
portals: [{id: cco, name: Rimrock CCO, kind: standalone}]
staff:
  - {id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2020-01-06, end: 2026-08-14}]}
  - {id: ana, name: Ana Ruiz, engagements: [{kind: employee, start: 2020-01-06}]}
accounts:
  - {id: closed, portal: cco, login: k1, person: kim, type: individual, status: revoked, created_on: 2020-01-07, deactivated_on: 2026-10-01}
  - {id: undated, portal: cco, login: k2, person: kim, type: individual, status: revoked, created_on: 2020-01-07}
  - {id: later, portal: cco, login: k3, person: kim, type: individual, status: active, created_on: 2026-10-02}
  - {id: used, portal: cco, login: a1, person: ana, type: individual, status: active, created_on: 2020-01-07, last_login_on: 2026-11-10}
"""  # noqa: E501  an account is a line


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    (tmp_path / "practice.yaml").write_text(PRACTICE)
    return tmp_path


def results(capsys: Capture, inventory: Path, day: str, *rules: str) -> tuple[dict[tuple[str, str], str], int | None]:
    ran = portalaudit(capsys, "check", str(inventory), "--as-of", day, "--select", ",".join(rules), "-o", "json=-")
    report = json.loads(ran.out)
    return {(r["rule"], r["subject"]["id"]): r["status"] for r in report["results"]}, report.get("later_records")


def test_an_account_that_was_closed_later_was_open_to_somebody_who_had_left(capsys: Capture, inventory: Path) -> None:
    rule = "active-after-termination"
    found, later = results(capsys, inventory, "2026-09-01", rule)
    assert found == {
        (rule, "closed"): "fail",
        (rule, "undated"): "unknown",
        (rule, "later"): "not_applicable",
        (rule, "used"): "pass",
    }
    assert later == 2
    found, later = results(capsys, inventory, "2026-11-20", rule)
    assert found == {
        (rule, "closed"): "not_applicable",
        (rule, "undated"): "not_applicable",
        (rule, "later"): "fail",
        (rule, "used"): "pass",
    }
    assert later is None


def test_a_login_of_a_later_day_leaves_open_how_long_nobody_used_it(capsys: Capture, inventory: Path) -> None:
    found, _ = results(capsys, inventory, "2026-09-01", "dormant-account", "chronology-impossible")
    assert found["dormant-account", "used"] == "unknown"
    assert "fail" not in {status for (rule, _), status in found.items() if rule == "chronology-impossible"}


NOTE = (
    "past day 2 records hold dates after 2026-09-01. What was done later had not been done then, and what they leave "
    "open is unknown. To check the records as they stood on that day, "
)
COMMAND = "git checkout $(git log -1 --format=%H --until=2026-09-01T23:59:59)"


def test_the_report_says_how_to_see_the_records_of_that_day(capsys: Capture, inventory: Path) -> None:
    shown = portalaudit(capsys, "check", str(inventory), "--as-of", "2026-09-01", "--full").out
    assert f"{NOTE}use a copy of the files from then. policies " in " ".join(shown.split())
    assert "Not enough information for 2026-09-01: the records that would show it were changed after that day." in shown
    assert "git checkout" not in shown
    assert "past day" not in portalaudit(capsys, "check", str(inventory), "--as-of", "2026-11-20").out


def test_in_a_repository_it_names_the_command_that_checks_them_out(capsys: Capture, inventory: Path) -> None:
    (inventory / ".git").mkdir()
    (inventory / ".git" / "HEAD").write_text("ref: refs/heads/main\n")

    shown = portalaudit(capsys, "check", str(inventory), "--as-of", "2026-09-01", "--full").out
    assert f"{NOTE}check out their commit first. that day {COMMAND} policies " in " ".join(shown.split())
    assert f"\n  that day  {COMMAND}\n" in shown


def test_the_page_says_it_below_its_headline_and_counts_only_what_can_be_settled(
    capsys: Capture, inventory: Path
) -> None:
    (inventory / ".git").mkdir()
    (inventory / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    flags = ("--select", "active-after-termination", "-o", "html=-")

    page = portalaudit(capsys, "check", str(inventory), "--as-of", "2026-09-01", *flags).out
    assert (
        '<h2 id="todo-h" class="verdict tone-finding">1 critical finding needs attention. '
        "1 check cannot be determined for this past day.</h2>\n"
        f'<p class="past">{NOTE.removeprefix("past day ")}check out their commit first. <code>{COMMAND}</code></p>\n'
    ) in page
