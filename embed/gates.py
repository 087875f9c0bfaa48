"""What stands between a public link and its form: one state for every reason."""

from __future__ import annotations

from enum import StrEnum

from craftkit.accounts.models import Project
from embed.models import FormLink
from webhooks.models import Endpoint


class Gate(StrEnum):
    """Why somebody sees the form, or what they see instead."""

    OPEN = "open"
    OFF = "off"
    CLOSED = "closed"
    UNPUBLISHED = "unpublished"
    UNHEARD = "unheard"
    PASSWORD = "password"  # noqa: S105 - the name of a state


# What each answers; a password to type is an ordinary page.
STATUS = {Gate.OFF: 410, Gate.CLOSED: 410, Gate.UNPUBLISHED: 503, Gate.UNHEARD: 503}


def is_heard(project: Project) -> bool:
    """Whether a webhook takes what forms collect; without one the answers would reach nobody."""
    return bool(Endpoint.objects.listening(project=project, env="live", event="form.submitted"))


def gate_of(link: FormLink, *, has_password: bool, is_taken: bool | None = None) -> Gate:
    """The first gate that is shut, else OPEN. `is_taken` for who knows already whether a webhook takes answers."""
    if not link.is_on:
        return Gate.OFF
    if link.is_closed():
        return Gate.CLOSED
    if link.template.current_version is None:
        return Gate.UNPUBLISHED
    if link.collects and not (is_heard(link.project) if is_taken is None else is_taken):
        return Gate.UNHEARD
    if link.password_hash and not has_password:
        return Gate.PASSWORD
    return Gate.OPEN
