"""The report in short, as Markdown in which nothing of the files becomes a link, a tag or a cell of its own."""

from portalaudit.model.place import Place
from portalaudit.model.report import PracticeName
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status, Subject
from portalaudit.report import to_markdown
from tests.report import sample
from tests.report.comparing import held_against_main


def test_verdict_actions_questions_and_counts() -> None:
    shown = "".join(to_markdown.render(sample.many(60, 3)))
    assert shown.startswith(
        "<!-- portalaudit: cascade-ridge -->\n"
        "# Portal access: Cascade Ridge Family Medicine, as of 2026-11-20\n\n## What to do\n\n"
        "60 findings need attention, 20 of them critical. 3 checks wait for 2 missing facts. Start with "
    )
    assert (
        "| today | critical | Close 3 logins of people who have \\<left> "
        "| Kim \\<Lee> 2, login availity-front | also settles 1 other finding |\n" in shown
    )
    assert "North\\|gate" in shown
    assert "| 3 | Second factor: 2 logins, none recorded | mfa, mfa\\_device |\n" in shown
    assert "| critical | 20 |\n" in shown


def test_what_is_only_for_information_is_not_among_what_to_do() -> None:
    report = sample.many(60, 3)
    (action, *others) = report.actions
    noted = replace(action, severity=Severity.INFO)
    shown = "".join(to_markdown.render(replace(report, actions=(*others, noted))))
    todo, _, rest = shown.partition("## For information\n\n")
    assert "Close 3 logins" not in todo
    assert rest.startswith(
        "| What | About |\n|---|---|\n"
        "| Close 3 logins of people who have \\<left> | Kim \\<Lee> 2, login availity-front |\n\n"
    )


def test_a_clean_run_has_nothing_to_do() -> None:
    shown = "".join(to_markdown.render(replace(sample.clean(), actions=())))
    assert "No findings in 10 checks. Keep this report with your evidence.\n\nNothing.\n" in shown
    assert "What is missing" not in shown


def test_what_a_waiver_accepts_and_what_was_looked_into_stays_on_record() -> None:
    shown = "".join(to_markdown.render(sample.everything()))
    name = "active-after-termination"
    rule = f"[{name}](<https://portalaudit.github.io/portalaudit/rules/{name}/>)"
    assert (
        "## Accepted by a waiver\n\n| Severity | Rule | What | Waiver | Where |\n|---|---|---|---|---|\n"
        f"| critical | {rule} | frontdesk on Availity is still active; Al Jones left on 2026-11-02 "
        "| accepted by Maria \\<Ortiz> (m-ortiz) until 2026-12-01, 11 days left: The portal closes its logins once a "
        "month; required, with no alternative: 164.312(a)(2)(i) | accounts.yaml:14:13 |\n\n"
        "## Looked into and resolved\n\n| Rule | What | Where |\n|---|---|---|\n"
        f"| {rule} | tbaker on UHC: used on 2026-08-29; looked into on 2026-09-01, decided by "
        "Maria \\<Ortiz>: no breach | accounts.yaml:15:5 |\n\n" in shown
    )


def test_what_the_practice_changed_in_the_rules_is_named() -> None:
    shown = "".join(to_markdown.render(sample.everything()))
    table = shown.partition("## What the practice changed in the rules\n\n")[2].partition("\n\n")[0]
    assert table.splitlines()[1:3] == [
        "|---|---|---|",
        (
            "| loosened | dormant-account | max\\_idle\\_days is 400 instead of 90, which weakens the rule. "
            "Reason given: Locums come back every spring, \\<b>really\\</b> (policies/\\<own>/policy.yaml:5) |"
        ),
    ]
    assert [row.split(" | ")[:2] for row in table.splitlines()[3:]] == [
        ["| loosened", "dormant-account"],
        ["| severity", "shared-credential"],
        ["| left out", "orphan-account"],
        ["| left out", "soon-account"],
    ]
    assert "What the practice changed" not in "".join(to_markdown.render(sample.clean()))


def test_the_commit_is_named_where_there_is_one() -> None:
    shown = "".join(to_markdown.render(sample.clean()))
    assert "| commit |" not in shown
    told = "".join(to_markdown.render(sample.everything()))
    assert "| commit | 3f786850e387550fdab836ed7e6dc881de23001b, with changes. " in told


def test_a_comment_is_never_longer_than_github_takes_and_says_how_much_there_is() -> None:
    report = replace(sample.many(3_000, 0), actions=(), comparison=None)
    judged = sample.rule("shared-credential", Severity.HIGH)
    names = [f"acct-{number:05}" for number in range(5_000)]
    about = sample.subjects("account", dict.fromkeys(names, Place("accounts.yaml", 1)))
    waived = tuple(
        sample.verdict(
            judged, Subject("account", one), Status.WAIVED, "x" * 3_000, Place("accounts.yaml"), waiver=sample.WAIVER
        )
        for one in names
    )
    shown = "".join(to_markdown.render(replace(report, rulings=(sample.ruling(judged, about, waived),))))

    rows = shown.count(f"| {'x' * 1_000}… |")
    assert 55_000 < len(shown) <= to_markdown.MOST_CHARACTERS
    assert f"Only the first {rows} of 5,000 are shown here. Write an HTML or JSON report to see all.\n" in shown
    assert shown.endswith("meets a law, a contract or a standard.\n")


def test_no_name_of_a_practice_ends_the_line_that_a_comment_is_found_by() -> None:
    report = replace(sample.clean(), practice=PracticeName("x --> <b>\n--", "X"))
    assert to_markdown.marker(report) == "<!-- portalaudit: x-b -->"


def test_no_name_in_it_calls_someone_on_github() -> None:
    report = replace(sample.clean(), practice=PracticeName("x", "@octocat, #12 and a@example.org"))
    assert "@<!-- -->octocat, #<!-- -->12 and a@example.org" in "".join(to_markdown.render(report))


def test_against_a_base_it_lists_what_is_new_worse_and_fixed() -> None:
    shown = "".join(to_markdown.render(held_against_main()))
    heads = [line for line in shown.splitlines() if line.startswith("## ")]
    assert heads == ["## New and worse", "## Fixed", "## What the practice changed in the rules", "## This run"]
    assert "| worse: high instead of low | " in shown
    assert "old01 is closed now" in shown
