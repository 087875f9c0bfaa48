"""Mails speak for the project, not for whoever happens to press the button."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

from django.utils import translation

from craftkit.mail.composing import Letter, compose

END = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def test_a_mail_is_in_one_language_whatever_page_it_is_sent_from(acme):
    letter = Letter(
        "dana@northwind.example", "Offer", "share", {"document_title": "Offer", "url": "x", "expires_at": END}
    )

    with translation.override("de"):
        message = compose(letter, project=acme.project)

    parsed = email.message_from_bytes(message.content, policy=email.policy.default)
    body = parsed.get_body(("plain",))
    assert body
    text = body.get_content()
    assert "The link works until 5 March 2026, 09:30 UTC." in text
