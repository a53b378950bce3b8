"""`python -m tests.fuzz [--minutes 10] [--first 0]`: change the seeds again and again, and keep what breaks one."""

import argparse
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.bundles import as_text, seeds
from tests.fuzz.changing import made
from tests.fuzz.surviving import survive

SLOW_SECONDS = 20


def main() -> int:
    """Run for so many minutes; exit code 1 where anything broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--first", type=int, default=0, help="number of the first change")
    parser.add_argument("--into", type=Path, default=Path("build/fuzz"), help="folder for what broke")
    flags = parser.parse_args()
    started, number, broken = time.monotonic(), flags.first, 0
    while time.monotonic() - started < flags.minutes * 60:
        broken += not _holds(number, flags.into)
        number += 1
    sys.stdout.write(f"{number - flags.first} changes, from number {flags.first} on; {broken} broke something\n")
    return 1 if broken else 0


def _holds(number: int, into: Path) -> bool:
    bundle = made(seeds(), number)
    started = time.monotonic()
    try:
        survive(bundle, page=number % 10 == 0)
    except Exception:  # noqa: BLE001  whatever it is, it is kept
        traceback.print_exc()
    else:
        if time.monotonic() - started < SLOW_SECONDS:
            return True
    into.mkdir(parents=True, exist_ok=True)
    (into / f"{number}.txt").write_bytes(as_text(bundle))
    sys.stderr.write(f"number {number} breaks something, or takes long: see {into / f'{number}.txt'}\n")
    return False


sys.exit(main())
