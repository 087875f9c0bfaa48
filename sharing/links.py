"""Addresses of shares: under the project's own host where it has one, else under the install's."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from sharing.models import Share, SharingPolicy


def base_of(policy: SharingPolicy) -> str:
    """Scheme and host of a project's share links."""
    if not policy.live_domain:
        return settings.SHARE_URL
    return f"{urlsplit(settings.SHARE_URL).scheme}://{policy.live_domain}"


def share_url(share: Share, policy: SharingPolicy) -> str | None:
    """The link as its reader gets it; None when the install's secret key is not the one that sealed it."""
    token = share.token
    return f"{base_of(policy)}/share/{token}" if token else None


def pixel_url(share: Share, policy: SharingPolicy) -> str | None:
    """The picture in a mail that tells that it was opened."""
    address = share_url(share, policy)
    return f"{address}/opened.gif" if address else None
