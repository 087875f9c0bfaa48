"""The compiler: a document, its data and a locale made into one self-contained HTML page. Pure and fast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from templates_app.compiler.bands import band_rules
from templates_app.compiler.blocks import compile_body
from templates_app.compiler.contents import fill, words_of
from templates_app.compiler.context import Context
from templates_app.compiler.families import ideograph_family
from templates_app.compiler.images import ImageSource, image_sources
from templates_app.compiler.overlay import Overlay, compile_overlay
from templates_app.compiler.page import DOCUMENT_CSS, font_stack, page_rules, type_style, whole_page
from templates_app.compiler.scope import PageTooLarge, Scope, run
from templates_app.compiler.sources import compile_parts
from templates_app.compiler.unused import unused_loops
from templates_app.document.migrations import migrated
from templates_app.document.overlay import KIND as OVERLAY
from templates_app.fields.manifest import Manifest
from templates_app.formats import language_tag
from templates_app.markup.lists import with_family
from templates_app.markup.source import prepare
from templates_app.markup.styles import inert, stylesheet_faults
from templates_app.warnings import RenderWarning

__all__ = ["Compiled", "ImageSource", "PageTooLarge", "compile_document", "image_sources"]

FIRST_HEADING = re.compile(r"<h([1-4])[^>]*>(.*?)</h\1>", re.DOTALL)
TITLE_LIMIT = 200
UNTITLED = "Document"
SOURCE_CSS = "html{print-color-adjust:exact}body{margin:0}img{max-width:100%}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A page ready to print, what was noticed, its title (the first heading) and its language (BCP 47).

    `anchors` are those of the headings where there is a table of contents, which wants to know their pages. `overlay`
    is there when the page is to be laid over a PDF, which has a title of its own. `room` is the width in mm between the
    margins, for a page written by hand, whose boxes may hide words.
    """

    html: str
    warnings: list[RenderWarning]
    title: str
    language: str
    anchors: tuple[str, ...] = ()
    overlay: Overlay | None = None
    room: float | None = None


def compile_document(
    content: dict[str, Any],
    manifest: Manifest,
    values: dict[str, Any],
    *,
    locale: str,
    timezone: str = "UTC",
    images: Mapping[str, str] | None = None,
    pages: Mapping[str, int] | None = None,
    faces: str = "",
) -> Compiled:
    """The page of checked content with checked values; `images` maps sources to what the page may load.

    `pages` are the pages of headings, by anchor, for a table of contents: without them its numbers are blank. A source
    that is not in `images` prints as an empty frame with its alternative text. `faces` are the @font-face rules of the
    fonts that come along. Raises PageTooLarge.
    """
    content = migrated(content)
    context, scope = Context(content, manifest, locale, timezone, images or {}), Scope(values)
    if content.get("kind") == OVERLAY:
        return _over_base(content, context, scope, faces)
    is_source = content.get("kind") == "html"
    program = (
        compile_parts(prepare(content["html"]).parts, context) if is_source else compile_body(content["body"], context)
    )
    body, anchors = fill(run(program, scope), pages or {}, wanted=context.has_contents)
    title = title_of(body)
    html = whole_page(
        body=body,
        css=faces + _styles(content, context, scope, is_source=is_source),
        kind="ck-source" if is_source else "ck-doc",
        style=type_style(content, locale),
        title=title,
        locale=locale,
    )
    room = context.room if is_source else None
    return Compiled(html, _warnings(content, context), title, language_tag(locale), anchors, room=room)


def _styles(content: dict[str, Any], context: Context, scope: Scope, *, is_source: bool) -> str:
    """The style sheet: ours, that of the pages and their bands, and last the template's own."""
    pages = page_rules(content, context.pages)
    bands = band_rules(content, context, scope, font_stack(content, context.locale))
    if is_source:
        return SOURCE_CSS + pages + bands + _own_css(content, context.locale)
    return DOCUMENT_CSS + pages + bands


def _warnings(content: dict[str, Any], context: Context) -> list[RenderWarning]:
    return [*unused_loops(content, context.manifest), *context.remarks.warnings()]


def _over_base(content: dict[str, Any], context: Context, scope: Scope, faces: str) -> Compiled:
    body, css, overlay = compile_overlay(content, context, scope)
    html = whole_page(
        body=body,
        css=faces + css,
        kind="ck-overlay",
        style=type_style(content, context.locale),
        title=UNTITLED,
        locale=context.locale,
    )
    return Compiled(html, _warnings(content, context), "", language_tag(context.locale), overlay=overlay)


def title_of(body: str) -> str:
    """The words of the first heading, fit for a PDF's metadata."""
    found = FIRST_HEADING.search(body)
    text = unescape(words_of(found[2])) if found else ""
    words = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    return words[:TITLE_LIMIT] or UNTITLED


def _own_css(content: dict[str, Any], locale: str) -> str:
    """The template's own CSS, last, so that it may overrule ours; one that did not pass the check is left out."""
    css = content.get("css") or ""
    if stylesheet_faults(css):
        return ""
    family = ideograph_family(locale)
    return inert(with_family(css, family) if family else css)
