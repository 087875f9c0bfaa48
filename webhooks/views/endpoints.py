"""Pages about webhooks: list, make, change, switch, rotate, delete, test, replay."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for, recently_authenticated
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.lib.undo import done
from webhooks import actions
from webhooks.forms import NewWebhookForm, WebhookForm
from webhooks.models import Delivery, Endpoint
from webhooks.selection import STATES, Selection

form_page = require_http_methods(["GET", "HEAD", "POST"])


def endpoint_of(project: Project, webhook_id: uuid.UUID) -> Endpoint:
    """A webhook of the project, or 404."""
    return get_object_or_404(Endpoint.objects.kept().filter(project=project), pk=webhook_id)


@members_only
@require_safe
def webhook_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The webhooks of a project, callbacks of embed sessions among them."""
    project = project_for(request, project_id)
    rows = Endpoint.objects.kept().filter(project=project).order_by("-pk")
    return render(request, "webhooks/list.html", {"project": project, "webhooks": rows, "section": "webhooks"})


@members_only
@recently_authenticated
@form_page
def webhook_new(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Create a webhook; the answer is the only page that shows its secret."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = NewWebhookForm(request.POST or None, initial={"events": ["render.succeeded", "render.failed"]})
    page = {"project": project, "form": form, "section": "webhooks"}
    if not form.is_valid():
        return render(request, "webhooks/new.html", page, status=422 if request.method == "POST" else 200)
    return made(request, project, form, page)


def made(request: HttpRequest, project: Project, form: NewWebhookForm, page: dict[str, object]) -> HttpResponse:
    """The page with the new webhook's secret, or the form with the reason why there is none."""
    try:
        endpoint, secret = actions.create_endpoint(project=project, **form.cleaned_data)
    except AppError as error:
        form.add_error(None, spoken(error))
        return render(request, "webhooks/new.html", page, status=error.status)
    return render(request, "webhooks/secret.html", {**page, "webhook": endpoint, "secret": secret, "is_new": True})


@members_only
@require_safe
def webhook_page(request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID) -> HttpResponse:
    """One webhook with its deliveries, which keep up by themselves."""
    project = project_for(request, project_id)
    endpoint = endpoint_of(project, webhook_id)
    selection = Selection.read(request.GET)
    page = {"project": project, "webhook": endpoint, "selection": selection, "states": STATES, "section": "webhooks"}
    page |= {"page": selection.page(endpoint), "failed": Delivery.objects.filter(endpoint=endpoint).failed().count()}
    return page_or_part(request, "webhooks/page.html", "webhooks/_deliveries.html", page)


@members_only
@form_page
def webhook_edit(request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID) -> HttpResponse:
    """Change address, description and events."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    endpoint = endpoint_of(project, webhook_id)
    known = {"url": endpoint.url, "description": endpoint.description, "events": endpoint.events}
    form = WebhookForm(request.POST or None, initial=known)
    if not form.is_valid():
        page = {"project": project, "webhook": endpoint, "form": form, "section": "webhooks"}
        return render(request, "webhooks/edit.html", page, status=422 if request.method == "POST" else 200)
    actions.change_endpoint(endpoint=endpoint, **form.cleaned_data)
    messages.success(request, _("The webhook is changed."))
    return redirect("webhook", project_id, webhook_id)


@members_only
@require_POST
def webhook_switch(request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID) -> HttpResponse:
    """Switch off what is on, and on what is off."""
    endpoint = endpoint_of(project_for(request, project_id, needs=Role.ADMIN), webhook_id)
    (actions.disable if endpoint.is_active else actions.enable)(endpoint=endpoint)
    said = _("The webhook is off.") if endpoint.is_active else _("The webhook is on again.")
    done(request, said, undo=request.path)
    return redirect("webhook", project_id, webhook_id)


@members_only
@recently_authenticated
@form_page
def webhook_rotate(request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID) -> HttpResponse:
    """Ask how, then make a new secret; the answer is the only page that shows it."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    endpoint = endpoint_of(project, webhook_id)
    page = {"project": project, "webhook": endpoint, "section": "webhooks"}
    if request.method != "POST":
        return render(request, "webhooks/rotate.html", page)
    secret = actions.rotate_secret(endpoint=endpoint, at_once=request.POST.get("mode") == "immediate")
    return render(request, "webhooks/secret.html", {**page, "secret": secret})


@members_only
@require_POST
def webhook_finish(request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID) -> HttpResponse:
    """Let the new secret take over now."""
    endpoint = endpoint_of(project_for(request, project_id, needs=Role.ADMIN), webhook_id)
    try:
        actions.finish_rotation(endpoint=endpoint)
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("webhook", project_id, webhook_id)


@members_only
@form_page
def webhook_delete(request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    endpoint = endpoint_of(project, webhook_id)
    if request.method != "POST":
        page = {"project": project, "webhook": endpoint, "section": "webhooks"}
        return render(request, "webhooks/delete.html", page)
    actions.delete_endpoint(endpoint=endpoint)
    messages.success(request, _("The webhook is deleted."))
    return redirect("webhook-list", project_id)


@members_only
@require_POST
def webhook_test(request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID) -> HttpResponse:
    """Send an example, and lead to its delivery."""
    endpoint = endpoint_of(project_for(request, project_id), webhook_id)
    try:
        delivery = actions.send_test(endpoint=endpoint)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("webhook", project_id, webhook_id)
    return redirect("delivery", project_id, webhook_id, delivery.pk)


@members_only
@require_POST
def webhook_replay(request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID) -> HttpResponse:
    """Send again all that failed."""
    endpoint = endpoint_of(project_for(request, project_id), webhook_id)
    try:
        count = actions.redeliver_failed(endpoint=endpoint)
    except AppError as error:
        messages.error(request, spoken(error))
    else:
        said = ngettext("%(count)d delivery goes out again.", "%(count)d deliveries go out again.", count)
        messages.success(request, said % {"count": count})
    return redirect("webhook", project_id, webhook_id)
