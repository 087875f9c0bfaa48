"""Make, send and revoke shares, let visitors in, and record what they do."""

from sharing.actions.engagement import note_machine, record_beacon, record_partner
from sharing.actions.entrance import (
    NoViewsLeft,
    check_password,
    confirm_code,
    send_code,
    take_view,
)
from sharing.actions.policies import change_policy, name_domain, verify_domain
from sharing.actions.reading import copy_for
from sharing.actions.shares import NotReady, create_share, email_share, revoke_share
from sharing.history import record

__all__ = [
    "NoViewsLeft",
    "NotReady",
    "change_policy",
    "check_password",
    "confirm_code",
    "copy_for",
    "create_share",
    "email_share",
    "name_domain",
    "note_machine",
    "record",
    "record_beacon",
    "record_partner",
    "revoke_share",
    "send_code",
    "take_view",
    "verify_domain",
]
