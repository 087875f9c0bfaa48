"""Pages about what a partner sets: origins, hosts that forms lead to, publishable keys, the callback and its secret."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import members_only, person, project_for, recently_authenticated
from craftkit.accounts.actions import issue_key
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.undo import done
from embed import onboarding
from embed.actions import partners
from embed.forms import CallbackForm, HostForm, OriginForm
from embed.models import AllowedOrigin, EmbedPartner, RedirectHost

form_page = require_http_methods(["GET", "HEAD", "POST"])


def shown(request: HttpRequest, project: Project, **forms: Any) -> HttpResponse:
    """The page of settings, with the form that was refused, if any."""
    partner = onboarding.partner_of(project)
    if partner is None:
        return redirect("embed", project.pk)
    known = CallbackForm(initial={"url": partner.webhook_url}, auto_id="callback-%s")
    page = {"project": project, "section": "embed", "tab": "settings", **onboarding.configuration(project, partner)}
    page |= {"origin_form": OriginForm(), "host_form": HostForm(), "callback_form": known, **forms}
    return render(request, "embed/settings.html", page, status=422 if forms else 200)


@members_only
@require_safe
def embed_settings(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Everything that is set about embedding."""
    return shown(request, project_for(request, project_id, needs=Role.ADMIN))


@members_only
@require_POST
def origin_add(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Let the pages of an origin hold the iframes."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = OriginForm(request.POST)
    if not form.carries_out(partners.allow_origin, project=project):
        return shown(request, project, origin_form=form)
    messages.success(request, _("The origin is allowed. Pages see it when they load the frame again."))
    return redirect("embed-settings", project.pk)


@members_only
@require_POST
def origin_remove(request: HttpRequest, project_id: uuid.UUID, origin_id: uuid.UUID) -> HttpResponse:
    """Take an origin off the list."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    row = get_object_or_404(AllowedOrigin, project=project, pk=origin_id)
    partners.forbid_origin(project=project, origin=row.origin)
    said = _("%(origin)s may no longer show the frames.") % {"origin": row.origin}
    done(request, said, undo=reverse("embed-origin-add", args=[project.pk]), origin=row.origin)
    return redirect("embed-settings", project.pk)


@members_only
@require_POST
def host_add(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Let forms lead to a host."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = HostForm(request.POST)
    if not form.carries_out(partners.allow_redirect_host, project=project):
        return shown(request, project, host_form=form)
    messages.success(request, _("Forms may lead to this host."))
    return redirect("embed-settings", project.pk)


@members_only
@require_POST
def host_remove(request: HttpRequest, project_id: uuid.UUID, host_id: uuid.UUID) -> HttpResponse:
    """Take a host off the list."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    row = get_object_or_404(RedirectHost, project=project, pk=host_id)
    partners.forbid_redirect_host(project=project, host=row.host)
    said = _("New sessions may no longer lead to %(host)s.") % {"host": row.host}
    done(request, said, undo=reverse("embed-host-add", args=[project.pk]), host=row.host)
    return redirect("embed-settings", project.pk)


@members_only
@require_POST
def public_key_add(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Another publishable key, for live or test sessions."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    env = "test" if request.POST.get("env") == "test" else "live"
    name = "Publishable test key" if env == "test" else "Publishable key"
    kind = f"publishable_{env}"
    issue_key(account=project.account, project=project, kind=kind, name=name, created_by=person(request))
    messages.success(request, _("The key is ready."))
    return redirect("embed-settings", project.pk)


@members_only
@require_POST
def callback_change(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Set where publishing is told."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = CallbackForm(request.POST, auto_id="callback-%s")
    if not form.carries_out(partners.set_callback, project=project):
        return shown(request, project, callback_form=form)
    messages.success(request, _("The address of the callback is saved."))
    return redirect("embed-settings", project.pk)


@members_only
@recently_authenticated
@form_page
def callback_secret(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Show the secret that signs callbacks; by POST, make a new one first."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    partner = get_object_or_404(EmbedPartner, project=project)
    is_new = request.method == "POST"
    secret = partners.renew_callback_secret(project=project) if is_new else partner.webhook_secret
    page = {"project": project, "section": "embed", "secret": secret, "is_new": is_new}
    return render(request, "embed/secret.html", page)


@members_only
@recently_authenticated
@require_POST
def signing_key_rotate(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Sign tokens with a new key from now on."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    partners.rotate_signing_key(project=project)
    messages.success(request, _("A new key signs. Tokens of the old one are honoured for a day."))
    return redirect("embed-settings", project.pk)
