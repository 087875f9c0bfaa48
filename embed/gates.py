"""What stands between a public link and its form: one state for every reason."""

from __future__ import annotations

from enum import StrEnum

from embed.models import FormLink


class Gate(StrEnum):
    """Why somebody sees the form, or what they see instead."""

    OPEN = "open"
    OFF = "off"
    CLOSED = "closed"
    UNPUBLISHED = "unpublished"
    PASSWORD = "password"  # noqa: S105 - the name of a state


# What each answers; a password to type is an ordinary page.
STATUS = {Gate.OFF: 410, Gate.CLOSED: 410, Gate.UNPUBLISHED: 503}


def gate_of(link: FormLink, *, has_password: bool) -> Gate:
    """The first gate that is shut, else OPEN."""
    if not link.is_on:
        return Gate.OFF
    if link.is_closed():
        return Gate.CLOSED
    if link.template.current_version is None:
        return Gate.UNPUBLISHED
    if link.password_hash and not has_password:
        return Gate.PASSWORD
    return Gate.OPEN
