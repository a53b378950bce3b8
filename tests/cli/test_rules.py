import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import portalaudit

Capture = pytest.CaptureFixture[str]


def listed(capsys: Capture, *flags: str) -> list[dict[str, str]]:
    ran = portalaudit(capsys, "rules", *flags, "-o", "json=-")
    assert ran.code == 0, ran.err
    rows: list[dict[str, str]] = json.loads(ran.out)["tables"][0]["rows"]
    return rows


def test_every_rule_has_a_line(capsys: Capture) -> None:
    ran = portalaudit(capsys, "rules")

    every = listed(capsys)
    assert [line.split()[0] for line in ran.out.splitlines()[:-2]] == [row["rule"] for row in every]
    assert ran.out.splitlines()[-1] == f"{len(every)} rules. `portalaudit explain RULE` says all about one of them."


def test_rules_by_control(capsys: Capture) -> None:
    by_id = listed(capsys, "--control", "164.308(a)(3)(ii)(C)")

    assert "active-after-termination" in [row["rule"] for row in by_id]
    assert all("164.308(a)(3)(ii)(C)" in f"{row['covers']}; {row['touches']}" for row in by_id)
    assert [row["rule"] for row in by_id if "164.308(a)(3)(ii)(C)" in row["covers"]] == [
        "active-after-termination",
        "late-deactivation",
    ]
    assert listed(capsys, "--control", "hipaa:164.308(a)(3)(ii)(C)") == by_id
    assert len(listed(capsys, "--control", "hitrust")) < len(listed(capsys))


def test_a_rule_of_which_the_maker_is_not_sure_says_so(capsys: Capture) -> None:
    rows = {row["rule"]: (row["maturity"], row["version"]) for row in listed(capsys)}
    lines = portalaudit(capsys, "rules").out.splitlines()

    assert rows["mac-jurisdiction"] == ("preview", "1")
    assert rows["active-after-termination"] == ("stable", "1")
    assert {line.split()[0] for line in lines if line.endswith(" (preview)")} == {
        rule for rule, (maturity, _) in rows.items() if maturity == "preview"
    }


def test_a_rule_says_what_it_applies_to_and_how_a_regulation_marks_its_controls(capsys: Capture) -> None:
    row = {row["rule"]: row for row in listed(capsys)}["active-after-termination"]

    assert row["applies_to"].startswith("logins of one person that are live or can be switched on again, except those")
    assert row["covers"].startswith("hipaa 164.308(a)(3)(ii)(C) (addressable); nist-800-53 AC-2(3); ")
    assert row["touches"].startswith("hipaa 164.308(a)(3)(i); ")


def test_the_claim_on_each_control_that_was_asked_for_is_shown(capsys: Capture) -> None:
    lines = portalaudit(capsys, "rules", "--control", "hipaa:164.308(a)(3)(ii)(C),PS-4").out.splitlines()
    position = next(at for at, line in enumerate(lines) if line.startswith("active-after-termination "))

    assert lines[position + 1] == "    covers hipaa 164.308(a)(3)(ii)(C) (addressable); touches nist-800-53 PS-4"
    assert "    covers" not in portalaudit(capsys, "rules").out


def test_rules_by_severity_and_subject(capsys: Capture) -> None:
    rows = listed(capsys, "--severity", "critical", "--severity", "high", "--subject", "account")

    assert {row["severity"] for row in rows} == {"critical", "high"}
    assert {row["judges"] for row in rows} == {"account"}


def test_a_part_says_of_how_many(capsys: Capture) -> None:
    whole, some = len(listed(capsys)), len(listed(capsys, "--severity", "critical"))

    out = portalaudit(capsys, "rules", "--severity", "critical").out
    assert out.splitlines()[-1].startswith(f"{some} of {whole} rules. ")


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (
            ("--control", "164.308(a)(3)"),
            "no rule or control matches '164.308(a)(3)'. Write '164.308(a)(3)*' for all below it.",
        ),
        (("--control", "CC6"), "Write 'CC6*' for all below it."),
        (("--control", "164.308(a)(3)(ii)(D)"), "no rule or control matches '164.308(a)(3)(ii)(D)'."),
        (("--subject", "acount"), "no rule judges 'acount'. Did you mean 'account'?"),
        (("--severity", "grave"), "'grave' is not one of"),
    ],
)
def test_a_filter_that_matches_nothing_is_a_mistake(capsys: Capture, flags: tuple[str, str], message: str) -> None:
    ran = portalaudit(capsys, "rules", *flags)

    assert ran.code == 2
    assert message in ran.err


def test_what_a_practice_leaves_out_is_listed_with_the_place(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("rules: {dormant-account: {leave_out: true, reason: locums}}\n")
    ran = portalaudit(capsys, "rules", "-p", str(tmp_path), "-o", "json=-", "-o", f"md={tmp_path / 'rules.md'}")

    assert json.loads(ran.out)["tables"][1]["rows"] == [
        {
            "rule": "dormant-account",
            "asks_that": "Dormant accounts are removed",
            "why_it_is_left_out": "locums",
            "set_at": f"{tmp_path}/policy.yaml:1:9",
        }
    ]
    assert "| dormant-account | Dormant accounts are removed | locums |" in (tmp_path / "rules.md").read_text()


@pytest.mark.parametrize("command", ["rules", "facts", "schema"])
def test_a_reader_that_goes_away_is_no_fault(command: str) -> None:
    program = f"{sys.executable} -m portalaudit {command}"
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", f"{program} | head -1"], capture_output=True, check=False)

    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["rules", "facts", "schema"])
def test_a_full_disk_is_told(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([sys.executable, "-m", "portalaudit", command], stdout=full, stderr=-1, check=False)

    assert ran.returncode == 2
    assert b"cannot write to standard output" in ran.stderr
