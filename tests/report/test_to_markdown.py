"""The report in short, as Markdown in which nothing of the files becomes a link, a tag or a cell of its own."""

from portalaudit.model.values import replace
from portalaudit.report import to_markdown
from tests.report import sample


def test_verdict_actions_questions_and_counts() -> None:
    shown = "".join(to_markdown.render(sample.many(60, 3)))
    assert shown.startswith(
        "# Portal access: Cascade Ridge Family Medicine, as of 2026-11-20\n\n## What to do\n\n"
        "60 findings need attention, 20 of them critical. 3 checks wait for 2 missing facts. Start with "
    )
    assert (
        "| today | critical | Close 3 logins of people who have \\<left> | Kim \\<Lee> 2, no one person 1 | " in shown
    )
    assert "North\\|gate" in shown
    assert "| 3 | Second factor: 2 logins, none recorded | mfa, mfa\\_device |\n" in shown
    assert "| critical | 20 |\n" in shown


def test_a_clean_run_has_nothing_to_do() -> None:
    shown = "".join(to_markdown.render(replace(sample.clean(), actions=())))
    assert "No findings in 10 checks. Keep this report with your evidence.\n\nNothing.\n" in shown
    assert "What is missing" not in shown
