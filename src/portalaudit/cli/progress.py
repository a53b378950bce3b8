"""What a person at a terminal sees while a long run goes on. Never on standard output, never in a pipe."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from portalaudit.model.report import Ruling
from portalaudit.pipeline.assignment import Watch
from portalaudit.policy.rules import Rule

LONG_BYTES = 2_000_000
"""An inventory of this size takes long enough to wonder, and to share the work between processes."""


LONG_ACCOUNTS = LONG_BYTES // 250


class Bar(Watch):
    """A line for reading and a bar for judging, on standard error, where either takes long."""

    def reading(self, files: int, total_bytes: int) -> None:
        """Say that files are being read."""
        if total_bytes >= LONG_BYTES:
            click.echo(f"Reading {files} files …", err=True)

    def judging(self, accounts: int, rules: Sequence[Rule], rulings: Iterable[Ruling]) -> Iterator[Ruling]:
        """Pass the rulings on, with a bar that counts them."""
        if accounts < LONG_ACCOUNTS:
            yield from rulings
            return
        with click.progressbar(rulings, length=len(rules), label="Judging", file=sys.stderr, show_pos=True) as bar:
            yield from bar


def watch(*, wanted: bool) -> Watch:
    """Progress for a person at a terminal; nothing in a pipe, or on a terminal that only prints."""
    return Bar() if wanted and _is_terminal() else Watch()


def begin(what: str) -> None:
    """Say to a person at a terminal what takes long now."""
    if _is_terminal():
        click.echo(f"{what} …", err=True)


def _is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
