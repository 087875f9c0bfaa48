"""Lay a document out, ask for signatures, sign, decline, hand over, withdraw, remind."""

from signatures.actions.entrance import check_code, check_password, send_code
from signatures.actions.preparing import Layout, lay_out, picture
from signatures.actions.sending import create_request
from signatures.actions.signing import Closed, ConsentMissing, decline, delegate, note_view, sign
from signatures.actions.stopping import NothingToRemind, cancel, remind
from signatures.posting import CreditsExhausted, PdfLost, PdfTooLarge

__all__ = [
    "Closed",
    "ConsentMissing",
    "CreditsExhausted",
    "Layout",
    "NothingToRemind",
    "PdfLost",
    "PdfTooLarge",
    "cancel",
    "check_code",
    "check_password",
    "create_request",
    "decline",
    "delegate",
    "lay_out",
    "note_view",
    "picture",
    "remind",
    "send_code",
    "sign",
]
