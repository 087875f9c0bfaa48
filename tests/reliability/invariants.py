"""What must be true of an install at rest, whatever happened to it: faults in words, none when all is well."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import suppress

import psutil

from tests.reliability.chaos import lane_processes
from tests.reliability.harness import House
from tests.reliability.ledger import Row

TERMINAL = {"succeeded", "failed", "cancelled"}


def faults(house: House) -> list[str]:
    """Everything that is wrong with the renders."""
    rows = house.ledger.renders()
    ends = Counter(render for render, _, new in house.ledger.transitions() if new in TERMINAL)
    found = [f"{row.id} is still {row.status}" for row in rows if row.status not in TERMINAL]
    found += [f"{row.id} ended {ends[row.id]} times" for row in rows if ends[row.id] != 1]
    found += [fault for row in rows if row.status == "succeeded" for fault in file_faults(house, row)]
    return found


def file_faults(house: House, row: Row) -> list[str]:
    """What is wrong with the file of a succeeded render."""
    path = house.state / "files" / row.pdf_key
    if not row.pdf_key or not path.is_file():
        return [f"{row.id} has no file {row.pdf_key!r}"]
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != row.pdf_sha256 or len(content) != row.pdf_bytes:
        return [f"{row.id} has another file than it says"]
    return [] if content.startswith(b"%PDF-") else [f"{row.id} is no PDF"]


def leftovers(house: House) -> list[str]:
    """Browsers, drivers and lane folders; after the workers have left there are none."""
    processes = [f"process {process.pid}: {words(process)[:80]}" for process in lane_processes(house)]
    return processes + [f"folder {path}" for path in house.temporary.glob("craftkit-lane-*")]


def words(process: psutil.Process) -> str:
    """How it was called; nothing when it has just ended."""
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""
