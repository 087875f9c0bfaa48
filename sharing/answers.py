"""Shares and engagement as JSON: the documented fields first, then our own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from craftkit.api.times import iso
from renders.models import Render
from sharing.links import share_url
from sharing.models import EngagementEvent, Share, SharingPolicy

RECENT = 25
VIEWED, RECIPIENT = EngagementEvent.Type.VIEWED, EngagementEvent.Actor.RECIPIENT


def created(share: Share, policy: SharingPolicy) -> dict[str, Any]:
    """A share that was just made."""
    return {
        "id": str(share.pk),
        "shareToken": share.token,
        "shareUrl": share_url(share, policy),
        "channel": share.channel,
        "recipientEmail": share.recipient_email or None,
        "message": share.message or None,
        "expiresAt": iso(share.expires_at),
        "revokedAt": iso(share.revoked_at),
        "createdAt": iso(share.created_at),
        **wishes(share),
    }


def wishes(share: Share) -> dict[str, Any]:
    """What its maker allowed: fields of ours."""
    return {
        "hasPassword": bool(share.password_hash),
        "allowDownload": share.allow_download,
        "allowPrint": share.allow_print,
        "requireEmail": share.require_email,
        "maxViews": share.max_views,
        "viewsUsed": share.views_used,
        "watermark": share.watermark,
    }


def listed(shares: Iterable[Share], policy: SharingPolicy) -> list[dict[str, Any]]:
    """Shares with how often each was looked at."""
    rows = list(shares)
    clicks = clicks_of(rows)
    return [
        {
            "id": str(share.pk),
            "channel": share.channel,
            "recipientEmail": share.recipient_email or None,
            "message": share.message or None,
            "revokedAt": iso(share.revoked_at),
            "revokedReason": share.revoked_reason or None,
            "expiresAt": iso(share.expires_at),
            "createdAt": iso(share.created_at),
            "shareToken": share.token,
            "clickCount": clicks.get(share.pk, 0),
            "shareUrl": share_url(share, policy),
            **wishes(share),
        }
        for share in rows
    ]


def clicks_of(shares: Iterable[Share]) -> dict[Any, int]:
    """Views by recipients, by share."""
    rows = EngagementEvent.objects.filter(share__in=list(shares), event_type=VIEWED, actor_kind=RECIPIENT)
    return dict(rows.values_list("share").annotate(count=Count("id")))


def sent(share: Share, policy: SharingPolicy) -> dict[str, Any]:
    """A share that went out by mail."""
    return {
        "id": str(share.pk),
        "shareToken": share.token,
        "shareUrl": share_url(share, policy),
        "emailMessageId": share.email_message_id,
        "sentAt": iso(share.sent_at),
    }


def engagement(render: Render) -> dict[str, Any]:
    """The counters and the newest entries of a document's history."""
    counts = counts_of(render)
    rows = EngagementEvent.objects.filter(render=render)
    opens = rows.filter(event_type=VIEWED).exclude(share=None).count()
    recent = [entry(row) for row in rows.order_by("-created_at", "-pk")[:RECENT]]
    return {"counts": counts, "linkOpens": opens, "total": sum(counts.values()), "recent": recent}


def counts_of(render: Render) -> dict[str, int]:
    """How often each of the seven happened."""
    found = dict(
        EngagementEvent.objects.filter(render=render).values_list("event_type").annotate(count=Count("id")).order_by()
    )
    return {kind.value: found.get(kind.value, 0) for kind in EngagementEvent.Type}


def entry(row: EngagementEvent) -> dict[str, Any]:
    """One entry of the history."""
    return {
        "id": str(row.pk),
        "eventType": row.event_type,
        "actorKind": row.actor_kind,
        "shareId": str(row.share_id) if row.share_id else None,
        "sourceIp": row.source_ip or None,
        "userAgent": row.user_agent or None,
        "metadata": row.metadata,
        "createdAt": iso(row.created_at),
    }
