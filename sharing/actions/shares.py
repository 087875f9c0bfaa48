"""Make, send and revoke share links."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from craftkit.accounts.languages import speaking
from craftkit.accounts.models import User
from craftkit.api import idempotency
from craftkit.api.idempotency import Once
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import Conflict, InvalidRequest, NotFound, field_issues
from craftkit.lib.storage import from_settings
from craftkit.mail import actions as mail
from craftkit.mail.models import OutgoingMail
from renders.models import Render
from sharing.history import record
from sharing.links import pixel_url, share_url
from sharing.mailing import note_sent
from sharing.marking import DocumentLocked, is_locked
from sharing.models import EngagementEvent, Share, SharingPolicy

Type, Actor = EngagementEvent.Type, EngagementEvent.Actor
PREPARE = "sharing.tasks.prepare"
MAIL_KIND = "document.share"
LOCKED = {
    "watermark": DocumentLocked.message,
    "allowDownload": "The PDF asks for a password when it is opened, so its readers have to download it.",
}
REVOKED_BY_PARTNER, EMAIL_FAILED = "revoked_by_partner", "email_failed"


class NotReady(Conflict):
    """The render has made no PDF (yet)."""

    code = "not_ready"
    message = gettext_noop("The render has not succeeded, so there is no document to share.")


def create_share(
    *,
    render: Render,
    wishes: Mapping[str, Any],
    password: str = "",
    by: User | None = None,
    once: Once | None = None,
) -> tuple[Share, bool]:
    """A link to a succeeded render and whether it is a replay; NotReady before there is a PDF.

    `wishes` are fields of the share; the password is kept as a slow hash.
    """
    share = drafted(render, wishes, password, by)
    made, replayed = idempotency.run(once, lambda: put_down(share))
    return (Share.objects.select_related("project").get(pk=made), True) if replayed else (share, False)


def drafted(render: Render, wishes: Mapping[str, Any], password: str, by: User | None) -> Share:
    """The share as it will be written."""
    refuse_unready(render)
    refuse_past(wishes.get("expires_at"))
    refuse_locked(render, wishes)
    share = Share(project=render.project, render=render, env=render.env, created_by=by, **wishes)
    share.give_token()
    if password:
        share.password_hash = make_password(password)
    return share


def refuse_unready(render: Render) -> None:
    """NotReady unless there is a PDF."""
    if render.status != Render.Status.SUCCEEDED or not render.pdf_key:
        raise NotReady


def refuse_past(moment: datetime | None) -> None:
    """InvalidRequest for a link that would be dead from the start."""
    if moment is not None and moment <= timezone.now():
        raise InvalidRequest(issues=field_issues({"expiresAt": [gettext_noop("Choose a time in the future.")]}))


def refuse_locked(render: Render, wishes: Mapping[str, Any]) -> None:
    """InvalidRequest where a PDF that asks for a password can be neither marked nor read without a download."""
    asked = {"watermark": wishes.get("watermark"), "allowDownload": wishes.get("allow_download") is False}
    if not any(asked.values()) or not render.inputs.get("protected"):
        return
    if is_locked(from_settings().get(render.pdf_key)):
        faults = {name: [LOCKED[name]] for name, wanted in asked.items() if wanted}
        raise InvalidRequest(next(iter(faults.values()))[0], issues=field_issues(faults))


def put_down(share: Share) -> uuid.UUID:
    """Write the share and tell of it; the copy for its readers is made ahead of them."""
    share.save(force_insert=True)
    record(render=share.render, share=share, event_type=Type.SHARE_CREATED, actor_kind=Actor.PARTNER)
    ring_after_commit(PREPARE, str(share.render_id))
    return share.pk


def revoke_share(*, share: Share, reason: str = REVOKED_BY_PARTNER) -> Share:
    """End the link at once; NotFound when it was revoked before."""
    with transaction.atomic():
        if not Share.objects.revoke(share, reason=reason):
            raise NotFound(gettext_noop("No such share of this render."))
        record(render=share.render, share=share, event_type=Type.SHARE_REVOKED, actor_kind=Actor.PARTNER)
    return share


def email_share(
    *,
    render: Render,
    wishes: Mapping[str, Any],
    password: str = "",
    by: User | None = None,
    once: Once | None = None,
) -> tuple[Share, bool]:
    """A link to the address in `wishes`, and the mail that carries it, in one transaction; then the mail goes out.

    EmailNotConfigured (503) before anything is written. EmailSendFailed (502) when the server refuses, also for a
    replay: the link is revoked, and the mail is in the log with the server's words. A server that is slow or away gets
    the mail from the queue.
    """
    mail.require_configured(render.project)
    share = drafted(render, {**wishes, "channel": Share.Channel.EMAIL}, password, by)
    made, replayed = idempotency.run(once, lambda: put_down_with_mail(share))
    kept = Share.objects.select_related("project", "render__template").get(pk=made)
    letter = OutgoingMail.objects.get(message_id=kept.email_message_id)
    # A twin may be sending at this moment; only what has ended can be told again.
    if not replayed or letter.is_terminal:
        deliver(kept, letter)
    return kept, replayed


def put_down_with_mail(share: Share) -> uuid.UUID:
    """The share, and the mail in the outbox."""
    policy = SharingPolicy.objects.of(share.project)
    letter = mail.send(
        project=share.project,
        kind=MAIL_KIND,
        to=share.recipient_email,
        to_name=share.recipient_name,
        subject=letter_subject(share),
        template="share",
        context=letter_context(share, policy),
        subject_id=share.pk,
        once=str(share.pk),
        is_secret=True,
        at_once=True,
    )
    share.email_message_id = letter.message_id
    return put_down(share)


def deliver(share: Share, letter: OutgoingMail) -> None:
    """Send the mail of a share, unless that was done, and note that it went out; a refused one ends the link."""
    try:
        mail.send_now(mail=letter)
    except mail.EmailSendFailed:
        Share.objects.revoke(share, reason=EMAIL_FAILED)
        raise
    note_sent(share)


def letter_subject(share: Share) -> str:
    """What the mail is called, in the project's language."""
    with speaking(share.project):
        return gettext("{title} from {sender}").format(title=title_of(share.render), sender=share.project.name)


def letter_context(share: Share, policy: SharingPolicy) -> dict[str, Any]:
    """What the mail says."""
    return {
        "recipient_name": share.recipient_name,
        "document_title": title_of(share.render),
        "message": share.message,
        "url": share_url(share, policy),
        "expires_at": share.expires_at,
        "pixel_url": pixel_url(share, policy) if policy.is_tracking_on else None,
    }


def title_of(render: Render) -> str:
    """What people call the document."""
    return render.filename.removesuffix(".pdf") if render.filename else render.template.name
