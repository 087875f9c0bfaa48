"""The signing page: looking changes nothing, each state is explained, and a form signs once."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from craftkit.lib.storage import from_settings
from craftkit.mail.models import OutgoingMail
from signatures import actions, consent, frames
from signatures.models import AuditEntry, Recipient, SignatureRequest
from signatures.wishes import Wishes
from tests.signatures.conftest import SOMEBODY, asked, field, person, recipient, sealed, sign, told


def door(request: SignatureRequest, part: str = "", position: int = 0) -> str:
    """The path of a recipient's link, or of one of its doors."""
    return f"/sign/{recipient(request, position).token}" + (f"/{part}" if part else "")


def form(request: SignatureRequest, **more: str) -> dict[str, str]:
    """What the page's form sends."""
    values = {str(row.pk): "Ruth Northwind" for row in recipient(request).fields.all()}
    return {**values, "consent": consent.VERSION, "document": request.pdf_sha256, **more}


@pytest.fixture
def reader(db) -> Client:
    """A browser."""
    return Client(headers={"User-Agent": "Browser"}, enforce_csrf_checks=True)


def test_looking_changes_nothing(document, reader, listener):
    request = asked(document)
    before = list(AuditEntry.objects.values())

    for part in ("", "document", "copy", "opened", "sign", "decline"):
        reader.get(door(request, part))
        reader.head(door(request, part))
        reader.options(door(request, part))

    request.refresh_from_db()
    assert request.status == "sent"
    assert recipient(request).status == "sent"
    assert list(AuditEntry.objects.values()) == before
    assert [event["event"] for event in told()] == ["signature.sent"]


def test_the_page_says_that_a_person_opened_it(document, reader, listener):
    request = asked(document)

    for _ in range(2):
        reader.post(door(request, "opened"))

    request.refresh_from_db()
    assert request.status == "viewed"
    assert [event["event"] for event in told()] == ["signature.sent", "signature.viewed"]


def test_a_form_signs_once(document, reader, listener):
    request = asked(document, person(), person("Omar"))

    first = reader.post(door(request, "sign"), form(request))
    second = reader.post(door(request, "sign"), form(request))

    assert (first.status_code, second.status_code) == (302, 302)
    assert recipient(request).status == "signed"
    assert AuditEntry.objects.filter(event="signed").count() == 1
    assert "You have signed." in reader.get(door(request)).content.decode()


def test_nothing_is_signed_without_consent(document, reader):
    request = asked(document)

    answer = reader.post(door(request, "sign"), form(request, consent=""))

    assert answer.status_code == 400
    assert recipient(request).status == "sent"


def test_an_empty_field_is_pointed_out(document, reader):
    request = asked(document, fields=[field(), field(type="text", y=20), field(type="date", y=30, required=False)])
    rows = {row.kind: str(row.pk) for row in recipient(request).fields.all()}

    answer = reader.post(door(request, "sign"), form(request, **{rows["text"]: "", rows["date"]: "tomorrow"}))

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "This field has to be filled in." in page
    assert "Give a date such as" in page
    assert "Ruth Northwind" in page


@pytest.mark.parametrize(
    "bad", ["data:image/png;base64,AAAA", "data:text/html;base64,AAAA", "\N{SNOWMAN}\N{GRINNING FACE}"]
)
def test_what_is_no_signature_is_refused(document, reader, bad):
    request = asked(document)
    one = recipient(request).fields.get()

    answer = reader.post(door(request, "sign"), form(request, **{str(one.pk): bad}))

    assert answer.status_code == 400
    assert recipient(request).status == "sent"


def test_a_page_of_another_document_does_not_sign(document, reader):
    request = asked(document)

    reader.post(door(request, "sign"), form(request, document="0" * 64))

    assert recipient(request).status == "sent"


def test_before_ones_turn_the_document_is_for_reading(document, reader):
    request = asked(document, person("Ruth", order=2), person("Omar", order=1))

    page = reader.get(door(request)).content.decode()
    reader.post(door(request, "sign"), form(request))

    assert "It is not your turn yet." in page
    assert "<form" not in page
    assert reader.get(door(request, "document")).status_code == 200
    assert recipient(request).status == "waiting"


def test_declining_ends_it_for_everybody(document, reader, listener):
    request = asked(document, person(), person("Omar"))

    reader.post(door(request, "decline"), {"reason": "Wrong amount"})

    other = reader.get(door(request, position=1))
    assert other.status_code == 410
    assert "Wrong amount" in other.content.decode()
    assert told()[-1]["reason"] == "Wrong amount"
    assert OutgoingMail.objects.filter(kind="signature.declined").count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "cancelled"}, "This document was withdrawn."),
        ({"expires_at": timezone.now()}, "The time to sign is over."),
        ({"status": "expired"}, "The time to sign is over."),
        ({"status": "failed"}, "could not be completed"),
    ],
)
def test_what_is_over_says_so(document, reader, changes, words):
    request = asked(document)
    SignatureRequest.objects.filter(pk=request.pk).update(**changes)

    page, file, signed = (
        reader.get(door(request)),
        reader.get(door(request, "document")),
        reader.post(door(request, "sign"), form(request)),
    )

    assert page.status_code == 410
    assert words in page.content.decode()
    assert file.status_code == 403
    assert signed.status_code == 302
    assert recipient(request).status == "sent"


def test_a_link_that_never_was_is_not_found(reader):
    assert reader.get("/sign/sgn_" + "a" * 32).status_code == 404
    assert reader.get("/sign/x").status_code == 404


def test_the_code_goes_to_the_recipient_and_opens(document, reader):
    request = asked(document, facts={"requires_code": True})
    before = reader.get(door(request, "document")).status_code
    reader.post(door(request, "code"))
    code = re.match(r"\d{6}", OutgoingMail.objects.get(kind="signature.code").subject)

    wrong = reader.post(door(request, "code"), {"code": "x"})
    right = reader.post(door(request, "code"), {"code": code.group()})  # type: ignore[union-attr]

    assert before == 403
    assert wrong.status_code == 403
    assert right.status_code == 302
    assert reader.get(door(request, "document")).status_code == 200
    assert Client().get(door(request, "document")).status_code == 403


def test_the_password_opens(document, reader):
    request = asked(document, person(password="four words are long"))

    wrong = reader.post(door(request, "password"), {"password": "no"})
    reader.post(door(request, "password"), {"password": "four words are long"})

    assert wrong.status_code == 403
    assert "four words" not in recipient(request).password_hash
    assert reader.get(door(request, "document")).status_code == 200


def test_a_part_that_was_handed_over_has_another_link(document, reader):
    request = asked(document, facts={"allows_delegation": True})
    old = door(request)

    reader.post(f"{old}/delegate", {"first_name": "Omar", "email": "omar@example.com"})

    now = recipient(request)
    assert now.email == "omar@example.com"
    assert now.delegated_from == "Ruth Northwind <ruth@example.com>"
    assert reader.get(old).status_code == 404
    assert reader.get(door(request)).status_code == 200


def test_the_finished_document_can_be_fetched_and_checked(document, reader):
    request = sealed(asked(document))

    copy = reader.get(door(request, "copy"))
    page = Client().post("/verify", {"file": SimpleUploadedFile("a.pdf", copy.content)})
    changed = Client().post("/verify", {"file": SimpleUploadedFile("a.pdf", copy.content + b"\n")})

    assert "Everybody has signed." in reader.get(door(request)).content.decode()
    assert "Intact" in page.content.decode()
    assert "Not what was sealed here" in changed.content.decode()


def test_an_embedded_page_may_only_stand_in_frames_of_the_project(document, reader, monkeypatch):
    monkeypatch.setattr(frames, "known", [lambda project: ["https://app.acme.example"]])
    wishes = {"recipients": [person()], "fields": [field()]}
    inside, _ = actions.create_request(render=document, wishes=Wishes(**wishes, facts={"is_embedded": True}))  # type: ignore[arg-type]

    policy = reader.get(door(inside)).headers["Content-Security-Policy"]
    usual = reader.get(door(asked(document))).headers["Content-Security-Policy"]

    assert "frame-ancestors https://app.acme.example" in policy
    assert "frame-ancestors 'none'" in usual


def test_a_late_signature_in_an_old_window_is_refused(document):
    request = asked(document)
    stale = recipient(request)
    SignatureRequest.objects.filter(pk=request.pk).update(expires_at=timezone.now())

    with pytest.raises(actions.Closed):
        sign(stale)

    assert Recipient.objects.get(pk=stale.pk).status == "sent"
    assert from_settings().get(request.pdf_key)
    assert SOMEBODY.ip
