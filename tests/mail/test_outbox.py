"""What is written to the outbox: one row in the caller's transaction, safe headers, both parts, limits."""

from __future__ import annotations

import email
import email.policy

import pytest
from django.core.mail import send_mail
from django.db import transaction
from django.test import override_settings

from craftkit.lib.errors import InvalidRequest
from craftkit.mail import actions
from craftkit.mail.models import OutgoingMail, SenderSettings, Suppression
from tests.mail.recipes import CONTEXT, write

OUTBOX = override_settings(EMAIL_BACKEND="craftkit.mail.backend.Outbox")


def parsed(mail):
    """The message as a mail program reads it."""
    return email.message_from_bytes(mail.content(), policy=email.policy.default)


def test_a_mail_has_both_parts_with_the_same_link(acme):
    mail = write(acme.project)

    message = parsed(mail)

    assert mail.status == "queued"
    assert message["Subject"] == "Invoice 7"
    assert message["To"] == "ruth@example.org"
    assert message["From"] == "Acme <craftkit@localhost>"
    assert message["Message-ID"] == mail.message_id
    for part in ("plain", "html"):
        assert CONTEXT["url"] in message.get_body((part,)).get_content()


def test_the_way_to_unsubscribe_stands_on_one_line(acme):
    mail = write(acme.project)

    assert b"\r\nList-Unsubscribe: <http://craftkit.test/mail/unsubscribe/" in (mail.content() or b"")


def test_a_rolled_back_transaction_leaves_no_mail(acme):
    with transaction.atomic():
        write(acme.project)
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()


def test_line_breaks_in_names_and_subjects_make_no_header(acme):
    acme.project.name = "Acme\r\nBcc: spy@example.net"
    mail = write(
        acme.project,
        subject="Hello\r\nBcc: spy@example.net\n\nbody",
        to_name="Ruth\nX-Evil: 1",
        reply_to="a@example.org\r\nBcc: spy@example.net",
    )

    message = parsed(mail)

    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["Subject"] == "Hello Bcc: spy@example.net body"


def test_names_and_subjects_of_every_script_arrive(acme):
    acme.project.name = "Müller & Söhne, GmbH"
    mail = write(acme.project, subject="Rechnung für Größe „Ü“ 請求書", to_name="Zoë Ångström, Dr.")

    message = parsed(mail)

    assert message["Subject"] == "Rechnung für Größe „Ü“ 請求書"
    assert message["From"].addresses[0].display_name == "Müller & Söhne, GmbH"
    assert message["To"].addresses[0].display_name == "Zoë Ångström, Dr."
    assert message["To"].addresses[0].addr_spec == "ruth@example.org"


def test_markup_in_values_stays_text(acme):
    mail = write(acme.project, context={**CONTEXT, "message": "<script>alert(1)</script>"})

    html = parsed(mail).get_body(("html",)).get_content()

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_same_occasion_gives_the_same_mail(acme):
    first = write(acme.project, once="share-1")
    second = write(acme.project, once="share-1")

    assert first.pk == second.pk
    assert OutgoingMail.objects.count() == 1


def test_a_wrong_address_is_named(acme):
    with pytest.raises(InvalidRequest) as caught:
        write(acme.project, to="no address\nat all")

    assert caught.value.issues is not None
    assert "to" in caught.value.issues["fieldErrors"]


@override_settings(MAIL_VIA="off")
def test_without_a_mail_server_nothing_is_written(acme):
    with pytest.raises(actions.EmailNotConfigured) as caught:
        write(acme.project)

    assert (caught.value.status, caught.value.code) == (503, "email_not_configured")
    assert not actions.is_configured(acme.project)
    assert not OutgoingMail.objects.exists()


@override_settings(MAIL_DAILY_CAP=2)
def test_the_daily_cap_holds_for_each_project_alone(acme, globex):
    write(acme.project)
    write(acme.project)

    with pytest.raises(actions.DailyCapReached) as caught:
        write(acme.project)

    assert caught.value.status == 429
    assert 86_000 < (caught.value.retry_after or 0) <= 86_400
    assert write(globex.project).status == "queued"


def test_a_project_lowers_its_own_cap(acme):
    SenderSettings.objects.create(project=acme.project, daily_cap=0)

    with pytest.raises(actions.DailyCapReached):
        write(acme.project)


def test_a_suppressed_address_gets_a_row_and_no_mail(acme, globex):
    Suppression.objects.create(project=acme.project, address="ruth@example.org", reason="bounced")

    assert write(acme.project, to="Ruth@Example.org").status == "suppressed"
    assert write(globex.project).status == "queued"


def test_who_unsubscribed_still_gets_codes(acme):
    Suppression.objects.create(project=acme.project, address="ruth@example.org", reason="unsubscribed")

    assert write(acme.project).status == "suppressed"
    assert write(acme.project, is_optional=False).status == "queued"


def test_codes_are_sealed_where_they_are_kept(acme):
    context = {"code": "482913", "minutes": 10}
    mail = write(acme.project, template="code", context=context, is_secret=True, is_optional=False)

    mail.refresh_from_db()

    assert b"482913" not in bytes(mail.message)
    assert b"482913" in (mail.content() or b"")


@OUTBOX
def test_mail_of_libraries_goes_through_the_outbox(db):
    send_mail("Confirm your address", "Open http://craftkit.test/x", None, ["a@example.org", "b@example.org"])

    mails = OutgoingMail.objects.order_by("to")

    assert [(mail.to, mail.kind, mail.project) for mail in mails] == [
        ("a@example.org", "account", None),
        ("b@example.org", "account", None),
    ]
    assert b"Open http://craftkit.test/x" in (mails[0].content() or b"")
    assert b"craftkit.test" not in bytes(mails[0].message)
