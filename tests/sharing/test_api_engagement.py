"""`/v1/renders/{id}/engagement` and `/events`."""

from __future__ import annotations

from datetime import timedelta

import jsonschema
import pytest
from django.utils import timezone

from sharing import actions
from sharing.models import EngagementEvent
from sharing.traces import Trace
from tests.api.calls import Caller, error
from tests.sharing.conftest import told
from webhooks import catalog

SEVEN = ["viewed", "downloaded", "printed", "email_opened", "email_sent", "share_created", "share_revoked"]


@pytest.fixture
def api(acme) -> Caller:
    return Caller(acme.live_key)


def read(api, document) -> dict:
    return api.get(f"/v1/renders/{document.pk}/engagement").json()


def tell(api, document, body):
    return api.post(f"/v1/renders/{document.pk}/events", body)


def test_a_document_that_nobody_saw_has_seven_zeros(api, document):
    body = read(api, document)

    assert body == {"counts": dict.fromkeys(SEVEN, 0), "linkOpens": 0, "total": 0, "recent": []}
    assert list(body["counts"]) == SEVEN


def test_an_event_of_ones_own_is_recorded_once_in_five_minutes(api, document):
    answers = [tell(api, document, {"eventType": "viewed", "metadata": {"screen": None}}) for _ in range(2)]

    body = read(api, document)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json() for answer in answers] == [{"recorded": True}, {"recorded": False}]
    assert (body["counts"]["viewed"], body["linkOpens"], body["total"]) == (1, 0, 1)
    assert list(body["recent"][0]) == [
        "id",
        "eventType",
        "actorKind",
        "shareId",
        "sourceIp",
        "userAgent",
        "metadata",
        "createdAt",
    ]
    assert body["recent"][0]["actorKind"] == "partner"
    assert body["recent"][0]["metadata"] == {"screen": None}
    assert body["recent"][0]["sourceIp"] == "127.0.0.0"


def test_the_same_counts_again_after_five_minutes(api, document):
    tell(api, document, {"eventType": "viewed"})
    EngagementEvent.objects.update(created_at=timezone.now() - timedelta(minutes=5, seconds=1), once=None)

    assert tell(api, document, {"eventType": "viewed"}).json() == {"recorded": True}


def test_twins_at_once_count_once(document):
    said = {"render": document, "event_type": "viewed", "actor_kind": "recipient", "trace": Trace("", "d", "")}
    first = actions.record(**said)
    EngagementEvent.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(minutes=9))  # type: ignore[union-attr]

    # The look finds nothing, as for a twin that has not committed: the unique window decides.
    assert actions.record(**said) is None


@pytest.mark.parametrize(
    "body",
    [{}, {"eventType": "email_sent"}, {"eventType": "viewed", "metadata": [1]}, {"eventType": 5}, []],
)
def test_rubbish_is_refused(api, document, body):
    answer = tell(api, document, body)

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert not EngagementEvent.objects.exists()


def test_recent_has_25_newest_first(api, document):
    for number in range(30):
        actions.record(
            render=document, event_type="viewed", actor_kind="recipient", trace=Trace("", str(number), str(number))
        )

    recent = read(api, document)["recent"]

    assert [row["userAgent"] for row in recent] == [str(number) for number in range(29, 4, -1)]


def test_a_deleted_project_is_forbidden(api, acme, document):
    acme.project.deleted_at = timezone.now()
    acme.project.save()

    answer = api.get(f"/v1/renders/{document.pk}/engagement")

    assert (answer.status_code, error(answer)["code"]) == (403, "forbidden")


@pytest.mark.parametrize("kind", SEVEN)
def test_each_of_the_seven_is_told_as_its_schema_says(document, share, listener, kind):
    actions.record(
        render=document, share=share, event_type=kind, actor_kind="recipient", trace=Trace("203.0.113.0", "d", "UA")
    )

    body = told()[0]
    jsonschema.validate(body, catalog.DOCUMENT.schema)
    assert list(body) == list(catalog.example(f"document.{kind}"))
    assert (body["event"], body["eventType"], body["shareId"]) == (f"document.{kind}", kind, str(share.pk))
