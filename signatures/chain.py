"""The arithmetic of the audit trail: each entry's hash covers the entry and the hash before it.

    entry_hash = SHA-256(prev_hash as text, then the entry as canonical JSON, RFC 8785)

An entry holds text, whole numbers and lists and objects of these, and no fractions: any JSON library writes it alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

FIRST = "0" * 64
HASHED = ("requestId", "seq", "event", "actorKind", "actor", "at", "ip", "userAgent", "documentSha256", "details")


def entry_hash(prev_hash: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry that follows one with `prev_hash`."""
    told = {name: entry[name] for name in HASHED}
    return hashlib.sha256(prev_hash.encode() + rfc8785.dumps(told)).hexdigest()


def first_bad(entries: Sequence[Mapping[str, Any]], *, count: int, head: str) -> int | None:
    """The number of the first entry that is not as it was written, from 1; None when the whole trail holds.

    `count` and `head` say how many there should be and which hash the last one should have.
    """
    previous = FIRST
    for number, entry in enumerate(entries, start=1):
        chained = entry["seq"] == number and entry["prevHash"] == previous
        if not chained or entry["entryHash"] != entry_hash(previous, entry):
            return number
        previous = entry["entryHash"]
    if len(entries) != count:
        return min(len(entries), count) + 1
    return None if previous == (head or FIRST) else max(1, count)
