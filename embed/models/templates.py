"""Which templates belong to which tenant, and what a host sent with a template beside its layout."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib.ids import new_id
from embed.models.sessions import Tenant
from templates_app.models import Template


class TenantTemplate(models.Model):
    """A template as one tenant has it, under the partner's own id where it gave one; other tenants never see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="placements")
    template = models.OneToOneField(Template, on_delete=models.CASCADE, related_name="placement")
    external_id = models.CharField(max_length=160, null=True)  # noqa: DJ001 - NULL keeps it unique
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "external_id"], name="embed_external_id_once_a_tenant")
        ]

    def __str__(self) -> str:
        return self.external_id or str(self.template_id)


class BuilderDocument(models.Model):
    """What POST /v1/embed/builder/templates was sent, kept as it came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.OneToOneField(Template, on_delete=models.CASCADE, related_name="builder_document")
    document = models.JSONField()

    def __str__(self) -> str:
        return str(self.template_id)
