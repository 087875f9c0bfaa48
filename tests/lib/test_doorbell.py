"""The doorbell: heard or not, it never holds up or fails whoever rings."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from craftkit.celery import app
from craftkit.lib import doorbell
from craftkit.lib.doorbell import Ringer, ring, ring_after_commit
from tests.fakes import FakeBell


@pytest.fixture
def broker(settings) -> None:
    """An install with a broker."""
    settings.BROKER_URL = "memory://"


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """The tasks that reach the broker."""
    tasks: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda task, **_: tasks.append(task))
    return tasks


@pytest.fixture
def ringer(monkeypatch) -> Ringer:
    """A ringer of the test's own."""
    own = Ringer()
    monkeypatch.setattr(doorbell, "ringer", own)
    return own


def test_a_ring_reaches_the_broker(broker, sent):
    assert ring("some.task", "id")
    assert sent == ["some.task"]


def test_without_a_broker_nobody_hears(settings, sent):
    settings.BROKER_URL = ""

    assert not ring("some.task", "id")
    assert sent == []


@pytest.mark.parametrize("trouble", [OperationalError("refused"), ConnectionResetError()])
def test_a_broker_that_is_away_is_no_error(broker, monkeypatch, trouble):
    def fail(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(app, "send_task", fail)

    assert not ring("some.task", "id")


def test_rings_wait_for_the_commit(broker, sent, ringer, django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        ring_after_commit("some.task", "id")
        assert sent == []

    ringer.rings.join()
    assert sent == ["some.task"]


def test_a_ring_that_was_not_heard_is_repeated_once(monkeypatch, ringer):
    bell = FakeBell(heard=False)
    monkeypatch.setattr(doorbell, "ring", bell)

    ringer.hand_over("some.task", ("id",))
    ringer.rings.join()

    assert bell.rings == [("some.task", "id")] * 2


def test_a_bell_that_hangs_holds_up_nobody(monkeypatch, ringer):
    begun, hanging = threading.Event(), threading.Event()

    def hang(*_: str) -> bool:
        begun.set()
        return hanging.wait(60)

    monkeypatch.setattr(doorbell, "ring", hang)
    ringer.hand_over("some.task", ("first",))
    assert begun.wait(60)

    for number in range(doorbell.WAITING_RINGS + 10):
        ringer.hand_over("some.task", (str(number),))

    assert ringer.rings.full()
    hanging.set()
    ringer.rings.join()


def test_a_fault_does_not_end_the_ringing(monkeypatch, ringer):
    faults = [ValueError("unforeseen")]
    heard: list[str] = []

    def flaky(task: str, *_: str) -> bool:
        if faults:
            raise faults.pop()
        heard.append(task)
        return True

    monkeypatch.setattr(doorbell, "ring", flaky)
    ringer.hand_over("first", ())
    ringer.hand_over("second", ())
    ringer.rings.join()

    assert heard == ["second"]


def test_a_process_that_ends_waits_for_its_rings(monkeypatch, ringer):
    bell = FakeBell()
    monkeypatch.setattr(doorbell, "ring", bell)
    monkeypatch.setattr(doorbell, "LAST_SECONDS", 60.0)
    ringer.hand_over("last", ())

    ringer.finish()

    assert bell.rings == [("last",)]
