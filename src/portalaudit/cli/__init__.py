"""The command line: flags, disk, clock, environment, terminal and exit code."""

import sys


def main() -> None:
    """Run `portalaudit` with the process's arguments and leave with its exit code."""
    from portalaudit.cli.funnel import run  # noqa: PLC0415 -- keeps `import portalaudit.cli` cheap

    sys.exit(run(sys.argv[1:]))
