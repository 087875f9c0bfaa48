"""Signature requests."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import ApiKey, Project, User
from craftkit.lib.ids import new_id
from renders.models import ENVS, Render
from signatures import states


class SignatureRequestQuerySet(models.QuerySet["SignatureRequest"]):
    """Selections and transitions of requests."""

    def of(self, project: Project, env: str) -> SignatureRequestQuerySet:
        """The requests of one project and environment."""
        return self.filter(project=project, env=env)

    def take(self, pk: uuid.UUID, action: str, **changes: Any) -> bool:
        """Do what the table allows in the row's state, in one update; False when it is refused.

        What people do to a request is also refused once its time is over, whether that was noted or not.
        """
        leads = states.REQUEST[action]
        rows = self.filter(pk=pk, status__in=leads)
        if action in {"sign", "view", "delegate", "decline", "remind"}:
            rows = rows.filter(expires_at__gt=Now())
        whens = [models.When(status=before, then=models.Value(after)) for before, after in leads.items()]
        changes["status"] = models.Case(*whens, default=models.F("status"), output_field=models.CharField())
        return rows.update(**changes) == 1

    def overdue(self) -> SignatureRequestQuerySet:
        """Open requests whose time is over."""
        return self.filter(status__in=states.OPEN, expires_at__lte=Now())


class SignatureRequest(models.Model):
    """A document that people are asked to sign; its PDF is frozen, so that all of them sign the same bytes."""

    class Status(models.TextChoices):
        """`sealing` is told to the outside as `viewed`."""

        SENT = "sent"
        VIEWED = "viewed"
        SEALING = "sealing"
        COMPLETED = "completed"
        DECLINED = "declined"
        EXPIRED = "expired"
        CANCELLED = "cancelled"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="signature_requests")
    env = models.CharField(max_length=4, choices=ENVS, default="live")
    # What was signed outlives nothing of what it was made of.
    render = models.ForeignKey(Render, on_delete=models.PROTECT, related_name="signature_requests")
    # The sending of a whole batch that it is a part of.
    bulk = models.ForeignKey("signatures.BulkSending", on_delete=models.SET_NULL, null=True, related_name="requests")
    name = models.CharField(max_length=255)
    message = models.CharField(max_length=2000, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SENT)
    expiration_hours = models.PositiveIntegerField()
    expires_at = models.DateTimeField()
    is_embedded = models.BooleanField(default=False)
    requires_code = models.BooleanField(default=False)
    allows_delegation = models.BooleanField(default=False)
    reminder_days = models.PositiveSmallIntegerField(null=True)
    metadata = models.JSONField(default=dict)
    pdf_key = models.CharField(max_length=200)
    pdf_sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    error_message = models.TextField(blank=True, default="")
    # The end of the audit trail: an entry is only added to the end that its writer saw.
    audit_count = models.PositiveIntegerField(default=0)
    audit_head = models.CharField(max_length=64, blank=True, default="")
    signed_key = models.CharField(max_length=200, blank=True, default="")
    signed_sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    signed_bytes = models.PositiveBigIntegerField(null=True)
    certificate_key = models.CharField(max_length=200, blank=True, default="")
    certificate_sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    seal_level = models.CharField(max_length=8, blank=True, default="")
    api_key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    objects = SignatureRequestQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "env", "-created_at"], name="signature_newest"),
            models.Index(
                fields=["expires_at"], condition=models.Q(status__in=("sent", "viewed")), name="signature_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        """Whether somebody may still sign, as far as the state goes."""
        return self.status in states.OPEN

    @property
    def is_sealed(self) -> bool:
        """Whether the signed PDF is there."""
        return self.status == self.Status.COMPLETED

    @property
    def told_status(self) -> str:
        """The state as the API tells it."""
        return states.told(self.status)
