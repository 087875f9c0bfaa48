"""The connection: a transaction that finds the database locked asks again every millisecond.

SQLite's own waiting sleeps longer and longer (1, 2, 5, 10, 15, 20, 25, then 50 ms and more, `sqliteDefaultBusyCallback`
in its main.c). Writers here hold the lock for a few milliseconds each, so whoever begins a transaction under load would
sleep through several moments at which the database was free.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.db.backends.sqlite3 import base

PATIENCE_SECONDS = 5.0
PAUSE_SECONDS = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to SQLite, with BEGIN by short steps."""

    def _start_transaction_under_autocommit(self) -> None:
        """BEGIN as soon as the lock is free; OperationalError when that takes longer than `PATIENCE_SECONDS`."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with self._answering_at_once():
            while not self._began(last=time.monotonic() > deadline):
                time.sleep(PAUSE_SECONDS)

    def _began(self, *, last: bool) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            if last or "locked" not in str(error):
                raise
            return False
        return True

    @contextmanager
    def _answering_at_once(self) -> Iterator[None]:
        """While the body runs, a locked database says so instead of waiting."""
        self._set_patience(0.0)
        try:
            yield
        finally:
            self._set_patience(PATIENCE_SECONDS)

    def _set_patience(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
