"""How a worker gets its next render."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from renders.claims import Claimant
from renders.fairness import STREAK
from renders.models import Render
from tests.factories import make_render, make_template


@pytest.fixture
def claimant(db) -> Claimant:
    """A worker's hand."""
    return Claimant("host:1:aa")


def wait(party, count: int = 1) -> list[Render]:
    """Due renders of this party."""
    template = make_template(party.project)
    return [make_render(template, status="queued") for _ in range(count)]


def test_without_work_there_is_nothing_to_take(claimant):
    assert claimant.take() is None


def test_the_oldest_is_taken_first(claimant, acme):
    first, second = wait(acme, 2)

    assert [claimant.take().render_id, claimant.take().render_id] == [first.pk, second.pk]
    assert claimant.take() is None


def test_a_light_project_does_not_wait_for_a_heavy_one(claimant, acme, globex):
    wait(acme, STREAK * 2)
    light = wait(globex)[0]

    taken = [claimant.take().render_id for _ in range(STREAK + 1)]

    assert taken[-1] == light.pk


def test_work_that_comes_while_the_list_of_projects_is_fresh_is_found(claimant, acme, globex):
    wait(acme)
    claimant.take()

    late = wait(globex)[0]

    assert claimant.take().render_id == late.pk


def test_a_render_that_is_not_due_is_left_alone(claimant, acme):
    wait(acme)
    Render.objects.update(next_attempt_at=Now() + timedelta(seconds=30))

    assert claimant.take() is None


def test_a_render_whose_last_worker_went_silent_fails_instead_of_being_taken(claimant, acme):
    lost, next_one = wait(acme, 2)
    Render.objects.filter(pk=lost.pk).update(status="rendering", attempt=3, lease_until=Now() - timedelta(seconds=1))

    taken = claimant.take()

    lost.refresh_from_db()
    assert taken.render_id == next_one.pk
    assert (lost.status, lost.error_code) == ("failed", "render_crashed")


def test_a_row_that_can_never_be_claimed_does_not_hold_the_worker_for_ever(claimant, acme):
    wait(acme)
    Render.objects.update(attempt=3)

    assert claimant.take() is None
