"""How an endpoint is doing: days of unbroken failure lead to mail, then to the off; single failures do not."""

from __future__ import annotations

import pytest

from craftkit.accounts.actions import create_project
from craftkit.accounts.models import ProjectMembership, User
from craftkit.mail.models import OutgoingMail
from tests.factories import make_delivery, make_endpoint
from tests.webhooks.receivers import Clock, FakeReceiver, Post, endpoint_of
from webhooks import actions
from webhooks.models import Delivery


@pytest.fixture
def delivery(acme):
    return make_delivery(acme.project, max_attempts=1000)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(autouse=True)
def patient(settings):
    """Attempts enough for days, so that one delivery can fail for that long."""
    settings.WEBHOOK_RETRY_SCHEDULE = [0] + [3600] * 999


@pytest.fixture
def fail(delivery, clock):
    """Let the delivery's next attempt end so."""

    def attempt(answer=500):
        Post(FakeReceiver(answer), clock).attempt(delivery)
        return endpoint_of(delivery)

    return attempt


@pytest.fixture
def written():
    """The mails in the outbox, the oldest first."""
    return lambda: list(OutgoingMail.objects.order_by("pk"))


def test_five_days_of_failure_switch_the_endpoint_off(fail, clock):
    for _ in range(5):
        assert fail().is_active
        clock.advance(days=1)

    endpoint = fail()

    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "failing")


def test_the_owner_is_told_after_a_day_and_at_the_end(acme, fail, clock, written):
    fail()
    clock.advance(hours=23)
    fail()
    assert written() == []

    clock.advance(hours=1)
    fail()
    clock.advance(hours=1)
    fail()
    assert [mail.subject for mail in written()] == ["A webhook endpoint of Acme is failing"]

    for _ in range(4):
        clock.advance(days=1)
        fail()

    warning, end = written()
    assert end.subject == "A webhook endpoint of Acme was switched off"
    for mail in (warning, end):
        text = (mail.content() or b"").decode()
        assert (mail.project, mail.to) == (acme.project, "acme@example.com")
        assert "https://93.184.216.34/hook" in text
        assert f"http://craftkit.test/projects/{acme.project.pk}/webhooks/" in text
        assert "05 June 2026, 10:00 UTC" in text


def test_one_success_begins_the_count_anew(fail, clock, delivery, written):
    for _ in range(4):
        fail()
        clock.advance(days=1)
    fail(200)
    actions.redeliver(delivery=delivery)
    clock.advance(days=1)

    endpoint = fail()

    assert endpoint.is_active
    assert endpoint.failing_since == clock.now
    assert len(written()) == 1


def test_failures_far_apart_are_no_row(fail, clock, written):
    for _ in range(5):
        endpoint = fail()
        clock.advance(days=3)

    assert endpoint.is_active
    assert written() == []


def test_a_success_clears_the_standing(fail):
    assert fail().failing_since

    assert fail(200).failing_since is None


def test_410_is_told_at_once(fail, written):
    endpoint = fail(410)

    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "gone")
    assert "it answered 410 Gone" in (written()[0].content() or b"").decode()


def test_administrators_of_the_project_alone_are_told_as_well(acme, fail, written):
    elsewhere = create_project(account=acme.account, name="Elsewhere")
    for name, project, role in (
        ("guest", acme.project, "admin"),
        ("reader", acme.project, "editor"),
        ("stranger", elsewhere, "admin"),
    ):
        user = User.objects.create_user(f"{name}@example.com")
        ProjectMembership.objects.create(account=acme.account, project=project, user=user, role=role)

    fail(410)

    assert {mail.to for mail in written()} == {"acme@example.com", "guest@example.com"}
    assert {mail.subject for mail in written()} == {"A webhook endpoint of Acme was switched off"}


def test_the_end_keeps_what_waits_and_switching_on_resumes(fail, delivery, clock):
    for _ in range(6):
        endpoint = fail()
        clock.advance(days=1)
    delivery.refresh_from_db()
    assert (endpoint.is_active, delivery.status) == (False, "pending")
    Delivery.objects.update(next_attempt_at=delivery.created_at)
    assert not Delivery.objects.ready().exists()

    actions.enable(endpoint=endpoint)

    assert Delivery.objects.ready().exists()
    fail()
    assert endpoint_of(delivery).failing_since == clock.now


def test_an_event_passes_by_an_endpoint_that_is_off(acme):
    make_endpoint(acme.project, is_active=False)

    event = actions.publish(project=acme.project, env="live", type="render.failed", subject_id=None, payload={})

    assert not event.deliveries.exists()
