"""JSON shapes of signature requests, in and out."""

from signatures.serializers.answering import SignatureAnswer, SignatureList, SignatureReminded
from signatures.serializers.asking import IDEMPOTENCY, SignatureCancel, SignatureCreate, SignatureQuery, wishes

__all__ = [
    "IDEMPOTENCY",
    "SignatureAnswer",
    "SignatureCancel",
    "SignatureCreate",
    "SignatureList",
    "SignatureQuery",
    "SignatureReminded",
    "wishes",
]
