"""Publish variable catalogs."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from craftkit.accounts.models import Project
from embed.models import Catalog, CatalogVersion


def publish_catalog(*, project: Project, name: str, body: dict[str, Any]) -> CatalogVersion:
    """The next version of the catalog of this name, current from now on."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        catalog, _ = Catalog.objects.get_or_create(project=project, name=name)
        newest = catalog.versions.first()
        version = CatalogVersion.objects.create(
            project=project, catalog=catalog, number=newest.number + 1 if newest else 1, body=body
        )
        catalog.save(update_fields=["updated_at"])
    return version
