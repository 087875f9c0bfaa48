"""The headers of a delivery: our own signature over the body, and the three of Standard Webhooks over id and time too.

One secret serves both. Our own header is keyed by the whole text of the secret, as the samples in the documentation
do it; Standard Webhooks decodes what follows `whsec_`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32
AGENT = "Craftkit-Webhook/1.0"


def new_secret() -> str:
    """`whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(
    body: bytes, *, event: str, delivery_id: str, at: int, signing_secrets: Sequence[str], prefixed: bool = False
) -> dict[str, str]:
    """All headers of one attempt at `at` (Unix seconds).

    The first secret is the current one. Those after it sign along in `webhook-signature`, which can carry several
    signatures. `prefixed` writes our own signature as `sha256=<hex>`, as embed callbacks have it.
    """
    digest = body_signature(body, signing_secrets[0])
    signatures = (f"v1,{standard_signature(body, delivery_id, at, secret)}" for secret in signing_secrets)
    return {
        "content-type": "application/json",
        "user-agent": AGENT,
        "x-craftkit-event": event,
        "x-craftkit-signature": f"sha256={digest}" if prefixed else digest,
        "x-craftkit-timestamp": str(at),
        "x-craftkit-delivery-id": delivery_id,
        "webhook-id": delivery_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }


def body_signature(body: bytes, secret: str) -> str:
    """Lower-case hex HMAC-SHA256 of the body under the whole text of the secret."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def standard_signature(body: bytes, delivery_id: str, at: int, secret: str) -> str:
    """Base64 HMAC-SHA256 of `id.timestamp.body` under the decoded secret, as Standard Webhooks defines v1."""
    signed = b".".join((delivery_id.encode(), str(at).encode(), body))
    return base64.b64encode(hmac.new(_decoded(secret), signed, hashlib.sha256).digest()).decode()


def _decoded(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a webhook secret is whsec_ followed by base64") from error
