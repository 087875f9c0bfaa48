"""Signature requests, who signs them, what they fill in, and what happened."""

from signatures.models.audit import AuditEntry
from signatures.models.bulk import BulkRow, BulkSending
from signatures.models.fields import Field
from signatures.models.policies import SignaturePolicy
from signatures.models.recipients import Recipient, SigningCode
from signatures.models.requests import SignatureRequest
from signatures.models.sealing import Sealing, SealKey
from signatures.models.sets import RecipientSet

__all__ = [
    "AuditEntry",
    "BulkRow",
    "BulkSending",
    "Field",
    "Recipient",
    "RecipientSet",
    "SealKey",
    "Sealing",
    "SignaturePolicy",
    "SignatureRequest",
    "SigningCode",
]
