"""A message as people see it on a page: its headers, its text, and its HTML with the pictures inside it."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import cast

SHOWN = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post")
HEAD = re.compile(r"<head>", re.IGNORECASE)


@dataclass(frozen=True)
class Opened:
    """The parts of a message."""

    headers: list[tuple[str, str]]
    text: str
    html: str


def opened(content: bytes) -> Opened:
    """The parts of the bytes; links of the HTML open in a window of their own."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    headers = [(name, str(message[name])) for name in SHOWN if message[name]]
    html = _with_pictures(_part(message, "html"), message)
    return Opened(headers, _part(message, "plain"), HEAD.sub('<head><base target="_blank">', html, count=1))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def _with_pictures(html: str, message: EmailMessage) -> str:
    for part in message.walk():
        name = str(part.get("Content-ID", "")).strip("<>")
        if name and part.get_content_maintype() == "image":
            data = base64.b64encode(cast(bytes, part.get_payload(decode=True))).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    return html
