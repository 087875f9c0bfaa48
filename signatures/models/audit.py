"""The audit trail."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from craftkit.lib.ids import new_id
from signatures.models.requests import SignatureRequest


class AuditEntry(models.Model):
    """Something that happened to a request. Each entry holds the hash of the one before it; the database refuses to
    change or delete one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(SignatureRequest, on_delete=models.CASCADE, related_name="audit")
    seq = models.PositiveIntegerField()
    event = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=12)
    actor = models.CharField(max_length=400, blank=True, default="")
    # As it is hashed: UTC with milliseconds.
    at = models.CharField(max_length=30)
    ip = models.CharField(max_length=45, blank=True, default="")
    user_agent = models.CharField(max_length=300, blank=True, default="")
    document_sha256 = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "seq"], name="audit_entry_once")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.seq} {self.event}"
