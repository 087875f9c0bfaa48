"""The language of the pages for people who sign in: their own choice, else the browser's. Programs are answered in
English, and so are the people to whom documents are sent: those pages speak for whoever sent them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

CODES = frozenset(code for code, _ in settings.LANGUAGES)
ELSEWHERE = (
    "/v1/",
    "/health",
    "/metrics",
    "/openapi.yaml",
    "/llms.txt",
    "/.well-known/",
    "/sdk/",
    "/embed/",
    "/forms/",
    "/share/",
    "/sign/",
    "/verify",
    "/files/",
    "/pictures/",
    "/mail/",
)


class PageLanguage:
    """Middleware: the pages below speak the language of the reader; whatever is not one of them speaks English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language, and say which it is and what it depends on."""
        if request.path.startswith(ELSEWHERE):
            with translation.override(settings.LANGUAGE_CODE):
                return self.get_response(request)
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def language_of(request: HttpRequest) -> str:
    """What the person chose who is signed in, else what was chosen in this browser, else what it asks for."""
    chosen = getattr(request.user, "language", "")
    return chosen if chosen in CODES else translation.get_language_from_request(request)
