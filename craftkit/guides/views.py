"""The guides as pages, as Markdown, as an index to search, and as a list for language models. Nobody need sign in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from craftkit.guides import contents, markup
from craftkit.guides.contents import Guide
from craftkit.guides.readers import Reader, reader_of

PUBLIC = "public, max-age=300"


@lru_cache(maxsize=256)
def drawn(slug: str, reader: Reader, language: str) -> markup.Drawn:
    """A page for a reader; drawn once as long as its samples, and the words on their buttons, stay the same."""
    guide = contents.guides()[slug]
    return markup.drawn(list(guide.tokens), fill=reader.fill, address=contents.address)


def guide_of(slug: str) -> Guide:
    """The guide, or 404."""
    try:
        return contents.guides()[slug]
    except KeyError:
        raise Http404 from None


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page, kept for a while by whoever passes it on; not when it was filled in for one reader."""
    response = render(request, template, {"groups": contents.grouped(), **context})
    response["Cache-Control"] = "private, no-cache" if request.user.is_authenticated else PUBLIC
    return response


@require_safe
def guide_home(request: HttpRequest) -> HttpResponse:
    """`/docs`: where to begin, all guides, the way to the API reference."""
    return page(request, "guides/home.html", {"reader": reader_of(request.user)})


@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide."""
    guide, reader = guide_of(slug), reader_of(request.user)
    before, after = contents.neighbours(guide)
    shown = drawn(slug, reader, get_language() or settings.LANGUAGE_CODE)
    toc = [heading for heading in shown.headings if heading.level in (2, 3)]
    context = {"guide": guide, "drawn": shown, "toc": toc, "reader": reader, "before": before, "after": after}
    return page(request, "guides/page.html", context)


@require_safe
def guide_twin(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide as Markdown."""
    return public(HttpResponse(contents.twin(guide_of(slug)), content_type="text/markdown; charset=utf-8"))


@require_safe
def guide_search(request: HttpRequest) -> HttpResponse:
    """The index: every section of every guide."""
    return public(JsonResponse({"sections": contents.search_index()}))


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """`/llms.txt`."""
    return public(HttpResponse(contents.llms(), content_type="text/plain; charset=utf-8"))


def public(response: HttpResponse) -> HttpResponse:
    """For everybody, and to be kept for a while."""
    response["Cache-Control"] = PUBLIC
    return response
