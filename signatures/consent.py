"""What people agree to before they sign; each wording has a version, and the version that was shown is kept."""

from __future__ import annotations

VERSION = "2026-1"
TEXT = (
    "I agree to sign this document electronically, and that my electronic signature counts as my signature by hand. "
    "I have read the document. My name, my e-mail address, the network address and program that I use, and the times "
    "of what I do here are recorded in the audit trail of this document, which everybody who signs it may see."
)
TEXTS = {VERSION: TEXT}
