"""Addresses of the pages about mail."""

from __future__ import annotations

from django.urls import path

from craftkit.mail.views import mails, recipients, senders

ALL = "projects/<uuid:project_id>/mail"
ONE = f"{ALL}/<uuid:mail_id>"

urlpatterns = [
    path(ALL, mails.mail_list, name="mail-list"),
    path(f"{ALL}/test", mails.mail_test, name="mail-test"),
    path(f"{ALL}/sender", senders.sender_page, name="mail-sender"),
    path(f"{ALL}/sender/sample", senders.sample_body, name="mail-sample"),
    path(f"{ALL}/suppressed", senders.suppression_list, name="suppression-list"),
    path(f"{ALL}/suppressed/<uuid:suppression_id>/remove", senders.suppression_remove, name="suppression-remove"),
    path(ONE, mails.mail_page, name="mail"),
    path(f"{ONE}/body", mails.mail_body, name="mail-body"),
    path(f"{ONE}/again", mails.mail_again, name="mail-again"),
    path("mail/unsubscribe/<str:token>", recipients.unsubscribe, name="unsubscribe"),
]
