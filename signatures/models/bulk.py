"""Batches that were sent for signature at once."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib.ids import new_id
from renders.models import Batch


class BulkSending(models.Model):
    """All documents of a batch, each sent to its own people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="bulk_sendings")
    env = models.CharField(max_length=4, default="live")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="bulk_sendings")
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.id)
