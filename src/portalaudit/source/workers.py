"""Work shared between processes: what comes back is what one process gives, whatever becomes of the others."""

import os
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

Result = TypeVar("Result")
Part = Callable[[int], Result]


def share(part: Part[Result], count: int, jobs: int) -> Iterator[Result]:
    """What `part` gives for each number below `count`, in order, by up to `jobs` processes.

    Workers have in their memory what this process has when it begins to ask. A result has to be fit to be pickled; an
    error is raised here.
    """
    if jobs < 2 or count < 2 or not can_fork():
        yield from map(part, range(count))
        return
    from portalaudit.source.forked import Crew  # noqa: PLC0415 -- a system that cannot fork has not what it needs

    crew = Crew(part)
    try:
        crew.start(count, min(jobs, count))
        for number in range(count):
            yield crew.result(number)
    finally:
        crew.dismiss()


def can_fork() -> bool:
    """Whether work can be shared: a fork has one thread, and a lock that another one holds would stay locked in it."""
    return hasattr(os, "fork") and threading.active_count() == 1
