"""The servers of a test run: they start, they answer, and nothing of them stays."""

from __future__ import annotations

from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from ops import servers

pytestmark = pytest.mark.server


def test_postgres_starts_fresh_and_leaves_nothing():
    with servers.postgres() as url, psycopg.connect(url) as connection:
        folder = connection.execute("show data_directory").fetchone()
        connection.execute("create table t (n int)")
        assert folder is not None
        assert Path(folder[0]).is_dir()

    assert not Path(folder[0]).exists()
    assert all(folder[0] not in " ".join(process.cmdline()) for process in mine("postgres"))


def test_redis_starts_fresh_and_leaves_nothing():
    with servers.redis() as url, redis.Redis.from_url(url) as client:
        pid = client.info("server")["process_id"]
        assert client.dbsize() == 0

    assert not psutil.pid_exists(pid)


def mine(name: str) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if name in process.name()]
