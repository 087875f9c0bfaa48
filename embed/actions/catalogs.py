"""Publish variable catalogs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from craftkit.lib.errors import Conflict
from embed.models import Catalog, CatalogVersion


class CatalogExists(Conflict):
    """A new catalog would have the name of another."""

    code = "catalog_exists"
    message = gettext_noop("There is a catalog of this name already; publish its next version instead.")


class CatalogChanged(Conflict):
    """Somebody published while this was written."""

    code = "catalog_changed"
    message = gettext_noop("Another version was published meanwhile. Look at what changed, then publish yours again.")


class NothingChanged(Conflict):
    """The next version would say what the newest says."""

    code = "catalog_unchanged"
    message = gettext_noop("This is what the newest version says already.")


def publish_catalog(*, project: Project, name: str, body: dict[str, Any]) -> CatalogVersion:
    """The next version of the catalog of this name, current from now on."""
    with transaction.atomic():
        _lock(project)
        catalog, _ = Catalog.objects.get_or_create(project=project, name=name)
        newest = catalog.versions.first()
        version = CatalogVersion.objects.create(
            project=project, catalog=catalog, number=newest.number + 1 if newest else 1, body=body
        )
        catalog.save(update_fields=["updated_at"])
    return version


def publish_first(*, project: Project, name: str, body: dict[str, Any]) -> CatalogVersion:
    """A catalog of a name that none has yet. Raises CatalogExists."""
    with transaction.atomic():
        _lock(project)
        if Catalog.objects.filter(project=project, name=name).exists():
            raise CatalogExists
        return publish_catalog(project=project, name=name, body=body)


def publish_next(*, project: Project, name: str, body: dict[str, Any], base: int) -> CatalogVersion:
    """The next version, on top of the one that the writer saw. Raises CatalogChanged, NothingChanged."""
    with transaction.atomic():
        _lock(project)
        newest = CatalogVersion.objects.filter(project=project, catalog__name=name).first()
        if newest is not None and newest.number != base:
            raise CatalogChanged
        if newest is not None and newest.body == body:
            raise NothingChanged
        return publish_catalog(project=project, name=name, body=body)


def _lock(project: Project) -> None:
    Project.objects.select_for_update().get(pk=project.pk)
