"""Comparisons: what a reader would see change from one version of a template to another, asked for and then made.

renders.models imports them, so that Django finds them.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.lib.ids import new_id
from craftkit.lib.leases import from_now
from renders.asked_models import Asked, AskedQuerySet
from templates_app.models import TemplateVersion

# Versions never change, but a picture that could not be fetched may come the next time.
SECOND_CHANCE_SECONDS = 60.0


class VersionComparisonQuerySet(AskedQuerySet["VersionComparison"]):
    """Selections and transitions of comparisons."""

    def finish(self, row_id: uuid.UUID, **result: Any) -> bool:
        """Write the outcome of a pending one; False when somebody else was faster."""
        return self.filter(pk=row_id, status=VersionComparison.Status.PENDING).update(**result) == 1

    def give_second_chance(self, row_id: uuid.UUID) -> bool:
        """Have a comparison that failed a while ago made again."""
        failed = self.filter(pk=row_id, status=VersionComparison.Status.FAILED)
        rows = failed.filter(asked_at__lt=from_now(-SECOND_CHANCE_SECONDS))
        return rows.update(status=VersionComparison.Status.PENDING, asked_at=Now(), error="") == 1


class VersionComparison(Asked):
    """The pages and lines that differ between two versions of one template."""

    class Status(models.TextChoices):
        """Whether it is made yet."""

        PENDING = "pending"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    old = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="+")
    new = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.PENDING)

    objects = VersionComparisonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["old", "new"], name="comparison_once")]
        indexes: ClassVar = [models.Index(fields=["status", "asked_at"], name="comparison_due")]

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id}: {self.status}"
