"""Pages about permission presets: list, new, change, delete."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from embed import onboarding
from embed.actions import presets
from embed.forms import NewPresetForm, PresetForm
from embed.models import PermissionPreset

form_page = require_http_methods(["GET", "HEAD", "POST"])


def preset_in(project: Project, preset_id: uuid.UUID) -> PermissionPreset:
    """A preset of the project, or 404."""
    return get_object_or_404(PermissionPreset, project=project, pk=preset_id)


@members_only
@require_safe
def preset_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The presets with what each lets people do."""
    project = project_for(request, project_id)
    page = {"project": project, "section": "embed", "tab": "presets", "presets": onboarding.presets_of(project)}
    return render(request, "embed/presets.html", page)


@members_only
@form_page
def preset_new(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Make a preset."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    form = NewPresetForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.carries_out(presets.add_preset, project=project):
        messages.success(request, _("The preset is ready. Sessions can name it from now on."))
        return redirect("embed-presets", project.pk)
    page = {"project": project, "section": "embed", "form": form}
    return render(request, "embed/preset_form.html", page, status=422 if form.is_bound else 200)


@members_only
@form_page
def preset_edit(request: HttpRequest, project_id: uuid.UUID, preset_id: uuid.UUID) -> HttpResponse:
    """Change what a preset lets people do."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    preset = preset_in(project, preset_id)
    known = {"permissions": [name for name, is_on in preset.permissions.items() if is_on]}
    form = PresetForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.carries_out(presets.change_preset, preset=preset):
        messages.success(
            request, _("“%(name)s” is changed. Sessions that run keep what they have.") % {"name": preset.name}
        )
        return redirect("embed-presets", project.pk)
    page = {"project": project, "section": "embed", "form": form, "preset": preset}
    return render(request, "embed/preset_form.html", page, status=422 if form.is_bound else 200)


@members_only
@form_page
def preset_delete(request: HttpRequest, project_id: uuid.UUID, preset_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    preset = preset_in(project, preset_id)
    if request.method != "POST":
        page = {"project": project, "section": "embed", "preset": preset}
        return render(request, "embed/preset_delete.html", page)
    presets.delete_preset(preset=preset)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": preset.name})
    return redirect("embed-presets", project.pk)
