"""`/v1/renders/{id}/shares`: make, list, revoke."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.api.times import iso
from sharing.models import EngagementEvent, Share
from tests.api.calls import Caller, error
from tests.factories import make_render, make_share
from tests.sharing.conftest import told

DOCUMENTED = [
    "id",
    "shareToken",
    "shareUrl",
    "channel",
    "recipientEmail",
    "message",
    "expiresAt",
    "revokedAt",
    "createdAt",
]


@pytest.fixture
def api(acme) -> Caller:
    return Caller(acme.live_key)


def shares_of(render) -> str:
    return f"/v1/renders/{render.pk}/shares"


def test_a_link_is_made_with_the_documented_fields_first(api, document):
    answer = api.post(shares_of(document), {})

    body = answer.json()
    assert answer.status_code == 201
    assert list(body)[:9] == DOCUMENTED
    assert re.fullmatch(r"cks_[0-9A-Za-z]{32}", body["shareToken"])
    assert body["shareUrl"] == f"http://craftkit.test/share/{body['shareToken']}"
    assert (body["channel"], body["recipientEmail"], body["message"], body["expiresAt"], body["revokedAt"]) == (
        "link",
        None,
        None,
        None,
        None,
    )


def test_every_wish_is_kept(api, document):
    end = timezone.now() + timedelta(days=3)
    wishes = {
        "channel": "email",
        "recipientEmail": "reader@example.com",
        "message": "As agreed.",
        "expiresAt": iso(end),
        "password": "open sesame",
        "allowDownload": False,
        "allowPrint": False,
        "requireEmail": True,
        "maxViews": 3,
        "watermark": True,
    }

    body = api.post(shares_of(document), wishes).json()

    assert {name: body[name] for name in wishes if name != "password"} == {
        name: value for name, value in wishes.items() if name != "password"
    }
    assert body["hasPassword"] is True
    assert "open sesame" not in Share.objects.get().password_hash


def test_only_the_hash_of_the_token_finds_the_share_and_the_rest_is_sealed(api, document):
    token = api.post(shares_of(document), {}).json()["shareToken"]

    row = Share.objects.values().get()
    assert token not in str(row)
    assert Share.objects.opened_by(token).pk == row["id"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"channel": "email"}, "recipientEmail"),
        ({"recipientEmail": "nobody"}, "recipientEmail"),
        ({"message": "x" * 2001}, "message"),
        ({"message": 5}, "message"),
        ({"expiresAt": "tomorrow"}, "expiresAt"),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt"),
        ({"password": "abc"}, "password"),
        ({"maxViews": 0}, "maxViews"),
        ({"maxViews": True}, "maxViews"),
        ({"watermark": "yes"}, "watermark"),
    ],
)
def test_a_bad_wish_is_named(api, document, body, field):
    answer = api.post(shares_of(document), body)

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert list(error(answer)["issues"]["fieldErrors"]) == [field]
    assert not Share.objects.exists()


@pytest.mark.parametrize("status", ["queued", "rendering", "failed", "cancelled"])
def test_a_render_without_a_pdf_is_not_ready(api, document, status):
    unfinished = make_render(document.template, status=status)

    answer = api.post(shares_of(unfinished), {})

    assert (answer.status_code, error(answer)["code"]) == (409, "not_ready")


def test_rubbish_is_invalid_json(api, document):
    answer = api.post(shares_of(document), b"{rubbish")

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_json")


def test_the_same_key_makes_one_link(api, document):
    first = api.post(shares_of(document), {"message": "once"}, Idempotency_Key="k1")
    again = api.post(shares_of(document), {"message": "once"}, Idempotency_Key="k1")
    other = api.post(shares_of(document), {"message": "twice"}, Idempotency_Key="k1")

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422)
    assert again["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    assert error(other)["code"] == "idempotency_key_reused"
    assert Share.objects.count() == 1


def test_links_are_listed_newest_first_revoked_ones_too(api, document):
    older, newer = make_share(document), make_share(document)
    api.delete(f"{shares_of(document)}/{older.pk}")

    body = api.get(shares_of(document)).json()

    assert [row["id"] for row in body["shares"]] == [str(newer.pk), str(older.pk)]
    assert body["shares"][1]["revokedReason"] == "revoked_by_partner"
    assert body["shares"][0]["shareToken"] == newer.token
    assert list(body["shares"][0])[:11] == [
        "id",
        "channel",
        "recipientEmail",
        "message",
        "revokedAt",
        "revokedReason",
        "expiresAt",
        "createdAt",
        "shareToken",
        "clickCount",
        "shareUrl",
    ]


def test_a_link_is_revoked_once(api, document, share):
    path = f"{shares_of(document)}/{share.pk}"

    first, second = api.delete(path), api.delete(path)

    assert first.status_code == 200
    assert set(first.json()) == {"id", "revokedAt"}
    assert (second.status_code, error(second)["code"]) == (404, "not_found")
    assert EngagementEvent.objects.filter(event_type="share_revoked").count() == 1


def test_a_link_of_another_render_is_not_found(api, document, share):
    other = make_render(document.template, pdf_key="a.pdf")

    assert api.delete(f"{shares_of(other)}/{share.pk}").status_code == 404
    assert api.delete(f"{shares_of(other)}/rubbish").status_code == 404


def test_making_and_revoking_are_told_in_the_documented_shape(api, document, listener):
    made = api.post(shares_of(document), {}).json()
    api.delete(f"{shares_of(document)}/{made['id']}")

    bodies = told()
    entry = EngagementEvent.objects.get(event_type="share_created")
    assert [body["event"] for body in bodies] == ["document.share_created", "document.share_revoked"]
    assert bodies[0] == {
        "event": "document.share_created",
        "renderId": str(document.pk),
        "templateId": str(document.template_id),
        "eventId": str(entry.pk),
        "eventType": "share_created",
        "actorKind": "partner",
        "createdAt": iso(entry.created_at),
        "shareId": made["id"],
        "sourceIp": None,
        "userAgent": None,
        "metadata": None,
    }
