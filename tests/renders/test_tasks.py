"""The queue's door: what a ring makes a worker do."""

from __future__ import annotations

import pytest

from renders import tasks
from renders.models import Render
from renders.standin import StandIn
from renders.tasks import Crew
from renders.upkeep import RENDER, Upkeep
from renders.worker import Worker
from tests.factories import make_render, make_template
from tests.fakes import FakeBell, fake_worker


@pytest.fixture
def worker(tmp_path, monkeypatch) -> Worker:
    """The worker of this process."""
    hired = fake_worker(tmp_path)
    monkeypatch.setattr(Crew, "present", Crew(hired, Upkeep(hired, boss=0), StandIn(hired)))
    return hired


@pytest.fixture
def bell(monkeypatch) -> FakeBell:
    """The bell that tasks ring."""
    fake = FakeBell()
    monkeypatch.setattr(tasks, "ring", fake)
    return fake


def wait(party, count: int) -> None:
    """So many due renders."""
    template = make_template(party.project)
    for _ in range(count):
        make_render(template, status="queued")


def test_one_ring_is_enough_for_all_that_waits(worker, acme, bell):
    wait(acme, 3)

    tasks.render("any")

    assert Render.objects.filter(status="succeeded").count() == 3
    assert bell.rings == []


def test_a_ring_for_nothing_does_no_harm(worker, db, bell):
    tasks.render("any")

    assert bell.rings == []


def test_after_its_shift_a_worker_rings_for_itself_and_leaves(worker, acme, bell, monkeypatch):
    monkeypatch.setattr(tasks, "SHIFT_SECONDS", -1)
    wait(acme, 3)

    tasks.render("any")

    assert Render.objects.unfinished().count() == 2
    assert [ring[0] for ring in bell.rings] == [RENDER]


def test_while_nobody_hears_the_bell_the_shift_goes_on(worker, acme, bell, monkeypatch):
    monkeypatch.setattr(tasks, "SHIFT_SECONDS", -1)
    bell.heard = False
    wait(acme, 3)

    tasks.render("any")

    assert Render.objects.unfinished().count() == 0


def test_the_crew_leaves_in_good_order(worker, acme, bell):
    wait(acme, 1)
    worker.claimant.take()

    tasks.end()

    assert Render.objects.get().status == "queued"
    assert worker.lane.stopped
    assert Crew.present is None
    tasks.end()
