"""Keep the named sets of permissions that sessions may ask for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.models import Project
from craftkit.lib.errors import Conflict
from craftkit.lib.speech import filled
from embed.models import PermissionPreset
from embed.permissions import flags_of

MOST_PRESETS = 50


class PresetExists(Conflict):
    """A new preset would have the name of another."""

    code = "preset_exists"
    message = gettext_noop("There is a preset of this name already.")


class TooManyPresets(Conflict):
    """The project has as many presets as one may have."""

    code = "too_many_presets"
    message = filled("A project may have {most} presets; delete one that no session names.", most=MOST_PRESETS)


def add_preset(*, project: Project, name: str, permissions: Iterable[str]) -> PermissionPreset:
    """A preset with these permissions on and all others off. Raises PresetExists, TooManyPresets."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        rows = PermissionPreset.objects.filter(project=project)
        if rows.filter(name=name).exists():
            raise PresetExists
        if rows.count() >= MOST_PRESETS:
            raise TooManyPresets
        audit.record_in(project, "embed.preset_added", name)
        return PermissionPreset.objects.create(project=project, name=name, permissions=flags_of(tuple(permissions)))


def change_preset(*, preset: PermissionPreset, permissions: Iterable[str]) -> None:
    """Sessions that open from now on have these permissions; those that run keep theirs."""
    preset.permissions = flags_of(tuple(permissions))
    with transaction.atomic():
        preset.save(update_fields=["permissions", "updated_at"])
        audit.record_in(preset.project, "embed.preset_changed", preset.name)


def delete_preset(*, preset: PermissionPreset) -> None:
    """Calls that name it are refused from now on."""
    with transaction.atomic():
        audit.record_in(preset.project, "embed.preset_deleted", preset.name)
        preset.delete()
