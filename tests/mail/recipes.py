"""Mails for tests, written as other apps write them."""

from __future__ import annotations

from typing import Any

from craftkit.accounts.models import Project
from craftkit.mail import actions
from craftkit.mail.models import OutgoingMail

CONTEXT = {"document_title": "Invoice 7", "message": "As agreed.", "url": "http://craftkit.test/share/shr_1"}


def write(project: Project, **given: Any) -> OutgoingMail:
    """A share mail in the outbox."""
    usual: dict[str, Any] = {
        "kind": "document.share",
        "to": "ruth@example.org",
        "subject": "Invoice 7",
        "template": "share",
        "context": CONTEXT,
        "is_optional": True,
    }
    return actions.send(project=project, **{**usual, **given})
