"""A word about questions of imported lists that no one has answered yet: a check cannot know what they hold back."""

from pathlib import Path

from portalaudit.cli.discovery import INVENTORY
from portalaudit.cli.quoting import quoted
from portalaudit.cli.redacting import say
from portalaudit.report.characters import visible
from portalaudit.source.ways import way

_FILE = "questions.csv"


def tell_open_questions(inventory: Path) -> None:
    """Say on standard error how many questions wait in an inventory's folder, and how to answer them."""
    file = inventory / _FILE
    try:
        content = file.read_bytes() if file.is_file() else b""
    except OSError:
        return  # nothing that is judged stands in it
    if not content:
        return
    from portalaudit.imports.question_file import read_questions  # noqa: PLC0415 -- only where a list asked something

    before, _ = read_questions(content)
    number, answered = len(before.lines), len(before.answers.every())
    if not number:
        return
    questions = "1 question" if number == 1 else f"{number:,} questions"
    waits = "waits" if number == 1 else "wait"
    done = f" ({answered:,} answered, and not imported yet)" if answered else ""
    folder = visible(way(inventory))
    command = f"portalaudit import {quoted(visible(way(file)))}"
    command += "" if folder == INVENTORY else f" {quoted(folder)}"
    say(
        f"note: {questions} about imported lists {waits} in {visible(way(file))}{done}. "
        f"Fill in the column `answer`, then run: {command} --write"
    )
