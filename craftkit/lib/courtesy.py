"""Let those go first whom somebody waits for: what prints steps back behind what answers requests."""

from __future__ import annotations

import os
import time
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
NICENESS = 10
TRIES, PAUSE_SECONDS = 5, 0.15


def step_back(pid: int) -> None:
    """Give the process, and on Linux its whole session, a small part of a busy processor; all of an idle one.

    Linux shares processors between sessions first and asks for the niceness of a process only within its session
    (`autogroup` in sched(7)), so a nice process in a session of its own is as pushy as any. A system without
    autogroups has the niceness alone, and one that allows neither goes on as it was.
    """
    group = Path(f"/proc/{pid}/autogroup")
    try:
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
        if group.exists():
            _set_back(group)
    except OSError as error:
        log.warning("courtesy.refused", pid=pid, error=str(error))


def _set_back(group: Path) -> None:
    """From ordinary users the kernel takes one such wish in a tenth of a second, whoever it is for."""
    for _ in range(TRIES - 1):
        try:
            group.write_text(f"{NICENESS}\n")
        except BlockingIOError:
            time.sleep(PAUSE_SECONDS)
        else:
            return
    group.write_text(f"{NICENESS}\n")
