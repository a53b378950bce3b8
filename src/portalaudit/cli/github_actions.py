"""What GitHub Actions shows of a run by itself: annotations at the lines of a change, and the summary of the step."""

import os
from collections.abc import Iterable
from pathlib import Path

from portalaudit.cli.redacting import redacted, say
from portalaudit.cli.writing import write_out
from portalaudit.model.report import Report

_SUMMARY = "GITHUB_STEP_SUMMARY"


def show_on_github(report: Report, written: Iterable[Path]) -> None:
    """In a job print the annotations, and add the Markdown report to the summary unless it is among those `written`."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return
    from portalaudit.report import to_github, to_markdown  # noqa: PLC0415 -- a run elsewhere does without them

    write_out(to_github.render(report), commands=True)
    place = os.environ.get(_SUMMARY, "")
    if place and os.path.realpath(place) not in map(os.path.realpath, written):
        _add(Path(place), to_markdown.render(report))


def _add(summary: Path, text: Iterable[str]) -> None:
    """Steps share a summary with what they wrote before, and a run is not wrong for want of one."""
    try:
        with summary.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(redacted(text))
    except OSError as error:
        say(f"note: the summary of this step, '{summary}' of {_SUMMARY}, cannot be written: {error.strerror}.")
