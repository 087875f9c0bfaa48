"""The queue's door of signatures: sealing, bulk sending and upkeep are chores of the clerks beside every worker."""

from __future__ import annotations

import time

from renders.batches import clerk
from renders.batches.clerk import Clerk
from signatures import bulk_machine, expiry, sealing

KEEP_UP_SECONDS = 30.0


class Rounds:
    """When this process last looked after open requests."""

    at = 0.0


def seal(at_work: Clerk) -> bool:
    """Seal the document that waits longest."""
    return sealing.serve_next(worker=at_work.worker, store=at_work.store)


def send_rows(at_work: Clerk) -> bool:
    """Go on with the bulk sending that waits longest, for one shift."""
    at_work.shift_ends = time.monotonic() + clerk.SHIFT_SECONDS
    return bulk_machine.serve_next(worker=at_work.worker, store=at_work.store, is_over=at_work.is_shift_over)


def keep_up(at_work: Clerk) -> bool:
    """Expire, write to and remind, twice a minute."""
    if time.monotonic() - Rounds.at < KEEP_UP_SECONDS:
        return False
    Rounds.at = time.monotonic()
    expiry.keep_up()
    return False


clerk.also([seal, send_rows, keep_up])
