"""The database in trouble: locked for longer than anybody waits, or dropping every connection."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from tests.reliability.harness import LONG_INVOICE, Answer, House, until
from tests.reliability.invariants import faults

pytestmark = pytest.mark.server
LOCKED_SECONDS = 7
DROPS = 5


@contextmanager
def trouble(house: House) -> Iterator[None]:
    """Seven seconds in which the database cannot be relied on, in the way of its kind."""
    strike = drop_connections if house.ground.server else hold_the_lock
    thread = threading.Thread(target=strike, args=(house,))
    thread.start()
    yield
    thread.join()


def hold_the_lock(house: House) -> None:
    """Keep everybody else from writing to the file."""
    with closing(sqlite3.connect(house.ledger.file, timeout=10, isolation_level=None)) as hog:
        hog.execute("BEGIN IMMEDIATE")
        time.sleep(LOCKED_SECONDS)
        hog.execute("ROLLBACK")


def drop_connections(house: House) -> None:
    """End every connection to the house's database, again and again."""
    for _ in range(DROPS):
        with psycopg.connect(house.ground.server, autocommit=True) as link:
            link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [house.name])
        time.sleep(LOCKED_SECONDS / DROPS)


def insistent(house: House) -> Answer:
    """A client that does what a 503 tells it."""
    while (answer := house.accept()).status == 503:
        assert int(answer.headers["Retry-After"]) >= 1
        time.sleep(0.5)
    return answer


def test_a_database_in_trouble_loses_nothing(house):
    house.start_broker()
    house.start_web()
    house.start_workers("worker", lanes=2)
    accepted = [house.accept(LONG_INVOICE).body["id"] for _ in range(2)]
    accepted += [house.accept().body["id"] for _ in range(20)]

    with trouble(house):
        answers = [insistent(house) for _ in range(5)]
    until(lambda: house.ledger.unfinished() == 0, "the end of all renders")

    assert {answer.status for answer in answers} == {202}
    assert {row.status for row in house.ledger.renders()} == {"succeeded"}
    assert {row.attempt for row in house.ledger.renders()} == {1}
    assert {*accepted, *(answer.body["id"] for answer in answers)} <= {row.id for row in house.ledger.renders()}
    assert faults(house) == []
