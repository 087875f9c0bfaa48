"""Previews: drafts that an editor wants to see as a PDF now; rows that live for seconds, beside the queue of renders.

renders.models imports them, so that Django finds them.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib.ids import new_id
from craftkit.lib.leases import Literal, from_now

LIFE_SECONDS = 60.0


class PreviewQuerySet(models.QuerySet["Preview"]):
    """Selections and transitions of previews."""

    def take(self) -> Preview | None:
        """The oldest preview that somebody still waits for, claimed; None when there is none, or others are faster."""
        waiting = self.filter(status=Literal("queued"), created_at__gte=from_now(-LIFE_SECONDS))
        row_id = waiting.order_by("created_at").values_list("pk", flat=True).first()
        if row_id is None or not self.filter(pk=row_id, status="queued").update(status="printing"):
            return None
        return self.filter(pk=row_id).first()

    def end(self, row_id: uuid.UUID, **result: object) -> bool:
        """Write what came of it; False when nobody waits any more."""
        return self.filter(pk=row_id, status="printing").update(**result) == 1

    def forget_old(self) -> int:
        """Delete what nobody came for; how many there were."""
        return self.filter(created_at__lt=Now() - timedelta(seconds=LIFE_SECONDS)).delete()[0]


class Preview(models.Model):
    """A draft to print at once. `channel` names who asks: of one channel only the newest preview counts."""

    class Status(models.TextChoices):
        """`done` has a PDF, `failed` an error."""

        QUEUED = "queued"
        PRINTING = "printing"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="previews")
    env = models.CharField(max_length=4, default="live", db_default="live")
    channel = models.CharField(max_length=80)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.QUEUED)
    name = models.CharField(max_length=120)
    locale = models.CharField(max_length=20)
    content = models.JSONField()
    manifest = models.JSONField()
    data = models.JSONField()
    holders = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    pdf = models.BinaryField(null=True)
    warnings = models.JSONField(default=list)
    error_status = models.PositiveSmallIntegerField(null=True)
    error_code = models.CharField(max_length=60, blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    objects = PreviewQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=models.Q(status="queued"), name="preview_waiting"),
            models.Index(fields=["project", "channel"], name="preview_of_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.status}"
