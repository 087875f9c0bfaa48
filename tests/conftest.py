"""The cast, and the guards of the unit run.

`acme` owns a project; `globex` is a stranger who owns another one and must always get 404 for what is acme's.
"""

from __future__ import annotations

import secrets
import time
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from limits.storage import RedisStorage
from pytest_socket import socket_allow_hosts

from craftkit.accounts import actions
from craftkit.accounts.models import Account, Project, User
from craftkit.accounts.recency import SIGNED_IN_AT
from craftkit.accounts.sessions import NOTED_AT
from craftkit.api import throttling

PASSWORD = "correct horse battery staple"
# Midnight of some day.
WINDOW = 20_000 * 86_400
# A Redis that is slow for a second would be left alone, and what it had counted with it.
throttling.PATIENCE.update(socket_timeout=60, socket_connect_timeout=60)
# The same examples in every run, and none of them fails because the machine is busy.
hypothesis_settings.register_profile(
    "craftkit", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("craftkit")


class Party(NamedTuple):
    """One of the cast: a user, what it owns, its keys in clear, and a browser that is signed in."""

    user: User
    account: Account
    project: Project
    live_key: str
    test_key: str
    account_key: str
    client: Client


@pytest.fixture
def acme(db: None) -> Party:
    """The owner."""
    return make_party("acme")


@pytest.fixture
def globex(db: None) -> Party:
    """The stranger."""
    return make_party("globex")


def make_party(name: str) -> Party:
    """A user `<name>@example.com` with an account, a project named like it, and one key of each secret kind."""
    user = User.objects.create_user(f"{name}@example.com", PASSWORD)
    account = actions.open_account(user=user, name=name.title())
    project = account.projects.get()
    project.name, project.slug = name.title(), name
    project.save()
    client = signed_in(user)
    _, live = actions.issue_key(account=account, project=project, kind="live")
    _, test = actions.issue_key(account=account, project=project, kind="test")
    _, whole = actions.issue_key(account=account, project=None, kind="account")
    return Party(user, account, project, live, test, whole, client)


def signed_in(user: User, *, ago: float = 0) -> Client:
    """A browser whose person signed in so many seconds ago."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[SIGNED_IN_AT] = time.time() - ago
    session[NOTED_AT] = time.time()
    session.save()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1")
    return client


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with nothing counted against its address, and with the first second of a minute and an hour.

    The limiter's windows follow the clock of the day, and one that ended between two requests would let more pass.
    In Redis, which all workers share, each test counts by names of its own.
    """
    began = time.time()
    monkeypatch.setattr("limits.storage.memory.time", SimpleNamespace(time=lambda: WINDOW + time.time() - began))
    throttling.local_limiter.cache_clear()
    cache.clear()
    shared = throttling.shared_limiter.get()
    if shared is not None and isinstance(shared.storage, RedisStorage):
        shared.storage.key_prefix = f"test-{secrets.token_hex(8)}"


@pytest.fixture(autouse=True)
def only_loopback() -> None:
    """No test reaches another machine; the socket plug-in lifts this after each test."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
