"""`portalaudit baseline write` and `check --baseline FILE`: what is known does not count, and the file only shrinks."""

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from portalaudit.report.to_json import schema
from tests.cli.repositories import write
from tests.cli.running import PACK, Ran, portalaudit
from tests.cli.test_base import ACCOUNTS, AL, FACTOR, KIM, LEAVERS, PRACTICE, RIGHTS, SHARED, SHARING, STAFF

Capture = pytest.CaptureFixture[str]

STANDING = "note 1 of rules that allow no waivers: a baseline does not hold those, so they count as new each time."
NEVER = SHARING.replace("id: sharing", "id: sharing\nwaivable: false")
FILES = {
    "office/practice.yaml": PRACTICE,
    "office/staff.yaml": STAFF,
    "office/accounts.yaml": ACCOUNTS.replace(", mfa: totp", "", 1) + SHARED,
    "policies/own/pack.yaml": PACK,
    "policies/own/leavers.yaml": LEAVERS,
    "policies/own/sharing.yaml": NEVER,
    "policies/own/rights.yaml": RIGHTS,
    "policies/own/factor.yaml": FACTOR,
    "policies/policy.yaml": "packs: [own]\n",
}


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: Capture, *arguments: str, as_of: str = "2026-11-20") -> Ran:
    return portalaudit(capsys, *arguments, "--as-of", as_of)


def make(capsys: Capture) -> None:
    assert run(capsys, "baseline", "write", "known.json", "office").code == 0


def check(capsys: Capture, *arguments: str, as_of: str = "2026-11-20") -> Ran:
    return run(capsys, "check", "office", "--baseline", "known.json", *arguments, as_of=as_of)


def known(top: Path) -> list[str]:
    held = json.loads((top / "known.json").read_text(encoding="utf-8"))
    return [f"{one['status']} {one['rule']}/{one['subject']['id']}" for one in held["known"]]


EVERY = ["unknown factor/nmp-kim", "fail leavers/nmp-kim", "fail rights/nmp-al"]


def line(rule: str, login: str, status: str, severity: str, *listed: str) -> str:
    name = hashlib.sha256(f"{rule}\0alder\0account\0{login}".encode()).hexdigest()
    digests = [hashlib.sha256(one.encode()).hexdigest()[:16] for one in listed]
    return (
        f'{{"rule": "{rule}", "subject": {{"type": "account", "id": "{login}"}}, "status": "{status}", '
        f'"severity": "{severity}", "checks": [], "listed": {json.dumps(digests)}, "fingerprint": "{name}"}}'
    )


def test_what_is_known_is_written_without_a_name_and_what_no_waiver_may_cover_is_not(
    top: Path, capsys: Capture
) -> None:
    ran = run(capsys, "baseline", "write", "known.json", "office")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "3 findings and questions written to known.json; 1 of rules that allow no waivers still counts.\n"
    )
    assert (top / "known.json").read_text(encoding="utf-8") == "\n".join(
        (
            '{"schema": "portalaudit/baseline/v1", "practice": "alder", "as_of": "2026-11-20", "known": [',
            line("factor", "nmp-kim", "unknown", "medium") + ",",
            line("leavers", "nmp-kim", "fail", "high") + ",",
            line("rights", "nmp-al", "fail", "low", "\0outside\0remit.view"),
            "]}\n",
        )
    )


def test_of_nothing_that_still_counts_nothing_is_said(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": ACCOUNTS})
    ran = run(capsys, "baseline", "write", "known.json", "office")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "2 findings and questions written to known.json.\n"


def test_only_what_is_new_or_worse_counts(top: Path, capsys: Capture) -> None:
    make(capsys)
    written = (top / "known.json").read_bytes()
    ran = check(capsys)
    assert (ran.code, ran.err) == (1, "")
    assert (
        "  compared  with known.json\n"
        "  findings  1 new, 0 worse, 0 fixed, 2 still there\n"
        "  unknown   0 new, 0 worse, 0 fixed, 1 still there\n"
        "  note      1 of rules that allow no waivers: a baseline does not hold those, so they count as new\n"
        "            each time.\n"
        "  policies  policies, over those that ship with portalaudit\n"
    ) in ran.out
    assert ran.out.endswith(
        "portalaudit supports evidence for controls. It gives no legal advice, and it does not decide whether\n"
        "a practice meets a law, a contract or a standard.\n\n"
        "Compared with known.json: 1 new finding. 0 fixed; 2 findings and 1 unanswered check were there\n"
        "before.\n"
        "Start with sharing at office/accounts.yaml:4:5.\n"
    )
    write(top, {"office/accounts.yaml": FILES["office/accounts.yaml"].replace(SHARED, "")})
    ran = check(capsys)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("Run without --baseline to see everything.\n")
    write(
        top,
        {
            "office/accounts.yaml": FILES["office/accounts.yaml"]
            .replace(SHARED, "")
            .replace("remit.view", "user.manage")
        },
    )
    assert "  = change: worse: high instead of low; also: user.manage\n" in check(capsys).out
    assert (top / "known.json").read_bytes() == written


def test_it_shrinks_by_itself_and_never_grows(top: Path, capsys: Capture) -> None:
    write(top, {"office/accounts.yaml": "accounts:\n" + KIM + AL.replace("remit.view", "remit.view, user.manage")})
    make(capsys)
    write(top, {"office/accounts.yaml": "accounts:\n" + AL})
    ran = check(capsys)
    assert (ran.code, ran.err) == (
        0,
        "note: known.json: 1 entry removed, because they are fixed or no longer recorded.\n",
    )
    assert (top / "known.json").read_text(encoding="utf-8").split("\n")[1] == line(
        "rights", "nmp-al", "fail", "low", "\0outside\0remit.view"
    )
    before = (top / "known.json").read_bytes()
    write(top, {"office/accounts.yaml": ACCOUNTS})
    ran = check(capsys)
    assert (ran.code, ran.err) == (1, "")
    assert (top / "known.json").read_bytes() == before
    assert "leavers" in ran.out


@pytest.mark.parametrize("how", ["partial", "problem", "past"])
def test_a_run_that_does_not_see_everything_takes_nothing_out(top: Path, capsys: Capture, how: str) -> None:
    make(capsys)
    write(top, {"office/accounts.yaml": "accounts: []\n"})
    before = (top / "known.json").read_bytes()
    if how == "problem":
        write(top, {"office/more.yaml": "acounts: []\n"})
    check(
        capsys,
        *(("--select", "rights") if how == "partial" else ()),
        as_of="2026-11-19" if how == "past" else "2026-11-20",
    )
    assert (top / "known.json").read_bytes() == before


def test_an_entry_of_a_rule_that_allows_no_waivers_does_not_count_whoever_wrote_it(top: Path, capsys: Capture) -> None:
    write(top, {"policies/own/sharing.yaml": SHARING})
    make(capsys)
    assert check(capsys).code == 0
    write(top, {"policies/own/sharing.yaml": NEVER})
    ran = check(capsys, "-o", "json=r.json")
    assert ran.code == 1
    assert STANDING in " ".join(ran.out.split())
    found: Any = json.loads((top / "r.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, json.loads(schema()))
    assert found["comparison"]["base"] == {"ref": "known.json", "commit": None, "inventory": ".", "has_inventory": True}


def test_another_practice(top: Path, capsys: Capture) -> None:
    make(capsys)
    write(top, {"office/practice.yaml": PRACTICE.replace("id: alder", "id: birch")})
    ran = check(capsys)
    assert "  findings  3 new, 0 worse, 2 fixed, 0 still there\n" in ran.out
    assert "known.json is of the practice 'alder', so everything counts as new;" in ran.out
    assert known(top) == EVERY


def test_it_holds_no_secret_and_knows_the_finding_all_the_same(top: Path, capsys: Capture) -> None:
    secret = "ghp_{}".format("aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789")
    write(top, {"office/accounts.yaml": ACCOUNTS.replace("nmp-kim", secret)})
    make(capsys)
    assert secret not in (top / "known.json").read_text(encoding="utf-8")
    ran = check(capsys)
    assert (ran.code, ran.err) == (0, "")
    assert "  findings  0 new, 0 worse, 0 fixed, 2 still there\n" in ran.out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "error[syntax]: "),
        ('{"schema": "portalaudit/baseline/v2", "practice": "a", "as_of": "2026-11-20"}', "error[invalid-value]: "),
        (
            '{"schema": "portalaudit/baseline/v1", "practice": "a", "as_of": "2026-11-20", "knwon": []}',
            "error[unknown-key]: ",
        ),
    ],
)
def test_a_file_that_is_no_baseline(top: Path, capsys: Capture, text: str, message: str) -> None:
    write(top, {"known.json": text})
    ran = check(capsys)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message)
    assert "\n --> known.json:1:" in ran.err
    assert ran.err.endswith("Error: --baseline 'known.json' cannot be used as it is.\n")
    assert (top / "known.json").read_text(encoding="utf-8") == text


def test_faults(top: Path, capsys: Capture) -> None:
    ran = check(capsys)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(
        "Error: --baseline 'known.json' cannot be read: No such file or directory. `portalaudit baseline write "
        "known.json` makes one.\n"
    )
    assert check(capsys, "--base", "main").err.endswith(
        "Error: --base and --baseline are two things to compare with. Give one of them.\n"
    )
    ran = run(capsys, "baseline", "write", "office/staff.yaml", "office")
    assert ran.code == 2
    assert "has the name of an inventory, policy or settings file" in ran.err
    write(top, {"office/more.yaml": "acounts: []\n"})
    ran = run(capsys, "baseline", "write", "known.json", "office")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[unknown-section]: ")
    assert not (top / "known.json").exists()
