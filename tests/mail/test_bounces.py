"""Bounces: every provider's form is read, only with the right token, and only about mails of ours."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from craftkit.mail.bounces import reports
from craftkit.mail.models import OutgoingMail, Suppression
from tests.mail.recipes import write

TOKEN = "a-long-token-for-tests"


@pytest.fixture
def sent(acme, settings):
    """A mail that a server took."""
    settings.MAIL_BOUNCE_TOKEN = TOKEN
    mail = write(acme.project)
    OutgoingMail.objects.filter(pk=mail.pk).update(status="sent", attempt=1, completed_at=timezone.now())
    return mail


def report(body, token=TOKEN, content_type="application/json"):
    return Client().post(f"/v1/mail/bounces/{token}", json.dumps(body), content_type=content_type)


def test_a_hard_bounce_marks_the_mail_and_stops_others(sent):
    body = {"recipient": sent.to, "type": "hard", "messageId": sent.message_id, "diagnostic": "550 5.1.1 unknown"}

    answer = report(body)

    sent.refresh_from_db()
    assert (answer.status_code, answer.json()) == (200, {"noted": 1})
    assert (sent.status, sent.last_answer) == ("bounced", "550 5.1.1 unknown")
    assert Suppression.objects.get().reason == "bounced"
    assert report(body).json() == {"noted": 1}
    assert Suppression.objects.count() == 1


def test_a_soft_bounce_stops_nothing(sent):
    report({"recipient": sent.to, "type": "soft"})

    sent.refresh_from_db()
    assert sent.status == "sent"
    assert not Suppression.objects.exists()


def test_a_complaint_stops_mail_to_its_sender_alone(sent, globex):
    report({"recipient": sent.to.upper(), "type": "complaint"})

    assert Suppression.objects.get().reason == "complaint"
    assert write(globex.project).status == "queued"


def test_a_report_about_nobody_changes_nothing(sent):
    assert report({"recipient": "stranger@example.net", "type": "hard"}).json() == {"noted": 0}
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("token", ["wrong", "é", TOKEN + "x"])
def test_a_wrong_token_is_no_address(sent, token):
    assert report({"recipient": sent.to, "type": "hard"}, token).status_code == 404
    assert not Suppression.objects.exists()


def test_without_a_token_the_door_is_closed(sent, settings):
    settings.MAIL_BOUNCE_TOKEN = ""

    assert report({"recipient": sent.to, "type": "hard"}, "x").status_code == 404


@pytest.mark.parametrize("body", [[], {}, {"recipient": 7, "type": "hard"}, {"recipient": "x", "type": []}, 3, "x"])
def test_rubbish_tells_of_nothing(sent, body):
    assert report(body).json() == {"noted": 0}


def test_the_forms_of_providers_say_the_same():
    bounce = {
        "bounceType": "Permanent",
        "bouncedRecipients": [{"emailAddress": "ruth@example.org", "diagnosticCode": "550 gone"}],
    }
    ses = {"notificationType": "Bounce", "bounce": bounce, "mail": {"commonHeaders": {"messageId": "<1@x.example>"}}}
    event = {
        "event": "failed",
        "severity": "permanent",
        "recipient": "ruth@example.org",
        "message": {"headers": {"message-id": "1@x.example"}},
        "delivery-status": {"message": "550 gone"},
    }
    postmark = {"RecordType": "Bounce", "Type": "HardBounce", "Email": "ruth@example.org", "Details": "550 gone"}

    (amazon,) = reports({"Type": "Notification", "Message": json.dumps(ses)})
    (mailgun,) = reports({"event-data": event})
    (other,) = reports(postmark)

    assert amazon == mailgun
    assert amazon.message_id == "<1@x.example>"
    assert {(each.address, each.kind, each.diagnostic) for each in (amazon, mailgun, other)} == {
        ("ruth@example.org", "hard", "550 gone")
    }


def test_amazon_calls_its_json_text(sent):
    assert report({"recipient": sent.to, "type": "hard"}, content_type="text/plain; charset=UTF-8").json() == {
        "noted": 1
    }
