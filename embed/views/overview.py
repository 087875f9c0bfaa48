"""Pages about embedding as a whole: switch it on and off, the first steps, the code to paste."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.roles import Role
from embed import onboarding
from embed.actions import partners

form_page = require_http_methods(["GET", "HEAD", "POST"])


@members_only
@require_safe
def embed_overview(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """How far embedding is set up; where it was never enabled, what it is good for."""
    project = project_for(request, project_id)
    partner = onboarding.partner_of(project)
    page = {"project": project, "partner": partner, "section": "embed", "tab": "overview"}
    if partner is None:
        return render(request, "embed/invitation.html", page)
    return render(request, "embed/overview.html", {**page, **onboarding.overview(project, partner)})


@members_only
@require_POST
def embed_enable(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Make the project an embed partner, or one again."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    partners.enable(project=project)
    messages.success(request, _("Embedding is enabled. Next: the origin of your page."))
    return redirect("embed", project.pk)


@members_only
@form_page
def embed_disable(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Ask, then stop every session."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    if request.method != "POST":
        return render(request, "embed/disable.html", {"project": project, "section": "embed"})
    partners.disable(project=project)
    messages.success(request, _("Embedding is off. Everything is kept for when you enable it again."))
    return redirect("embed", project.pk)
