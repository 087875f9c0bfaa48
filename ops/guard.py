"""The guard above the process manager: it passes signals on, and when the manager dies it ends all that is left."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from ops import kin, leash

FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LAST_SECONDS = 5


def guarded(work: Callable[[], int]) -> int:
    """Run `work` in a child, to its exit status; nothing of it survives, not even when the child is killed."""
    kin.adopt_orphans()
    guard = os.getpid()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        # A session of its own: Ctrl-C reaches the guard alone, and the manager once.
        os.setsid()
        leash.die_with(guard, signal.SIGTERM)
        run_and_leave(work)
    if "MAKELEVEL" in os.environ:
        leash.die_with(os.getppid(), signal.SIGTERM)
    for number in FORWARDED:
        signal.signal(number, lambda number, _: pass_on(child, number))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    end_the_rest()
    return status if status >= 0 else 128 - status


def run_and_leave(work: Callable[[], int]) -> None:
    """In the child: never return into what the parent was doing."""
    status = 1
    try:
        status = work()
    finally:
        sys.stdout.flush()
        os._exit(status)


def pass_on(child: int, number: int) -> None:
    """The signal, to the manager; a closed terminal means the same as being asked to end."""
    try:
        os.kill(child, signal.SIGTERM if number == signal.SIGHUP else number)
    except ProcessLookupError:
        return


def end_the_rest() -> None:
    """After a manager that ended well there is nobody left; after a killed one there is everybody."""
    deadline = time.monotonic() + LAST_SECONDS
    while kin.has_children() and time.monotonic() < deadline:
        kin.end_orphans(keep=set())
        kin.reap(keep=set())
        time.sleep(0.02)
