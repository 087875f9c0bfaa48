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
    assert all(folder[0] not in words for words in called("postgres"))


def test_redis_starts_fresh_and_leaves_nothing():
    with servers.redis() as url, redis.Redis.from_url(url) as client:
        pid = client.info("server")["process_id"]
        assert client.dbsize() == 0

    assert not psutil.pid_exists(pid)


def called(name: str) -> list[str]:
    """How the processes of that name were called; others may come and go meanwhile."""
    found = [process.info for process in psutil.process_iter(["name", "cmdline"])]
    return [" ".join(info["cmdline"] or []) for info in found if name in (info["name"] or "")]
