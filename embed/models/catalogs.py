"""Variable catalogs: what a partner offers in the builder's picker, kept version by version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib.ids import new_id


class Catalog(models.Model):
    """A named catalog; its versions are never changed, and the newest is the current one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_catalogs")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "name"], name="embed_catalog_once")]

    def __str__(self) -> str:
        return self.name


class CatalogVersion(models.Model):
    """One published state of a catalog."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    catalog = models.ForeignKey(Catalog, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalog", "number"], name="embed_catalog_number_once")
        ]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.catalog_id} v{self.number}"
