"""Pages about catalogs: list, new, one version, the next version, what changed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from embed import library
from embed.actions import catalogs
from embed.forms import CatalogForm, NewCatalogForm
from embed.models import CatalogVersion

form_page = require_http_methods(["GET", "HEAD", "POST"])


def found(versions: list[CatalogVersion], number: str | int | None) -> CatalogVersion:
    """The version of this number, the newest without one, or 404."""
    wanted = str(number or (versions[0].number if versions else 0))
    version = next((version for version in versions if str(version.number) == wanted), None)
    if version is None:
        raise Http404
    return version


@members_only
@require_safe
def catalog_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The catalogs of a project."""
    project = project_for(request, project_id)
    page = {"project": project, "section": "embed", "tab": "catalogs", "shelves": library.shelves(project)}
    return render(request, "embed/catalogs.html", page)


@members_only
@form_page
def catalog_new(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Make a catalog, with its first version."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    sent = request.POST if request.method == "POST" else None
    form = NewCatalogForm(sent, initial={"body": library.as_text(library.STARTER)})
    if sent is None or not form.carries_out(catalogs.publish_first, project=project):
        page = {"project": project, "section": "embed", "form": form}
        return render(request, "embed/catalog_new.html", page, status=422 if sent is not None else 200)
    messages.success(request, _("The catalog is published. Sessions can name it from now on."))
    return redirect("embed-catalog", project.pk, form.cleaned_data["name"])


@members_only
@require_safe
def catalog_page(request: HttpRequest, project_id: uuid.UUID, catalog: str) -> HttpResponse:
    """One version of a catalog: what it offers, and the versions beside it."""
    project = project_for(request, project_id)
    versions = library.versions_of(project, catalog)
    version = found(versions, request.GET.get("version"))
    body = library.body_of(version)
    page = {"project": project, "section": "embed", "catalog": version.catalog, "version": version, "body": body}
    page |= {"versions": versions, "fields": library.fields_in(body), "text": library.as_text(body)}
    return render(request, "embed/catalog.html", page)


@members_only
@form_page
def catalog_edit(request: HttpRequest, project_id: uuid.UUID, catalog: str) -> HttpResponse:
    """Publish the next version, beginning with the newest or the one that the address names."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    versions = library.versions_of(project, catalog)
    version = found(versions, request.GET.get("version"))
    sent = request.POST if request.method == "POST" else None
    known = {"body": library.as_text(library.body_of(version)), "base": versions[0].number}
    form = CatalogForm(sent, initial=known)
    if sent is not None and form.carries_out(catalogs.publish_next, project=project, name=catalog):
        return redirect("embed-catalog", project.pk, catalog)
    return edited(request, project, versions, version, form)


def edited(
    request: HttpRequest,
    project: Project,
    versions: list[CatalogVersion],
    version: CatalogVersion,
    form: CatalogForm,
) -> HttpResponse:
    """The editor, with what was refused; it goes on from the newest version, of which the reader knows by then."""
    page = {"project": project, "section": "embed", "version": version, "catalog": version.catalog, "form": form}
    page |= {"newest": versions[0]}
    return render(request, "embed/catalog_edit.html", page, status=422 if form.is_bound else 200)


@members_only
@require_safe
def catalog_compare(request: HttpRequest, project_id: uuid.UUID, catalog: str, older: int, newer: int) -> HttpResponse:
    """What changed from one version to another."""
    project = project_for(request, project_id)
    versions = library.versions_of(project, catalog)
    old, new = found(versions, older), found(versions, newer)
    page = {"project": project, "section": "embed", "catalog": new.catalog, "old": old, "new": new}
    page |= {"versions": versions, **library.difference(old, new)}
    return render(request, "embed/catalog_compare.html", page)
