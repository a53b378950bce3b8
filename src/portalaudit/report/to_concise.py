"""One line for each problem, finding and question, as compilers and linters print them.

`path:line:column: severity[rule] message`: editors make each a link, and `grep` finds it. The last line begins with
`portalaudit:` and says what to know of the whole. Against a base only what is new or worse is listed, as on the
console.
"""

from collections.abc import Iterator

from portalaudit.model.report import Report
from portalaudit.model.whereabouts import from_root
from portalaudit.report.characters import visible
from portalaudit.report.entries import due_entries, run_note

NAME = "concise"
SUFFIX = ".txt"
READ_BY = "Visual Studio Code and other editors, `grep`"


def render(report: Report) -> Iterator[str]:
    """The lines, worst first."""
    report = from_root(report)
    for entry in due_entries(report):
        where = visible(str(entry.place) if entry.has_line else entry.place.path)
        yield f"{where}: {entry.label}[{entry.name}] {entry.message}\n"
    yield f"portalaudit: {run_note(report)}\n"
