"""Views that people keep of their lists: a name for a choice of filters and an order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project, User
from craftkit.lib.ids import new_id


class SavedView(models.Model):
    """One person's view of a project's documents."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="saved_views")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=40)
    # As in an address, the parameters in a fixed order.
    query = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "project", "name"], name="saved_view_once_by_name")
        ]

    def __str__(self) -> str:
        return self.name
