"""The language of the pages: for people who sign in their own choice, for those to whom something was sent what they
choose there, else the browser's. Programs are answered in English; mails speak as their project does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from craftkit.accounts.governing import defaults_of
from craftkit.accounts.models import Project

CODES = frozenset(code for code, _ in settings.LANGUAGES)
KEPT = timedelta(days=365)
# Pages for people without an account, whom somebody sent a link.
READERS = ("/forms/", "/mail/", "/share/", "/sign/", "/verify")
ELSEWHERE = (
    "/v1/",
    "/health",
    "/metrics",
    "/openapi.yaml",
    "/llms.txt",
    "/.well-known/",
    "/sdk/",
    "/embed/",
    "/files/",
    "/pictures/",
)


class PageLanguage:
    """Middleware: the pages below speak the language of the reader; whatever is not one of them speaks English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language, and say which it is and what it depends on."""
        if request.path.startswith(READERS):
            return for_reader(request, self.get_response)
        if request.path.startswith(ELSEWHERE):
            with translation.override(settings.LANGUAGE_CODE):
                return self.get_response(request)
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        if is_page(response):
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def language_of(request: HttpRequest) -> str:
    """What the person chose who is signed in, else what was chosen in this browser, else what it asks for."""
    chosen = getattr(request.user, "language", "")
    return chosen if chosen in CODES else translation.get_language_from_request(request)


def for_reader(request: HttpRequest, answer: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """The answer in the language that the address names, else in the one chosen before, else in the browser's."""
    named = named_by(request)
    language = named or translation.get_language_from_request(request)
    with translation.override(language):
        response = answer(request)
    if not is_page(response):
        return response
    response.headers.setdefault("Content-Language", language)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    if named:
        remember(response, named)
    return response


def named_by(request: HttpRequest) -> str:
    """The language that the address asks for, if it is one of ours."""
    named = request.GET.get("language", "")
    return named if named in CODES else ""


def is_page(response: HttpResponse) -> bool:
    """Whether people read the answer; files and what scripts ask for are in no language."""
    return response.get("Content-Type", "").startswith("text/html")


def remember(response: HttpResponse, code: str) -> None:
    """Have the browser keep the choice, so that it holds before signing in too; without a code, have it forget."""
    if not code:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=KEPT,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def speaking(project: Project | None) -> translation.override:
    """For the block: the language of the project's locale, where it is one of ours; English otherwise."""
    locale = defaults_of(project)[0] if project else ""
    code = locale.replace("_", "-").partition("-")[0].lower()
    return translation.override(code if code in CODES else settings.LANGUAGE_CODE)
