"""Identifiers: UUIDv7, which sort by the time they were made. They name things; they never open them."""

from __future__ import annotations

import uuid
from datetime import datetime

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562 section 5.7)."""
    return uuid7()


def parse_id(text: str) -> uuid.UUID | None:
    """The UUID that a client wrote, or None when it is no UUID."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def earliest_id(moment: datetime) -> uuid.UUID:
    """The lowest id that can have been made at this moment: where a list by id begins when time is what matters."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62)
