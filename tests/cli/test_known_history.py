"""Every command that reads commits gives exactly the answers that are known of a repository made for it."""

import csv
import datetime
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portalaudit.report.history_to_json import schema
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
    comparison = report["comparison"]
    gone = [one for one in (*comparison["fixed"], *comparison["no_longer_recorded"]) if one["status"] == "fail"]
    found["fixed"] = {f"{one['rule']}/{one['subject']['id']}" for one in gone}
    assert {one["subject"]["id"] for one in comparison["no_longer_recorded"]}.isdisjoint(recorded())
    assert {one["subject"]["id"] for one in comparison["fixed"]} <= recorded()
    return found


def recorded() -> set[str]:
    """The ids in the files as they are checked out in the current folder."""
    texts = (path.read_text(encoding="utf-8") for path in Path().rglob("*.yaml"))
    return {found for text in texts for found in re.findall(r"\bid: ([\w-]+)", text)}


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


Day = tuple[datetime.date, str | None, dict[str, str], int]


def each_day(made: Made) -> list[Day]:
    """Day, commit of that day, findings and questions, by the facts; a day with several commits has several."""
    sound = [step for step in range(len(made.commits)) if step not in {BROKEN, NOT_OF_THE_PRACTICE}]
    found: list[Day] = []
    for step, following in itertools.zip_longest(sound, sound[1:]):
        asked = sum(question.first <= step < question.gone for question in QUESTIONS)
        end = END if following is None else made.days[following] - datetime.timedelta(1)
        for number in range((end - made.days[step]).days + 1):
            day = made.days[step] + datetime.timedelta(number)
            found.append((day, None if number else made.commits[step], expected(step, step, day), asked))
    return found


def spells(made: Made) -> list[tuple[str, ...]]:
    """Rule, subject, and the day and commit of opening and of closing, of every time that a finding was there."""
    found: list[tuple[str, ...]] = []
    is_open: dict[str, tuple[str, str]] = {}
    for day, name, findings, _ in each_day(made):
        at = str(day), name or ""
        gone = [finding for finding in is_open if finding not in findings]
        found += [(*divide(finding), *is_open.pop(finding), *at) for finding in gone]
        is_open |= {finding: at for finding in findings if finding not in is_open}
    return sorted(found + [(*divide(finding), *at, "", "") for finding, at in is_open.items()])


def divide(name: str) -> tuple[str, str]:
    rule, _, subject = name.partition("/")
    return rule, subject


def history(capsys: Capture, *arguments: str) -> str:
    ran = portalaudit(capsys, "history", "--until", str(END), *arguments)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def answer(capsys: Capture, *arguments: str) -> Any:
    found = json.loads(history(capsys, *arguments, "-o", "json=-"))
    assert list(Draft202012Validator(json.loads(schema())).iter_errors(found)) == []
    return found


def test_the_history_is_what_happened(made: Made, capsys: Capture) -> None:
    found = answer(capsys)
    wanted = []
    before: dict[str, str] = {}
    asked_before = 0
    for day, name, findings, asked in each_day(made):
        opened, closed = len(findings.keys() - before.keys()), len(before.keys() - findings.keys())
        if name or findings != before or asked != asked_before or day == END:
            wanted.append([str(day), name, len(findings), opened, closed, asked])
        before, asked_before = findings, asked
    assert [list(day.values()) for day in found["days"]] == wanted
    assert sum(day[1] is not None for day in wanted) == 32
    assert rows(found) == spells(made)
    assert found["every_day"] is True
    (left_out,) = found["left_out"]
    assert (left_out["commit"], left_out["day"]) == (made.commits[BROKEN], "2026-05-20")
    assert left_out["why"] == (
        "inventory/logins/av.yaml:2:26: 'av' is not the id of any record in 'portals', and 10 more"
    )


def rows(found: Any) -> list[tuple[str, ...]]:
    return sorted(
        (
            *(one["rule"], one["subject"]["id"], one["opened_on"], one["opened_commit"] or ""),
            *(one["closed_on"] or "", one["closed_commit"] or ""),
        )
        for one in found["findings"]
    )


BY_TIME = {
    ("leavers", "nmp-kim", "2026-04-01"),  # the day after Kim's last one
    ("trained", "al", "2026-07-30"),
    ("leavers", "av-lee", "2026-08-01"),
    ("sharing", "av-desk", "2026-08-29"),  # the waiver ended
    ("leavers", "av-jo", "2026-09-05"),
    ("reviewed", "nmp", "2026-09-24"),  # 101 days after the last review; earlier, one was due on a commit's own day
    ("reviewed", "av", "2026-09-24"),
}
"""What opened on a day without a commit, by hand from the diary."""


def test_what_time_alone_opens_and_closes_is_there_to_the_day(made: Made, capsys: Capture) -> None:
    found = answer(capsys)["findings"]
    by_time = {(one["rule"], one["subject"]["id"], one["opened_on"]) for one in found if one["opened_commit"] is None}
    assert by_time == BY_TIME
    (away,) = [one for one in found if one["subject"]["id"] == "av-jo"]
    assert (away["closed_on"], away["closed_commit"], away["days"]) == ("2026-09-08", None, 3)


def test_what_comes_and_goes_between_two_commits_may_be_missing_from_a_quick_look_and_it_says_so(
    made: Made, capsys: Capture
) -> None:
    found = answer(capsys, "--quick", "--no-cache")
    assert found["every_day"] is False
    assert rows(found) == [one for one in spells(made) if one[1] != "av-jo"]
    assert any("what opened and closed again in between may be missing" in note for note in found["notes"])


def test_what_opened_and_closed_is_counted_by_rule(made: Made, capsys: Capture) -> None:
    # By hand from the diary: a login for two was accepted from May 11 to August 28, and seen again on the 29th.
    assert [list(one.values()) for one in answer(capsys)["rules"]] == [
        ["factor", 2, 1, 1, 5],
        ["leavers", 4, 4, 0, 14],
        ["reviewed", 3, 3, 0, 11],
        ["rights", 3, 3, 0, 135],
        ["sharing", 2, 2, 0, 98],
        ["trained", 1, 1, 0, 25],
    ]


def test_failing_days_of_each_control_by_quarter(made: Made, capsys: Capture) -> None:
    assert [list(one.values()) for one in answer(capsys)["failing_days"]] == [
        ["nist-800-53", "AC-2", "2026 Q1", 1],  # March 31
        ["nist-800-53", "AC-2", "2026 Q2", 2],  # April 1 and 2
        ["nist-800-53", "AC-2", "2026 Q3", 7],  # from September 24 on
        ["nist-800-53", "AC-2", "2026 Q4", 4],  # until October 4
        ["nist-800-53", "AT-3", "2026 Q3", 25],  # July 30 to August 23
        ["nist-800-53", "PS-4", "2026 Q2", 14],  # Kim: April 1 to 14
        ["nist-800-53", "PS-4", "2026 Q3", 12],  # Lee: August 1 to 9; Jo: September 5 to 7
        ["nist-800-53", "PS-4", "2026 Q4", 7],  # Pat: November 2 to 8
    ]


FORMS = ("text", "html", "json", "csv", "csv-days", "csv-failing-days")


def written(capsys: Capture, folder: Path, *arguments: str) -> dict[str, str]:
    """The history in every form."""
    folder.mkdir()
    history(capsys, *arguments, *(word for form in FORMS for word in ("-o", f"{form}={folder / form}")))
    return {form: (folder / form).read_text(encoding="utf-8-sig") for form in FORMS}


def test_the_history_is_the_same_in_every_format_and_again(made: Made, tmp_path: Path, capsys: Capture) -> None:
    told = written(capsys, tmp_path / "once")
    assert written(capsys, tmp_path / "again") == told
    assert written(capsys, tmp_path / "without", "--no-cache") == told
    found = json.loads(told["json"])
    for row, one in zip(csv.DictReader(io.StringIO(told["csv"])), found["findings"], strict=True):
        assert row == {
            **{name: str(value or "") for name, value in one.items() if name != "subject"},
            "subject_type": one["subject"]["type"],
            "subject": one["subject"]["id"],
            "opened_earlier": "no",
        }
        assert one["message"] in told["html"]
        assert one["message"] in " ".join(told["text"].split())
    for form in ("csv-days", "csv-failing-days"):
        heads, *lines = csv.reader(io.StringIO(told[form]))
        wanted = found[form.removeprefix("csv-").replace("-", "_")]
        assert heads == list(wanted[0])
        assert lines == [["" if value is None else str(value) for value in one.values()] for one in wanted]


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
        shown = json.loads(ran.out)
        assert (ran.code, logins(shown)) == (0, can_log_in(step)), step
        told = {(found["rule"], one["account"]) for one in shown["logins"] for found in one["findings"]}
        wanted = {divide(name) for name in expected(step, step, day) if not name.startswith(("reviewed/", "trained/"))}
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
    25: ["New: Al Jones's training in Basics", "Evaluates the rule rights again"],
    26: ["Jo Reed-Hall leaves on 2026-09-04", "Jo Reed-Hall starts as employee on 2026-09-08"],
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
    assert {fact.rule for fact in FACTS} == {"factor", "leavers", "reviewed", "rights", "sharing", "trained"}
