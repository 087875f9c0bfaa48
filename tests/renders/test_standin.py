"""Who stands in for the bell: works while nobody hears it, and leaves the work to it again afterwards."""

from __future__ import annotations

import pytest

from renders import standin
from renders.lookout import PAUSE_SECONDS
from renders.models import Render
from renders.standin import TRY_SECONDS, StandIn
from renders.upkeep import RENDER
from tests.factories import make_render, make_template
from tests.fakes import FakeBell, fake_worker


@pytest.fixture
def bell(monkeypatch) -> FakeBell:
    """The bell that is tried."""
    fake = FakeBell()
    monkeypatch.setattr(standin, "ring", fake)
    return fake


@pytest.fixture
def thread(tmp_path) -> StandIn:
    """One that was not started."""
    return StandIn(fake_worker(tmp_path))


def test_a_bell_that_is_heard_is_left_to_do_its_work(thread, acme, bell):
    make_render(make_template(acme.project), status="queued")

    assert thread.round() == TRY_SECONDS
    assert bell.rings == [(RENDER, "trial")]
    assert Render.objects.get().status == "queued"


def test_while_nobody_hears_the_bell_the_worker_looks_for_itself(thread, acme, bell):
    bell.heard = False
    make_render(make_template(acme.project), status="queued")

    assert thread.round() == 0
    assert Render.objects.get().status == "succeeded"
    assert thread.round() == PAUSE_SECONDS
    assert len(bell.rings) == 1


def test_when_the_bell_is_back_both_work_until_celery_has_noticed(thread, db, bell, monkeypatch):
    bell.heard = False
    thread.round()
    bell.heard, thread.next_try = True, 0.0

    assert thread.round() == PAUSE_SECONDS
    assert len(bell.rings) == 2

    thread.stands_until = 0.0
    assert thread.round() == TRY_SECONDS


def test_it_ends_when_it_is_told_to(thread, bell, db):
    thread.start()

    thread.stop(60)

    assert not thread.is_alive()
