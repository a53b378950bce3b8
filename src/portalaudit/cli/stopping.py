"""A run that the system asks to stop ends like one that a person interrupts: nothing is left half-written."""

import os
import signal
import sys
from types import FrameType

STOPPING = [signal.SIGTERM]
"""What service managers and build servers send, and what a closed terminal sends. Windows has no such terminal."""

if sys.platform != "win32":
    STOPPING.append(signal.SIGHUP)


class Stopped(BaseException):
    """The system asked this run to stop. Like KeyboardInterrupt it is no error of anything that it passes."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    @property
    def exit_code(self) -> int:
        """What shells give for a program that such a signal ended."""
        return 128 + self.number


def stop_cleanly() -> None:
    """Let the first of these signals raise `Stopped`; more of them change nothing while the run cleans up.

    What whoever started this run chose to ignore stays ignored. A process that is begun by this one ends at once.
    """
    run = os.getpid()

    def stop(number: int, _frame: FrameType | None) -> None:
        if os.getpid() != run:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for each in STOPPING:
        if signal.getsignal(each) is signal.SIG_DFL:
            signal.signal(each, stop)
