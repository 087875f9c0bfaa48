"""The document that a form made, in the hands of whom the form was for: links, mails, and what became of it."""

from __future__ import annotations

import pytest
from limits import RateLimitItemPerHour

from craftkit.lib.storage import from_settings
from craftkit.mail.models import OutgoingMail
from embed.actions import outcomes
from embed.models import AuditEntry
from renders.models import Render
from sharing.models import Share
from tests.api.calls import error
from tests.embed.hosts import ALL
from tests.embed.test_forms import GOOD, Frame, template
from tests.sharing.conftest import Reader, door, pdf_bytes

__all__ = ["template"]
MAIL = {"to": "reader@example.com", "recipientName": "Reader", "message": "As agreed."}
MAY = {**ALL, "shareDocument": True, "emailDocument": True, "viewEngagement": True}
CALLS = [("POST", "shares", {}), ("POST", "email", MAIL), ("GET", "engagement", None)]


class Result(Frame):
    """The iframe after its form was sent in and printed."""

    def __init__(self, acme, template, **changes) -> None:
        super().__init__(acme.live_key, template, **{"permissions": MAY, **changes})
        self.render = self.submit(GOOD).json()["id"]
        key = f"outcomes/{self.render}.pdf"
        from_settings().put(key, pdf_bytes(), content_type="application/pdf")
        Render.objects.filter(pk=self.render).update(status="succeeded", pdf_key=key, pages=3)

    def call(self, method, part, body=None, **headers):
        return self.caller.send(method, f"/v1/embed/renders/{self.render}/{part}", body, **headers)


@pytest.fixture
def result(acme, template) -> Result:
    return Result(acme, template)


def test_a_link_opens_the_document_and_its_opening_is_seen_in_the_form(result):
    made = result.call("POST", "shares", {"message": "Have a look.", "password": "open sesame"})

    share = Share.objects.get()
    asked = Reader().get(door(share))
    seen = result.call("GET", "engagement").json()
    assert (made.status_code, made.json()["shareUrl"].endswith(str(share.token))) == (201, True)
    assert (share.message, made.json()["hasPassword"], asked.status_code) == ("Have a look.", True, 200)
    assert (seen["counts"]["share_created"], seen["recent"][0]["eventType"]) == (1, "share_created")
    assert AuditEntry.objects.filter(action="document.shared", session_id=result.id).count() == 1


def test_a_mail_carries_a_link_of_its_own_once_for_each_key(result):
    first, again = (result.call("POST", "email", MAIL, Idempotency_Key="k") for _ in range(2))

    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert OutgoingMail.objects.get().status == "sent"
    assert Share.objects.get().recipient_email == "reader@example.com"


@pytest.mark.parametrize(
    ("flag", "call"), list(zip(["shareDocument", "emailDocument", "viewEngagement"], CALLS, strict=True))
)
def test_each_needs_its_own_permission(acme, template, flag, call):
    result = Result(acme, template, permissions={**MAY, flag: False})

    answers = [result.call(*call) for _ in range(2)]

    assert [(answer.status_code, error(answer)["code"]) for answer in answers] == [(403, "permission_denied")] * 2
    assert not Share.objects.exists()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call[1])
def test_no_other_session_and_nobody_without_one_gets_at_it(result, acme, globex, template, call):
    method, part, body = call
    other = Frame(acme.live_key, template, permissions=MAY).caller
    path = f"/v1/embed/renders/{result.render}/{part}"

    refused = [other.send(method, path, body).status_code for _ in range(2)]
    nobody = type(other)(None).send(method, path, body).status_code

    assert (refused, nobody) == ([404, 404], 401)


@pytest.mark.parametrize(
    ("part", "body", "field"),
    [
        ("shares", {"expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt"),
        ("shares", {"password": "abc"}, "password"),
        ("email", {"to": "nobody"}, "to"),
        ("email", {}, "to"),
    ],
)
def test_rubbish_is_named_by_its_field_and_makes_nothing(result, part, body, field):
    answers = [result.call("POST", part, body) for _ in range(2)]

    assert [(answer.status_code, error(answer)["code"]) for answer in answers] == [(400, "invalid_request")] * 2
    assert list(error(answers[0])["issues"]["fieldErrors"]) == [field]
    assert not Share.objects.exists()


@pytest.mark.parametrize(("part", "body"), [("shares", {}), ("email", MAIL)])
def test_before_there_is_a_pdf_it_is_not_ready(acme, template, part, body):
    frame = Frame(acme.live_key, template, permissions=MAY)
    render = frame.submit(GOOD).json()["id"]

    answer = frame.caller.post(f"/v1/embed/renders/{render}/{part}", body)

    assert (answer.status_code, error(answer)["code"]) == (409, "not_ready")


def test_an_install_without_mail_says_so(result, settings):
    settings.MAIL_VIA = "off"

    answer = result.call("POST", "email", MAIL)

    assert (answer.status_code, error(answer)["code"]) == (503, "email_not_configured")


def test_a_session_sends_only_as_many_mails_as_people_do(result, monkeypatch):
    monkeypatch.setattr(outcomes, "MAILS", RateLimitItemPerHour(1))

    sent, refused = (result.call("POST", "email", MAIL) for _ in range(2))

    assert (sent.status_code, refused.status_code, error(refused)["code"]) == (201, 429, "rate_limited")
    assert "Retry-After" in refused
    assert OutgoingMail.objects.count() == 1
