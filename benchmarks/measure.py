"""What one whole process costs: time, processor time and memory, its children included. Linux only."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, seconds of processor time, and the peak memory in MB of the whole process tree."""

    wall: float
    cpu: float
    peak: float


class CommandError(Exception):
    """A command that was to be measured did not end as it should."""


def measure(
    command: Sequence[str],
    *,
    core: int | None,
    good: frozenset[int],
    sample: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run a command to its end, on one core where one is named, in another environment where one is given.

    The peak is the kernel's own figure of the largest process. With `sample` it is the largest sum of the tree's
    proportional set sizes, looked at fifty times a second; that disturbs the times, so measure those in another run.
    """
    with tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=environment,
            preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 - no threads yet
        )
        sampler = Sampler(process.pid) if sample else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        # The child is gone: tell its keeper, which would wait for it again.
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = sampler.stop() if sampler else usage.ru_maxrss / 1024
        if process.returncode not in good:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace")
            raise CommandError(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
        return Cost(wall, usage.ru_utime + usage.ru_stime, peak)


class Sampler(threading.Thread):
    """Watches the memory of a process and all its descendants until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._peak = 0.0
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        """Keep the largest sum seen."""
        while not self._over.wait(0.02):
            self._peak = max(self._peak, sum(map(_proportional_size, family(self._pid))) / 1024)

    def stop(self) -> float:
        """The peak in MB."""
        self._over.set()
        self.join()
        return self._peak


def family(pid: int) -> list[int]:
    """A process and all that it started, as far as they are still there."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in family(child))]


def _proportional_size(pid: int) -> int:
    """Proportional set size in kB: a page shared by three counts a third in each. 0 for one that has ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def cores() -> list[int]:
    """The cores that this process may use."""
    if not hasattr(os, "sched_getaffinity"):
        sys.exit("The benchmarks pin processes to cores and read /proc, so they need Linux.")
    return sorted(os.sched_getaffinity(0))
