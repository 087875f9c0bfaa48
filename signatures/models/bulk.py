"""Batches that are sent for signature: the sending, leased to one worker at a time, and what became of each row."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import ApiKey, Project, User
from craftkit.lib import sealed
from craftkit.lib.ids import new_id
from craftkit.lib.leases import Leased, LeasedQuerySet
from renders.models import Batch, BatchRow
from signatures import states
from signatures.models.requests import SignatureRequest

SEALED_FOR = "craftkit.bulk-pattern"


class BulkSendingQuerySet(LeasedQuerySet):
    """Selections and transitions of sendings."""

    running = "sending"

    def move(self, row_id: uuid.UUID, *, before: tuple[str, ...], **changes: Any) -> bool:
        """Change a sending that is in one of these states; False when somebody else was faster."""
        return self.filter(pk=row_id, status__in=before).update(**changes) == 1


class BulkSending(Leased):
    """All documents of a batch, each sent to its own people by workers, row by row."""

    class Status(models.TextChoices):
        """The last two are final until a retry."""

        QUEUED = "queued"
        SENDING = "sending"
        COMPLETED = "completed"
        CANCELLED = "cancelled"

    ACTIVE = (Status.QUEUED, Status.SENDING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="bulk_sendings")
    env = models.CharField(max_length=4, default="live")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="bulk_sendings")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.QUEUED)
    total = models.PositiveIntegerField()
    # What each row asks for, encrypted, for it may hold passwords; empty once no row can need it.
    pattern_sealed = models.TextField(blank=True, default="")
    api_key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    completed_at = models.DateTimeField(null=True)

    objects = BulkSendingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "-id"], name="bulk_newest"),
            models.Index(fields=["id"], condition=models.Q(status__in=("queued", "sending")), name="bulk_active"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is sent by itself."""
        return self.status not in self.ACTIVE

    @property
    def name(self) -> str:
        """What people know it by."""
        return self.batch.name or self.batch.template.name

    @property
    def pattern(self) -> dict[str, Any] | None:
        """What each row asks for; None once it was forgotten, or when it was sealed under another secret key."""
        text = sealed.unseal(self.pattern_sealed, purpose=SEALED_FOR) if self.pattern_sealed else None
        found: dict[str, Any] | None = json.loads(text) if text else None
        return found


def sealed_pattern(pattern: Mapping[str, Any]) -> str:
    """A pattern as a sending keeps it."""
    return sealed.seal(json.dumps(pattern), purpose=SEALED_FOR)


class BulkRow(models.Model):
    """One row of a sending. Its request has its id, so the database itself refuses a second one."""

    class Status(models.TextChoices):
        """`faulty` could not be sent, `skipped` was cancelled before it was."""

        QUEUED = "queued"
        SENT = "sent"
        FAULTY = "faulty"
        SKIPPED = "skipped"

    # What the API tells of rows without a request; the others tell the request's own state.
    UNSENT = (Status.QUEUED, Status.FAULTY, Status.SKIPPED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sending = models.ForeignKey(BulkSending, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    row = models.ForeignKey(BatchRow, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.QUEUED)
    issues = models.JSONField(null=True)
    request = models.OneToOneField(SignatureRequest, on_delete=models.SET_NULL, null=True, related_name="bulk_row")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sending", "number"], name="bulk_row_once")]

    def __str__(self) -> str:
        return f"{self.sending_id}: {self.number}"

    @property
    def told_status(self) -> str:
        """The request's state as it is told, or what became of a row without one."""
        return told_of(self.status, self.request.status if self.request else None)


def told_of(status: str, request_status: str | None) -> str:
    """The state of a row as the outside is told it."""
    return states.told(request_status or status)
