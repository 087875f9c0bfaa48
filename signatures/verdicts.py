"""What holds of a PDF that somebody brings: its bytes, its seal, and the audit trail behind it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from django.db.models import Q

from craftkit.lib.ids import parse_id
from craftkit.lib.storage import ObjectMissing, Store
from signatures import audit, pades
from signatures.models import SealKey, SignatureRequest
from signatures.pades import Verdict

NAMED = re.compile(r"signature request ([0-9a-f-]{36})")


@dataclass(frozen=True)
class Finding:
    """Three things that hold or do not, and what was found beside them."""

    seal: Verdict
    sha256: str
    is_ours: bool = False
    is_known: bool = False
    first_bad: int | None = None
    request: SignatureRequest | None = None

    @property
    def is_intact(self) -> bool:
        """Whether everything holds: these are the bytes that this install sealed, and the trail is whole."""
        return self.seal.is_intact and self.is_ours and self.is_known and self.is_trail_whole

    @property
    def is_trail_whole(self) -> bool:
        """Whether the audit trail of the request is as it was written."""
        return self.request is not None and self.first_bad is None


def judge(data: bytes) -> Finding:
    """What holds of the file. The bytes are found by their hash; a changed file may still name its request."""
    sha256, seal = hashlib.sha256(data).hexdigest(), pades.inspect(data)
    found = SignatureRequest.objects.filter(Q(signed_sha256=sha256) | Q(certificate_sha256=sha256)).first()
    is_ours = bool(seal.fingerprint) and SealKey.objects.filter(fingerprint=seal.fingerprint).exists()
    request = found or (named_in(seal) if is_ours else None)
    vouched = seal.reason if seal.is_intact and is_ours else ""
    first_bad = audit.first_bad(request, vouched=vouched) if request else None
    return Finding(seal, sha256, is_ours, found is not None, first_bad, request)


def named_in(seal: Verdict) -> SignatureRequest | None:
    """The request that a seal of ours names."""
    hit = NAMED.search(seal.reason)
    uuid = parse_id(hit.group(1)) if hit else None
    return SignatureRequest.objects.filter(pk=uuid).first() if uuid else None


def first_bad_of(request: SignatureRequest, store: Store) -> int | None:
    """The first bad entry of a request's trail, held against the seal of its PDF as well where there is one."""
    if not request.is_sealed:
        return audit.first_bad(request)
    try:
        signed = store.get(request.signed_key)
    except ObjectMissing:
        return audit.first_bad(request)
    finding = judge(signed)
    return finding.first_bad if finding.request == request else audit.first_bad(request)
