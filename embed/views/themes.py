"""Pages about the look of all embeds of a project: its form, and a sample that follows what is filled in."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import cast

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import Page, members_only, project_for
from craftkit.accounts.roles import Role
from embed.actions import partners
from embed.models import EmbedPartner
from embed.theme_forms import ThemeForm
from embed.theming import look_of, sheet

Wrapper = Callable[[Page], Page]
# The sample runs nothing and posts nothing; it loads our own sheets and fonts.
SAMPLE_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "font-src": [SELF],
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
}
with_frame = cast("Wrapper", csp_update({"frame-src": [SELF]}))
in_frame = cast("Wrapper", csp(SAMPLE_POLICY))
form_page = require_http_methods(["GET", "HEAD", "POST"])


@members_only
@with_frame
@form_page
def theme_page(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The look, to change, with a sample of it."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    partner = get_object_or_404(EmbedPartner, project=project)
    form = ThemeForm(request.POST if request.method == "POST" else None, initial=ThemeForm.known(partner.theme))
    if form.is_bound and form.carries_out(partners.set_theme, project=project):
        messages.success(request, _("Sessions that open from now on look like this."))
        return redirect("embed-theme", project.pk)
    page = {"project": project, "section": "embed", "tab": "theme", "form": form, "look": json.dumps(partner.theme)}
    return render(request, "embed/theme.html", page, status=422 if form.is_bound else 200)


@members_only
@require_safe
def theme_part(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The frame of the sample, for what is filled in now; what is refused is left out and named."""
    project = project_for(request, project_id)
    form = ThemeForm(request.GET)
    form.is_valid()
    page = {"project": project, "look": json.dumps(form.cleaned_data.get("theme", {})), "form": form}
    return render(request, "embed/_theme_sample.html", page)


@members_only
@in_frame
@xframe_options_sameorigin
@require_safe
def theme_sample(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """A form as people would see it."""
    project = project_for(request, project_id)
    text = request.GET.get("look", "")
    look = look_of(text)
    page = {"project": project, "look": look, "text": json.dumps(look), "themed": " ".join(look.get("variables", {}))}
    return render(request, "embed/theme_sample.html", page)


@members_only
@require_safe
def theme_sheet(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The sample's sheet."""
    project_for(request, project_id)
    return HttpResponse(sheet(look_of(request.GET.get("look", ""))), content_type="text/css")
