"""What an open share page sends about itself: the signed token of its page view, and the signal in its body."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core import signing

from craftkit.lib.ids import new_id
from sharing.models import Share

SALT = "sharing.beacon"
LIFE_SECONDS = 12 * 3600
EVENTS = {"viewed", "pages", "printed"}
MOST_BYTES = 16 * 1024
LONGEST_MS = 86_400_000


@dataclass(frozen=True)
class Signal:
    """One message of a page view; `number` grows, so that none counts twice."""

    event: str
    number: int
    pages: dict[int, int] = field(default_factory=dict)


def token_for(share: Share) -> str:
    """The token of a new page view: it names the share and the visit that the view may become."""
    return signing.dumps([share.pk.hex, new_id().hex], salt=SALT)


def visit_of(token: object, share: Share) -> uuid.UUID | None:
    """The visit that a token is for; None when it is forged, old, or of another share."""
    if not isinstance(token, str):
        return None
    try:
        share_id, visit_id = signing.loads(token, salt=SALT, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        return None
    return uuid.UUID(hex=visit_id) if share_id == share.pk.hex else None


def read(body: bytes) -> tuple[object, Signal] | None:
    """The token and the signal of a body; None for anything but what our page sends."""
    if len(body) > MOST_BYTES:
        return None
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("event") not in EVENTS or not is_whole(said.get("number"), 1, 100_000):
        return None
    pages = said.get("pages", {})
    if not isinstance(pages, dict):
        return None
    return said.get("token"), Signal(said["event"], said["number"], dict(filter(None, map(page_time, pages.items()))))


def page_time(item: tuple[str, Any]) -> tuple[int, int] | None:
    """A page's number and milliseconds, or None for rubbish."""
    name, milliseconds = item
    if not name.isascii() or not name.isdigit() or len(name) > 6 or not is_whole(milliseconds, 1, LONGEST_MS):
        return None
    return int(name), milliseconds


def is_whole(value: object, least: int, most: int) -> bool:
    """Whether a value is a whole number within bounds; true is none."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
