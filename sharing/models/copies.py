"""Copies of a PDF that are kept beside it: one arranged for reading from the first page on, and marked ones."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from craftkit.lib.ids import new_id
from renders.models import Render


class StoredCopy(models.Model):
    """A copy and where it is; `mark` is empty for the plain one, else the hash of the words across the pages."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="copies")
    mark = models.CharField(max_length=64, blank=True, default="")
    key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["render", "mark"], name="one_copy_for_each_mark")]

    def __str__(self) -> str:
        return self.key
