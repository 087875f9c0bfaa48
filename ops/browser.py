"""The Chromium that prints: a named one, an installed one, Playwright's own, or Debian's, in this order."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from ops import debian
from ops.console import Stop, note, quietly, say, step
from ops.places import PYTHON

INSTALLED = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "chromium")
BESIDE_PATH = "/usr/bin:/usr/local/bin:/usr/lib/chromium:/snap/bin"
DOWNLOAD_SECONDS = 240
START_SECONDS = 30


def chromium(folder: Path) -> str:
    """The path of a Chromium that starts; what was found is remembered in `folder`/browser.json."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return accept_named(named)
    memory = folder / "browser.json"
    remembered = recall(memory)
    if remembered:
        return remembered
    for source, find in sources(folder):
        path = find()
        if path and starts(path):
            memory.write_text(json.dumps({"path": path, "source": source}, indent=1))
            say(f"  printing with {path} ({source})")
            return path
    raise Stop(
        "Craftkit prints with Chromium, and none was found or could be downloaded.",
        f"Install one: {debian.command_for([PACKAGES[0]])} (or chromium), or name one in CHROMIUM_PATH.",
    )


def sources(folder: Path) -> Iterator[tuple[str, Callable[[], str | None]]]:
    """Where a browser may come from, cheapest first, each with its name for the reader."""
    for name in INSTALLED:
        yield "installed", lambda name=name: find_installed(name)  # type: ignore[misc]
    yield "downloaded by Playwright", lambda: download(folder)
    for package in PACKAGES:
        yield "from apt", lambda package=package: from_apt(package, folder)  # type: ignore[misc]


def accept_named(path: str) -> str:
    """CHROMIUM_PATH is a decision: when it does not start, nothing else is tried."""
    if starts(path):
        return path
    raise Stop(f"CHROMIUM_PATH names {path}, which does not start.", "Correct it, or unset it to let Craftkit search.")


def recall(memory: Path) -> str | None:
    """The path found last time, while it is still a program."""
    try:
        path = str(json.loads(memory.read_text())["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return path if os.access(path, os.X_OK) else None


def starts(path: str) -> bool:
    """Whether the program says its version: a file alone may lack libraries or be a stub that only advertises one."""
    try:
        command = [path, "--version", "--no-sandbox"]
        return subprocess.run(command, capture_output=True, timeout=START_SECONDS, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find_installed(name: str) -> str | None:
    """The program on PATH or where Debian puts it."""
    return shutil.which(name) or shutil.which(name, path=BESIDE_PATH)


def download(folder: Path) -> str | None:
    """Playwright's headless shell in `folder`/browsers; None on a closed network, which is not a fault."""
    browsers = folder / "browsers"
    env = {
        **os.environ,
        "PLAYWRIGHT_BROWSERS_PATH": str(browsers),
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000",
    }
    command = [str(PYTHON), "-m", "playwright", "install", "chromium-headless-shell"]
    log = folder / "log" / "playwright.log"
    try:
        with step("downloaded Chromium's headless shell", notice="downloading Chromium's headless shell"):
            quietly(command, log=log, timeout=DOWNLOAD_SECONDS, explain=lambda _: Stop("no download"), env=env)
    except Stop:
        note(f"Playwright's download of Chromium did not succeed ({log}); going on with the next source.")
        return None
    return downloaded(browsers)


def downloaded(browsers: Path) -> str | None:
    """The newest headless shell below Playwright's folder, whatever this version of it calls the file."""
    names = ("chrome-headless-shell", "headless_shell")
    found = [path for name in names for path in browsers.glob(f"chromium_headless_shell-*/*/{name}")]
    return str(max(found, key=lambda path: path.stat().st_mtime)) if found else None


def from_apt(package: str, folder: Path) -> str | None:
    """Debian's package, where we may install; None where it does not exist or does not install."""
    if not debian.can_install() or not debian.available(package):
        return None
    try:
        debian.install([package], log=folder / "log" / "apt.log")
    except Stop as stop:
        note(stop.problem)
        return None
    return find_installed(package)
