"""Legal holds: of a whole project, and what floors above know of held things in it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.models import Project, ProjectSettings
from craftkit.lib.errors import Conflict

objections: list[Callable[[Project], bool]] = []


class OnHold(Conflict):
    """A legal hold stands against it."""

    code = "legal_hold"
    message = gettext_noop("A legal hold stands on the project or on documents in it; lift it first.")


def object_when(found: Callable[[Project], bool]) -> None:
    """Let an app of a floor above say that things in a project are held."""
    if found not in objections:
        objections.append(found)


def refuse_held(project: Project) -> None:
    """Raises OnHold when the project or anything in it is held."""
    is_held = ProjectSettings.objects.filter(project=project, is_held=True).exists()
    if is_held or any(found(project) for found in objections):
        raise OnHold


def place(*, project: Project, by: str, reason: str) -> None:
    """Keep everything of the project from now on, whatever the terms say."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        changes = {"is_held": True, "held_by": by[:254], "held_at": timezone.now(), "hold_reason": reason[:300]}
        ProjectSettings.objects.update_or_create(project=project, defaults=changes)
        audit.record_in(project, "hold.placed", project.name, reason=reason)


def lift(*, project: Project) -> None:
    """Let the terms count again."""
    with transaction.atomic():
        rows = ProjectSettings.objects.filter(project=project, is_held=True)
        if rows.update(is_held=False, held_by="", held_at=None, hold_reason=""):
            audit.record_in(project, "hold.lifted", project.name)
