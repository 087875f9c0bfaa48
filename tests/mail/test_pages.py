"""Pages about mail: read one safely, send it again, suppress, unsubscribe, set the sender."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from craftkit.mail.models import OutgoingMail, SenderSettings, Suppression
from craftkit.mail.tokens import Subscription, unsubscribe_url
from tests.mail.recipes import CONTEXT, write
from tests.mail.test_outbox import parsed


def page(party, path=""):
    return f"/projects/{party.project.pk}/mail{path}"


def unsubscribe_path(party, address="ruth@example.org"):
    return unsubscribe_url(Subscription(party.project.pk, address)).removeprefix("http://craftkit.test")


def test_a_mail_is_shown_in_a_frame_that_runs_and_loads_nothing(acme):
    mail = write(acme.project)

    body = acme.client.get(page(acme, f"/{mail.pk}/body"))
    policy = body["Content-Security-Policy"]

    assert CONTEXT["url"] in body.content.decode()
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "script-src" not in policy
    assert body["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in acme.client.get(page(acme, f"/{mail.pk}"))["Content-Security-Policy"]


def test_a_code_is_shown_in_the_mailbox_and_nowhere_else(acme, settings):
    mail = write(acme.project, template="code", context={"code": "482913"}, is_secret=True)

    assert b"482913" in acme.client.get(page(acme, f"/{mail.pk}/body")).content
    settings.MAIL_VIA = "smtp"
    assert acme.client.get(page(acme, f"/{mail.pk}/body")).status_code == 404
    assert b"482913" not in acme.client.get(page(acme, f"/{mail.pk}")).content


def test_a_project_named_in_markup_stays_text(acme):
    acme.project.name = "<script>alert(1)</script>"
    acme.project.save()

    assert b"<script>alert" not in acme.client.get(page(acme, "/sender")).content


def test_a_failed_mail_goes_out_again_as_it_was(acme):
    mail = write(acme.project)
    OutgoingMail.objects.filter(pk=mail.pk).update(status="failed", attempt=7, last_code=554)

    acme.client.post(page(acme, f"/{mail.pk}/again"))

    again = OutgoingMail.objects.get(pk=mail.pk)
    assert (again.status, again.attempt, again.message_id) == ("queued", 0, mail.message_id)


def test_a_mail_to_a_suppressed_address_does_not_go_out_again(acme):
    mail = write(acme.project)
    Suppression.objects.create(project=acme.project, address=mail.to, reason="manual")
    OutgoingMail.objects.filter(pk=mail.pk).update(status="failed")

    answer = acme.client.post(page(acme, f"/{mail.pk}/again"), follow=True)

    assert b"suppression list" in answer.content
    assert OutgoingMail.objects.get(pk=mail.pk).status == "failed"


def test_an_address_is_suppressed_and_let_go(acme):
    acme.client.post(page(acme, "/suppressed"), {"address": "Ruth@Example.org"})
    row = Suppression.objects.get()

    assert (row.address, row.reason, row.source) == ("ruth@example.org", "manual", "by acme@example.com")
    acme.client.post(page(acme, f"/suppressed/{row.pk}/remove"))
    assert not Suppression.objects.exists()


def test_a_test_mail_goes_to_the_reader(acme):
    acme.client.post(page(acme, "/test"))

    assert OutgoingMail.objects.get().to == "acme@example.com"


def test_the_list_finds_by_recipient_and_state(acme):
    write(acme.project)
    write(acme.project, to="other@example.net", subject="Else")

    assert b"other@example.net" not in acme.client.get(page(acme, "?q=RUTH")).content
    assert b"Nothing matches" in acme.client.get(page(acme, "?status=failed&cursor=x")).content


def test_opening_the_unsubscribe_link_changes_nothing(acme):
    answer = Client().get(unsubscribe_path(acme))

    assert answer.status_code == 200
    assert b"ruth@example.org" in answer.content
    assert not Suppression.objects.exists()


def test_one_click_unsubscribes_without_a_cookie(acme):
    mail = write(acme.project)
    path = parsed(mail)["List-Unsubscribe"].strip("<>").removeprefix("http://craftkit.test")

    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200

    row = Suppression.objects.get()
    assert (row.project, row.address, row.reason) == (acme.project, "ruth@example.org", "unsubscribed")
    assert write(acme.project).status == "suppressed"


@pytest.mark.parametrize("token", ["x", "WyJhIiwiYiJd:1:2"])
def test_a_made_up_unsubscribe_link_is_refused(acme, token):
    assert Client().post(f"/mail/unsubscribe/{token}").status_code == 404
    assert not Suppression.objects.exists()


def test_codes_carry_no_unsubscribe_link(acme):
    mail = write(acme.project, template="code", context={"code": "1"}, is_optional=False)

    assert parsed(mail)["List-Unsubscribe"] is None


def test_the_sender_shapes_the_next_mail(acme, settings):
    settings.MAIL_SENDER_DOMAINS = frozenset({"acme.example"})
    picture = io.BytesIO()
    Image.new("RGB", (120, 40), "navy").save(picture, "PNG")
    sent = {
        "from_name": "Acme Documents",
        "from_address": "docs@acme.example",
        "reply_to": "hello@acme.example",
        "brand_color": "#FFDD00",
        "footer": "Acme Ltd, 1 Quay Street",
        "logo": SimpleUploadedFile("logo.png", picture.getvalue()),
    }

    answer = acme.client.post(page(acme, "/sender"), sent)

    acme.project.refresh_from_db()
    message = parsed(write(acme.project))
    html = message.get_body(("html",)).get_content()
    assert answer.status_code == 302
    assert message["From"] == "Acme Documents <docs@acme.example>"
    assert message["Reply-To"] == "hello@acme.example"
    assert "#ffdd00" in html
    assert "color:#1f2430;font-size:16px" in html, "dark words on a bright button"
    assert "Acme Ltd, 1 Quay Street" in html
    assert "cid:logo@craftkit" in html
    assert [part["Content-ID"] for part in message.walk() if part["Content-ID"]] == ["<logo@craftkit>"]
    assert b"data:image/png;base64," in acme.client.get(page(acme, "/sender/sample")).content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("from_address", "boss@bank.example"),
        ("brand_color", "red;}"),
        ("logo", SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>")),
        ("logo", SimpleUploadedFile("logo.png", b"no picture")),
        ("daily_cap", "-1"),
        ("from_name", "x" * 121),
    ],
)
def test_a_sender_that_would_not_do_is_refused(acme, field, value):
    answer = acme.client.post(page(acme, "/sender"), {"footer": "x", field: value})

    assert answer.status_code == 422
    assert not SenderSettings.objects.exists()
