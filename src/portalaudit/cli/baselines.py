"""The file that `--baseline` names: read before a run, and rewritten after it without what is fixed."""

from pathlib import Path

import click

from portalaudit.cli.practice_options import tell
from portalaudit.cli.writing import write_whole
from portalaudit.model.report import Report
from portalaudit.pipeline.baseline import Baseline, against_baseline, baseline_text, read_baseline, shrunk
from portalaudit.pipeline.opening import Opened
from portalaudit.report.characters import visible
from portalaudit.report.wording import counted
from portalaudit.source.files import MAX_FILE_BYTES, Text


def compared_with(path: Path, report: Report, opened: Opened) -> Report:
    """The report held against the baseline in a file, which loses what is fixed."""
    baseline = _baseline(path)
    compared = against_baseline(report, baseline, opened.policies.rules)
    _shrink(path, compared, baseline)
    return compared


def _baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises click.ClickException where it cannot be read."""
    name = visible(path.as_posix())
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise click.UsageError(
            f"--baseline '{name}' cannot be read: {error.strerror}. `portalaudit baseline write {name}` makes one."
        ) from None
    found, problems = read_baseline(Text(path.as_posix(), data), path.as_posix())
    if found is None:
        tell(problems)
        raise click.UsageError(f"--baseline '{name}' cannot be used as it is.")
    return found


def _shrink(path: Path, report: Report, baseline: Baseline) -> None:
    """Leave out of the file what is fixed, and say so."""
    left = shrunk(report, baseline)
    if left is None:
        return
    write_whole(path, baseline_text(baseline.practice, report.as_of.isoformat(), left))
    gone = len(baseline.known) - len(left)
    why = "because they are fixed or no longer recorded"
    what = f"{counted(gone, 'entry', 'entries')} removed, {why}" if gone else "entries shortened"
    click.echo(f"note: {visible(path.as_posix())}: {what}.", err=True)
