"""`Idempotency-Key`: one key, one thing."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction

from craftkit.api import idempotency
from craftkit.api.idempotency import InProgress, KeyReused, Once
from craftkit.api.models import IdempotencyRecord

pytestmark = pytest.mark.django_db
PROJECT = uuid.uuid4()


def once(**changes) -> Once:
    given = {"project_id": PROJECT, "env": "live", "endpoint": "render", "key": "k1", "fingerprint": "f1"}
    return Once(**{**given, **changes})


def test_the_same_key_runs_the_work_once():
    made = [uuid.uuid4(), uuid.uuid4()]

    first = idempotency.run(once(), lambda: made[0])
    second = idempotency.run(once(), lambda: made[1])

    assert first == (made[0], False)
    assert second == (made[0], True)


@pytest.mark.parametrize("other", [{"key": "k2"}, {"endpoint": "share"}, {"env": "test"}, {"project_id": uuid.uuid4()}])
def test_another_scope_is_another_key(other):
    made = [uuid.uuid4(), uuid.uuid4()]
    idempotency.run(once(), lambda: made[0])

    assert idempotency.run(once(**other), lambda: made[1]) == (made[1], False)


def test_the_same_key_for_another_request_is_refused():
    idempotency.run(once(), uuid.uuid4)

    with pytest.raises(KeyReused):
        idempotency.run(once(fingerprint="f2"), uuid.uuid4)


def test_work_that_fails_uses_up_no_key():
    def fail() -> uuid.UUID:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        idempotency.run(once(), fail)

    assert idempotency.run(once(), uuid.uuid4)[1] is False


def test_without_a_key_everything_runs():
    assert idempotency.run(None, uuid.uuid4)[0] != idempotency.run(None, uuid.uuid4)[0]


def test_a_row_without_a_resource_means_its_twin_is_at_work():
    with transaction.atomic():
        IdempotencyRecord.objects.create(project_id=PROJECT, env="live", endpoint="render", key="k1", fingerprint="f1")

    with pytest.raises(InProgress):
        idempotency.run(once(), uuid.uuid4)


def test_the_order_of_names_in_a_body_does_not_matter():
    one = idempotency.fingerprint("POST", "/x", {"a": 1, "b": [1.0, "é"]})

    assert one == idempotency.fingerprint("POST", "/x", {"b": [1, "é"], "a": 1})
    assert one != idempotency.fingerprint("POST", "/x", {"b": ["é", 1], "a": 1})
    assert one != idempotency.fingerprint("POST", "/y", {"a": 1, "b": [1, "é"]})


def test_whole_numbers_beyond_doubles_stay_apart():
    assert idempotency.fingerprint("POST", "/x", 2**60) != idempotency.fingerprint("POST", "/x", 2**60 + 1)


def test_old_records_are_forgotten_and_young_ones_kept(settings):
    idempotency.run(once(), uuid.uuid4)
    assert idempotency.forget_old() == 0

    settings.IDEMPOTENCY_HOURS = 0

    assert idempotency.forget_old() == 1
