"""Hostile addresses are refused when an endpoint is saved and again at every send, without opening a socket."""

from __future__ import annotations

import pytest

from craftkit.lib.errors import InvalidRequest
from craftkit.lib.outbound import Outbound
from tests.factories import make_delivery
from tests.lib.test_outbound_corpus import GOOD, HOSTILE, Recorder, resolve
from tests.webhooks.receivers import Post
from webhooks.actions.endpoints import refuse_bad_url
from webhooks.models import Attempt, Endpoint


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def client(recorder) -> Outbound:
    return Outbound(resolver=resolve, dial=recorder)


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_not_saved(url, client, recorder):
    with pytest.raises(InvalidRequest) as refused:
        refuse_bad_url(url, client)

    assert refused.value.issues
    assert refused.value.issues["fieldErrors"]["url"]
    assert recorder.dialled == []


@pytest.mark.parametrize("url", GOOD)
def test_a_good_address_is_saved_without_a_call(url, client, recorder):
    refuse_bad_url(url, client)

    assert recorder.dialled == []


@pytest.fixture
def many_attempts(settings):
    settings.WEBHOOK_RETRY_SCHEDULE = [0] * 200


@pytest.mark.usefixtures("many_attempts")
def test_hostile_addresses_that_got_in_are_not_called(acme, client, recorder):
    delivery, post = make_delivery(acme.project, max_attempts=200), Post(client)

    for url in HOSTILE:
        Endpoint.objects.update(url=url[:2048])
        post.attempt(delivery)

    assert recorder.dialled == []
    assert set(Attempt.objects.values_list("error_code", flat=True)) <= {"refused", "dns_failed"}
    assert Attempt.objects.count() == len(HOSTILE)


@pytest.mark.usefixtures("many_attempts")
def test_a_name_that_turns_private_after_it_was_saved_is_not_called(acme, recorder):
    answers = iter([["93.184.216.34"], *[["169.254.169.254"]] * 100])
    client = Outbound(resolver=lambda _: next(answers), dial=recorder)
    refuse_bad_url("https://ok.example/", client)
    delivery = make_delivery(acme.project, max_attempts=200)
    Endpoint.objects.update(url="https://ok.example/")

    for _ in range(100):
        Post(client).attempt(delivery)

    assert recorder.dialled == []
