"""Django's way of sending mail, led into the outbox: what libraries send is kept, tried again and logged like ours."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import make_msgid, parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from craftkit.mail.actions.sending import post
from craftkit.mail.composing import Message, one_line, wire_bytes
from craftkit.mail.models import LONGEST_SUBJECT, OutgoingMail

KIND = "account"


class Outbox(BaseEmailBackend):
    """Writes a row for each recipient. Such mails are about accounts: sealed, and forgotten once sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put the messages into the outbox, in the caller's transaction; how many messages there were."""
        for message in email_messages:
            for to in message.recipients():
                accept(message, to)
        return len(email_messages)


def accept(message: EmailMessage, to: str) -> OutgoingMail:
    """One mail to one of the message's recipients."""
    address = parseaddr(to)[1]
    sender = parseaddr(message.from_email)[1]
    message_id = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    message.extra_headers = {**message.extra_headers, "Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    content = wire_bytes(message)
    subject = one_line(str(message.subject))[:LONGEST_SUBJECT]
    return post(OutgoingMail(kind=KIND, to=address, is_secret=True), Message(content, message_id, sender, subject))
