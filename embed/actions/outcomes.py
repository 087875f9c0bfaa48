"""What people do with the document that their form made: make a link to it, mail it, see what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from limits import RateLimitItemPerHour

from craftkit.api.idempotency import Once
from craftkit.api.throttling import hit
from craftkit.lib.errors import RateLimited
from embed.actions.filling import require_form
from embed.actions.sessions import note
from embed.models import EmbedSession
from renders.models import Render
from sharing import actions as sharing
from sharing.models import Share

MAILS = RateLimitItemPerHour(20)


class TooManyMails(RateLimited):
    """More mails from one session than people send."""

    message = "Many mails were sent from here within an hour. Wait a little, then try again."


def share(
    *, session: EmbedSession, render: Render, wishes: Mapping[str, Any], password: str, once: Once | None
) -> tuple[Share, bool]:
    """A link to the document. Raises PermissionDenied, NotReady."""
    require_form(session, "shareDocument")
    made, replayed = sharing.create_share(render=render, wishes=wishes, password=password, once=once)
    if not replayed:
        note(session, "document.shared", about=render.template)
    return made, replayed


def mail(*, session: EmbedSession, render: Render, wishes: Mapping[str, Any], once: Once | None) -> tuple[Share, bool]:
    """A link by mail; the session may send a few in an hour.

    Raises PermissionDenied, TooManyMails, NotReady, EmailNotConfigured, EmailSendFailed.
    """
    require_form(session, "emailDocument")
    allowed, _, seconds = hit(MAILS, "form-mail", session.pk.hex)
    if not allowed:
        raise TooManyMails(retry_after=seconds)
    made, replayed = sharing.email_share(render=render, wishes=wishes, once=once)
    if not replayed:
        note(session, "document.mailed", about=render.template)
    return made, replayed
