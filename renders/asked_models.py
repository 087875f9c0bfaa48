"""What people ask workers to look at: the queue of such questions, and the pages that the answer found to differ."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db import models
from django.db.models.functions import Now

from craftkit.lib.leases import from_now

PENDING_LIMIT = 20
PENDING = "pending"
Row = TypeVar("Row", bound="Asked")


class AskedQuerySet(models.QuerySet[Row]):
    """Selections of questions."""

    def pending(self, *, older_than: float = 0) -> list[uuid.UUID]:
        """Those that are to be answered, oldest first; `older_than` is in seconds."""
        rows = self.filter(status=PENDING, asked_at__lt=from_now(-older_than))
        return list(rows.order_by("asked_at").values_list("pk", flat=True)[:PENDING_LIMIT])


class Asked(models.Model):
    """A question with its answer; each kind has its own `status`, of which one is `pending`."""

    status: models.CharField[str, str]
    result = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be answered."""
        return self.status == PENDING

    def picture_key(self, number: int) -> str:
        """Where the picture of a page is kept; empty when that page does not differ."""
        pages = self.result.get("pages", [])
        return next((page["key"] for page in pages if page["number"] == number), "")
