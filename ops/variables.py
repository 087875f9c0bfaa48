"""The environment that Craftkit's processes get from `make run`: what the user set, and what follows from it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from ops.console import Stop
from ops.places import VENV

DEFAULTS = {
    "CRAFTKIT_HOST": "127.0.0.1",
    "PORT": "8000",
    "WEB_THREADS": "16",
    "WORKERS": "2",
    "CRAFTKIT_OUTBOUND_ALLOWED_HOSTS": "localhost,127.0.0.1",
}
NUMBERS = {"PORT": 65535, "WEB_THREADS": 1000, "WORKERS": 256}


def child_environment(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """All that web, worker and scheduler need, from what was given; `folder` holds the state.

    Stops on a number that is none. The remaining settings are checked by Django, which knows them.
    """
    env = {**given, "CRAFTKIT_VAR": str(folder), "PYTHONUNBUFFERED": "1", "VIRTUAL_ENV": str(VENV)}
    env["PATH"] = os.pathsep.join([str(VENV / "bin"), given.get("PATH", os.defpath)])
    for name, value in DEFAULTS.items():
        env[name] = given.get(name, "").strip() or value
    for name, most in NUMBERS.items():
        check_number(name, env[name], most)
    if not given.get("CRAFTKIT_BASE_URL"):
        env["CRAFTKIT_BASE_URL"] = f"http://localhost:{env['PORT']}"
    if os.geteuid() == 0:
        # In a container root is usual; Celery would say on every start that it does not like it.
        env["PYTHONWARNINGS"] = "ignore:You're running the worker"
    env["CRAFTKIT_ADMIN_KEY"] = given.get("CRAFTKIT_ADMIN_KEY") or kept_secret(folder / "admin_key")
    return env


def check_number(name: str, value: str, most: int) -> None:
    """A whole number from 1 to `most`."""
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise Stop(f"{name} must be a whole number from 1 to {most}, not {value!r}.", f"Correct or unset {name}.")


def kept_secret(path: Path) -> str:
    """A secret made once, readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(32)
        file.write(secret)
    return secret
