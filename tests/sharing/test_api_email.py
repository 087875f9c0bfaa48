"""`POST /v1/renders/{id}/email`."""

from __future__ import annotations

import re

import pytest

from craftkit.mail.models import OutgoingMail
from sharing import mailing
from sharing.actions import shares
from sharing.models import EngagementEvent, Share
from tests.api.calls import Caller, error
from tests.factories import make_render
from tests.sharing.conftest import told

BODY = {"to": "reader@example.com", "recipientName": "Reader", "message": "As agreed."}


@pytest.fixture
def api(acme) -> Caller:
    return Caller(acme.live_key)


def send(api, document, body=None, **headers):
    return api.post(f"/v1/renders/{document.pk}/email", BODY if body is None else body, **headers)


def test_a_document_goes_out_with_a_link_of_its_own(api, document, listener):
    answer = send(api, document)

    share, letter = Share.objects.get(), OutgoingMail.objects.get()
    assert answer.status_code == 201
    assert list(answer.json()) == ["id", "shareToken", "shareUrl", "emailMessageId", "sentAt"]
    assert answer.json()["emailMessageId"] == letter.message_id
    assert (share.channel, share.recipient_email, share.recipient_name) == ("email", "reader@example.com", "Reader")
    assert letter.status == "sent"
    text = (letter.content() or b"").decode().replace("=\r\n", "").replace("=3D", "=")
    assert answer.json()["shareUrl"] in text
    assert f"{answer.json()['shareUrl']}/opened.gif" in text
    assert "As agreed." in text
    assert [body["event"] for body in told()] == ["document.share_created", "document.email_sent"]
    assert told()[1]["actorKind"] == "system"


def test_the_same_key_sends_one_mail(api, document):
    first, again = (send(api, document, Idempotency_Key="k") for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "to"),
        ({"to": "nobody"}, "to"),
        ({**BODY, "recipientName": "x" * 201}, "recipientName"),
        ({**BODY, "message": "x" * 2001}, "message"),
        ({**BODY, "expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt"),
    ],
)
def test_a_bad_mail_is_refused_before_anything_is_written(api, document, body, field):
    answer = send(api, document, body)

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert list(error(answer)["issues"]["fieldErrors"]) == [field]
    assert not Share.objects.exists()


def test_a_render_without_a_pdf_is_not_ready(api, document):
    unfinished = make_render(document.template, status="queued")

    answer = send(api, unfinished)

    assert (answer.status_code, error(answer)["code"]) == (409, "not_ready")


def test_an_install_without_mail_says_so_and_writes_nothing(api, document, settings):
    settings.MAIL_VIA = "off"

    answer = send(api, document)

    assert (answer.status_code, error(answer)["code"]) == (503, "email_not_configured")
    assert not Share.objects.exists()


@pytest.fixture
def refusing(monkeypatch):
    """A mail server that refuses for good."""

    def refuse(*, mail):
        OutgoingMail.objects.filter(pk=mail.pk).update(status="failed", last_code=550, last_answer="no")
        raise shares.mail.EmailSendFailed("The mail server refused the message: 550 no")  # type: ignore[attr-defined]

    monkeypatch.setattr(shares.mail, "send_now", refuse)  # type: ignore[attr-defined]


def test_a_refused_mail_is_502_its_link_is_dead_and_nothing_was_sent(api, document, refusing):
    answers = [send(api, document, Idempotency_Key="k") for _ in range(2)]

    assert [(answer.status_code, error(answer)["code"]) for answer in answers] == [(502, "email_send_failed")] * 2
    assert Share.objects.get().revoked_reason == "email_failed"
    assert not EngagementEvent.objects.filter(event_type="email_sent").exists()


def test_a_mail_whose_request_died_is_noted_later(api, document, monkeypatch):
    monkeypatch.setattr(shares, "note_sent", lambda share: None)
    send(api, document)
    monkeypatch.undo()
    assert not EngagementEvent.objects.filter(event_type="email_sent").exists()

    for _ in range(2):
        mailing.settle_mails()

    assert EngagementEvent.objects.filter(event_type="email_sent").count() == 1


def test_the_mail_opens_the_document(api, document, reader):
    url = send(api, document).json()["shareUrl"]

    assert reader.get(re.sub("^http://[^/]+", "", url)).status_code == 200
