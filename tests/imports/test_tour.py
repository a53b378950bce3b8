"""From nothing to a judged inventory, by the commands that the tour names: no account is typed by hand."""

import csv
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Ran, portalaudit
from tests.imports.juniper import LISTS

Run = Callable[[str], Ran]
DAY = "--taken-on 2026-11-16 --coverage full"
FIRST = {
    "adp-roster.csv": ("--coverage full", "18 new, 3 changed; 6 questions"),
    "bamboohr-roster.tsv": ("--taken-on 2026-06-30 --coverage partial", "7 changed; 5 questions"),
    "paylocity-vendor.csv": (
        "--vendor 'Keyline Billing, LLC' --taken-on 2026-11-16 --coverage partial",
        "5 new; 4 questions",
    ),
    "noridian-manage-users.txt": (f"--portal noridian_nmp {DAY}", "6 new; 1 question"),
    "availity-users.csv": (f"--portal availity {DAY}", "no record changes; 4 questions"),
    "uhc-all-users.txt": (f"--portal uhc {DAY}", "6 new; 1 question"),
    "onehealthport-users.txt": (f"--portal onehealthport {DAY}", "5 new; 1 question"),
    "rimrock-okta.csv": (f"--portal 'Rimrock CCO' --new-portal standalone {DAY}", "6 new; 2 questions"),
    "medicaid-scim.csv": (f"--portal 'State Medicaid' --new-portal medicaid {DAY}", "6 new; 3 questions"),
    "brigid-entra.csv": (f"--portal 'St. Brigid' --new-portal standalone {DAY}", "5 new; 1 question"),
    "google-workspace.csv": (f"--portal 'Google Workspace' --new-portal sso {DAY}", "6 new; 2 questions"),
    "portal-training-sign-in.csv": ("", "no record changes; 1 question"),
    "lms-completions.csv": ("", "no record changes; 2 questions"),
}
"""What is typed of each list, and what it brings and asks."""

ANSWERS = {
    "availity-users.csv/column:userid": "login",
    "availity-users.csv/column:username": "name",
    "availity-users.csv/role:remittanceviewer": "Remittance",
    "availity-users.csv/status:inactive90days": "disabled",
    "bamboohr-roster.tsv/status:furloughed": "on_leave",
    "google-workspace/person/frontdesk@juniperflats.example.org": "shared",
    "google-workspace/person/kim.lee@juniperflats.example.org": "k-lee (Kim Lee)",
    "lms-completions.csv/status:waived": "not_done",
    "medicaid-scim.csv/role:accountadministrator": "user.manage; role.assign",
    "medicaid-scim.csv/role:clerk": "eligibility.view, claim_status.view",
    "noridian-nmp/person/kim.lee@juniperflats.example.org": "k-lee",
    "paylocity-vendor.csv/employment:t": "ignore",
    "roster/leave/t-okafor": "2026-10-05",
    "roster/left/d-whitman": "2026-09-30",
    "roster/title/accountmanager": "none",
    "roster/title/billingspecialist": "ext_billing_co",
    "onehealthport/person/ohp-61552": "k-lee",
    "portal-training-sign-in.csv/date_order:03122026": "month_first",
    "rimrock-cco/person/kim.lee@juniperflats.example.org": "k-lee",
    "rimrock-cco/person/vy.tran@juniperflats.example.org": "Vy Tran",
    "roster/title/billinglead": "biller (Biller)",
    "roster/title/bookkeeper": "biller",
    "roster/title/frontdesklead": "front_desk",
    "roster/title/physician": "clinician",
    "roster/title/receptionist": "Front desk",
    "roster/title/referralcoordinator": "pa_specialist",
    "st-brigid/person/kim.lee_juniperflats.example.org#ext#@stbrigid.example.org": "k-lee",
    "state-medicaid/person/jf-klee1": "k-lee",
    "training/module/privacyandsecurity2026": "new",
    "uhc/person/klee_jf": "k-lee",
}
LATER = {
    "availity/person/dwhitman": "d-whitman (Dana Whitman)",
    "availity/person/frontdesk": "shared",
    "availity/person/keyline": "nobody",
    "availity/person/klee": "k-lee",
    "portal-training-sign-in.csv/date_order:03122026": "month_first",
    "roster/leave/s-nunez": "2026-06-01",
    "training/module/portaluseandnosharing": "new",
    "training/who/kim-lee": "k-lee-2",
}
"""What is asked once it is known what the columns of a list hold."""


def answer(answers: dict[str, str]) -> set[str]:
    """Fill in the file of questions; which ones it asks."""
    path = Path("inventory/questions.csv")
    with path.open(newline="") as file:
        lines = list(csv.DictReader(file))
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows({**line, "answer": answers.get(line["id"], "")} for line in lines)
    return {line["id"] for line in lines}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The commands of someone whose lists lie in the folder of a practice that has just begun."""

    def typed(line: str) -> Ran:
        return portalaudit(capsys, *shlex.split(line))

    monkeypatch.chdir(tmp_path)
    begun = typed(
        "start juniper --yes --name 'Juniper Flats' --state OR --administrator 'Maria Ortiz' "
        "--portal noridian_nmp --portal availity"
    )
    assert begun.code == 0, begun.err
    monkeypatch.chdir(tmp_path / "juniper")
    for name in FIRST:
        shutil.copy(LISTS / name, "lists")
    monkeypatch.setenv("PORTALAUDIT_AS_OF", "2026-11-20")
    return typed


def end(ran: Ran) -> str:
    """What the last line of a plan says is written, without where to answer."""
    assert ran.err == ""
    return ran.out.splitlines()[-1].removeprefix("Written: ").replace(" to answer in inventory/questions.csv", "")


def test_the_tour(run: Run) -> None:
    for name, (options, brings) in FIRST.items():
        ran = run(f"import lists/{name} {options} --write")
        assert (ran.code, end(ran)) == (1, f"{brings}.")
    assert answer(ANSWERS) == set(ANSWERS)
    company = FIRST["paylocity-vendor.csv"][0]
    assert end(run(f"import lists/paylocity-vendor.csv {company} --write")) == "1 new, 4 changed."
    every = " ".join(f"lists/{name}" for name in FIRST if name != "paylocity-vendor.csv")
    assert end(run(f"import {every} --taken-on 2026-11-16 --write")) == "15 new, 21 changed; 7 questions."
    assert answer(LATER) == set(LATER)
    assert end(run(f"import {every} --taken-on 2026-11-16 --write")) == "8 new, 5 changed."
    assert Path("inventory/questions.csv").read_text() == ""
    settled = every.replace("lists/portal-training-sign-in.csv ", "")
    assert run(f"import {settled} --taken-on 2026-11-16").out.endswith("\nNothing to do: no record changes.\n")
    judged(run)


def judged(run: Run) -> None:
    """What the inventory says in the end."""
    checked = run("check")
    assert (checked.code, checked.err) == (1, "")
    assert checked.out.startswith(BEGINS)
    assert "\n  findings  critical 9, high 26, medium 43, low 2, info 1\n" in checked.out
    assert "\n80 findings need attention, 9 of them critical. 325 checks wait for 29 missing facts.\n" in checked.out
    access = run("access")
    assert access.code == 0
    assert re.findall(r"(?m)^(\S.*): (\d+) logins, user list of 2026-11-16", access.out) == [
        *(("Availity Essentials", "8"), ("Google Workspace", "5"), ("Noridian Medicare Portal", "6")),
        *(("OneHealthPort", "4"), ("Rimrock CCO", "5"), ("St. Brigid", "4"), ("State Medicaid", "5")),
        ("UnitedHealthcare Provider Portal", "5"),
    ]
    assert (
        "\n42 logins, 36 of them live; 27 with findings; 15 of the others with missing facts; 3 still live of\n"
        "someone who has left.\n"
    ) in access.out
    asked = run("questions")
    assert asked.code == 0
    assert len(re.findall(r"(?m)^ +\d+ checks? +\S", asked.out)) == 29


BEGINS = """\
Juniper Flats, as of 2026-11-20

What to do
  critical  today         Look into the use of 2 logins after their owners left
                          Kim Lee [k-lee] 2
  critical  today         Close 8 logins of people who have left
                          Kim Lee [k-lee] 7, Dana Whitman
  critical  this week     Find out who uses 3 logins
"""
