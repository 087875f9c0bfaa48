"""Write mails to the outbox, send one now, and look after who gets none."""

from craftkit.mail.actions.sending import (
    DailyCapReached,
    EmailNotConfigured,
    EmailSendFailed,
    is_configured,
    notify,
    require_configured,
    send,
    send_now,
)

__all__ = [
    "DailyCapReached",
    "EmailNotConfigured",
    "EmailSendFailed",
    "is_configured",
    "notify",
    "require_configured",
    "send",
    "send_now",
]
