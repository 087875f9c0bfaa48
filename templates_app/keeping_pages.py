"""Pages for looking after a template: its settings and tags, the archive, copies, files, older versions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.lib.storage import from_settings
from craftkit.lib.undo import done
from templates_app import bundles, drafts, importing, keeping
from templates_app.forms import ImportForm, SettingsForm
from templates_app.models import Template

form_page = require_http_methods(["GET", "HEAD", "POST"])


def template_of(project: Project, slug: str) -> Template:
    """A living template of the project, or 404."""
    return get_object_or_404(
        Template.objects.for_project(project).select_related("project", "current_version"), slug=slug
    )


@members_only
@form_page
def template_settings(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Another name, description or locale."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    template = template_of(project, slug)
    known = {"name": template.name, "description": template.description, "locale": template.locale}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        keeping.describe(template=template, **form.cleaned_data)
        messages.success(request, _("The settings are saved."))
        return redirect("template", project_id, slug)
    page = {"project": project, "template": template, "form": form, "section": "templates"}
    return render(request, "templates/settings.html", page, status=422 if form.is_bound else 200)


@members_only
@require_POST
def template_tags(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Put one more tag on (`add`), or take one off (`remove`)."""
    template = template_of(project_for(request, project_id), slug)
    try:
        if "remove" in request.POST:
            keeping.remove_tag(template=template, text=request.POST["remove"])
        else:
            keeping.add_tag(template=template, text=request.POST.get("add", ""))
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("template", project_id, slug)


@members_only
@require_POST
def template_archive(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Put the template away, or bring it back (`back`)."""
    template = template_of(project_for(request, project_id), slug)
    if "back" in request.POST:
        keeping.bring_back(template=template)
        messages.success(request, _("“%(name)s” is among the others again.") % {"name": template.name})
    else:
        keeping.archive(template=template)
        said = _("“%(name)s” is archived. It still renders.") % {"name": template.name}
        done(request, said, undo=request.path, back="1")
    return redirect("template", project_id, slug)


@members_only
@require_POST
def template_duplicate(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Make a copy and lead to it."""
    template = template_of(project_for(request, project_id), slug)
    try:
        copy = keeping.duplicate(template=template, name=_("Copy of %(name)s") % {"name": template.name})
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("template", project_id, slug)
    messages.success(request, _("This is the copy. The original stays as it is."))
    return redirect("template", project_id, copy.slug)


@members_only
@form_page
def template_delete(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Ask, then delete."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    template = template_of(project, slug)
    if request.method != "POST":
        page = {"project": project, "template": template, "section": "templates"}
        return render(request, "templates/delete.html", page)
    keeping.discard(template=template)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": template.name})
    return redirect("template-list", project_id)


@members_only
@require_safe
def template_export(request: HttpRequest, project_id: uuid.UUID, slug: str) -> FileResponse:
    """The template with its assets as one file."""
    template = template_of(project_for(request, project_id), slug)
    bundle = bundles.write(template, from_settings())
    name = f"{template.slug}.craftkit.zip"
    return FileResponse(bundle, as_attachment=True, filename=name, content_type="application/zip")


@members_only
@form_page
def template_import(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Take a file in and lead to its template; a bad one says why, and leaves nothing behind."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        try:
            template = importing.take_over(project=project, source=form.cleaned_data["file"], store=from_settings())
        except AppError as error:
            form.add_error("file", spoken(error))
        else:
            messages.success(request, _("“%(name)s” is a template of this project now.") % {"name": template.name})
            return redirect("template", project_id, template.slug)
    page = {"project": project, "form": form, "section": "templates"}
    return render(request, "templates/import.html", page, status=422 if form.is_bound else 200)


@members_only
@form_page
def version_restore(request: HttpRequest, project_id: uuid.UUID, slug: str, number: int) -> HttpResponse:
    """Ask, then publish an older version once more, as the newest."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    template = template_of(project, slug)
    version = get_object_or_404(template.versions.select_related("template__project"), number=number)
    if request.method != "POST":
        page = {"project": project, "template": template, "version": version, "section": "templates"}
        return render(request, "templates/restore.html", page)
    try:
        again = drafts.restore(version=version)
        said = {"number": again.number, "old": number}
        messages.success(request, _("Version %(number)d is current now, and the same as version %(old)d.") % said)
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("template", project_id, slug)
