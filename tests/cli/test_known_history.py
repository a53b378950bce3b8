"""Every command that reads commits gives exactly the answers that are known of a repository made for it."""

import csv
import datetime
import io
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.known_history import (
    BROKEN,
    END,
    FACTS,
    LOGINS,
    MERGE,
    NOT_OF_THE_PRACTICE,
    QUESTIONS,
    Made,
    expected,
    make,
)
from tests.cli.repositories import git, repository
from tests.cli.running import portalaudit

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("known") / "repo")


@pytest.fixture
def made(_made: Made, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """The repository, with the newest commit checked out."""
    monkeypatch.chdir(_made.top)
    yield _made
    git(_made.top, "checkout", "-q", "-f", "main")


# ---------------------------------------------------------------- check --base

Changes = dict[str, set[str]]


def changes_of(before: dict[str, str], after: dict[str, str]) -> Changes:
    """How findings differ, by the facts."""
    ranks = ("low", "medium", "high", "critical")
    both = before.keys() & after.keys()
    worse = {name for name in both if ranks.index(after[name]) > ranks.index(before[name])}
    return {
        "new": set(after) - set(before),
        "worse": worse,
        "same": both - worse,
        "fixed": set(before) - set(after),
    }


def compared(capsys: Capture, base: str, day: datetime.date, *arguments: str) -> tuple[int, Changes]:
    ran = portalaudit(
        capsys, "check", "--base", base, "--as-of", str(day), "--allow-questions", "-o", "json=-", *arguments
    )
    assert ran.err == ""
    return ran.code, told(json.loads(ran.out))


def told(report: Any) -> Changes:
    found: Changes = {"new": set(), "worse": set(), "same": set(), "fixed": set()}
    for one in report["results"]:
        if one["status"] == "fail" and "change" in one:
            found[one["change"]].add(f"{one['rule']}/{one['subject']['id']}")
    fixed = [one for one in report["comparison"]["fixed"] if one["status"] == "fail"]
    found["fixed"] = {f"{one['rule']}/{one['subject']['id']}" for one in fixed}
    return found


def agrees(made: Made, capsys: Capture, base: int, head: int) -> None:
    git(made.top, "checkout", "-q", made.commits[head])
    day = max(made.days[base], made.days[head])
    wanted = changes_of(expected(base, base, day), expected(head, base, day))
    # What was asked is told by now, and is not in order.
    answered = wanted["new"] & {question.name for question in QUESTIONS if question.first <= base < question.gone}
    wanted = {**wanted, "new": wanted["new"] - answered, "worse": wanted["worse"] | answered}
    code, found = compared(capsys, made.commits[base], day)
    assert found == wanted, (base, head)
    assert code == int(bool(found["new"] or found["worse"])), (base, head)


LONG = ((0, 33), (4, 15), (8, 9), (9, 8), (14, 15), (17, 18), (19, 20), (19, 24), (22, 25), (24, 26), (30, 31), (33, 0))


@pytest.mark.parametrize(("base", "head"), LONG)
def test_a_branch_is_told_what_it_brings(made: Made, capsys: Capture, base: int, head: int) -> None:
    agrees(made, capsys, base, head)


@pytest.mark.slow
def test_each_commit_is_told_what_it_brings(made: Made, capsys: Capture) -> None:
    sound = [number for number in range(len(made.commits)) if number != BROKEN]
    for base, head in (*itertools.pairwise(sound), *itertools.pairwise(sound[::-5]), *itertools.pairwise(sound[::7])):
        agrees(made, capsys, base, head)


def test_a_commit_with_a_broken_file_is_never_clean(made: Made, capsys: Capture) -> None:
    git(made.top, "checkout", "-q", made.commits[BROKEN])
    ran = portalaudit(capsys, "check", "--base", made.commits[BROKEN - 1], "--as-of", "2026-05-20")
    assert ran.code == 2
    git(made.top, "checkout", "-q", made.commits[BROKEN + 1])
    ran = portalaudit(capsys, "check", "--base", made.commits[BROKEN], "--as-of", "2026-05-21", "-o", "json=-")
    (note,) = json.loads(ran.out)["comparison"]["notes"]
    assert note.startswith(f"the files at {made.commits[BROKEN][:12]} have ")


def test_the_new_question_of_a_new_login_is_told_once(made: Made, capsys: Capture) -> None:
    (question,) = QUESTIONS
    git(made.top, "checkout", "-q", made.commits[question.first])
    ran = portalaudit(capsys, "check", "--base", made.commits[1], "--as-of", "2026-01-13")
    assert ran.code == 1
    assert "unknown   1 new, 0 worse, 0 fixed, 0 still there" in ran.out


def test_in_a_worktree_a_shallow_clone_and_a_submodule_it_is_the_same(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    base, head = 29, 33
    wanted = changes_of(expected(base, base, END), expected(head, base, END))
    assert wanted["new"] == {"factor/nmp-kim2"}
    assert wanted["fixed"] == {"rights/nmp-al"}
    git(made.top, "worktree", "add", "-q", "--detach", str(tmp_path / "beside"), made.commits[head])
    git(tmp_path, "clone", "-q", "--depth=6", f"file://{made.top}", "shallow")
    repository(tmp_path / "outer", {"README.md": "All practices"})
    git(tmp_path / "outer", "submodule", "--quiet", "add", f"file://{made.top}", "alder")
    for place in ("beside", "shallow", "outer/alder"):
        monkeypatch.chdir(tmp_path / place)
        assert compared(capsys, made.commits[base], END) == (1, wanted), place
    monkeypatch.chdir(tmp_path / "outer")
    git(tmp_path / "outer", "commit", "-qam", "with the practice")
    assert compared(capsys, "HEAD", END, "alder/inventory")[1]["same"] == set(expected(head, head, END))
    monkeypatch.chdir(tmp_path / "shallow")
    ran = portalaudit(capsys, "check", "--base", made.commits[0])
    assert (ran.code, ran.out) == (2, "")
    assert "in this shallow clone. To fetch it: git fetch --depth=1 origin " in ran.err
    git(made.top, "worktree", "remove", "--force", str(tmp_path / "beside"))


# ---------------------------------------------------------------- baseline


@pytest.mark.parametrize(("base", "head"), [(5, 9), (18, 33), (28, 28)])
def test_a_baseline_knows_what_was_there(made: Made, tmp_path: Path, capsys: Capture, base: int, head: int) -> None:
    day = made.days[head]
    known = tmp_path / "known.json"
    git(made.top, "checkout", "-q", made.commits[base])
    assert portalaudit(capsys, "baseline", "write", str(known), "--as-of", str(day)).code == 0
    before, after = expected(base, base, day), expected(head, head, day)
    assert names_in(known) == set(before)
    git(made.top, "checkout", "-q", made.commits[head])
    arguments = ("check", "--baseline", str(known), "--as-of", str(day), "--allow-questions", "-o", "json=-")
    ran = portalaudit(capsys, *arguments)
    wanted = changes_of(before, after)
    report = json.loads(ran.out)
    assert told(report) == {**wanted, "fixed": told(report)["fixed"]}
    assert ran.code == int(bool(wanted["new"] or wanted["worse"]))
    assert names_in(known) == before.keys() & after.keys()


def names_in(file: Path) -> set[str]:
    return {f"{one['rule']}/{one['subject']['id']}" for one in json.loads(file.read_text())["known"]}


# ---------------------------------------------------------------- history


def judged_steps(made: Made) -> list[int]:
    return [number for number in range(len(made.commits)) if number not in {BROKEN, NOT_OF_THE_PRACTICE}]


def states(made: Made) -> list[tuple[datetime.date, str, dict[str, str], int]]:
    """Day, commit, findings and questions of each state, by the facts; the last one again on the day of looking."""
    found = [
        (
            made.days[step],
            made.commits[step][:12],
            expected(step, step, made.days[step]),
            sum(question.first <= step < question.gone for question in QUESTIONS),
        )
        for step in judged_steps(made)
    ]
    last = found[-1]
    return [*found, (END, last[1], expected(33, 33, END), last[3])]


def spells(made: Made) -> list[tuple[str, str, str, str]]:
    """Rule, subject, day opened and day closed of every time that a finding was there, by the facts."""
    found: list[tuple[str, str, str, str]] = []
    is_open: dict[str, str] = {}
    for day, _, findings, _ in states(made):
        gone = [name for name in is_open if name not in findings]
        found += [(*divide(name), is_open.pop(name), str(day)) for name in gone]
        is_open |= {name: str(day) for name in findings if name not in is_open}
    return sorted(found + [(*divide(name), day, "") for name, day in is_open.items()])


def divide(name: str) -> tuple[str, str]:
    rule, _, subject = name.partition("/")
    return rule, subject


def history(capsys: Capture, *arguments: str) -> str:
    ran = portalaudit(capsys, "history", "--until", str(END), *arguments)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def tables(capsys: Capture, *arguments: str) -> tuple[dict[str, list[list[str]]], list[str]]:
    found = json.loads(history(capsys, *arguments, "-o", "json=-"))
    return {one["title"]: [list(row.values()) for row in one["rows"]] for one in found["tables"]}, found["notes"]


def test_the_history_is_what_happened(made: Made, capsys: Capture) -> None:
    found, notes = tables(capsys)
    wanted = []
    before: dict[str, str] = {}
    for day, name, findings, questions in states(made):
        opened, closed = len(findings.keys() - before.keys()), len(before.keys() - findings.keys())
        wanted.append([str(day), name, str(len(findings)), str(opened), str(closed), str(questions)])
        before = findings
    assert [row[:3] + row[4:] for row in found["Commits"]] == wanted
    assert len(wanted) == 33
    rows = [(row[0], row[1].split()[1], row[3][:10], row[4][:10]) for row in found["Findings"]]
    assert sorted(rows) == spells(made)
    assert len(rows) == 13
    assert f"Left out, because files of theirs have problems: {made.commits[BROKEN][:12]}." in notes


def test_what_opened_and_closed_is_counted_by_rule(made: Made, capsys: Capture) -> None:
    found, _ = tables(capsys)
    # By hand from the diary: a login for two was accepted from May 11 on, and seen again on September 1.
    assert found["Rules"] == [
        ["factor", "2", "1", "1", "5"],
        ["leavers", "3", "3", "0", "12"],
        ["reviewed", "3", "3", "0", "7"],
        ["rights", "3", "3", "0", "135"],
        ["sharing", "2", "2", "0", "98"],
    ]
    (shared, again) = [row for row in found["Findings"] if row[0] == "sharing"]
    assert (shared[3][:10], shared[4][:10], again[3][:10], again[4][:10]) == (
        *("2026-02-02", "2026-05-11"),
        *("2026-09-01", "2026-09-15"),
    )


def test_failing_days_of_each_control_by_quarter(made: Made, capsys: Capture) -> None:
    found, _ = tables(capsys)
    days: Counter[tuple[str, str]] = Counter()
    controls = {"leavers": "nist-800-53 PS-4", "reviewed": "nist-800-53 AC-2"}
    failing: dict[str, set[datetime.date]] = {control: set() for control in controls.values()}
    for rule, _, opened, closed in spells(made):
        if rule in controls:
            first, last = (datetime.date.fromisoformat(one or str(END)) for one in (opened, closed))
            failing[controls[rule]] |= {first + datetime.timedelta(n) for n in range((last - first).days)}
    for control, each in failing.items():
        days.update((control, f"{day.year} Q{(day.month + 2) // 3}") for day in each)
    assert found["Failing days"] == [[*name, str(number)] for name, number in sorted(days.items())]
    assert found["Failing days"] == [
        ["nist-800-53 AC-2", "2026 Q1", "1"],
        ["nist-800-53 AC-2", "2026 Q2", "2"],
        ["nist-800-53 AC-2", "2026 Q3", "3"],
        ["nist-800-53 AC-2", "2026 Q4", "4"],
        ["nist-800-53 PS-4", "2026 Q2", "12"],
        ["nist-800-53 PS-4", "2026 Q3", "7"],
        ["nist-800-53 PS-4", "2026 Q4", "7"],
    ]


def test_the_history_is_the_same_in_every_format_and_again(made: Made, capsys: Capture) -> None:
    found, _ = tables(capsys)
    rows = list(csv.reader(io.StringIO(history(capsys, "-o", "csv=-").removeprefix("\ufeff"))))
    for table in found.values():
        for row in table:
            assert any(row == one[-len(row) :] or row == one[: len(row)] for one in rows), row
    page = history(capsys, "-o", "html=-")
    text = history(capsys)
    for row in found["Findings"]:
        assert row[6] in page
        assert row[6] in text
    for arguments in ((), ("-o", "json=-"), ("-o", "html=-"), ("-o", "csv=-")):
        assert history(capsys, *arguments) == history(capsys, *arguments)
        assert history(capsys, *arguments) == history(capsys, *arguments, "--no-cache")


# ---------------------------------------------------------------- access


def can_log_in(step: int) -> set[tuple[str, str, str]]:
    return {(login, portal, person) for login, portal, person, first, gone in LOGINS if first <= step < gone}


@pytest.mark.parametrize("day", ["2026-01-05", "2026-04-21", "2026-05-01", "2026-08-03", "2026-09-14", "2026-11-20"])
def test_who_could_log_in_is_as_it_was_recorded(made: Made, capsys: Capture, day: str) -> None:
    step = made.last_before(datetime.date.fromisoformat(day))
    ran = portalaudit(capsys, "access", "--on", day, "--from-git", "-o", "json=-")
    assert ran.code == 0
    assert ran.err == f"note: as commit {made.commits[step][:12]} of {made.days[step]} recorded it.\n"
    assert logins(json.loads(ran.out)) == can_log_in(step)


@pytest.mark.slow
def test_on_every_day_of_a_commit_it_is_as_that_commit_recorded_it(made: Made, capsys: Capture) -> None:
    for step, day in enumerate(made.days):
        if step in {BROKEN, NOT_OF_THE_PRACTICE}:
            continue
        ran = portalaudit(capsys, "access", "--on", str(day), "--from-git", "-o", "json=-")
        answer = json.loads(ran.out)
        assert (ran.code, logins(answer)) == (0, can_log_in(step)), step
        told = {(found["rule"], one["account"]) for one in answer["logins"] for found in one["findings"]}
        wanted = {divide(name) for name in expected(step, step, day) if not name.startswith("reviewed/")}
        assert told == wanted, step
    ran = portalaudit(capsys, "access", "--on", str(made.days[BROKEN]), "--from-git", "-o", "json=-")
    assert ran.code == 2


def logins(answer: Any) -> set[tuple[str, str, str]]:
    """Login, portal and people of the live ones."""
    portals = {one["id"]: one["name"] for one in answer["portals"]}
    people = {one["id"]: one["name"] for one in answer["people"]}
    return {
        (one["login"], portals[one["portal"]], ", ".join(people[each] for each in one["people"]))
        for one in answer["logins"]
        if one["live"]
    }


# ---------------------------------------------------------------- diff

DIFFS = {
    1: ["New: Pat Ray as employee from 2026-01-12"],
    2: ["New login nmppat on Noridian for Pat Ray, without approval: eligibility.view"],
    3: ["The login nmppat on Noridian (Pat Ray): second factor none"],
    4: ["The login nmppat on Noridian (Pat Ray): second factor totp; before: none"],
    5: ["New login avdesk on Availity for Al Jones, Mo Ortiz, without approval: eligibility.view"],
    7: ["Al Jones gains remit.view at Noridian"],
    9: ["Al Jones gains user.manage at Noridian"],
    10: ["New: the review nmp-2026-03-20 of Noridian"],
    11: ["Kim Lee leaves on 2026-03-31"],
    12: ["New: the review av-2026-04-03 of Availity"],
    13: ["The login nmpkim on Noridian (Kim Lee) is deactivated; before: active"],
    14: [
        "New: Lee Fox as locum from 2026-04-20",
        "New login avlee on Availity for Lee Fox, without approval: eligibility.view",
    ],
    15: ["Adds the waiver w-1 of sharing for av-desk"],
    16: ["Availity is no longer recorded", "Noridian is no longer recorded"],
    17: ["New: Availity", "New: Noridian"],
    18: ["Al Jones loses user.manage at Noridian"],
    19: ["New: the review av-2026-06-15 of Availity", "New: the review nmp-2026-06-15 of Noridian"],
    20: ["Leaves out rights (low). Reason given: We are few"],
    21: ["Lee Fox leaves on 2026-07-31"],
    22: ["New login nmpmo on Noridian for Mo Ortiz, without approval: claim_status.view, eligibility.view"],
    23: ["Jo Reed is now called Jo Reed-Hall"],
    24: ["The login avlee on Availity (Lee Fox) is deleted; before: active"],
    25: ["Evaluates the rule rights again"],
    27: [
        "New login aval on Availity for Al Jones, without approval: eligibility.view",
        "The login avdesk on Availity (Al Jones, Mo Ortiz) is deleted; before: active",
        "New login avmo on Availity for Mo Ortiz, without approval: eligibility.view",
    ],
    28: ["Mo Ortiz loses claim_status.view at Noridian"],
    29: ["New: the review av-2026-10-05 of Availity", "New: the review nmp-2026-10-02 of Noridian"],
    30: ["Al Jones loses remit.view at Noridian"],
    31: ["Pat Ray leaves on 2026-10-30"],
    32: ["The login nmppat on Noridian (Pat Ray) is disabled; before: active"],
    33: [
        "Kim Lee starts as employee on 2026-11-16",
        "New login nmpkim2 on Noridian for Kim Lee, without approval: eligibility.view",
    ],
}
"""What each commit means. Those that are missing change nothing of the practice: a new order, or other files."""


def test_a_commit_is_told_in_sentences(made: Made, capsys: Capture) -> None:
    for step in range(1, len(made.commits)):
        ran = portalaudit(
            capsys, "diff", made.commits[step - 1], made.commits[step], "--as-of", str(made.days[step]), "-o", "json=-"
        )
        found = json.loads(ran.out)
        assert [one["sentence"] for one in (*found["changes"], *found["policies"])] == DIFFS.get(step, []), step


def test_the_facts_are_of_this_repository(made: Made) -> None:
    assert len(made.commits) == 34
    assert int(git(made.top, "rev-list", "--count", "HEAD")) == 36
    assert len(git(made.top, "rev-list", "--parents", "-1", made.commits[MERGE]).split()) == 3
    assert {fact.rule for fact in FACTS} == {"factor", "leavers", "reviewed", "rights", "sharing"}
