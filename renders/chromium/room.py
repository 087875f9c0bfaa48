"""A lane's private folder: profile, temporary files, font list and launcher, all gone when the lane is."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
import uuid
from pathlib import Path
from shlex import quote

from renders.chromium import drop
from renders.chromium.fonts import font_config

PREFIX = "craftkit-lane-"
MARKER = "CRAFTKIT_LANE"
BROWSER_UID = 60917


class Room:
    """The folder of one started browser. The lock that it holds says that its owner is alive."""

    def __init__(self, fonts: Path) -> None:
        self.marker = f"{uuid.uuid4()}:{os.getpid()}"
        making = Path(tempfile.mkdtemp(prefix="." + PREFIX))
        making.chmod(0o711)
        self._lock = _lock(making)
        # Under its own name only once locked, so that no sweep takes it for abandoned.
        self.path = making.rename(making.with_name(making.name.removeprefix(".")))
        self.home = self._folder("home")
        self.driver = self._folder("driver")
        self.font_list = self.path / "fonts.conf"
        self.font_list.write_text(font_config(fonts, self.home / "fonts"))
        self.font_list.chmod(0o644)

    def _folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(mode=0o711)
        return folder

    def browser_env(self) -> dict[str, str]:
        """All that the browser learns of its surroundings: no secret of the worker is in it."""
        return {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "FONTCONFIG_FILE": str(self.font_list),
            MARKER: self.marker,
        }

    def launcher(self, browser: str) -> str:
        """What to execute: the browser itself, or, as root, a script that first becomes nobody in particular."""
        if os.geteuid() != 0:
            return browser
        script = self.path / "launch"
        command = [sys.executable, "-I", "-S", drop.__file__, str(BROWSER_UID), str(self.home), browser]
        script.write_text("#!/bin/sh\nexec " + " ".join(map(quote, command)) + ' "$@"\n')
        script.chmod(0o755)
        return str(script)

    def remove(self) -> None:
        """Delete the folder and let go of the lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def remove_abandoned() -> int:
    """Delete our own folders whose owner has ended; the number of folders deleted."""
    removed = 0
    for path in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        try:
            if path.lstat().st_uid != os.geteuid() or path.is_symlink():
                continue
            lock = _lock(path)
        except OSError:
            continue
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)
        removed += 1
    return removed


def _lock(path: Path) -> int:
    """An exclusive lock on the room; OSError when somebody has it."""
    handle = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
