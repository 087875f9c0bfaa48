"""The public page that takes a PDF and says what holds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods
from limits import RateLimitItemPerMinute

from craftkit.api.throttling import address, hit
from signatures.posting import MOST_BYTES
from signatures.verdicts import judge

FILES = RateLimitItemPerMinute(20)
# What the seal and the certificate add.
ROOM = 5 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form, or the findings about a file, which is not kept."""
    if request.method != "POST":
        return answer(request)
    allowed, _, seconds = hit(FILES, "verify", address(request))
    if not allowed:
        response = answer(request, error=gettext("Too many files. Wait a minute, then try again."), status=429)
        response["Retry-After"] = str(seconds)
        return response
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        return answer(request, error=gettext("Choose a PDF first."), status=422)
    if upload.size > MOST_BYTES + ROOM:
        return answer(request, error=gettext("The file is larger than any that is signed here."), status=413)
    return answer(request, finding=judge(upload.read()), name=upload.name)


def answer(request: HttpRequest, *, status: int = 200, **page: object) -> HttpResponse:
    """The page; what it says of a document is for whoever brought it alone."""
    response = render(request, "signatures/verify.html", page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
