"""Hand out what a visitor reads: the copy for everybody, or the one with the visitor's address across its pages."""

from __future__ import annotations

from datetime import UTC, datetime

from limits import RateLimitItemPerHour

from craftkit.api.tries import Limits, bounded
from sharing import copies
from sharing.gates import Pass
from sharing.models import Share, StoredCopy

# Each is work and a file; somebody who throws the cookie away again and again gets no more of them.
MARKED_LIMITS: Limits = [(RateLimitItemPerHour(20), True), (RateLimitItemPerHour(200), False)]


def copy_for(*, share: Share, shown: Pass, address: str) -> StoredCopy:
    """The copy that this visitor gets, made now if it is not there; TooManyTries for too many marked ones."""
    if not share.watermark:
        return copies.for_reading(share.render)
    since = datetime.fromtimestamp(shown.since, UTC)
    viewer = viewer_of(share, shown)
    if copies.is_new(share.render, viewer=viewer, since=since):
        bounded(share.pk, "share-marked", address, MARKED_LIMITS)
    return copies.for_viewer(share.render, viewer=viewer, since=since)


def viewer_of(share: Share, shown: Pass) -> str:
    """Whom the pages name: the confirmed address, else that of the recipient, else the link itself."""
    return shown.email or share.recipient_email or f"link …{share.pk.hex[-8:]}"
