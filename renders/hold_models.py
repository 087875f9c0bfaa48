"""Legal holds on single documents, and files that are to go; renders.models imports them, so that Django finds them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.lib.ids import new_id


class LegalHold(models.Model):
    """Somebody wants this document kept. While the row is there the database refuses to delete the document."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="legal_holds")
    render = models.OneToOneField("renders.Render", on_delete=models.PROTECT, related_name="legal_hold")
    reason = models.CharField(max_length=300, blank=True, default="")
    placed_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "renders"

    def __str__(self) -> str:
        return f"hold on {self.render_id}"


class DoomedFile(models.Model):
    """A file, or with a slash at its end a folder, of which no row speaks any longer.

    Written with the change that gave it up, and gone with the file: a store that is away, or a process that dies in
    between, leaves nothing behind.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "renders"

    def __str__(self) -> str:
        return self.key
