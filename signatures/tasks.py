"""The queue's door of signatures: sealing and upkeep are chores of the clerks beside every worker."""

from __future__ import annotations

import time

from renders.batches import clerk
from renders.batches.clerk import Clerk
from signatures import expiry, sealing

KEEP_UP_SECONDS = 30.0


class Rounds:
    """When this process last looked after open requests."""

    at = 0.0


def seal(at_work: Clerk) -> bool:
    """Seal the document that waits longest."""
    return sealing.serve_next(worker=at_work.worker, store=at_work.store)


def keep_up(at_work: Clerk) -> bool:
    """Expire, write to and remind, twice a minute."""
    if time.monotonic() - Rounds.at < KEEP_UP_SECONDS:
        return False
    Rounds.at = time.monotonic()
    expiry.keep_up()
    return False


clerk.also([seal, keep_up])
