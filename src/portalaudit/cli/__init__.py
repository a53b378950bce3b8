"""The command line: flags, disk, clock, environment, terminal and exit code."""

import gc
import os
import sys


def main() -> None:
    """Run `portalaudit` with the process's arguments and leave with its exit code."""
    # A process that ends after one run need not look for cycles: not while it imports, not while it ends.
    gc.disable()
    if "_PORTALAUDIT_COMPLETE" in os.environ:
        from portalaudit.cli.shells import answer  # noqa: PLC0415 -- only a shell that completes a word needs it

        sys.exit(answer())
    from portalaudit.cli.funnel import run  # noqa: PLC0415 -- keeps `import portalaudit.cli` cheap
    from portalaudit.cli.stopping import stop_cleanly  # noqa: PLC0415 -- as above
    from portalaudit.cli.streams import guard_streams  # noqa: PLC0415 -- as above

    guard_streams()
    stop_cleanly()
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)
