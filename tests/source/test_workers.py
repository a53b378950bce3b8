"""Shared work gives what one process gives, whatever becomes of the others; none waits for ever, and none is left."""

import errno
import itertools
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portalaudit.source import forked
from portalaudit.source.workers import share
from tests.source.killing import killing

PARENT = os.getpid()


@pytest.fixture(autouse=True)
def as_if_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fork though the runner of the tests may have threads, and leave nothing behind."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    before = open_files()
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert open_files() == before


def open_files() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


def in_a_worker() -> bool:
    return os.getpid() != PARENT


def word(number: int) -> str:
    return f"{number} " * (number % 50)


def large(number: int) -> bytes:
    return bytes([number % 256]) * 300_000


@pytest.mark.parametrize("jobs", [0, 1, 2, 3, 9])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 300])
def test_results_come_in_order_from_any_number_of_processes(jobs: int, count: int) -> None:
    assert list(share(word, count, jobs)) == [word(number) for number in range(count)]


def test_workers_do_the_work() -> None:
    assert not any(share(lambda _: os.getpid() == PARENT, 20, 3))


def test_a_result_may_be_larger_than_a_pipe() -> None:
    assert list(share(large, 20, 3)) == [large(number) for number in range(20)]


def test_there_may_be_more_parts_than_a_pipe_holds() -> None:
    assert list(share(int, 40_000, 2)) == list(range(40_000))


@pytest.mark.parametrize("threads", [2, 3])
def test_a_process_with_threads_works_alone(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert all(share(lambda _: os.getpid() == PARENT, 3, 3))


@pytest.mark.parametrize("parts", [1, 5])
def test_work_that_is_dropped_leaves_no_worker(parts: int) -> None:
    results = share(large, 40, 4)
    assert [*itertools.islice(results, parts)] == [large(number) for number in range(parts)]
    results.close()


# A worker is killed, at any moment.


def killed_before(number: int) -> int:
    if in_a_worker() and number % 4 == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


class KilledAtHandover:
    """A result whose worker dies while it is packed."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple[type, tuple[int]]:
        if in_a_worker() and self.number % 4 == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return KilledAtHandover, (self.number,)


@pytest.mark.parametrize("jobs", [2, 3, 7])
def test_a_killed_worker_costs_no_result(jobs: int) -> None:
    assert list(share(killed_before, 20, jobs)) == list(range(20))
    assert [one.number for one in share(KilledAtHandover, 20, jobs)] == list(range(20))


@pytest.mark.slow
def test_workers_may_be_killed_at_any_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = 0
    for seed in range(60):
        with killing(monkeypatch, seed) as victims:
            assert list(share(large, 25, 3)) == [large(number) for number in range(25)], seed
        killed += len(victims)
    assert killed


def test_an_error_is_the_one_of_the_part(capfd: pytest.CaptureFixture[str]) -> None:
    def part(number: int) -> int:
        return 10 // (number - 3)

    results = share(part, 9, 2)
    assert [next(results), next(results), next(results)] == [-4, -5, -10]
    with pytest.raises(ZeroDivisionError, match="division"):
        next(results)
    assert capfd.readouterr().err == ""


def test_what_cannot_be_packed_is_made_here() -> None:
    made = list(share(lambda number: lambda: number, 5, 2))
    assert [one() for one in made] == [0, 1, 2, 3, 4]


# No process, or no pipe, is to be had.


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.ENOMEM])
@pytest.mark.parametrize("had", [0, 1, 2])
def test_fewer_workers_than_wanted_do_the_work(had: int, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fork, left = os.fork, [had]

    def scarce() -> int:
        if not left[0]:
            raise OSError(number, os.strerror(number))
        left[0] -= 1
        return fork()

    monkeypatch.setattr(os, "fork", scarce)
    assert list(share(word, 30, 4)) == [word(number) for number in range(30)]


@pytest.mark.parametrize("had", [0, 1, 2])
def test_without_pipes_the_work_is_done(had: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, left = os.pipe, [had]

    def scarce() -> tuple[int, int]:
        if not left[0]:
            raise OSError(errno.EMFILE, "Too many open files")
        left[0] -= 1
        return pipe()

    monkeypatch.setattr(os, "pipe", scarce)
    assert list(share(word, 30, 4)) == [word(number) for number in range(30)]


# A worker says nothing any more.


def test_a_stopped_worker_is_set_going_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def part(number: int) -> bool:
        if number == 1 and in_a_worker():
            os.kill(os.getpid(), signal.SIGSTOP)
        return in_a_worker()

    monkeypatch.setattr(forked, "TICK_MILLISECONDS", 10)
    assert all(share(part, 4, 2))


@pytest.mark.parametrize("stuck", [(1,), (0, 1), (0, 3)])
def test_a_worker_that_never_ends_is_given_up(stuck: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def part(number: int) -> int:
        while in_a_worker() and number in stuck:
            time.sleep(1)
        return number

    monkeypatch.setattr(forked, "TICK_MILLISECONDS", 10)
    monkeypatch.setattr(forked, "PATIENCE", 20)
    assert list(share(part, 6, 2)) == [0, 1, 2, 3, 4, 5]


# The whole ends: `communicate` returns when nobody has the output open any more, workers neither.

BEGIN = """\
import os, signal, sys, time
from portalaudit.source.workers import share
from tests.source.killing import killing
# A build server may start everything in the background, where an interruption is ignored from the beginning.
signal.signal(signal.SIGINT, signal.default_int_handler)
parent = os.getpid()
def is_parent():
    return os.getpid() == parent
def after(seconds, do):
    signal.signal(signal.SIGALRM, lambda *_: do())
    signal.setitimer(signal.ITIMER_REAL, seconds)
def compute(number):
    while True:
        pass
def wait(number):
    time.sleep(600)
def write(number):
    return bytes(50_000_000)
"""
LONGEST_SECONDS = 60


def outcome(program: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + textwrap.dedent(program)],
        check=False,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        start_new_session=True,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("part", ["compute", "wait"])
def test_ctrl_c_ends_the_workers_without_a_word(part: str) -> None:
    program = f"""\
        after(0.5, lambda: os.killpg(0, signal.SIGINT))
        try:
            list(share({part}, 4, 2))
        except KeyboardInterrupt:
            print("stopped")
        """
    assert outcome(program) == (0, "stopped\n", "")


@pytest.mark.parametrize("who", ["os.kill(parent, signal.SIGTERM)", "os.killpg(0, signal.SIGTERM)"])
def test_a_request_to_stop_ends_the_workers_without_a_word(who: str) -> None:
    program = f"""\
        from portalaudit.cli.stopping import Stopped, stop_cleanly
        stop_cleanly()
        after(0.5, lambda: {who})
        try:
            list(share(wait, 4, 2))
        except Stopped:
            print("stopped")
        """
    assert outcome(program) == (0, "stopped\n", "")


@pytest.mark.parametrize("part", ["compute", "write"])
def test_no_worker_outlives_its_parent(part: str) -> None:
    program = f"""\
        results = share({part}, 40, 3)
        after(0.5, lambda: os.kill(parent, signal.SIGKILL))
        next(results)
        time.sleep(600)
        """
    assert outcome(program) == (-signal.SIGKILL, "", "")


def test_a_signal_at_the_moment_of_a_fork_makes_no_second_parent() -> None:
    """A worker that took the interruption for its own would go on as if it were the parent, and print."""
    program = """\
        fork = os.fork
        def interrupted():
            pid = fork()
            if pid == 0:
                os.kill(os.getpid(), signal.SIGINT)
            return pid
        os.fork = interrupted
        after(0.5, lambda: os.kill(parent, signal.SIGINT))
        try:
            list(share(wait, 4, 2))
        except KeyboardInterrupt:
            print("stopped", is_parent())
        """
    assert outcome(program) == (0, "stopped True\n", "")


def test_the_workers_have_no_part_in_what_is_buffered(tmp_path: Path) -> None:
    program = """\
        print("once")
        print(sum(share(int, 100, 3)))
        """
    assert outcome(program) == (0, "once\n4950\n", "")
