"""The part of the page on coverage that lists, framework by framework, which shipped rules cover or touch a control."""

from collections.abc import Iterable, Iterator, Sequence

from portalaudit.model.framework import Control, Framework
from portalaudit.report.articles import table_cell

HEAD = """\
# Coverage of frameworks

A rule *covers* a control if it evaluates all that the control asks for, as far as access to payer portals goes; it
*touches* one of which it evaluates a part or a sign. Neither makes a practice compliant. *Required* and *addressable*
are the regulation's own marks; the others bear none.
"""


def page(frameworks: Iterable[Framework]) -> Iterator[str]:
    """The frameworks as Markdown, in the order given."""
    yield HEAD
    for framework in frameworks:
        yield f"## {table_cell(framework.title)}, {table_cell(framework.version)}\n"
        read = ", ".join(filter(None, (framework.source, framework.url, framework.seen_on)))
        yield f"As read in {table_cell(read)}.\n"
        yield "| control | mark | covered by | touched by | note |"
        yield "|---|---|---|---|---|"
        for control in framework.controls:
            yield f"| {' | '.join(_cells(control))} |"
        yield ""


def _cells(control: Control) -> Iterator[str]:
    yield f"{table_cell(control.id)}: {table_cell(control.title)}"
    yield control.implementation or ""
    yield _links(control.covered_by)
    yield _links([rule for rule in control.rules if rule not in control.covered_by])
    doubt = "" if control.is_verified else "from memory, check it in the source"
    yield table_cell("; ".join(filter(None, (control.note, doubt))))


def _links(rules: Sequence[str]) -> str:
    return ", ".join(f"[{rule}](rules/{rule}.md)" for rule in rules)
