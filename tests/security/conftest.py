"""Nothing renders in these tests, so nothing waits for a document either."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from renders import actions, previewing


@pytest.fixture(autouse=True)
def connection_stays() -> Iterator[None]:
    """A request through the WSGI door would close the connection whose transaction holds the test's rows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """Waiting ends at once."""
    wait = actions.wait_for
    monkeypatch.setattr(actions, "wait_for", lambda *, render, seconds: wait(render=render, seconds=0))
    monkeypatch.setattr(previewing, "WAIT_SECONDS", 0.0)
