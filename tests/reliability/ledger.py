"""A house's database as an outsider reads it: plain SQL, so that the code under test does not vouch for itself."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

RENDERS = """SELECT id, status, attempt, worker, error_code, pdf_key, pdf_sha256, pdf_bytes
             FROM renders_render ORDER BY id"""


class Row(NamedTuple):
    """A render as stored; `worker` is `host:process:nonce`."""

    id: str
    status: str
    attempt: int
    worker: str
    error_code: str
    pdf_key: str
    pdf_sha256: str
    pdf_bytes: int

    @property
    def process(self) -> int:
        """The worker's process id."""
        return int(self.worker.split(":")[1])


class Ledger:
    """Reads the database at `url`, or the SQLite `file` without one."""

    def __init__(self, url: str, file: Path) -> None:
        self.url = url
        self.file = file

    def rows(self, query: str) -> Sequence[Sequence[Any]]:
        """All rows of a query."""
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as link:
                return link.execute(query).fetchall()
        with closing(sqlite3.connect(self.file, timeout=10)) as connection:
            return connection.execute(query).fetchall()

    def dump(self) -> bytes:
        """Every row of a database on a server, as text; SQLite's file speaks for itself."""
        if not self.url:
            return b""
        tables = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return b"\n".join(str(row).encode() for (table,) in tables for row in self.rows(f'SELECT * FROM "{table}"'))

    def renders(self) -> list[Row]:
        """Every render, oldest first."""
        return [Row(str(uuid.UUID(str(row[0]))), *row[1:]) for row in self.rows(RENDERS)]

    def render(self, render_id: str) -> Row:
        """One render."""
        return next(row for row in self.renders() if row.id == render_id)

    def at_work(self) -> list[Row]:
        """The renders that workers hold now."""
        return [row for row in self.renders() if row.status == "rendering"]

    def count(self, *statuses: str) -> int:
        """How many renders are in these states."""
        return sum(row.status in statuses for row in self.renders())

    def unfinished(self) -> int:
        """How many renders are not over."""
        return self.count("queued", "rendering")

    def transitions(self) -> list[tuple[str, str, str]]:
        """Every change of state as the trigger wrote it down: render, old state, new state."""
        rows = self.rows("SELECT render_id, old, new FROM renders_rendertransition ORDER BY id")
        return [(str(uuid.UUID(str(row[0]))), row[1], row[2]) for row in rows]

    def ready_workers(self) -> int:
        """How many workers said that their browser runs."""
        return self.rows("SELECT count(*) FROM renders_workerpulse WHERE browser <> ''")[0][0]
