"""Pages about a template's inbound hook: address, samples, switches, mapping, and the calls that came."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import (
    is_partial,
    members_only,
    page_or_part,
    project_for,
    recently_authenticated,
    recently_authenticated_if,
)
from craftkit.accounts.governing import settings_of
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api.pagination import page_of
from craftkit.lib.errors import InvalidRequest
from craftkit.lib.speech import spoken
from renders import inbound, mapping
from renders.hook_samples import hook_samples
from renders.models import HookCall
from templates_app.fields import parse_manifest
from templates_app.models import Template
from templates_app.outline import Line, outline
from templates_app.snippets import shortened

form_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE_ROWS = 25


def template_of(project: Project, slug: str) -> Template:
    """A template of the project, or 404."""
    return get_object_or_404(Template.objects.for_project(project).select_related("current_version"), slug=slug)


def lines_of(template: Template) -> list[Line]:
    """The variables of the current version; none before there is one."""
    return outline(parse_manifest(template.current_version.manifest)) if template.current_version else []


@members_only
@recently_authenticated_if(lambda request: "reveal" in request.GET and not is_partial(request))
@require_safe
def hook_page(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """The hook of one template. `?reveal` shows address and secret, with samples; the list of calls keeps up."""
    project = project_for(request, project_id, needs=Role.ADMIN if "reveal" in request.GET else None)
    template = template_of(project, slug)
    calls = page_of(calls_of(template), {"limit": PAGE_ROWS})
    page = {"project": project, "template": template, "calls": calls, "section": "templates"}
    until = template.old_inbound_secret_until
    page["is_overlapping"] = until is not None and until > timezone.now()
    page["days"] = settings_of(project).term_of("calls")
    if "reveal" in request.GET:
        page["address"] = address = f"{settings.BASE_URL}/v1/hooks/{template.inbound_token}"
        page["samples"] = samples_of(template, address)
    return page_or_part(request, "renders/hook.html", "renders/_calls.html", page)


def calls_of(template: Template) -> Any:
    """The calls of the hook, without their bodies."""
    return HookCall.objects.filter(template=template).select_related("render").defer("body", "render__data")


def samples_of(template: Template, address: str) -> list[Any]:
    """Code that calls the hook with sample data."""
    version = template.current_version
    required = {line.key for line in lines_of(template) if line.required}
    data = shortened(version.sample_data, required) if version else {}
    return hook_samples(address=address, secret=template.inbound_secret, data=data)


@members_only
@require_POST
def hook_switch(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Set both switches."""
    template = template_of(project_for(request, project_id, needs=Role.ADMIN), slug)
    required, is_logged = "signed" in request.POST, "logged" in request.POST
    inbound.switch(template=template, is_signature_required=required, is_hook_logged=is_logged)
    messages.success(request, _("The hook is changed."))
    return redirect("hook", project_id, slug)


@members_only
@recently_authenticated
@form_page
def hook_rotate(request: HttpRequest, project_id: uuid.UUID, slug: str, what: str) -> HttpResponse:
    """Ask, then make a new address or a new secret."""
    if what not in ("address", "secret"):
        raise Http404
    project = project_for(request, project_id, needs=Role.ADMIN)
    template = template_of(project, slug)
    if request.method != "POST":
        page = {"project": project, "template": template, "what": what, "section": "templates"}
        return render(request, "renders/hook_rotate.html", page)
    if what == "address":
        inbound.rotate_token(template=template)
    else:
        inbound.rotate_secret(template=template, at_once=request.POST.get("mode") == "immediate")
    said = {
        "address": _("There is a new address. Show it, and give it to whoever calls the hook."),
        "secret": _("There is a new secret. Show it, and give it to whoever calls the hook."),
    }
    messages.success(request, said[what])
    return redirect("hook", project_id, slug)


@members_only
@require_safe
def hook_call(request: HttpRequest, project_id: uuid.UUID, slug: str, call_id: uuid.UUID) -> HttpResponse:
    """One call: what came, and what became of it."""
    project = project_for(request, project_id)
    template = template_of(project, slug)
    call = get_object_or_404(HookCall.objects.filter(template=template).select_related("render"), pk=call_id)
    page = {"project": project, "template": template, "call": call, "section": "templates"}
    page["body"] = readable(call.body)
    return render(request, "renders/hook_call.html", page)


def readable(body: str) -> str:
    """JSON with line breaks; anything else as it came."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return body


@members_only
@form_page
def hook_mapping(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Say which received path feeds which variable, beside a sample: a call (`?call=`), a pasted one, or the latest."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    template = template_of(project, slug)
    given = {name[5:]: str(text).strip() for name, text in request.POST.items() if name.startswith("path:")}
    page: dict[str, Any] = {"project": project, "template": template, "section": "templates"}
    errors: dict[str, list[str]] = {}
    if request.method == "POST" and "save" in request.POST:
        try:
            inbound.map_fields(template=template, paths={key: path for key, path in given.items() if path})
        except InvalidRequest as error:
            named = (error.issues or {"fieldErrors": {}})["fieldErrors"]
            errors = {name: [spoken(text) for text in texts] for name, texts in named.items()}
        else:
            messages.success(request, _("Calls of the hook are read like this from now on."))
            return redirect("hook", project_id, slug)
    page |= step(template, given or template.hook_mapping, sample_text(request, template), errors)
    return render(request, "renders/hook_mapping.html", page, status=422 if errors else 200)


def sample_text(request: HttpRequest, template: Template) -> str:
    """The sample to show beside the form."""
    if "sample" in request.POST:
        return str(request.POST["sample"])[: inbound.KEPT_CHARACTERS]
    calls = HookCall.objects.filter(template=template).order_by("-pk")
    chosen = calls.filter(pk=request.GET["call"]) if _is_id(request.GET.get("call", "")) else calls
    latest = chosen.values_list("body", flat=True).first()
    return readable(latest) if latest else ""


def _is_id(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def step(template: Template, paths: dict[str, str], text: str, errors: dict[str, list[str]]) -> dict[str, Any]:
    """What the mapping page shows: the variables with their paths, the paths of the sample, what comes of both."""
    try:
        sample, is_json = json.loads(text), True
    except (ValueError, RecursionError):
        sample, is_json = None, False
    rows = [
        {"line": line, "path": paths.get(line.key, ""), "kind": kind_of(line.key), "errors": errors.get(line.key)}
        for line in lines_of(template)
    ]
    used = {key: path for key, path in paths.items() if mapping.is_path(path)}
    suggestions = {
        "values": mapping.values_in(sample) if is_json else [],
        "lists": mapping.lists_in(sample) if is_json else [],
        "fields": mapping.item_values_in(sample) if is_json else [],
    }
    outcome = mapping.mapped(used, sample) if is_json and used else None
    is_faulty = bool(text.strip()) and not is_json
    return {"rows": rows, "sample": text, "suggestions": suggestions, "outcome": outcome, "is_faulty": is_faulty}


def kind_of(key: str) -> str:
    """Which suggestions fit a variable: those for lists, for fields of their items, or for single values."""
    if key.endswith("[]"):
        return "lists"
    return "fields" if "[]" in key else "values"
