"""Run by root in place of the browser: give up every right, then become the browser. Standard library only.

Chromium refuses its sandbox as root, so the sandbox starts from an account that owns nothing but the profile folder.
Usage: drop.py UID HOME BROWSER ARGUMENT...
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PROFILE = "--user-data-dir="
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
FIRST_FREE_HANDLE = 5


def drop(uid: int, home: str, arguments: list[str]) -> None:
    """Hand the folders over, shed groups, user and the way back, and ask to die with the driver."""
    profiles = [argument.removeprefix(PROFILE) for argument in arguments if argument.startswith(PROFILE)]
    for folder in (home, *profiles):
        os.chown(folder, uid, uid)
        os.chmod(folder, 0o700)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((PR_SET_NO_NEW_PRIVS, 1), (PR_SET_PDEATHSIG, signal.SIGKILL)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl failed")
    os.closerange(FIRST_FREE_HANDLE, os.sysconf("SC_OPEN_MAX"))


if __name__ == "__main__":
    user, folder, browser, *rest = sys.argv[1:]
    drop(int(user), folder, rest)
    os.execv(browser, [browser, *rest])  # noqa: S606 - this is what the launcher is for
