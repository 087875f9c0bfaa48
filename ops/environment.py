"""`python3 -m ops.environment`: the virtual environment with the locked packages, made once and then left alone."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import sys
from pathlib import Path

from ops import debian
from ops.console import Stop, main, quietly, step
from ops.places import PYTHON, ROOT, VENV, state_folder

OLDEST = (3, 11)
LOCK = ROOT / "requirements.txt"
DEVELOPER_LOCK = ROOT / "requirements-dev.txt"
STAMP = VENV / "locked.json"
PIP_SECONDS = 1800

# The line that matters in pip's output, and what helps; the first that matches is shown.
REMEDIES = [
    (r"No space left on device", "Free some disk space, then run the command again."),
    (r"DO NOT MATCH THE HASHES", "The index or a proxy served another file than the locked one; check PIP_INDEX_URL."),
    (r"Read timed out|ConnectionError|NewConnectionError|Failed to establish|Name or service|resolve|unreachable",
     "Check the network (behind a proxy: HTTPS_PROXY; with a mirror: PIP_INDEX_URL), then run the command again."),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError", "Name your proxy's certificate in PIP_CERT, then run the command again."),
    (r"No matching distribution|Could not find a version",
     "The index does not have this package for your Python and machine; check PIP_INDEX_URL or try Python 3.11."),
    (r"Permission denied", "Give your user the right to write in the checkout, then run the command again."),
]  # fmt: skip


def set_up(*, developer: bool = False) -> None:
    """The environment as locked; `developer` adds what the tests and checks need."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        raise Stop(f"Craftkit needs Python 3.11 or newer, this is {found}.", "Name one: make run PYTHON=python3.12")
    log = state_folder() / "log"
    if not PYTHON.exists():
        make_environment(log)
    locks = [LOCK, DEVELOPER_LOCK] if developer else [LOCK]
    if is_current(locks, STAMP):
        return
    with step("installed the locked packages", notice="installing the locked packages, a minute or two"):
        install(locks, log / "pip.log")
    stamp(locks, STAMP)


def make_environment(log: Path) -> None:
    """A fresh .venv; Debian keeps the module for it in a package of its own."""
    if not has_venv():
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not debian.can_install():
            raise Stop(f"Python's venv module is missing ({sys.executable}).", debian.command_for([package]))
        debian.install([package], log=log / "apt.log")
    with step("made a virtual environment in .venv"):
        quietly([sys.executable, "-m", "venv", "--clear", str(VENV)], log=log / "venv.log", timeout=300, explain=blame)


def has_venv() -> bool:
    """Whether this Python can make an environment with pip in it."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def blame(output: str) -> Stop:
    """Why no environment could be made."""
    lines = [line for line in output.splitlines() if line.strip()]
    return Stop(
        f"No virtual environment could be made in {VENV}: {lines[-1] if lines else 'no reason given'}",
        "See that your user may write in the checkout and that `python3 -m venv` works, then run the command again.",
    )


def install(locks: list[Path], log: Path) -> None:
    """pip with hashes required: what is installed is byte for byte what was locked."""
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    for lock in locks:
        command += ["-r", str(lock)]
    quietly(command, log=log, timeout=PIP_SECONDS, explain=lambda output: explain_pip(output, log))


def explain_pip(output: str, log: Path) -> Stop:
    """The one line of pip's output that matters, with its remedy."""
    lines = [line.strip() for line in output.splitlines()]
    for pattern, remedy in REMEDIES:
        for line in lines:
            if re.search(pattern, line):
                return Stop(f"The locked packages could not be installed: {shorten(line)}", f"{remedy} ({log})")
    errors = [line for line in lines if line.startswith("ERROR:")] or ["pip failed"]
    return Stop(f"The locked packages could not be installed: {shorten(errors[-1])}", f"The whole output is in {log}.")


def shorten(line: str) -> str:
    """Without what only pip's authors can read, at most 200 characters."""
    for noise in (r"^(ERROR|WARNING): ", r"^.* at 0x[0-9a-f]+>: ", r"'\)': /.*$"):
        line = re.sub(noise, "", line)
    return line if len(line) <= 200 else f"{line[:199]}…"


def fingerprint(lock: Path) -> str:
    """The lock file's SHA-256."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def is_current(locks: list[Path], stamp_file: Path) -> bool:
    """Whether the stamp says that all these locks are installed, as they are now."""
    try:
        known = json.loads(stamp_file.read_text())
    except (OSError, ValueError):
        return False
    return all(known.get(lock.name) == fingerprint(lock) for lock in locks)


def stamp(locks: list[Path], stamp_file: Path) -> None:
    """Remember what is installed now, and nothing of what was before."""
    stamp_file.write_text(json.dumps({lock.name: fingerprint(lock) for lock in locks}, indent=1))


if __name__ == "__main__":
    main(lambda: set_up(developer="--developer" in sys.argv[1:]))
