"""`python leash.py PARENT SIGNAL USER COMMAND…`: becomes the command, which then gets the signal when PARENT dies.

USER is whom root becomes first, or empty. The death signal is Linux only. It survives exec, so that programs need
not know of it, but not a change of user, so that it comes last.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def prctl(option: int, value: int) -> None:
    """The system call of that name."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def die_with(parent: int, number: int) -> None:
    """Get the signal when `parent` dies; where it is dead already, end now."""
    prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        sys.exit(1)


def become(user: str) -> None:
    """That user with its groups, for good."""
    entry = pwd.getpwnam(user)
    os.initgroups(user, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def leashed(command: list[str], number: int, *, user: str | None = None) -> list[str]:
    """The command with a leash that this process holds."""
    own = [sys.executable, "-S", "-E", os.path.abspath(__file__)]
    return [*own, str(os.getpid()), str(int(number)), user or "", *command]


if __name__ == "__main__":
    if sys.argv[3]:
        become(sys.argv[3])
    die_with(int(sys.argv[1]), int(sys.argv[2]))
    os.execvp(sys.argv[4], sys.argv[4:])
