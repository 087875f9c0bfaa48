"""Who belongs to whom among processes: orphans are adopted, so that they can be found and ended (Linux)."""

from __future__ import annotations

import os

import psutil

from ops.leash import prctl

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """From now on descendants whose parent dies become our children; no effect where the system cannot do that."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def has_children() -> bool:
    """Whether anybody is left, dead or alive."""
    return bool(psutil.Process().children())


def end_orphans(keep: set[int]) -> None:
    """SIGKILL our children that are not in `keep`, with all below them."""
    for child in psutil.Process().children():
        if child.pid not in keep:
            end_tree(child)


def end_tree(root: psutil.Process) -> None:
    """SIGKILL a process and all below it."""
    try:
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in family:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


def reap(keep: set[int]) -> None:
    """Take leave of dead children that are not in `keep`: an adopted orphan has nobody else to do it."""
    if not hasattr(os, "waitid"):
        return
    try:
        while (dead := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and dead.si_pid not in keep:
            os.waitpid(dead.si_pid, 0)
    except ChildProcessError:
        return
