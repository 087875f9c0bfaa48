"""Shares, what visitors did, and how a project wants it."""

from sharing.models.copies import StoredCopy
from sharing.models.engagement import EngagementEvent, MachineHit, Visit
from sharing.models.policies import SharingPolicy
from sharing.models.shares import ConfirmationCode, Share

__all__ = [
    "ConfirmationCode",
    "EngagementEvent",
    "MachineHit",
    "Share",
    "SharingPolicy",
    "StoredCopy",
    "Visit",
]
