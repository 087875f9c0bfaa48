"""The test bench: set a session by form, and see the builder or the form that it opens, with what it tells its host."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from craftkit.accounts.access import members_only, person, project_for
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from embed import hostcode, onboarding
from embed.actions import bench, members
from embed.bench_forms import BenchForm
from embed.models import EmbedPartner, EmbedSession
from embed.views.workshop import framing, page_and_door


@members_only
@framing
@page_and_door
def bench_page(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The bench; a POST opens what the form says, for the page's script."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    partner = get_object_or_404(EmbedPartner, project=project)
    if request.method == "POST":
        return opened(request, partner, BenchForm(project, request.POST))
    page = {"project": project, "section": "embed", "tab": "bench", "form": BenchForm(project)}
    return render(request, "embed/bench.html", {**page, "origin": settings.BASE_URL})


def opened(request: HttpRequest, partner: EmbedPartner, form: BenchForm) -> JsonResponse:
    """The session's token and where it is prolonged, with the code of a host that asks for the same."""
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    wish = form.wish()
    try:
        session = bench.open_bench(partner=partner, member=person(request), wish=wish)
    except AppError as error:
        return JsonResponse({"error": {"code": error.code, "message": error.message}}, status=error.status)
    return JsonResponse(answer(session, wish, form.cleaned_data["prefill"]))


def answer(session: EmbedSession, wish: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """What the page's script mounts, and shows as code."""
    key = onboarding.publishable_text(session.project)
    return {
        "surface": "form" if session.mode == session.Mode.FILL else "builder",
        "token": members.token(session),
        "renew": reverse("own-session", args=[session.project_id, session.pk]),
        "data": data,
        "server": hostcode.minting(base=settings.BASE_URL, wish=wish),
        "page": hostcode.mounting(base=settings.EMBED_URL, key=key, wish=wish, data=data),
    }
