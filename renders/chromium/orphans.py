"""End browsers whose worker is gone: nobody else will."""

from __future__ import annotations

from contextlib import suppress

import psutil

from renders.chromium.guard import is_alive
from renders.chromium.room import MARKER, remove_abandoned

SIGNS = ("--user-data-dir=", "--type=", "run-driver")


def end_orphans() -> int:
    """Kill the browsers and drivers that a dead worker left, delete their folders; the number of processes killed."""
    killed = 0
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if _is_orphan(process):
                process.kill()
                killed += 1
    remove_abandoned()
    return killed


def _is_orphan(process: psutil.Process) -> bool:
    """Whether it carries our marker, is what we start, and its owner is dead, or younger and thus somebody else."""
    owner = process.environ().get(MARKER, "").rpartition(":")[2]
    if not owner.isdecimal() or not any(sign in part for part in process.cmdline() for sign in SIGNS):
        return False
    try:
        parent = psutil.Process(int(owner))
        return not is_alive(parent) or parent.create_time() > process.create_time()
    except psutil.NoSuchProcess:
        return True
