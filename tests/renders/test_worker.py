"""A worker with a fake lane: outcomes, attempts, fences."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from renders.chromium import BrowserUnavailable, RenderCrashed, RenderTooLarge
from renders.models import Render
from renders.worker import Worker
from tests.factories import make_render, make_template
from tests.fakes import FakeLane, fake_worker


@pytest.fixture
def hire(tmp_path):
    """Makes a worker for a lane."""

    def make(*faults: Exception, **options) -> Worker:
        return fake_worker(tmp_path, FakeLane(*faults, **options))

    return make


@pytest.fixture
def queued(acme) -> Render:
    """A render that is due."""
    return make_render(make_template(acme.project), status="queued")


def again(render: Render) -> None:
    """Its time has come, if it waits."""
    Render.objects.filter(pk=render.pk, status="queued").update(next_attempt_at=Now() - timedelta(seconds=1))


def test_a_due_render_becomes_a_stored_file(hire, queued, tmp_path):
    worker = hire()

    assert worker.serve_one()

    queued.refresh_from_db()
    content = (tmp_path / queued.pdf_key).read_bytes()
    assert (queued.status, queued.pages, queued.engine) == ("succeeded", 1, "Fake 1.0")
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (queued.pdf_sha256, queued.pdf_bytes)
    assert {"queue", "layout", "print", "finish", "store"} <= set(queued.timings)
    assert queued.completed_at
    assert worker.busy_since is None


def test_without_work_a_worker_says_so(hire, db):
    assert not hire().serve_one()


def test_what_trying_again_cannot_cure_fails_at_once(hire, queued):
    hire(RenderTooLarge()).serve_one()

    queued.refresh_from_db()
    assert (queued.status, queued.error_code, queued.attempt) == ("failed", "render_too_large", 1)
    assert queued.error_message


def test_a_crash_is_tried_again_at_once_then_later_then_given_up(hire, queued):
    worker = hire(RenderCrashed(), RenderCrashed(), RenderCrashed())

    worker.serve_one()
    queued.refresh_from_db()
    assert (queued.status, queued.attempt) == ("queued", 1)

    assert worker.serve_one()
    queued.refresh_from_db()
    assert (queued.status, queued.attempt) == ("queued", 2)
    assert 5 <= (queued.next_attempt_at - queued.started_at).total_seconds() < 30
    assert not worker.serve_one()

    again(queued)
    worker.serve_one()
    queued.refresh_from_db()
    assert (queued.status, queued.attempt, queued.error_code) == ("failed", 3, "render_crashed")


def test_a_crash_in_between_leaves_no_trace_in_the_outcome(hire, queued):
    worker = hire(RenderCrashed())

    worker.serve_one()
    worker.serve_one()

    queued.refresh_from_db()
    assert (queued.status, queued.attempt, queued.error_code, queued.error_message) == ("succeeded", 2, "", "")


def test_a_fault_that_nobody_foresaw_is_tried_again_and_tells_no_secrets(hire, queued):
    worker = hire(*[ValueError("secret detail")] * 3)

    for _ in range(3):
        worker.serve_one()
        again(queued)

    queued.refresh_from_db()
    assert (queued.status, queued.error_code, queued.attempt) == ("failed", "internal", 3)
    assert "secret" not in queued.error_message


def test_a_worker_without_a_browser_hands_back_and_takes_nothing_until_there_is_one(hire, queued):
    worker = hire(BrowserUnavailable("No browser here."))
    worker.lane.refuses = BrowserUnavailable("No browser here.")

    worker.serve_one()
    queued.refresh_from_db()
    assert (queued.status, queued.attempt, worker.trouble) == ("queued", 0, "No browser here.")
    assert not worker.serve_one()
    assert worker.lane.starts == 0

    worker.troubled_at -= 10
    assert not worker.serve_one()
    assert worker.lane.starts == 1

    worker.lane.refuses = None
    worker.troubled_at -= 10
    assert worker.serve_one()
    queued.refresh_from_db()
    assert (queued.status, queued.attempt, worker.trouble) == ("succeeded", 1, "")


def test_a_browser_that_only_seems_to_start_does_not_keep_a_render_for_ever(hire, queued):
    worker = hire(*[BrowserUnavailable()] * 4)

    for _ in range(4):
        worker.troubled_at -= 10
        again(queued)
        worker.serve_one()

    queued.refresh_from_db()
    assert (queued.status, queued.attempt, queued.error_code) == ("failed", 3, "browser_unavailable")


def test_a_worker_that_lost_its_lease_cannot_write(hire, queued):
    def steal() -> None:
        Render.objects.filter(pk=queued.pk).update(lease_until=Now() - timedelta(seconds=1))
        assert Render.objects.claim(queued.pk, worker="host:2:bb", seconds=60)

    hire(meanwhile=steal).serve_one()

    queued.refresh_from_db()
    assert (queued.status, queued.worker, queued.attempt, queued.pdf_key) == ("rendering", "host:2:bb", 2, "")


def test_a_render_that_is_cancelled_while_it_is_made_stays_cancelled(hire, queued):
    hire(meanwhile=lambda: Render.objects.cancel(queued.pk)).serve_one()

    queued.refresh_from_db()
    assert (queued.status, queued.pdf_key) == ("cancelled", "")


def test_a_render_that_was_deleted_is_no_trouble(hire, queued):
    worker = hire()
    claim = worker.claimant.take()
    Render.objects.all().delete()

    worker._see_through(claim)

    assert worker.lane.printed == []


def test_what_a_leaving_worker_holds_goes_back_uncounted(hire, queued):
    worker = hire()
    worker.claimant.take()

    worker.release()

    queued.refresh_from_db()
    assert (queued.status, queued.attempt, queued.lease_token) == ("queued", 0, None)


def test_a_leaving_worker_leaves_others_renders_alone(hire, queued):
    hire().claimant.take()

    hire().release()

    queued.refresh_from_db()
    assert queued.status == "rendering"


def test_two_workers_of_one_process_have_names_of_their_own(hire):
    assert hire().name != hire().name
