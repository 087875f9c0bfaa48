"""The peers from the public registries: locked, installed beside the product and never into it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from ops.console import Stop, note, quietly, step
from ops.places import ROOT, state_folder

FOLDER = Path(__file__).resolve().parent
NODE_MODULES = FOLDER / "node_modules"
STATE = state_folder() / "bench"
PEER_PYTHON = STATE / "python" / "bin" / "python"
PYTHON_LOCK = ROOT / "bench" / "requirements.txt"
NODE_LOCK = FOLDER / "package-lock.json"
INSTALL_SECONDS = 300


def install() -> None:
    """Each peer as locked, where that has not been done; one that cannot be installed is left out with a word."""
    attempt("the peers from PyPI", PYTHON_LOCK, PEER_PYTHON.parents[1] / "locked", install_python)
    if shutil.which("npm") is None:
        note("No npm: Puppeteer and jsreport are left out.")
        return
    attempt("the peers from npm", NODE_LOCK, NODE_MODULES / ".locked", install_node)


def attempt(what: str, lock: Path, stamp: Path, action: Callable[[Path], None]) -> None:
    """Do it unless the stamp holds the lock as it is now."""
    if stamp.exists() and stamp.read_text() == lock.read_text():
        return
    try:
        with step(f"installed {what}", notice=f"installing {what}"):
            action(STATE / "install.log")
    except Stop as stop:
        note(stop.problem)
        return
    stamp.write_text(lock.read_text())


def install_python(log: Path) -> None:
    """An environment of their own, with hashes required."""
    run([sys.executable, "-m", "venv", "--clear", str(PEER_PYTHON.parents[1])], log)
    pip = [str(PEER_PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    run([*pip, "-r", str(PYTHON_LOCK)], log)


def install_node(log: Path) -> None:
    """As locked, without any package's own scripts, so that none downloads a browser."""
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(FOLDER)], log)


def run(command: list[str], log: Path) -> None:
    """One command, its output in the log."""
    quietly(
        command, log=log, timeout=INSTALL_SECONDS, explain=lambda _: Stop(f"A peer could not be installed, see {log}.")
    )
