"""The rows of the log of administrative actions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from craftkit.lib.ids import new_id


class AuditEntry(models.Model):
    """An administrative action in an account. The database refuses to change an entry; names stand in it as they were,
    so that it outlives the people and things it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="audit")
    actor_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=254, blank=True, default="")
    role = models.CharField(max_length=20, blank=True, default="")
    action = models.CharField(max_length=40)
    project_id = models.UUIDField(null=True)
    project = models.CharField(max_length=200, blank=True, default="")
    target = models.CharField(max_length=300, blank=True, default="")
    details = models.JSONField(default=dict)
    ip = models.CharField(max_length=45, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "-id"], name="audit_newest"),
            models.Index(fields=["account", "actor", "-id"], name="audit_of_person"),
            models.Index(fields=["account", "action", "-id"], name="audit_of_action"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.action} {self.target}"
