"""Write mails to the outbox, send one now, and look after who gets none."""

from craftkit.mail.actions.codes import post_code, write_code
from craftkit.mail.actions.returns import note_returns
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
from craftkit.mail.actions.upkeep import (
    HeldBack,
    MailForgotten,
    UnderWay,
    change_brand,
    change_sender,
    resend,
    send_test,
    suppress,
    unsubscribe,
    unsuppress,
)

__all__ = [
    "DailyCapReached",
    "EmailNotConfigured",
    "EmailSendFailed",
    "HeldBack",
    "MailForgotten",
    "UnderWay",
    "change_brand",
    "change_sender",
    "is_configured",
    "note_returns",
    "notify",
    "post_code",
    "require_configured",
    "resend",
    "send",
    "send_now",
    "send_test",
    "suppress",
    "unsubscribe",
    "unsuppress",
    "write_code",
]
