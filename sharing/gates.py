"""What stands between a link and its document: one state for every reason, the same for the page and for each byte."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sharing.models import Share


class Gate(StrEnum):
    """Why somebody sees the document, or what they see instead."""

    OPEN = "open"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_READY = "not_ready"
    PASSWORD = "password"  # noqa: S105 - the name of a state
    EMAIL = "email"
    COUNTED = "counted"
    USED_UP = "used_up"
    UNMARKED = "unmarked"


# What each answers; a form to fill in is an ordinary page.
STATUS = {Gate.REVOKED: 410, Gate.EXPIRED: 410, Gate.USED_UP: 410, Gate.NOT_READY: 503}


@dataclass(frozen=True)
class Pass:
    """What a visitor has shown for one share; travels as a signed cookie. `since` is the second it was first given."""

    since: int = 0
    has_password: bool = False
    email: str = ""
    is_counted: bool = False


def gate_of(share: Share, shown: Pass) -> Gate:
    """The first gate that is shut, else OPEN."""
    if share.revoked_at:
        return Gate.REVOKED
    if share.is_expired or share.render.pdf_purged_at:
        return Gate.EXPIRED
    if not share.render.pdf_key:
        return Gate.NOT_READY
    if share.password_hash and not shown.has_password:
        return Gate.PASSWORD
    if share.max_views is not None and not shown.is_counted and share.views_left == 0:
        return Gate.USED_UP
    if share.require_email and not shown.email:
        return Gate.EMAIL
    if share.max_views is not None and not shown.is_counted:
        return Gate.COUNTED
    if share.watermark and not shown.since:
        return Gate.UNMARKED
    return Gate.OPEN
