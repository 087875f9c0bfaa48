"""Checks of golden prints: whether a version still looks as it did when its look was approved.

renders.models imports them, so that Django finds them.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.lib.ids import new_id
from renders.asked_models import Asked, AskedQuerySet
from templates_app.models import TemplateVersion


class GoldenCheckQuerySet(AskedQuerySet["GoldenCheck"]):
    """Selections and transitions of checks."""

    def ask(self, version: TemplateVersion) -> tuple[GoldenCheck, bool]:
        """The version's check, to be made anew unless it is being made; and whether it was asked for now."""
        row, is_new = self.get_or_create(version=version)
        over = self.filter(pk=row.pk).exclude(status=GoldenCheck.Status.PENDING)
        fresh = {"status": GoldenCheck.Status.PENDING, "asked_at": Now(), "started_at": None, "error": ""}
        return row, is_new or over.update(**fresh) == 1

    def finish(self, row_id: uuid.UUID, **result: Any) -> bool:
        """Write the outcome of a pending one; False when somebody else was faster."""
        pending = self.filter(pk=row_id, status=GoldenCheck.Status.PENDING)
        return pending.update(checked_at=Now(), **result) == 1

    def approve(self, row_id: uuid.UUID, key: str) -> bool:
        """Say that the print under this key is right; False when the check has another outcome meanwhile."""
        rows = self.filter(pk=row_id, status=GoldenCheck.Status.DIFFERENT, candidate_key=key)
        return rows.update(status=GoldenCheck.Status.APPROVED, checked_at=Now(), result={}, candidate_key="") == 1


class GoldenCheck(Asked):
    """The last look at a version: how its new print, kept as the candidate, differs from the golden one."""

    class Status(models.TextChoices):
        """`pending` is on the way; `stored` was the first print; `approved` was different, and then accepted."""

        PENDING = "pending"
        STORED = "stored"
        SAME = "same"
        DIFFERENT = "different"
        APPROVED = "approved"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.OneToOneField(TemplateVersion, on_delete=models.CASCADE, related_name="golden_check")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PENDING)
    candidate_key = models.CharField(max_length=200, blank=True, default="")
    started_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    objects = GoldenCheckQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "asked_at"], name="golden_check_due")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.status}"
