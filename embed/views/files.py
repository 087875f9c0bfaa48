"""Files for host pages: the SDK, logos that we fetched, and the public halves of signing keys."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from craftkit.lib import outbound
from craftkit.lib.storage import ObjectMissing, from_settings
from embed import tokens
from embed.actions.pictures import fetch_logo
from embed.models import Logo, SigningKey

SHORT, LONG = "public, max-age=300", "public, max-age=86400, immutable"


@require_safe
def sdk(request: HttpRequest, ending: str) -> HttpResponseBase:
    """`/sdk/v1/craftkit.js` for a script tag, `.mjs` for imports; the address stays while the SDK gets better."""
    path = finders.find(f"sdk/craftkit.{ending}")
    if not path:
        raise Http404
    body = Path(str(path)).read_bytes()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match") == etag
    answer = (
        HttpResponseNotModified() if is_known else HttpResponse(body, content_type="text/javascript; charset=utf-8")
    )
    answer["ETag"] = etag
    return for_everybody(answer, SHORT)


@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    """The keys whose tokens are honoured now, as RFC 7517 lists them; `?kid=` picks one."""
    rows = SigningKey.objects.honoured(timezone.now()).filter(project__embed_partner__is_enabled=True).order_by("pk")
    if "kid" in request.GET:
        rows = rows.filter(kid=request.GET["kid"][:40])
    return for_everybody(JsonResponse({"keys": [tokens.as_jwk(row.kid, row.public) for row in rows]}), SHORT)


@require_safe
def logo(request: HttpRequest, logo_id: uuid.UUID) -> HttpResponse:
    """A logo from our own origin; fetched from its own address when it is wanted for the first time."""
    store = from_settings()
    row = fetch_logo(logo=get_object_or_404(Logo, pk=logo_id), outbound=outbound.from_settings(), store=store)
    if not row.key:
        raise Http404
    try:
        answer = HttpResponse(store.get(row.key), content_type=row.media_type)
    except ObjectMissing:
        raise Http404 from None
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return for_everybody(answer, LONG)


def for_everybody(answer: HttpResponse, cache: str) -> HttpResponse:
    """The answer, readable from any page."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = cache
    return answer
