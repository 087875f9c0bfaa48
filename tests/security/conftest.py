"""Nothing renders in these tests, so nothing waits for a document either."""

from __future__ import annotations

import pytest
from django.db import connection

from renders import actions, previewing


@pytest.fixture(autouse=True)
def connection_stays(monkeypatch):
    """A request through the WSGI door would close the connection whose transaction holds the test's rows."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """Waiting ends at once."""
    wait = actions.wait_for
    monkeypatch.setattr(actions, "wait_for", lambda *, render, seconds: wait(render=render, seconds=0))
    monkeypatch.setattr(previewing, "WAIT_SECONDS", 0.0)
