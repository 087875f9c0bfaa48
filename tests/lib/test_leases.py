"""Leases: one holder at a time, fenced by its token, and never for ever."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models.functions import Now

from craftkit.lib.leases import insist
from renders.models import Render
from tests.factories import make_render, make_template

WORKER = "host:1:aa"


@pytest.fixture
def queued(acme) -> Render:
    """A render that is due."""
    return make_render(make_template(acme.project), status="queued")


def claim(render: Render, *, seconds: float = 60) -> uuid.UUID | None:
    return Render.objects.claim(render.pk, worker=WORKER, seconds=seconds)


def hold(render: Render, *, seconds: float = 60) -> uuid.UUID:
    """Claim what can be claimed."""
    token = claim(render, seconds=seconds)
    assert token
    return token


def row(render: Render) -> Render:
    return Render.objects.get(pk=render.pk)


def test_a_claim_counts_the_attempt_and_holds_for_a_while(queued):
    token = hold(queued)

    taken = row(queued)
    assert (taken.status, taken.attempt, taken.worker, taken.lease_token) == ("rendering", 1, WORKER, token)
    assert taken.lease_until
    assert taken.started_at
    assert taken.lease_until - taken.started_at == timedelta(seconds=60)


def test_a_held_row_cannot_be_claimed(queued):
    claim(queued)

    assert claim(queued) is None
    assert row(queued).attempt == 1


def test_a_row_whose_holder_went_silent_can_be_claimed_and_the_old_token_is_void(queued):
    old = hold(queued, seconds=-1)

    new = hold(queued)

    assert new != old
    assert not Render.objects.renew(queued.pk, old, seconds=60)
    assert not Render.objects.put_back(queued.pk, old, seconds=0)
    assert not Render.objects.finish(queued.pk, old, status="succeeded")
    assert Render.objects.finish(queued.pk, new, status="succeeded")


def test_a_row_is_not_claimed_before_its_time(queued):
    Render.objects.filter(pk=queued.pk).update(next_attempt_at=Now() + timedelta(seconds=30))

    assert claim(queued) is None


def test_a_row_that_used_up_its_attempts_is_not_claimed(queued):
    Render.objects.filter(pk=queued.pk).update(attempt=3)

    assert claim(queued) is None


def test_what_is_put_back_waits_and_keeps_its_count(queued):
    token = hold(queued)

    assert Render.objects.put_back(queued.pk, token, seconds=30)

    waiting = row(queued)
    assert (waiting.status, waiting.attempt, waiting.lease_token) == ("queued", 1, None)
    assert waiting.started_at
    assert waiting.next_attempt_at - waiting.started_at >= timedelta(seconds=30)


def test_a_refund_takes_the_attempt_back(queued):
    token = hold(queued)

    Render.objects.put_back(queued.pk, token, seconds=-1, refund=True)

    assert row(queued).attempt == 0
    assert claim(queued)


def test_a_renewed_lease_does_not_expire(queued):
    token = hold(queued, seconds=-1)
    assert Render.objects.expired().exists()

    assert Render.objects.renew(queued.pk, token, seconds=60)

    assert not Render.objects.expired().exists()


def test_forgotten_is_what_waits_long_or_not_for_the_first_time(acme):
    template = make_template(acme.project)
    fresh, old, again = (make_render(template, status="queued") for _ in range(3))
    Render.objects.filter(pk=old.pk).update(next_attempt_at=Now() - timedelta(minutes=20))
    Render.objects.filter(pk=again.pk).update(attempt=1)

    forgotten = set(Render.objects.forgotten(600).values_list("pk", flat=True))

    assert forgotten == {old.pk, again.pk}
    assert fresh.pk not in forgotten


@pytest.mark.parametrize("rows", ["unfinished", "due", "expired"])
def test_finding_work_does_not_read_what_is_finished(db, rows):
    plan = getattr(Render.objects, rows)().explain()

    assert "render_next" in plan or "render_at_work" in plan or "Seq Scan" in plan


class Flaky:
    """A write that fails so often before it works."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.failures:
            raise OperationalError("database is locked")
        return "written"


@pytest.mark.django_db(transaction=True)
def test_insisting_outlasts_a_locked_database():
    write = Flaky(2)

    assert insist(write) == "written"
    assert write.calls == 3


@pytest.mark.django_db(transaction=True)
def test_insisting_ends_with_its_time():
    write = Flaky(1000)

    with pytest.raises(OperationalError):
        insist(write, seconds=0.01)


def test_inside_a_transaction_there_is_no_second_try(db):
    write = Flaky(1)

    with pytest.raises(OperationalError):
        insist(write)

    assert write.calls == 1
