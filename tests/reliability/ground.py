"""What every house of a test run stands on: a migrated database with the demo account, made once and then copied."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from ops.browser import INSTALLED
from ops.places import ROOT, VENV

OURS = re.compile(r"CRAFTKIT_|DJANGO_|DATABASE_URL$|REDIS_URL$|STORAGE_URL$|PORT$|WORKERS$|WEB_|PYTEST_|TMPDIR$")
SECONDS = 1200


class Ground:
    """A database to copy: a file, or a template database on the server that `server` (a DATABASE_URL) names."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self.server = server
        self.name = f"ground_{secrets.token_hex(4)}"
        self.credentials: dict[str, Any] = {}

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.folder / "craftkit.sqlite3"

    @property
    def static(self) -> Path:
        """The files for browsers, collected once."""
        return self.folder / "static"

    def lay(self) -> None:
        """Migrate, make the demo account, and collect the files for browsers."""
        env = {**clean_environment(self.folder), **self.database(self.name)}
        for command in (["migrate", "--verbosity", "0"], ["demo"], ["collectstatic", "--noinput"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=env,
                timeout=SECONDS,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        self.credentials = json.loads((self.folder / "demo" / "credentials.json").read_text())

    def database(self, name: str) -> dict[str, str]:
        """The variables that lead to the database of that name; none for the default, a file in CRAFTKIT_VAR."""
        if not self.server:
            return {}
        return {"DATABASE_URL": urlsplit(self.server)._replace(path=f"/{name}").geturl()}

    def copy(self, name: str, folder: Path) -> dict[str, str]:
        """A copy for one house with its state in `folder`; the variables that lead to it."""
        if self.server:
            self.administer(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        else:
            shutil.copy(self.file, folder / self.file.name)
        return self.database(name)

    def drop(self, name: str) -> None:
        """Remove a house's copy from the server."""
        if self.server:
            self.administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def administer(self, statement: str) -> None:
        """Run a statement on the server, outside a transaction."""
        with psycopg.connect(self.server, autocommit=True) as link:
            link.execute(statement)


@contextmanager
def laid(folder: Path, server: str) -> Iterator[Ground]:
    """A ground, gone from the server afterwards."""
    ground = Ground(folder, server)
    if server:
        ground.administer(f'CREATE DATABASE "{ground.name}"')
    try:
        ground.lay()
        yield ground
    finally:
        ground.drop(ground.name)


def clean_environment(folder: Path) -> dict[str, str]:
    """What the machine gives, none of the developer's own settings; state in `folder`."""
    env = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    return {
        **env,
        "PATH": os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)]),
        "PYTHONUNBUFFERED": "1",
        "CRAFTKIT_VAR": str(folder),
        "CRAFTKIT_SECRET_KEY": "a-secret-key-for-tests-only-0123456789",
        "CRAFTKIT_RATE_LIMIT_PER_MINUTE": "1000000",
        "CHROMIUM_PATH": os.environ.get("CHROMIUM_PATH") or find_browser(),
    }


def find_browser() -> str:
    """An installed browser."""
    found = (shutil.which(name) for name in INSTALLED)
    return next(path for path in found if path)
