"""Inline nodes: text, values and line breaks with their marks."""

from __future__ import annotations

from html import escape
from typing import Any

from templates_app.compiler.context import Context, as_html, size
from templates_app.compiler.families import stack
from templates_app.compiler.figures import compile_barcode
from templates_app.compiler.scope import Piece
from templates_app.document.schema import FIELD_SIZES, attributes_of

# A scheme that links of authors and data cannot have, so that nobody forges a field.
FIELD_SCHEME = "craftkit-field:"
# Millimetres that all options together take at most by themselves, so that the most there may be fit a page.
TALLEST = 230
TAGS = {"bold": "strong", "italic": "em", "underline": "u", "strike": "s", "sub": "sub", "sup": "sup"}


def compile_inline(nodes: list[dict[str, Any]], context: Context) -> list[Piece]:
    """The pieces of a line of inline nodes."""
    return [piece for node in nodes for piece in INLINE[node["type"]](node, context)]


def _text(node: dict[str, Any], context: Context) -> list[Piece]:
    before, after = marks_around(node, context)
    return [before, as_html(node["text"]), after]


def _hard_break(node: dict[str, Any], context: Context) -> list[Piece]:
    return ["<br>"]


def _variable(node: dict[str, Any], context: Context) -> list[Piece]:
    attrs = node["attrs"]
    before, after = marks_around(node, context)
    if context.is_numeric(attrs):
        before, after = f'{before}<span class="ck-num">', f"</span>{after}"
    text = context.chip(attrs)
    return [before, lambda scope: as_html(text(scope)), after]


def _signature(node: dict[str, Any], context: Context) -> list[Piece]:
    """An empty link of the field's size, which the PDF keeps with its place, and the label below or beside it."""
    attrs = attributes_of(node)
    kind, label = attrs["kind"], attrs.get("label") or context.roles.get(attrs.get("role"), "")
    caption = f'<span class="ck-field-label">{escape(label)}</span>' if label else ""
    if kind == "radio":
        return [f'<span class="ck-field ck-field-radio">{caption}{_choices(attrs)}</span>']
    width, height = FIELD_SIZES[kind]
    box = f"width:{size(attrs.get('width', width))}mm;height:{size(attrs.get('height', height))}mm"
    link = f'<a class="ck-field-box" href="{FIELD_SCHEME}{attrs["fieldId"]}" style="{box}"></a>'
    return [f'<span class="ck-field ck-field-{kind}">{link}{caption}</span>']


def _choices(attrs: dict[str, Any]) -> str:
    """A round and the words for each option, in rows of one height, behind a link as large as all of them."""
    width, row = FIELD_SIZES["radio"]
    count = len(attrs["options"])
    least = attrs["height"] / count if "height" in attrs else min(row, TALLEST / count)
    box = f"width:{size(attrs.get('width', width))}mm;grid-auto-rows:minmax({size(round(least, 2))}mm,1fr)"
    link = f'<a class="ck-field-box" href="{FIELD_SCHEME}{attrs["fieldId"]}"></a>'
    words = "".join(f'<span class="ck-field-option">{escape(option)}</span>' for option in attrs["options"])
    return f'<span class="ck-field-options" style="{box}">{link}{words}</span>'


def marks_around(node: dict[str, Any], context: Context) -> tuple[str, str]:
    """The tags that open and close a node's marks, the first mark outermost."""
    before, after = "", ""
    for mark in node.get("marks") or ():
        opening, closing = _mark(mark["type"], mark.get("attrs") or {}, context)
        before, after = before + opening, closing + after
    return before, after


def _mark(kind: str, attrs: dict[str, Any], context: Context) -> tuple[str, str]:
    if kind == "link":
        return f'<a href="{escape(attrs["href"])}">', "</a>"
    if kind == "textStyle":
        style = text_style(attrs, context.locale)
        return (f'<span style="{style}">', "</span>") if style else ("", "")
    return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"


def text_style(attrs: dict[str, Any], locale: str) -> str:
    """The CSS of a textStyle mark; every part has passed a check that leaves no room for other CSS."""
    parts = [
        f"color:{attrs['color']}" if attrs.get("color") else "",
        f"font-size:{size(attrs['size'])}pt" if attrs.get("size") else "",
        f"font-family:{stack(attrs['font'], locale)}" if attrs.get("font") else "",
        f"background:{attrs['background']}" if attrs.get("background") else "",
    ]
    return ";".join(part for part in parts if part)


INLINE = {
    "text": _text,
    "variable": _variable,
    "hardBreak": _hard_break,
    "signatureField": _signature,
    "barcode": compile_barcode,
}
