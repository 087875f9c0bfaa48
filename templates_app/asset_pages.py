"""Pages about assets: what is there, how it looks, where it is used; upload, rename, delete."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api.pagination import page_of
from craftkit.lib.errors import AppError, InvalidRequest
from craftkit.lib.speech import spoken
from craftkit.lib.storage import from_settings
from templates_app import asset_links, uploads
from templates_app.asset_files import asset_response
from templates_app.assets import users_of
from templates_app.intake import check_size
from templates_app.models import Asset

PAGE_ROWS = 48
NAME_LENGTH = 120
MAX_FILES = 20
KINDS = {"image": _lazy("Images"), "font": _lazy("Fonts"), "pdf": _lazy("PDFs"), "file": _lazy("Files")}


def asset_of(project: Project, asset_id: uuid.UUID) -> Asset:
    """A living asset of the project, or 404."""
    return get_object_or_404(Asset.objects.for_project(project).select_related("project"), pk=asset_id)


@members_only
@require_safe
def asset_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The assets of a project, newest first, of one kind or all."""
    project = project_for(request, project_id)
    kind = request.GET.get("kind", "")
    alive = Asset.objects.for_project(project)
    chosen = alive.filter(kind=kind) if kind in Asset.Kind.values else alive
    try:
        found = page_of(chosen, {"limit": PAGE_ROWS, "cursor": request.GET.get("cursor")})
    except InvalidRequest as error:
        raise Http404 from error
    users = users_of(found.rows)
    page = {"project": project, "section": "assets", "kind": kind, "page": found, "kinds": KINDS}
    page["assets"] = [(asset, users.get(asset.pk, [])) for asset in found.rows]
    page["has_any"] = bool(found.rows) or alive.exists()
    page["stored"] = Asset.objects.filter(project=project).bytes_used()
    return render(request, "assets/list.html", page)


@members_only
@require_POST
def asset_upload(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Keep the files of a form; each that is refused says why."""
    project = project_for(request, project_id)
    files = request.FILES.getlist("file")[:MAX_FILES]
    kept = [_kept(request, project, file) for file in files]
    told = {"kept": sum(kept), "all": len(files)}
    if not files:
        messages.error(request, _("Choose a file first."))
    elif any(kept):
        messages.success(request, _("%(kept)d of %(all)d files uploaded.") % told if len(files) > 1 else _("Uploaded."))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"uploaded": sum(kept)})
    return redirect("asset-list", project.pk)


def _kept(request: HttpRequest, project: Project, file: UploadedFile) -> bool:
    """Whether the file is an asset now."""
    try:
        check_size(file.size or 0)
        name = file.name or ""
        uploads.store_asset(project=project, data=file.read(), store=from_settings(), filename=name)
    except AppError as error:
        messages.error(request, f"{file.name}: {spoken(error)}")
        return False
    return True


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def asset_rename(request: HttpRequest, project_id: uuid.UUID, asset_id: uuid.UUID) -> HttpResponse:
    """Another name for an asset."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    asset = asset_of(project, asset_id)
    if request.method != "POST":
        return render(request, "assets/rename.html", {"project": project, "asset": asset, "section": "assets"})
    name = " ".join(request.POST.get("name", "").split()).replace("\x00", "")[:NAME_LENGTH]
    if name:
        uploads.rename_asset(asset=asset, name=name)
    else:
        messages.error(request, _("An asset needs a name."))
    return redirect("asset-list", project.pk)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def asset_delete(request: HttpRequest, project_id: uuid.UUID, asset_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete; a used asset says by which templates instead."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    asset = asset_of(project, asset_id)
    users = users_of([asset]).get(asset.pk, [])
    if request.method != "POST":
        page = {"project": project, "asset": asset, "section": "assets", "users": users}
        return render(request, "assets/delete.html", page)
    try:
        uploads.delete_asset(asset=asset, store=from_settings())
        messages.success(request, _("%(name)s is deleted.") % {"name": asset.name})
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("asset-list", project.pk)


@members_only
@require_safe
def asset_content(request: HttpRequest, project_id: uuid.UUID, asset_id: uuid.UUID) -> HttpResponse:
    """The bytes: to save, or with `?inline` as the picture or font of a page."""
    asset = asset_of(project_for(request, project_id), asset_id)
    is_shown = "inline" in request.GET and asset.kind in (Asset.Kind.IMAGE, Asset.Kind.FONT)
    return asset_response(asset, disposition="inline" if is_shown else "attachment")


@members_only
@require_safe
def asset_specimen(request: HttpRequest, project_id: uuid.UUID, asset_id: uuid.UUID) -> HttpResponse:
    """The style sheet by which the page shows a font in its own letters."""
    asset = asset_of(project_for(request, project_id), asset_id)
    if asset.kind != Asset.Kind.FONT:
        return HttpResponse(status=404)
    return render(request, "assets/specimen.css", {"asset": asset}, content_type="text/css")


@require_safe
def linked_picture(request: HttpRequest, token: str) -> HttpResponse:
    """A picture for whoever holds its address, such as the receiver of a form's answers."""
    asset_id = asset_links.opened_by(token)
    asset = Asset.objects.kept().filter(pk=asset_id, kind=Asset.Kind.IMAGE).first() if asset_id else None
    if asset is None:
        raise Http404("There is no picture at this address.")
    answer = asset_response(asset, disposition="inline")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
