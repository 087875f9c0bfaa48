"""A project's settings: its name, brand, language, how long it keeps what, its limits, and its end."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts import actions, governing, holds
from craftkit.accounts.access import members_only, person, project_for, recently_authenticated
from craftkit.accounts.models import Project, ProjectSettings
from craftkit.accounts.roles import Role
from craftkit.accounts.views import sent
from craftkit.desk.keeping_figures import counted
from craftkit.desk.limits import limits_of
from craftkit.desk.settings_forms import BrandForm, DeleteForm, HoldForm, LanguageForm, NameForm, RetentionForm
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.mail.composing import brand_of
from craftkit.mail.models import SenderSettings
from renders.models import LegalHold
from sharing.links import base_of
from sharing.models import SharingPolicy
from templates_app import branding

form_page = require_http_methods(["GET", "HEAD", "POST"])


def shown(request: HttpRequest, project: Project, tab: str, *, status: int = 200, **page: Any) -> HttpResponse:
    """A page of the settings."""
    context = {"project": project, "section": "settings", "tab": tab, **page}
    return render(request, f"desk/settings_{tab}.html", context, status=status)


def status_of(form: Any) -> int:
    """A form that came back with faults is not right."""
    return 422 if form.is_bound else 200


@members_only
@form_page
def project_settings(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The name, where other settings are, the legal hold and the danger zone."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = NameForm(sent(request), initial={"name": project.name})
    if form.is_valid():
        governing.rename(project=project, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("project-settings", project_id)
    page = {"form": form, "kept": governing.settings_of(project), "hold_form": HoldForm()}
    page |= {
        "held": LegalHold.objects.filter(project=project).count(),
        "base": base_of(SharingPolicy.objects.of(project)),
    }
    return shown(request, project, "general", status=status_of(form), **page)


@members_only
@form_page
def settings_brand(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Logo and colour, where outsiders meet the project."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    kept = SenderSettings.of(project)
    form = BrandForm(sent(request), project=project, color=kept.brand_color, has_logo=bool(kept.logo))
    if form.is_valid() and branded(request, project, form):
        return redirect("settings-brand", project_id)
    return shown(request, project, "brand", status=status_of(form), form=form, brand=brand_of(project, kept))


def branded(request: HttpRequest, project: Project, form: BrandForm) -> bool:
    """Keep the brand; False with the fault in the form."""
    filled = form.cleaned_data
    try:
        branding.change(
            project=project, color=filled["color"], logo=filled["logo"], no_logo=bool(filled.get("no_logo"))
        )
    except AppError as error:
        form.add_error("logo", spoken(error))
        return False
    messages.success(request, _("Share pages, signing pages and mails look like this from now on."))
    return True


@members_only
@require_safe
def settings_logo(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The logo as it is kept."""
    brand = brand_of(project_for(request, project_id, needs=Role.ADMIN))
    if not brand.logo:
        return HttpResponse(status=404)
    return HttpResponse(brand.logo, content_type=brand.logo_mime, headers={"X-Content-Type-Options": "nosniff"})


@members_only
@require_safe
def settings_look(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The colour as a style sheet, for the sample."""
    brand = brand_of(project_for(request, project_id, needs=Role.ADMIN))
    return HttpResponse(f":root{{--brand:{brand.color};--on-brand:{brand.on_color}}}", content_type="text/css")


@members_only
@form_page
def settings_language(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The locale of new templates, the time zone of documents."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = LanguageForm(sent(request), kept=governing.settings_of(project))
    if not form.is_valid():
        return shown(request, project, "language", status=status_of(form), form=form)
    governing.change_language(project=project, **form.cleaned_data)
    messages.success(request, _("Saved. It holds for what is made from now on."))
    return redirect("settings-language", project_id)


@members_only
@form_page
def settings_retention(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """How long what is kept; what would go is shown before it is confirmed."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    kept = governing.settings_of(project)
    form = RetentionForm(sent(request), kept=kept)
    if not form.is_valid():
        figures = counted(project, kept.terms)
        page = {"kept": kept, "rows": [row | {"figure": figures[row["kind"]]} for row in form.rows()]}
        return shown(request, project, "retention", status=status_of(form), form=form, **page)
    if request.POST.get("confirmed") != "yes" and (going := goings(project, kept, form)):
        return shown(request, project, "retention_confirm", form=form, going=going, is_held=kept.is_held)
    governing.change_terms(project=project, terms=form.terms())
    messages.success(request, _("Saved. What is over its time goes within the hour."))
    return redirect("settings-retention", project_id)


def goings(project: Project, kept: ProjectSettings, form: RetentionForm) -> list[dict[str, Any]]:
    """The kinds whose term changes and of which something would go, with how many."""
    terms = form.terms()
    figures = counted(project, terms)
    changed = {kind for kind, days in terms.items() if days != kept.terms[kind]}
    rows = [row | {"figure": figures[row["kind"]], "term": terms[row["kind"]]} for row in form.rows()]
    return [row for row in rows if row["kind"] in changed and row["figure"].over]


@members_only
@require_safe
def settings_limits(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The limits that hold, and what to change on an own server."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    return shown(request, project, "limits", groups=limits_of(project))


@members_only
@require_POST
def settings_hold(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Place a legal hold on the whole project, or lift it."""
    project, form = project_for(request, project_id, needs=Role.ADMIN), HoldForm(request.POST)
    if request.POST.get("hold") == "yes" and form.is_valid():
        holds.place(project=project, by=person(request).email, reason=form.cleaned_data["reason"])
        messages.success(request, _("Nothing of this project is deleted until the hold is lifted."))
    elif request.POST.get("hold") == "no":
        holds.lift(project=project)
        messages.success(request, _("The hold is lifted. What is over its time goes within the hour."))
    return redirect("project-settings", project_id)


@members_only
@recently_authenticated
@form_page
def project_delete(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Say what goes, ask for the name, then delete."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = DeleteForm(sent(request), project=project)
    if not form.is_valid():
        return shown(request, project, "delete", status=status_of(form), form=form)
    try:
        actions.delete_project(project=project)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("project-settings", project_id)
    said = _("%(name)s is deleted. Its keys no longer work. You can restore it here for 30 days.")
    messages.success(request, said % {"name": project.name})
    return redirect("project-list")
