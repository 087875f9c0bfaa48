"""Identifiers: UUIDv7, which sort by the time they were made. They name things; they never open them."""

from __future__ import annotations

import uuid

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
