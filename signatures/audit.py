"""Writing the audit trail: one entry after the other, each on the end that the one before it left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.api.times import iso
from craftkit.lib.errors import Conflict
from signatures import chain
from signatures.models import AuditEntry, Recipient, SignatureRequest


class TrailMoved(Conflict):
    """Somebody else wrote to the trail at the same moment; the caller may try again."""

    message = gettext_noop("Something else happened to this request at the same moment. Try again.")
    permanent = False


@dataclass(frozen=True)
class Actor:
    """Who did something, and from where."""

    kind: str = "system"
    name: str = ""
    ip: str = ""
    user_agent: str = ""


SYSTEM = Actor()
VOUCHED = re.compile(r"audit trail (\d+) ([0-9a-f]{64})")


def actor_of(recipient: Recipient, *, ip: str = "", user_agent: str = "") -> Actor:
    """A recipient as the trail names one."""
    return Actor("recipient", f"{recipient.name} <{recipient.email}>", ip, user_agent[:300])


def note(
    request: SignatureRequest, event: str, *, by: Actor = SYSTEM, document: str = "", **details: Any
) -> AuditEntry:
    """Add an entry; inside the transaction of what it tells of. Raises TrailMoved."""
    request.refresh_from_db(fields=["audit_count", "audit_head"])
    entry = AuditEntry(
        request=request,
        seq=request.audit_count + 1,
        event=event,
        actor_kind=by.kind,
        actor=by.name[:400],
        at=iso(timezone.now()),
        ip=by.ip,
        user_agent=by.user_agent,
        document_sha256=document or request.pdf_sha256,
        details=details,
        prev_hash=request.audit_head or chain.FIRST,
    )
    entry.entry_hash = chain.entry_hash(entry.prev_hash, told(entry))
    end = SignatureRequest.objects.filter(pk=request.pk, audit_count=request.audit_count, audit_head=request.audit_head)
    if not end.update(audit_count=entry.seq, audit_head=entry.entry_hash):
        raise TrailMoved
    request.audit_count, request.audit_head = entry.seq, entry.entry_hash
    entry.save(force_insert=True)
    return entry


def told(entry: AuditEntry) -> dict[str, Any]:
    """An entry as it is hashed and handed out."""
    return {
        "requestId": str(entry.request_id),
        "seq": entry.seq,
        "event": entry.event,
        "actorKind": entry.actor_kind,
        "actor": entry.actor,
        "at": entry.at,
        "ip": entry.ip,
        "userAgent": entry.user_agent,
        "documentSha256": entry.document_sha256,
        "details": entry.details,
        "prevHash": entry.prev_hash,
        "entryHash": entry.entry_hash,
    }


def entries_of(request: SignatureRequest) -> list[dict[str, Any]]:
    """The whole trail in its order."""
    return [told(entry) for entry in AuditEntry.objects.filter(request=request).order_by("seq", "pk")]


def first_bad(request: SignatureRequest, *, vouched: str = "") -> int | None:
    """The number of the first entry that is not as it was written; None when the trail holds.

    `vouched` is what the seal of the PDF says of the trail: whoever rewrites all of it, its end included, cannot also
    make a seal.
    """
    request.refresh_from_db(fields=["audit_count", "audit_head"])
    entries = entries_of(request)
    bad = chain.first_bad(entries, count=request.audit_count, head=request.audit_head)
    said = VOUCHED.search(vouched)
    if bad is not None or said is None:
        return bad
    count, head = int(said.group(1)), said.group(2)
    is_there = len(entries) >= count > 0 and entries[count - 1]["entryHash"] == head
    return None if is_there else min(count, len(entries) + 1)


def vouching(request: SignatureRequest) -> str:
    """What a seal says of the trail as it ends now."""
    return f"audit trail {request.audit_count} {request.audit_head}"
