"""How many processes may help."""

import os

MOST_JOBS = 16
MOST_WANTED = 64
"""More than any machine has use for: a thousand processes would only take its memory."""


def cores() -> int:
    """The processors that this process may use, up to the most that help."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(found, MOST_JOBS)
