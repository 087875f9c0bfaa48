"""What a worker does beside its work."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from renders import upkeep
from renders.heartbeat import longest_seconds
from renders.models import Render, WorkerPulse
from renders.upkeep import DEAF_AFTER, RENDER, Upkeep
from renders.worker import Worker
from templates_app.models import TemplateVersion
from tests.factories import make_render, make_template
from tests.fakes import FakeBell, fake_worker


@pytest.fixture
def bell(monkeypatch) -> FakeBell:
    """The bell that upkeep rings."""
    fake = FakeBell()
    monkeypatch.setattr(upkeep, "ring", fake)
    return fake


@pytest.fixture
def worker(tmp_path) -> Worker:
    """An idle worker."""
    return fake_worker(tmp_path)


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """A process that may be ended in the place of ours."""
    with subprocess.Popen(["sleep", "999"]) as sleeper:
        yield sleeper
        sleeper.kill()


@pytest.fixture
def aside(worker, process) -> Upkeep:
    """Upkeep whose processes are that one."""
    thread = Upkeep(worker, boss=process.pid)
    thread.process = process.pid
    return thread


def forgotten(party, **changes) -> Render:
    """A render that has waited for a while."""
    template = make_template(party.project)
    TemplateVersion.objects.update(thumbnail_key="drawn")
    render = make_render(template, status="queued")
    Render.objects.filter(pk=render.pk).update(**{"next_attempt_at": Now() - timedelta(seconds=10), **changes})
    return render


def test_an_idle_worker_rings_for_forgotten_work(aside, acme, bell):
    forgotten(acme)

    aside.round()

    assert [ring[0] for ring in bell.rings] == [RENDER]


def test_fresh_work_is_left_to_its_own_ring(aside, acme, bell):
    forgotten(acme, next_attempt_at=Now())

    aside.round()

    assert bell.rings == []


def test_a_busy_worker_does_not_ring(aside, acme, bell):
    forgotten(acme)

    with aside.worker.busy():
        aside.round()

    assert bell.rings == []


def test_missing_pictures_are_rung_for_until_nobody_hears(aside, acme, bell):
    make_template(acme.project, "one")
    make_template(acme.project, "two")
    TemplateVersion.objects.update(published_at=Now() - timedelta(minutes=1))
    bell.heard = False

    aside.round()

    assert [ring[0] for ring in bell.rings] == [upkeep.DRAW_THUMBNAIL]


def test_a_render_whose_last_worker_went_silent_is_failed(aside, acme, bell):
    lost = forgotten(acme, status="rendering", attempt=3, lease_until=Now() - timedelta(seconds=1))

    aside.round()

    lost.refresh_from_db()
    assert (lost.status, lost.error_code) == ("failed", "render_crashed")


def test_signs_of_life_come_and_go(aside, db, bell):
    WorkerPulse.objects.create(name="long gone", seen_at=Now() - timedelta(hours=2))

    aside.round()
    assert list(WorkerPulse.objects.values_list("name", "browser", "error")) == [(aside.worker.name, "Fake 1.0", "")]

    aside.start()
    aside.stop()
    assert not WorkerPulse.objects.exists()


def test_a_worker_in_trouble_claims_no_browser(worker, db):
    worker.trouble = "It does not start. " * 30

    upkeep.pulse(worker)

    sign = WorkerPulse.objects.get()
    assert sign.browser == ""
    assert sign.error.startswith("It does not start.")


def test_a_worker_that_hears_no_ring_has_its_boss_ended(aside, acme, bell, process):
    forgotten(acme)

    for _ in range(DEAF_AFTER + 1):
        aside.look_for_forgotten()
    aside.watch()

    assert process.wait(300) == -signal.SIGTERM


def test_rings_that_nobody_can_hear_are_not_held_against_the_worker(aside, acme, bell, process):
    forgotten(acme)
    bell.heard = False

    for _ in range(DEAF_AFTER + 1):
        aside.look_for_forgotten()
    aside.watch()

    assert process.poll() is None


def test_a_worker_that_looked_in_between_is_not_deaf(aside, acme, bell, process):
    forgotten(acme)

    for _ in range(DEAF_AFTER + 1):
        aside.worker.asked_at += 1
        aside.look_for_forgotten()
    aside.watch()

    assert process.poll() is None


def test_a_worker_stuck_in_one_document_is_ended(aside, process):
    aside.worker.busy_since = time.monotonic() - longest_seconds() - 1

    aside.watch()

    assert process.wait(300) == -signal.SIGTERM


def test_who_does_not_end_when_asked_is_not_asked_again(worker):
    script = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(999)"
    with subprocess.Popen(["python3", "-c", script], stdout=subprocess.PIPE) as stubborn:
        assert stubborn.stdout
        assert stubborn.stdout.readline()
        aside = Upkeep(worker, boss=stubborn.pid)
        aside.end("worker.deaf", stubborn.pid)
        aside.end("worker.deaf", stubborn.pid)
        assert stubborn.poll() is None

        aside.asked_to_end[stubborn.pid] -= upkeep.LAST_WORDS_SECONDS + 1
        aside.end("worker.deaf", stubborn.pid)

        assert stubborn.wait(300) == -signal.SIGKILL


def test_leaving_goes_on_when_a_part_of_it_fails(worker, aside, db, monkeypatch):
    monkeypatch.setattr(worker, "release", lambda: 1 / 0)

    upkeep.take_leave(worker, aside)

    assert worker.lane.stopped
    assert aside.ended.is_set()
