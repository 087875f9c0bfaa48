"""The page: one self-contained HTML page around a compiled document."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from templates_app.compiler.context import size
from templates_app.compiler.families import stack
from templates_app.document.page import page_box
from templates_app.document.schema import TYPOGRAPHY
from templates_app.formats import direction, language_tag

STYLES = Path(__file__).parents[2] / "static" / "css"
SHEETS = ("document.css", "document_tables.css", "document_parts.css")
DOCUMENT_CSS = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in SHEETS)
DEFAULT_TYPE: dict[str, Any] = {name: attr.default for name, attr in TYPOGRAPHY.items()}


def font_stack(content: dict[str, Any], locale: str) -> str:
    """The font families of a document, with what stands in when a letter is missing."""
    return stack((content.get("typography") or {}).get("font") or DEFAULT_TYPE["font"], locale)


def page_rules(content: dict[str, Any], named: Mapping[str, dict[str, Any]]) -> str:
    """The @page rules of the document and of its sections, and the end of all backgrounds where the page wants none."""
    page = content.get("page") or {}
    plain = "*{background:none!important}" if page.get("printBackground") is False else ""
    return "".join([_page_rule("", page), *(_page_rule(f" {name}", own) for name, own in named.items()), plain])


def _page_rule(name: str, page: dict[str, Any]) -> str:
    width, height, margin = page_box(page)
    margins = " ".join(f"{size(margin[side])}mm" for side in ("top", "right", "bottom", "left"))
    return f"@page{name}{{size:{size(width)}mm {size(height)}mm;margin:{margins}}}"


def type_style(content: dict[str, Any], locale: str) -> str:
    """The CSS of the document's own typography."""
    chosen = {name: value for name, value in (content.get("typography") or {}).items() if value is not None}
    style = DEFAULT_TYPE | chosen
    return (
        f"font-family:{font_stack(content, locale)};font-size:{size(style['size'])}pt;"
        f"line-height:{size(style['lineHeight'])};color:{style['color']}"
    )


def whole_page(*, body: str, css: str, kind: str, style: str, title: str, locale: str) -> str:
    """The page; `css` and `style` are checked or our own, `body` is escaped.

    It brings no policy of its own: the printer's applies, and one from within would outlive the document in its page.
    """
    return (
        f'<!doctype html><html lang="{escape(language_tag(locale))}" dir="{direction(locale)}"><head>'
        f'<meta charset="utf-8"><title>{escape(title)}</title><style>{css}</style></head>'
        f'<body class="{kind}" style="{escape(style)}">{body}</body></html>'
    )
