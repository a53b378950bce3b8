"""What a person at a terminal sees while a long run goes on. Never on standard output, never in a pipe."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click

from portalaudit.model.report import Ruling
from portalaudit.policy.rules import Rule

LONG_BYTES = 2_000_000
"""An inventory of this size takes long enough to wonder."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Shows progress where `shown`; otherwise does nothing."""

    shown: bool

    def reading(self, files: int) -> None:
        """Say that files are being read."""
        if self.shown:
            click.echo(f"Reading {files} files …", err=True)

    def judging(self, rules: Sequence[Rule], rulings: Iterable[Ruling]) -> Iterator[Ruling]:
        """Pass the rulings on, with a bar that counts them."""
        if not self.shown:
            yield from rulings
            return
        with click.progressbar(rulings, length=len(rules), label="Judging", file=sys.stderr, show_pos=True) as bar:
            yield from bar


def progress(total_bytes: int, *, wanted: bool) -> Progress:
    """Progress for a run over so many bytes: only on a terminal, and only where it takes a while."""
    return Progress(wanted and total_bytes >= LONG_BYTES and sys.stderr.isatty())
