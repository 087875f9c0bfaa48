"""Hosts that serve share pages alone: the domain of a project, and CRAFTKIT_SHARE_URL where it is a host of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.shortcuts import render

from craftkit.accounts.languages import for_reader
from sharing.actions.policies import HOST_CACHE
from sharing.models import SharingPolicy

PATHS = ("/share/", settings.STATIC_URL)
FRESH_SECONDS = 60


class ShareHosts:
    """Lets in the proven domains of projects, and keeps everything but share pages off hosts that are for these."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or 404 for what such a host does not serve."""
        raw = request.META.get("HTTP_HOST", "")
        host = split_domain_port(raw)[0]
        if host == share_host() or is_ours(host):
            if host == share_host() and not request.path.startswith(PATHS):
                return for_reader(request, elsewhere)
            return self.get_response(request)
        owner = owner_of(host)
        if owner is None:
            return self.get_response(request)
        if not request.path.startswith(PATHS):
            return for_reader(request, elsewhere)
        request.share_owner = owner  # type: ignore[attr-defined]
        # Proven to be a project's, so it is as good as one of ALLOWED_HOSTS.
        request.get_host = lambda: raw  # type: ignore[method-assign]
        return self.get_response(request)


def elsewhere(request: HttpRequest) -> HttpResponse:
    """The page for what such a host does not serve; no middleware further in has seen the request."""
    return render(request, "sharing/elsewhere.html", status=404)


def is_ours(host: str) -> bool:
    """Whether the install answers to this name itself."""
    return bool(host) and validate_host(host, settings.ALLOWED_HOSTS)


def share_host() -> str | None:
    """The host of CRAFTKIT_SHARE_URL when it is for shares alone."""
    host = urlsplit(settings.SHARE_URL).hostname
    return None if host in {urlsplit(settings.BASE_URL).hostname, urlsplit(settings.EMBED_URL).hostname} else host


def owner_of(host: str) -> uuid.UUID | None:
    """The project whose proven domain this is; asked of the database once a minute at most."""
    if not host or len(host) > 253:
        return None
    known = cache.get(HOST_CACHE + host)
    if known is None:
        policy = SharingPolicy.objects.serving(host)
        known = policy.project_id if policy else ""
        cache.set(HOST_CACHE + host, known, timeout=FRESH_SECONDS)
    return known or None
