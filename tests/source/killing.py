"""Workers that are killed while they work, as the system does for want of memory."""

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest


@contextmanager
def killing(monkeypatch: pytest.MonkeyPatch, seed: int) -> Iterator[list[int]]:
    """Meanwhile workers are killed, at moments that the clock gives; who they were."""
    chance = random.Random(seed)  # noqa: S311 -- not for a secret
    alive, killed = [], []
    fork = os.fork

    def remembered() -> int:
        pid = fork()
        alive.append(pid)
        return pid

    def kill(*_: object) -> None:
        if alive:
            killed.append(alive.pop(chance.randrange(len(alive))))
            with suppress(ProcessLookupError):
                os.kill(killed[-1], signal.SIGKILL)
        signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.0001, 0.01))

    monkeypatch.setattr(os, "fork", remembered)
    before = signal.signal(signal.SIGALRM, kill)
    signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.0001, 0.02))
    try:
        yield killed
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        monkeypatch.setattr(os, "fork", fork)
