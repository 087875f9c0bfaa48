"""A project as embed partner: whether it is one, its look, its callback, its origins, its signing keys, its presets."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib import sealed
from craftkit.lib.ids import new_id

SIGNING = "embed.signing-key"


class EmbedPartner(models.Model):
    """A project that puts the builder or forms into pages of its own; suspended ones are told so and get no session."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="embed_partner")
    is_enabled = models.BooleanField(default=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    theme = models.JSONField(default=dict, blank=True)
    webhook_url = models.CharField(max_length=2048, blank=True, default="")
    webhook_secret_sealed = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.project_id)

    @property
    def is_suspended(self) -> bool:
        """Whether the install's operator stopped it."""
        return self.suspended_at is not None

    @property
    def webhook_secret(self) -> str:
        """The secret that signs callbacks, in clear."""
        return sealed.unseal(self.webhook_secret_sealed) or ""


class AllowedOrigin(models.Model):
    """An origin whose pages may hold the project's iframes: scheme, host and port to the letter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_origins")
    origin = models.CharField(max_length=255)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "origin"], name="embed_origin_once")]
        ordering: ClassVar = ["origin"]

    def __str__(self) -> str:
        return self.origin


class RedirectHost(models.Model):
    """A host that a form may lead to once it was sent in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_redirect_hosts")
    host = models.CharField(max_length=255)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "host"], name="embed_redirect_host_once")]
        ordering: ClassVar = ["host"]

    def __str__(self) -> str:
        return self.host


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Selections of signing keys."""

    def honoured(self, at: datetime) -> SigningKeyQuerySet:
        """The current key, and those that were replaced less than a day ago."""
        return self.filter(models.Q(retires_at=None) | models.Q(retires_at__gt=at))

    def current(self) -> SigningKeyQuerySet:
        """The one that signs."""
        return self.filter(retires_at=None)


class SigningKey(models.Model):
    """An Ed25519 key of a project; `retires_at` is set when it is replaced, and until then its tokens are honoured."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_signing_keys")
    kid = models.CharField(max_length=40, unique=True)
    public = models.CharField(max_length=64)
    private_sealed = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    retires_at = models.DateTimeField(null=True, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(retires_at=None), name="embed_signs_with_one_key"
            )
        ]

    def __str__(self) -> str:
        return self.kid

    @property
    def private(self) -> str:
        """The private half in clear; empty when it was sealed under another secret key."""
        return sealed.unseal(self.private_sealed, purpose=SIGNING) or ""

    def keep(self, private: str) -> None:
        """Take the private half in, sealed."""
        self.private_sealed = sealed.seal(private, purpose=SIGNING)


class PermissionPreset(models.Model):
    """A named set of permissions that sessions may ask for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_presets")
    name = models.CharField(max_length=60)
    permissions = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "name"], name="embed_preset_once")]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
