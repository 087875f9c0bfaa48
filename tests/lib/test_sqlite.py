"""Transactions of several processes on one SQLite file: whoever begins gets the lock as soon as it is free."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError

from craftkit.lib.sqlite import base
from craftkit.lib.sqlite.base import DatabaseWrapper

# These connections are not pytest-django's, but it guards all.
pytestmark = pytest.mark.django_db
OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 5, "check_same_thread": False}


@pytest.fixture
def file(tmp_path):
    """A database that somebody may hold."""
    path = tmp_path / "test.sqlite3"
    with sqlite3.connect(path) as first:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("CREATE TABLE notes (text TEXT)")
    return path


@pytest.fixture
def connection(file, monkeypatch):
    """Ours, patient enough for a holder that is slow to let go."""
    monkeypatch.setattr(base, "PATIENCE_SECONDS", 60.0)
    wrapper = DatabaseWrapper(
        {
            "ENGINE": "craftkit.lib.sqlite",
            "NAME": str(file),
            "OPTIONS": OPTIONS,
            "TIME_ZONE": None,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": False,
            "AUTOCOMMIT": True,
            "ATOMIC_REQUESTS": False,
        },
        alias="notes",
    )
    wrapper.inc_thread_sharing()
    yield wrapper
    wrapper.close()


@pytest.fixture
def holder(file):
    """Somebody who holds the write lock."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


@contextmanager
def given_back_meanwhile(holder):
    """While the body runs, the holder writes a line and lets go."""

    def finish():
        holder.execute("INSERT INTO notes VALUES ('theirs')")
        holder.execute("COMMIT")

    timer = threading.Timer(0.1, finish)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write(connection):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO notes VALUES ('ours')")


def lines(file):
    with sqlite3.connect(file) as reader:
        return [text for (text,) in reader.execute("SELECT text FROM notes ORDER BY rowid")]


def test_a_transaction_waits_for_its_turn_and_writes(file, connection, holder):
    with given_back_meanwhile(holder):
        begin(connection)
        write(connection)
        connection.commit()
    assert lines(file) == ["theirs", "ours"]


def test_a_lock_that_is_never_given_back_is_an_error(connection, holder, monkeypatch):
    monkeypatch.setattr(base, "PATIENCE_SECONDS", 0.05)
    with pytest.raises(OperationalError, match="locked"):
        begin(connection)


def test_single_statements_still_wait_for_the_lock(file, connection, holder):
    """SQLite's own patience is back after a transaction."""
    holder.execute("COMMIT")
    begin(connection)
    connection.rollback()
    connection.set_autocommit(True)
    holder.execute("BEGIN IMMEDIATE")
    with given_back_meanwhile(holder):
        write(connection)
    assert lines(file) == ["theirs", "ours"]
