"""What the frame itself remembers: idempotency keys, and for a week what was asked of the API."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import ApiKey, Project
from craftkit.lib.ids import earliest_id, new_id

LONGEST_REQUEST, CLOCKS = timedelta(minutes=2), timedelta(seconds=5)


class IdempotencyRecord(models.Model):
    """A used idempotency key and what it made; written in the transaction that makes the resource."""

    project_id = models.UUIDField()
    env = models.CharField(max_length=4)
    endpoint = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    resource_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project_id", "env", "endpoint", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.key}"


class LoggedRequest(models.Model):
    """A request with a project's key and how it was answered: `ms` in milliseconds, `code` of the error if it was one.

    The bodies are there where the project keeps them, with secrets masked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="requests")
    env = models.CharField(max_length=4)
    key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+")
    request_id = models.CharField(max_length=64)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60, blank=True, default="")
    ms = models.FloatField()
    sent = models.TextField(blank=True, default="")
    answered = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "-id"], name="request_newest"),
            models.Index(fields=["project", "request_id"], name="request_by_its_id"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"

    @property
    def made_between(self) -> tuple[uuid.UUID, uuid.UUID]:
        """The ids that things made by the request can have; none was answered later than after a minute."""
        return earliest_id(self.created_at - LONGEST_REQUEST), earliest_id(self.created_at + CLOCKS)


class LogPolicy(models.Model):
    """Whether a project's request log keeps bodies as well."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="log_policy")
    keeps_bodies = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.project_id}: {self.keeps_bodies}"
