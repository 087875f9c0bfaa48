"""The work of sealing, and the keys that seal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.lib.ids import new_id
from craftkit.lib.leases import Leased, LeasedQuerySet
from signatures.models.requests import SignatureRequest


class SealingQuerySet(LeasedQuerySet):
    """Selections and transitions of sealings."""

    running = "working"


class Sealing(Leased):
    """The making of one sealed PDF: leased work, like renders."""

    class Status(models.TextChoices):
        """The last two are final."""

        QUEUED = "queued"
        WORKING = "working"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.OneToOneField(SignatureRequest, on_delete=models.CASCADE, related_name="sealing")
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.QUEUED)
    created_at = models.DateTimeField(db_default=Now())

    objects = SealingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(status__in=("queued", "working")), name="sealing_next")
        ]

    def __str__(self) -> str:
        return f"sealing of {self.request_id}"


class SealKey(models.Model):
    """A certificate that documents were sealed with; for the one that we made ourselves also its key, encrypted."""

    class Source(models.TextChoices):
        """Where the key is from."""

        GENERATED = "generated"
        PKCS12 = "pkcs12"
        PKCS11 = "pkcs11"

    fingerprint = models.CharField(max_length=64, primary_key=True)
    source = models.CharField(max_length=9, choices=Source.choices)
    subject = models.CharField(max_length=400)
    certificate = models.TextField()
    key_sealed = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            # Two workers that start at once end up with one key.
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(source="generated"), name="one_generated_seal_key"
            )
        ]

    def __str__(self) -> str:
        return self.subject
