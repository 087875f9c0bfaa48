"""Which uploads belong to which tenant."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib.ids import new_id
from embed.models.sessions import Tenant
from templates_app.models import Asset


class TenantAsset(models.Model):
    """An upload as one tenant has it; of an asset that any tenant has, others see nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="assets")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="tenants")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "asset"], name="embed_asset_once_a_tenant")]

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.asset_id}"
