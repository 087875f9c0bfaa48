"""Note that the mail of a share went out, also where the request that sent it died."""

from __future__ import annotations

from django.db import transaction

from craftkit.mail.models import OutgoingMail
from sharing.history import record
from sharing.models import EngagementEvent, Share

Type, Actor = EngagementEvent.Type, EngagementEvent.Actor
MOST = 500


def note_sent(share: Share) -> None:
    """The mail is on its way: once, with the entry that says so."""
    with transaction.atomic():
        if Share.objects.note_sent(share):
            record(render=share.render, share=share, event_type=Type.EMAIL_SENT, actor_kind=Actor.SYSTEM)


def settle_mails() -> None:
    """Note what became of mails whose request died before it could."""
    rows = Share.objects.filter(sent_at=None, revoked_at=None).exclude(email_message_id="")
    for share in rows.select_related("project", "render__template")[:MOST]:
        letter = OutgoingMail.objects.filter(message_id=share.email_message_id).first()
        if letter is not None and letter.status in {OutgoingMail.Status.SENT, OutgoingMail.Status.BOUNCED}:
            note_sent(share)
