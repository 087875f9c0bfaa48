"""Deleted projects go for good once nobody can restore them: every row that names them, then all their files."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from graphlib import TopologicalSorter
from typing import Any

import structlog
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from craftkit.accounts.governing import RESTORE_DAYS
from craftkit.accounts.keeping import unheld
from craftkit.accounts.models import Project
from renders.forgetting import doom
from renders.models import LegalHold
from templates_app.models import Template

CHUNK = 200
SHIFT_SECONDS = 10.0
# Beyond the last moment at which somebody may restore it.
GRACE = timedelta(days=RESTORE_DAYS, hours=1)
GONE = "Deleted project"
log = structlog.get_logger(__name__)
first: list[Callable[[Project], None]] = []


def before(chore: Callable[[Project], None]) -> None:
    """Let an app of a floor above clear what only it can, before the rows go."""
    if chore not in first:
        first.append(chore)


def purge_deleted() -> int:
    """Go on with the deleted projects whose time is over; how many are gone now."""
    ends, count = time.monotonic() + SHIFT_SECONDS, 0
    over = unheld(Project.objects.filter(deleted_at__lt=timezone.now() - GRACE, purged_at=None), project="pk")
    # Whoever holds a document holds its project too.
    over = over.exclude(pk__in=LegalHold.objects.values("project"))
    for project_id in over.values_list("pk", flat=True)[:CHUNK]:
        if time.monotonic() < ends:
            count += purge(project_id, ends=ends)
    return count


def purge(project_id: uuid.UUID, *, ends: float) -> bool:
    """Delete the project's rows until that time; True when none is left."""
    for model in owned():
        while _delete_some(model, project_id):
            if time.monotonic() > ends:
                return False
    with transaction.atomic():
        if not _lock(project_id):
            return False
        doom([f"{project_id}/"])
        emptied = {"name": GONE, "email_from": "", "provisioned_key_sealed": "", "external_org_id": None}
        Project.objects.filter(pk=project_id).update(purged_at=timezone.now(), **emptied)
    log.info("retention.project", project=str(project_id))
    return True


def owned() -> list[type[models.Model]]:
    """The models whose rows name a project, each before those that it refers to; others go along with these."""
    direct = {model for model in apps.get_models() if _names_project(model)}
    graph: dict[type[models.Model], set[type[models.Model]]] = {model: set() for model in direct}
    for model in direct:
        for parent in {field.related_model for field in _links(model)} & direct - {model}:
            graph[parent].add(model)
    return list(TopologicalSorter(graph).static_order())


def _links(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]


def _names_project(model: type[models.Model]) -> bool:
    return any(field.name == "project" and field.related_model is Project for field in _links(model))


def _lock(project_id: uuid.UUID) -> Project | None:
    return Project.objects.select_for_update().filter(pk=project_id, purged_at=None).first()


def _delete_some(model: type[models.Model], project_id: uuid.UUID) -> bool:
    """Delete some rows of the model; False when none is left. Workers that are at it take turns."""
    with transaction.atomic():
        project = _lock(project_id)
        if project is None:
            return False
        for chore in first:
            chore(project)
        rows = model._base_manager.filter(project=project_id)
        chunk = list(rows.values_list("pk", flat=True)[:CHUNK])
        if model is Template:
            # It refers to one of its own versions.
            Template.objects.filter(pk__in=chunk).update(current_version=None)
        model._base_manager.filter(pk__in=chunk).delete()
        return bool(chunk)
