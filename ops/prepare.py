"""`python -m ops.prepare`, inside the environment: settings checked, database migrated, static files, demo account."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from ops.console import Stop, main, note, step

MANUAL = "docs/settings.md describes every setting."


def prepare() -> None:
    """All that has to be true before the first process starts; each part does nothing when it is true already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "craftkit.settings")
    readable(read_settings)
    check_settings()
    with step("database is up to date"):
        readable(lambda: call_command("migrate", interactive=False, verbosity=0))
    collect_static()
    check_redis()
    with step("demo account is in place"):
        readable(lambda: call_command("demo", stdout=StringIO()))


def readable(action: Callable[[], object]) -> None:
    """Do it; what an operator may cause comes out as one line instead of a traceback."""
    try:
        action()
    except ImproperlyConfigured as error:
        raise Stop(f"A setting is wrong: {error}", MANUAL) from None
    except CommandError as error:
        raise Stop(str(error)) from None
    except DatabaseError as error:
        raise explain_database(error, settings.DATABASES["default"]) from None


def read_settings() -> None:
    """What a library says of an address that it parses for the settings is cut to its first sentence."""
    try:
        django.setup()
    except ValueError as error:
        raise ImproperlyConfigured(str(error).partition(". ")[0]) from None


def check_settings() -> None:
    """Django's checks, ours among them; the first serious one in one line."""
    serious = [found for found in run_checks() if found.is_serious()]
    if serious:
        raise Stop(f"A setting is wrong: {serious[0].msg}", serious[0].hint or MANUAL)


def explain_database(error: DatabaseError, database: Mapping[str, Any]) -> Stop:
    """Where the database is, without its password, and its own first line."""
    host = f"{database['HOST']}:{database['PORT'] or 5432}/" if database.get("HOST") else ""
    place = f"{host}{database['NAME']}"
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return Stop(f"The database {place} cannot be used: {line}", "Start it, or correct DATABASE_URL.")


def collect_static() -> None:
    """Only when a file of ours or the version of a package that brings some has changed."""
    stamp = Path(settings.VAR) / "static.stamp"
    now = fingerprint([Path(folder) for folder in settings.STATICFILES_DIRS])
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return
    with step("static files are collected"):
        readable(lambda: call_command("collectstatic", interactive=False, verbosity=0, clear=True))
    stamp.write_text(now)


def fingerprint(folders: list[Path]) -> str:
    """Of the names, sizes and times of all files, and of the lock file."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            about = path.stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def check_redis() -> None:
    """A warning only: without Redis workers look into the database by themselves."""
    if not settings.REDIS_URL:
        return
    address = urlsplit(settings.REDIS_URL)
    if not address.scheme.startswith("redis") or not address.hostname:
        return
    try:
        socket.create_connection((address.hostname, address.port or 6379), timeout=2).close()
    except OSError as error:
        place = f"{address.hostname}:{address.port or 6379}"
        note(f"Redis at {place} (REDIS_URL) does not answer: {error}. Until it does, workers look into the database.")


if __name__ == "__main__":
    main(prepare)
