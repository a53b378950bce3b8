"""Forked processes that work in parts.

A worker may be killed at any moment, for want of memory as a rule, and also while it hands over a result. It may be
stopped, or be stuck, or there may be none to be had. So no lock is shared: every worker writes into a pipe of its own,
whose end tells of the worker's end. What was not handed over whole is done again here, in the process that wants it.
"""

import contextlib
import os
import pickle
import select
import signal
import struct
import sys
from types import FrameType
from typing import Generic, NoReturn

from portalaudit.source.workers import Part, Result

if sys.platform == "win32":
    raise ImportError("Windows cannot fork: `workers.can_fork` says so")

TICK_MILLISECONDS = 1_000
PATIENCE = 300
"""After so many ticks without a word from any worker they are given up. It costs only time where they do work."""

_NUMBER = struct.Struct("=I")
_HEAD = struct.Struct("=IQ")
_MOST_AT_ONCE = 1 << 20
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Worker:
    """A process and what came from it that is not a whole result yet."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.unread = bytearray()

    def signalled(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def end(self) -> None:
        """End it, whatever it is at, and let the system forget it."""
        self.signalled(signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


class Crew(Generic[Result]):
    """The workers, by the end of the pipe that each writes into."""

    def __init__(self, part: Part[Result]) -> None:
        self._part = part
        self._results: dict[int, Result] = {}
        self._workers: dict[int, _Worker] = {}
        self._poll = select.poll()
        self._silent_ticks = 0

    def start(self, count: int, jobs: int) -> None:
        """Start as many workers as there may be and can be had; they take the numbers from one pipe."""
        try:
            taking, giving = os.pipe()
        except OSError:
            return
        # What the pipe cannot hold is left to this process.
        os.set_blocking(giving, False)
        os.write(giving, b"".join(map(_NUMBER.pack, range(count))))
        os.close(giving)
        while jobs and self._hire(taking):
            jobs -= 1
        os.close(taking)

    def result(self, number: int) -> Result:
        """One part's result: a worker's, or where none will come, made here."""
        while number not in self._results and self._workers:
            self._listen()
        return self._results.pop(number) if number in self._results else self._part(number)

    def dismiss(self) -> None:
        """End every worker, whatever it is at."""
        for worker in self._workers.values():
            worker.signalled(signal.SIGKILL)
        for end in [*self._workers]:
            self._lose(end)

    def _hire(self, taking: int) -> bool:
        try:
            ours, theirs = os.pipe()
        except OSError:
            return False
        parent = os.getpid()
        # In a worker nothing may be raised before it is known to be one; here, nothing before the worker is known.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            pid = os.fork()
            if pid == 0:
                self._work(taking, theirs, parent, (ours, *self._workers))
            self._workers[ours] = _Worker(pid)
            self._poll.register(ours, select.POLLIN)
        except OSError:
            os.close(ours)
            return False
        finally:
            os.close(theirs)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return True

    def _work(self, taking: int, giving: int, parent: int, of_parent: tuple[int, ...]) -> NoReturn:
        """What a worker does until no number is left. After an error it ends, and its parent meets the same error."""
        try:
            for end in of_parent:
                os.close(end)
            _heed(parent)
            with os.fdopen(giving, "wb") as results:
                while number := os.read(taking, _NUMBER.size):
                    result = pickle.dumps(self._part(*_NUMBER.unpack(number)), pickle.HIGHEST_PROTOCOL)
                    results.write(_HEAD.pack(*_NUMBER.unpack(number), len(result)))
                    results.write(result)
                    results.flush()
        finally:
            os._exit(0)

    def _listen(self) -> None:
        heard = self._poll.poll(TICK_MILLISECONDS)
        for end, _ in heard:
            self._read(end)
        self._silent_ticks = 0 if heard else self._silent_ticks + 1
        if self._silent_ticks:
            for worker in self._workers.values():
                worker.signalled(signal.SIGCONT)  # it may have been stopped
        if self._silent_ticks >= PATIENCE:
            self.dismiss()

    def _read(self, end: int) -> None:
        worker = self._workers[end]
        piece = os.read(end, _MOST_AT_ONCE)
        if not piece:
            self._lose(end)
            return
        unread = worker.unread
        unread += piece
        while len(unread) >= _HEAD.size:
            number, size = _HEAD.unpack_from(unread)
            whole = _HEAD.size + size
            if len(unread) < whole:
                return
            with memoryview(unread)[_HEAD.size : whole] as result:
                self._results[number] = pickle.loads(result)  # noqa: S301 -- our own worker wrote it
            del unread[:whole]

    def _lose(self, end: int) -> None:
        self._poll.unregister(end)
        os.close(end)
        self._workers.pop(end).end()


def _heed(parent: int) -> None:
    """Let a worker leave interruptions to its parent, end at once when told to, and end where the parent has ended."""

    def look(_number: int, _frame: FrameType | None) -> None:
        if os.getppid() != parent:
            os._exit(0)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    # A worker that writes or reads learns it from its pipes; this is for one that computes.
    signal.signal(signal.SIGVTALRM, look)
    signal.setitimer(signal.ITIMER_VIRTUAL, 1, 1)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
