"""What may be done to a request and to a recipient in which state, and what comes of it: two tables, and no exceptions.

A pair that is not in its table is refused. Every change is one conditional update on the states that its row names.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

Table = dict[str, dict[str, str]]

# `sealing` is our own: everybody has signed, and the sealed PDF is being made. The API tells it as `viewed`.
REQUEST_STATES = ("sent", "viewed", "sealing", "completed", "declined", "expired", "cancelled", "failed")
RECIPIENT_STATES = ("waiting", "sent", "viewed", "signed", "declined", "copied")
OPEN = ("sent", "viewed")
FINAL = ("completed", "declined", "expired", "cancelled", "failed")

REQUEST: Table = {
    "view": {"sent": "viewed", "viewed": "viewed"},
    "sign": {"sent": "viewed", "viewed": "viewed"},
    "delegate": {"sent": "sent", "viewed": "viewed"},
    "decline": {"sent": "declined", "viewed": "declined"},
    "remind": {"sent": "sent", "viewed": "viewed"},
    "cancel": {"sent": "cancelled", "viewed": "cancelled"},
    "expire": {"sent": "expired", "viewed": "expired"},
    "finish": {"viewed": "sealing"},
    "seal": {"sealing": "completed"},
    "fail": {"sealing": "failed"},
    "download": {"completed": "completed"},
}
RECIPIENT: Table = {
    "invite": {"waiting": "sent"},
    "view": {"sent": "viewed", "viewed": "viewed"},
    "sign": {"sent": "signed", "viewed": "signed"},
    "delegate": {"sent": "sent", "viewed": "sent"},
    "decline": {"sent": "declined", "viewed": "declined"},
    "remind": {"sent": "sent", "viewed": "viewed"},
}
TOLD = {"sealing": "viewed"}
# The told states as they stand within a sentence of an error, for translators.
WORDS = {
    "sent": gettext_noop("sent"),
    "viewed": gettext_noop("viewed"),
    "completed": gettext_noop("completed"),
    "declined": gettext_noop("declined"),
    "expired": gettext_noop("expired"),
    "cancelled": gettext_noop("cancelled"),
    "failed": gettext_noop("failed"),
}


def allowing(table: Table, action: str) -> tuple[str, ...]:
    """The states in which the action may be done."""
    return tuple(table[action])


def after(table: Table, action: str, state: str) -> str | None:
    """The state that the action leads to; None when it is refused."""
    return table[action].get(state)


def told(state: str) -> str:
    """The state as the outside is told it."""
    return TOLD.get(state, state)
