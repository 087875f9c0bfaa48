"""`/embed/builder` and `/embed/form`: the pages in the iframe. No cookie is read or set, and no query is logged."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from embed import tokens
from embed.entrance import audience, dashboard_origin, origins_of, own_session, partner_by_key
from embed.models import EmbedPartner, SigningKey

LANGUAGES = ("de", "fr", "es", "ar")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types ProseMirrorClipboard craftkit-paste craftkit-worker; "
    "frame-ancestors {}"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Robots-Tag": "noindex",
}
GONE = "This address names no project that may show it here. Whoever owns this page can check its Craftkit settings."
SUSPENDED = "Embedding is suspended for this project. Whoever owns this page can ask for the reason."


@require_safe
def builder(request: HttpRequest) -> HttpResponse:
    """The template editor."""
    return surface(request, "builder", "Template editor")


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """The form that makes a document."""
    return surface(request, "form", "Form")


def surface(request: HttpRequest, name: str, title: str) -> HttpResponse:
    """The page, for the project that the address names; else one that says why not."""
    token = request.GET.get("session_token") or None
    if own_session(request.GET.get("pk", "")) and finders.find(f"{name}.js"):
        return opened(request, name, title, [dashboard_origin()], "auto")
    partner = partner_by_key(request.GET.get("pk", "")) or partner_by_token(token)
    if partner is None or not finders.find(f"{name}.js"):
        return failure(request, GONE)
    if partner.is_suspended:
        return failure(request, SUSPENDED)
    return opened(request, name, title, origins_of(partner.project), theme_of(partner), token)


def opened(
    request: HttpRequest, name: str, title: str, origins: list[str], theme: str, token: str | None = None
) -> HttpResponse:
    """The page with its script, for the frames of these origins."""
    page = {"title": title, "script": f"{name}.js", "style": f"{name}.css", "theme": theme}
    boot = {**addresses(), "origins": origins, "token": token}
    return dressed(render(request, "embed/surface.html", {**page, "boot": boot}), " ".join(origins) or "'none'")


def failure(request: HttpRequest, reason: str) -> HttpResponse:
    """A page without data or scripts; it may stand in any frame, so that no frame stays blank without a word."""
    return dressed(render(request, "embed/failure.html", {"reason": reason}, status=403), "*")


def dressed(response: HttpResponse, ancestors: str) -> HttpResponse:
    """The answer with the headers of embedded pages."""
    response["Content-Security-Policy"] = POLICY.format(ancestors)
    response.xframe_options_exempt = True
    for name, value in HEADERS.items():
        response[name] = value
    return response


def partner_by_token(token: str | None) -> EmbedPartner | None:
    """The partner whose key signed the token; whether its time is over, the page's first call finds out."""
    try:
        kid = tokens.kid_of(token or "")
        key = SigningKey.objects.honoured(timezone.now()).filter(kid=kid).first()
        if key is None:
            return None
        tokens.read(token or "", public=key.public, audience=audience(), is_over_fine=True)
    except tokens.BadToken:
        return None
    rows = EmbedPartner.objects.filter(project=key.project_id, is_enabled=True, project__deleted_at=None)
    return rows.select_related("project").first()


def addresses() -> dict[str, Any]:
    """Where the parts of the page are that it loads later."""
    found = {code: f"locales/{code}.json" for code in LANGUAGES}
    return {
        "locales": {code: static(path) for code, path in found.items() if finders.find(path)},
        "viewer": static("viewer.js"),
        "worker": static("pdf.worker.js"),
    }


def theme_of(partner: EmbedPartner) -> str:
    """The base theme that the project chose; a session may change it."""
    base = partner.theme.get("baseTheme")
    return base if base in {"light", "dark", "auto"} else "light"
