"""The way out for recipients: a page that asks, and the one-click POST of mail programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from craftkit.accounts.models import Project
from craftkit.mail import actions, tokens
from craftkit.mail.composing import brand_of


@csrf_exempt  # A mail program posts without a cookie (RFC 8058); the signed token says who is meant.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, since scanners open links; on POST the address gets no more such mail."""
    subscription = tokens.read(token)
    project = Project.objects.alive().filter(pk=subscription.project_id).first() if subscription else None
    if subscription is None or project is None:
        return render(request, "outbox/unsubscribe_ended.html", status=404)
    if request.method == "POST":
        actions.unsubscribe(subscription=subscription)
    page = {"sender": brand_of(project).name, "address": subscription.address, "is_done": request.method == "POST"}
    return render(request, "outbox/unsubscribe.html", page)
