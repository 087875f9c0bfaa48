"""How a batch stands, for pages: its numbers in words, and how long it will take."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from renders.models import Batch

FEWEST_TO_TELL = 5
TALLIES = {
    "pending": gettext_lazy("%(n)d not read yet"),
    "queued": gettext_lazy("%(n)d queued"),
    "rendering": gettext_lazy("%(n)d rendering"),
    "succeeded": gettext_lazy("%(n)d succeeded"),
    "failed": gettext_lazy("%(n)d failed"),
    "cancelled": gettext_lazy("%(n)d cancelled"),
    "invalid": gettext_lazy("%(n)d invalid"),
    "skipped": gettext_lazy("%(n)d skipped"),
    "deleted": gettext_lazy("%(n)d deleted"),
}


def standing(batch: Batch, counts: dict[str, int]) -> dict[str, Any]:
    """A batch with its numbers."""
    over = batch.total - counts["pending"] - counts["queued"] - counts["rendering"]
    shown = [(name, counts[name], TALLIES[name] % {"n": counts[name]}) for name in counts if counts[name]]
    done = {"over": batch.total if batch.is_over else over, "left": time_left(batch, over)}
    return {"batch": batch, "counts": counts, "shown": shown, **done}


def time_left(batch: Batch, over: int) -> dict[str, int] | None:
    """About how many minutes, or seconds, if it goes on like this; None while nobody can say."""
    passed = (timezone.now() - batch.created_at).total_seconds()
    if batch.is_over or batch.round or over < FEWEST_TO_TELL or passed < FEWEST_TO_TELL:
        return None
    seconds = passed / over * (batch.total - over)
    return {"minutes": round(seconds / 60)} if seconds > 90 else {"seconds": max(5, round(seconds / 5) * 5)}
