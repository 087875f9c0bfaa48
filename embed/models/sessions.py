"""Sessions: who of which tenant may do what to which template, until when, and how often."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.db.models.functions import Now

from craftkit.accounts.models import ApiKey, Project, User
from craftkit.lib.ids import new_id
from embed.models.catalogs import CatalogVersion
from embed.models.links import FormLink
from templates_app.models import Template

# How long after its end a session can still be renewed: laptops sleep.
GRACE = timedelta(hours=24)
COUNTERS = {"publishes": "max_publishes", "save_drafts": "max_save_drafts", "uploads_bytes": "max_uploads_bytes"}


class Tenant(models.Model):
    """A customer of the partner, by the partner's own id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_tenants")
    external_id = models.CharField(max_length=160)
    display_name = models.CharField(max_length=200)
    branding = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "external_id"], name="embed_tenant_once")]

    def __str__(self) -> str:
        return self.external_id


class Actor(models.Model):
    """A person of a tenant, by the partner's own id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="actors")
    external_id = models.CharField(max_length=160)
    display_name = models.CharField(max_length=200, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    avatar_url = models.CharField(max_length=2048, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "external_id"], name="embed_actor_once")]

    def __str__(self) -> str:
        return self.external_id


class Logo(models.Model):
    """A picture that a host named: fetched by us when a browser first wants it, so that no browser goes elsewhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_logos")
    url = models.CharField(max_length=2048)
    key = models.CharField(max_length=200, blank=True, default="")
    media_type = models.CharField(max_length=40, blank=True, default="")
    tried_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "url"], name="embed_logo_once")]

    def __str__(self) -> str:
        return self.url


class EmbedSessionQuerySet(models.QuerySet["EmbedSession"]):
    """Selections and transitions of sessions."""

    def renew(self, project: Project, *, spent: str, fresh: str, until: datetime, now: datetime) -> EmbedSession | None:
        """Let the fresh renew token take the place of the spent one; None when it is not the current one."""
        current = self.filter(project=project, renew_digest=spent, revoked_at=None, expires_at__gt=now - GRACE)
        if not current.update(renew_digest=fresh, spent_renew_digest=spent, expires_at=until, renewed_at=now):
            return None
        return self.select_related("tenant", "actor", "template").get(renew_digest=fresh)

    def of_partners(self) -> EmbedSessionQuerySet:
        """Those that a partner's server opened; those of our own pages are nobody's embedding."""
        return self.filter(member=None, form_link=None)

    def use(self, row_id: uuid.UUID, counter: str, amount: int = 1) -> bool:
        """Use something up, if so much of it is left; atomic however many do so at once."""
        left = {f"{counter}__lte": F(COUNTERS[counter]) - amount}
        return self.filter(pk=row_id, **left).update(**{counter: F(counter) + amount}) == 1

    def extend(self, row_id: uuid.UUID, *, until: datetime, now: datetime) -> bool:
        """Let it last longer; False when it was revoked, or over for too long."""
        living = self.filter(pk=row_id, revoked_at=None, expires_at__gt=now - GRACE)
        return living.update(expires_at=until, renewed_at=now) == 1

    def revoke(self, row_id: uuid.UUID, now: datetime) -> bool:
        """End it now; False when it had been revoked before."""
        return self.filter(pk=row_id, revoked_at=None).update(revoked_at=now) == 1


class EmbedSession(models.Model):
    """What a token stands for. Rights, limits and revocation are read here at every call, never from the token."""

    class Mode(models.TextChoices):
        """What the iframe shows."""

        EDIT = "edit"
        CREATE = "create"
        VIEW = "view"
        FILL = "fill"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_sessions")
    env = models.CharField(max_length=4)
    api_key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="+")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="sessions")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="sessions")
    mode = models.CharField(max_length=6, choices=Mode.choices)
    template = models.ForeignKey(Template, on_delete=models.SET_NULL, null=True, related_name="+")
    template_external_id = models.CharField(max_length=160, blank=True, default="")
    permissions = models.JSONField()
    max_publishes = models.PositiveIntegerField()
    max_save_drafts = models.PositiveIntegerField()
    max_uploads_bytes = models.PositiveBigIntegerField()
    publishes = models.PositiveIntegerField(default=0)
    save_drafts = models.PositiveIntegerField(default=0)
    uploads_bytes = models.PositiveBigIntegerField(default=0)
    locale = models.CharField(max_length=20, default="en")
    ui = models.JSONField(default=dict)
    appearance = models.JSONField(default=dict)
    appearance_rejected = models.JSONField(default=list)
    logo = models.ForeignKey(Logo, on_delete=models.SET_NULL, null=True, related_name="+")
    on_published_url = models.CharField(max_length=2048, blank=True, default="")
    on_close_url = models.CharField(max_length=2048, blank=True, default="")
    form = models.JSONField(default=dict)
    catalog_version = models.ForeignKey(CatalogVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    inline_catalog = models.JSONField(null=True)
    # Who opened it on a page of our own dashboard; a partner's sessions have nobody here.
    member = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # Which public link it was opened under, by a visitor whom nobody knows.
    form_link = models.ForeignKey(FormLink, on_delete=models.CASCADE, null=True, related_name="sessions")
    # What a new template begins with, in mode create; empty for a blank document.
    start = models.JSONField(default=dict)
    renew_digest = models.CharField(max_length=64, unique=True)
    spent_renew_digest = models.CharField(max_length=64, blank=True, default="", db_index=True)
    created_at = models.DateTimeField(db_default=Now())
    renewed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = EmbedSessionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "-id"], name="embed_session_newest"),
            models.Index(fields=["project", "expires_at"], name="embed_session_live"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def catalog(self) -> dict[str, Any] | None:
        """The catalog that the session brings, if any."""
        return self.catalog_version.body if self.catalog_version else self.inline_catalog

    @property
    def is_members(self) -> bool:
        """Whether it belongs to our own dashboard: who has it sees the whole project."""
        return self.member_id is not None

    @property
    def is_own(self) -> bool:
        """Whether our own pages hold it, for a member or a link's visitor; no partner has a part in it."""
        return self.is_members or self.form_link_id is not None

    def may(self, flag: str) -> bool:
        """Whether the session has a permission."""
        return self.permissions.get(flag) is True


class AuditEntry(models.Model):
    """Something that was done in or to a session; only ever added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="embed_audit")
    session = models.ForeignKey(EmbedSession, on_delete=models.SET_NULL, null=True, related_name="audit")
    # Not called `template`: what was done may be about another template than the one that the session was opened for.
    about = models.ForeignKey(Template, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=60)
    number = models.PositiveIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "-id"], name="embed_audit_newest"),
            models.Index(fields=["about", "action"], name="embed_audit_about"),
        ]

    def __str__(self) -> str:
        return self.action
