"""Edits: what a superuser who takes the guard away does to the audit table, and which entry is then the first bad."""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

from django.db import connection

from signatures import audit, chain
from signatures.models import AuditEntry, SignatureRequest

guard = import_module("signatures.migrations.0002_guard_audit")
TEXTS = ("event", "actor_kind", "actor", "at", "ip", "user_agent", "document_sha256", "prev_hash", "entry_hash")
Edit = Callable[[SignatureRequest, random.Random], int]


def without_guard() -> None:
    """Take the triggers away, until the end of the transaction."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=lambda sql, params=None: cursor.execute(sql))
        guard.take_guard(None, editor)


def rows(request: SignatureRequest) -> list[AuditEntry]:
    """The entries in their order."""
    return list(AuditEntry.objects.filter(request=request).order_by("seq"))


def chosen(request: SignatureRequest, dice: random.Random) -> AuditEntry:
    """Any entry."""
    return dice.choice(rows(request))


def changed(request: SignatureRequest, dice: random.Random) -> int:
    """A letter of a column."""
    entry, name = chosen(request, dice), dice.choice(TEXTS)
    text = getattr(entry, name) or " "
    at = dice.randrange(len(text))
    setattr(
        entry, name, text[:at] + dice.choice([letter for letter in "abc019" if letter != text[at]]) + text[at + 1 :]
    )
    entry.save(force_update=True)
    return entry.seq


def detailed(request: SignatureRequest, dice: random.Random) -> int:
    """A detail added."""
    entry = chosen(request, dice)
    entry.details = {**entry.details, f"x{dice.randrange(9)}": "y"}
    entry.save(force_update=True)
    return entry.seq


def removed(request: SignatureRequest, dice: random.Random) -> int:
    """One entry gone."""
    entry = chosen(request, dice)
    entry.delete()
    return entry.seq


def closed_up(request: SignatureRequest, dice: random.Random) -> int:
    """One entry gone and the numbers after it moved up."""
    entry = chosen(request, dice)
    entry.delete()
    for later in rows(request):
        if later.seq > entry.seq:
            AuditEntry.objects.filter(pk=later.pk).update(seq=later.seq - 1)
    return entry.seq


def ended(request: SignatureRequest, dice: random.Random) -> int:
    """Everything from one entry on gone."""
    entry = chosen(request, dice)
    AuditEntry.objects.filter(request=request, seq__gte=entry.seq).delete()
    return entry.seq


def doubled(request: SignatureRequest, dice: random.Random) -> int:
    """An entry once more at the end, chained to it."""
    entry, last = chosen(request, dice), rows(request)[-1]
    entry.pk, entry.seq, entry.prev_hash = AuditEntry().pk, last.seq + 1, last.entry_hash
    entry.entry_hash = chain.entry_hash(entry.prev_hash, audit.told(entry))
    entry.save(force_insert=True)
    return entry.seq


def swapped(request: SignatureRequest, dice: random.Random) -> int:
    """Two neighbours in the other order."""
    entries = rows(request)
    at = dice.randrange(len(entries) - 1)
    first, second = entries[at], entries[at + 1]
    for entry, seq in ((first, 900), (second, first.seq), (first, second.seq)):
        AuditEntry.objects.filter(pk=entry.pk).update(seq=seq)
    return at + 1


def rehashed(request: SignatureRequest, dice: random.Random) -> int:
    """One entry changed together with its own hash: the next one, or the noted end, tells."""
    entry = chosen(request, dice)
    entry.actor += "x"
    entry.entry_hash = chain.entry_hash(entry.prev_hash, audit.told(entry))
    entry.save(force_update=True)
    return min(entry.seq + 1, len(rows(request)))


def rechained(request: SignatureRequest, dice: random.Random) -> int:
    """One entry changed and the whole chain after it made anew: the noted end tells."""
    rewrite(request, dice, most=len(rows(request)))
    return len(rows(request))


def rewritten(request: SignatureRequest, dice: random.Random) -> int:
    """The same, and the noted end with it: what the seal of the PDF vouches for tells."""
    head = rewrite(request, dice, most=len(rows(request)) - 1)
    SignatureRequest.objects.filter(pk=request.pk).update(audit_head=head)
    return len(rows(request)) - 1


def rewrite(request: SignatureRequest, dice: random.Random, *, most: int) -> str:
    """Change one of the first `most` entries, and every hash from there on; the new end."""
    entries = rows(request)
    at = dice.randrange(most)
    entries[at].actor += "x"
    previous = entries[at].prev_hash
    for entry in entries[at:]:
        entry.prev_hash, entry.entry_hash = previous, chain.entry_hash(previous, audit.told(entry))
        entry.save(force_update=True)
        previous = entry.entry_hash
    return previous


EDITING: tuple[Edit, ...] = (
    *(changed, removed, detailed, closed_up, ended, changed, doubled, swapped, rehashed, rechained, rewritten, changed),
)
