"""Public forms on the dashboard: all of a project, and the link of one template with its switch."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.roles import Role
from embed import form_desk
from embed.actions import visitors
from embed.forms import FormLinkForm
from embed.gates import gate_of, is_heard
from embed.models import FormLink
from embed.views.workshop import template_of
from templates_app.models import Template


def about(template: Template) -> dict[str, Any]:
    """The template's link with its address and its state; and how the form stands that changes it."""
    link = FormLink.objects.filter(template=template).select_related("template__current_version").first()
    token = link.token if link else None
    found: dict[str, Any] = {"project": template.project, "template": template, "section": "templates", "link": link}
    names = ("is_on", "closes_at", "capture_mode")
    found["known"] = {name: getattr(link, name) for name in names} if link else {"is_on": True}
    if link and token:
        found["address"] = settings.BASE_URL + reverse("public-form", args=[token])
        found["gate"] = gate_of(link, has_password=True).value
    return found


@members_only
@require_safe
def form_link_card(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """The part of the template's page with the link."""
    return render(request, "embed/_form_link.html", about(template_of(project_for(request, project_id), slug)))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def form_link(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Switch the link on or off, and say what it asks for and until when."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    page = about(template_of(project, slug))
    form = FormLinkForm(request.POST if request.method == "POST" else None, initial=page["known"])
    if form.is_bound and form.carries_out(visitors.set_up, template=page["template"]):
        messages.success(
            request, _("The public form is on.") if form.cleaned_data["is_on"] else _("The public form is off.")
        )
        return redirect(way_back(request, project.pk, slug))
    page |= {"form": form, "is_heard": is_heard(project)}
    return render(request, "embed/form_link.html", page, status=422 if form.is_bound else 200)


def way_back(request: HttpRequest, project_id: uuid.UUID, slug: str) -> str:
    """To the list of forms for whoever came from there, else to the template."""
    if request.GET.get("from") == "forms":
        return reverse("form-list", args=[project_id])
    return reverse("template", args=[project_id, slug]) + "#public-form"


@members_only
@require_safe
def form_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The public forms of a project, the newest first: open or not, and what came of each."""
    project = project_for(request, project_id)
    found, forms = form_desk.forms_of(project, request.GET.get("cursor", ""))
    page = {"project": project, "section": "forms", "page": found, "forms": forms}
    if not forms:
        page["has_published"] = form_desk.without_form(project).exists()
    return render(request, "embed/forms.html", page)


@members_only
@require_safe
def form_new(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The published templates that a public form can be made of."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    words = request.GET.get("q", "").strip()[:100]
    offered = list(form_desk.without_form(project, words)[: form_desk.MOST_OFFERED + 1])
    page = {"project": project, "section": "forms", "words": words, "most": form_desk.MOST_OFFERED}
    page |= {"offered": offered[: form_desk.MOST_OFFERED], "has_more": len(offered) > form_desk.MOST_OFFERED}
    return render(request, "embed/form_new.html", page)
