"""Overlays: the fields of an uploaded PDF as transparent sheets, one for each of its pages that has any.

A sheet begins at the top left corner of its page and is as large as the fields need, so that nothing need be known of
the base here. Texts tell the printer by `data-` attributes how they may be fitted into their boxes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from templates_app.compiler.conditions import compile_condition
from templates_app.compiler.context import Context, as_html, size
from templates_app.compiler.families import stack
from templates_app.compiler.figures import content_of, drawn
from templates_app.compiler.scope import Scope, getter
from templates_app.document.overlay import LINE_HEIGHT, attributes_of, code_of, name_of
from templates_app.document.schema import TYPOGRAPHY

Field = dict[str, Any]
SLACK, SMALLEST_SHEET = 10.0, 30.0
OVERLAY_CSS = (
    "html{print-color-adjust:exact}body{margin:0}"
    ".ck-sheet{position:relative;overflow:hidden;break-after:page}.ck-sheet:last-child{break-after:auto}"
    ".ck-box{position:absolute;display:flex;flex-direction:column}.ck-box.ck-cut{overflow:hidden}"
    ".ck-text{width:100%;flex:none;unicode-bidi:plaintext}"
    ".ck-text[data-fit=wrap],.ck-cut .ck-text[data-fit=shrink]{overflow-wrap:anywhere}"
    ".ck-text[data-fit=clip]{white-space:nowrap}"
    ".ck-box>img{display:block;width:100%;height:100%}.ck-box>svg{display:block;flex:none}"
    ".ck-missing{overflow:hidden}"
)
EDGES = {"top": "flex-start", "middle": "center", "bottom": "flex-end"}
# In a square of ten by ten; drawn, so that no font can lack them.
MARKS = {
    "check": '<path d="M1.5 5.5 4 8 8.5 2" fill="none" stroke="{0}" stroke-width="1.4"/>',
    "cross": '<path d="M2 2 8 8M8 2 2 8" fill="none" stroke="{0}" stroke-width="1.4"/>',
    "dot": '<circle cx="5" cy="5" r="2.8" fill="{0}"/>',
}


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text that may turn out too long: its field's name, the data path or JSON pointer, its page from 1."""

    name: str
    path: str
    page: int


@dataclass(frozen=True, slots=True)
class Signer:
    """A field for signers: its id, its page from 1, and its box in mm from the page's top left corner."""

    field_id: str
    page: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Overlay:
    """What the sheets are for: their pages of the base, in order, the texts as they follow, and what is signed."""

    sheets: tuple[int, ...]
    texts: tuple[PlacedText, ...]
    signers: tuple[Signer, ...]


def compile_overlay(content: dict[str, Any], context: Context, scope: Scope) -> tuple[str, str, Overlay]:
    """Body, CSS and plan of the fields whose conditions hold."""
    shown = [
        (number, attributes_of(field))
        for number, field in enumerate(content["fields"])
        if not field.get("when") or compile_condition(field["when"])(scope)
    ]
    writer = _Writer(content, context, scope)
    sheets: dict[int, list[str]] = {}
    for number, attrs in sorted(shown, key=lambda pair: pair[1]["page"]):
        if html := writer.write(number, attrs):
            sheets.setdefault(attrs["page"], []).append(html)
    wide, high = (_extent(shown, *names) for names in ("xw", "yh"))
    # A hair less than the page, so that rounding never makes one more.
    opening = f'<div class="ck-sheet" style="width:{wide}mm;height:{high - 0.5}mm">'
    body = "".join(f"{opening}{''.join(parts)}</div>" for parts in sheets.values())
    css = f"{OVERLAY_CSS}@page{{size:{wide}mm {high}mm;margin:0}}"
    return body, css, Overlay(tuple(sheets), tuple(writer.texts), tuple(writer.signers))


def overlay_images(content: dict[str, Any], scope: Scope) -> Iterator[tuple[Any, str]]:
    """The pictures of the fields whose conditions hold, each with the place that asks for it."""
    for number, field in enumerate(content["fields"]):
        if field["type"] == "image" and (not field.get("when") or compile_condition(field["when"])(scope)):
            if field.get("bind"):
                yield getter(field["bind"])(scope), field["bind"]
            else:
                yield field["asset"], f"layout/fields/{number}/asset"


def _extent(shown: list[tuple[int, Field]], start: str, length: str) -> int:
    """How far the fields reach, with room around for what stands out."""
    reach = max((attrs[start] + attrs[length] for _, attrs in shown), default=0.0)
    return math.ceil(max(reach, SMALLEST_SHEET) + SLACK)


class _Writer:
    """Writes fields, and notes what has to be known of them later."""

    def __init__(self, content: dict[str, Any], context: Context, scope: Scope) -> None:
        self.context = context
        self.scope = scope
        given = {name: value for name, value in (content.get("typography") or {}).items() if value is not None}
        usual: dict[str, Any] = {name: attr.default for name, attr in TYPOGRAPHY.items()}
        self.type = {**usual, "lineHeight": LINE_HEIGHT, **given}
        self.texts: list[PlacedText] = []
        self.signers: list[Signer] = []

    def write(self, number: int, attrs: Field) -> str:
        """The box of a field; '' when there is nothing to print in it."""
        html = str(getattr(self, f"_{attrs['type']}")(number, attrs))
        self.scope.spend(len(html))
        return html

    def _text(self, number: int, attrs: Field) -> str:
        words = attrs.get("text") or self._value(attrs)
        if not words.strip():
            return ""
        place = attrs.get("bind") or f"layout/fields/{number}"
        self.texts.append(PlacedText(name_of(attrs, number), place, attrs["page"]))
        points, leading = attrs.get("size", self.type["size"]), attrs.get("lineHeight", self.type["lineHeight"])
        align = attrs.get("align") or ("right" if self.context.is_mirrored else "left")
        style = (
            f"font-family:{stack(attrs.get('font') or self.type['font'], self.context.locale)};"
            f"font-size:{size(points)}pt;line-height:{size(leading)};color:{attrs.get('color') or self.type['color']};"
            f"font-weight:{attrs['weight']};font-style:{'italic' if attrs['italic'] else 'normal'};text-align:{align}"
        )
        fit = (
            f'data-fit="{attrs["overflow"]}" data-size="{size(points)}" '
            f'data-least="{size(min(attrs["minSize"], points))}" data-leading="{size(leading)}"'
        )
        text = f'<div class="ck-text" {fit} style="{escape(style)}">{as_html(words)}</div>'
        return _box(attrs, text, EDGES[attrs.get("valign", "top")])

    def _value(self, attrs: Field) -> str:
        if not attrs.get("bind"):
            return ""
        return self.context.text_of(attrs["bind"], attrs.get("format"), attrs.get("fallback", ""))(self.scope)

    def _image(self, number: int, attrs: Field) -> str:
        source = getter(attrs["bind"])(self.scope) if attrs.get("bind") else attrs["asset"]
        across, down = attrs.get("align", "left"), attrs.get("valign", "top")
        style = f"object-fit:{attrs['fit']};object-position:{across} {down.replace('middle', 'center')}"
        image = self.context.image(source, attrs["alt"], style)
        return _box(attrs, image) if image else ""

    def _qr(self, number: int, attrs: Field) -> str:
        kind, place = attrs.get("kind", "qr"), attrs.get("bind", "")
        content = content_of(getter(place)(self.scope) if place else attrs["text"], kind)
        if not content:
            return ""
        svg = drawn(lambda: code_of(attrs, content), content, place, self.context, self.scope)
        return _box(attrs, svg, "center", "center")

    _barcode = _qr

    def _checkbox(self, number: int, attrs: Field) -> str:
        if attrs.get("bind") and getter(attrs["bind"])(self.scope) is not True:
            return ""
        mark = MARKS[attrs["mark"]].format(attrs.get("color") or self.type["color"])
        return _box(attrs, f'<svg viewBox="0 0 10 10" width="100%" height="100%">{mark}</svg>')

    def _signature(self, number: int, attrs: Field) -> str:
        """Nothing is printed: what is signed is noted, and becomes a place of the PDF."""
        box = (float(attrs[name]) for name in "xywh")
        self.signers.append(Signer(attrs["id"], attrs["page"], *box))
        return ""


def _box(attrs: Field, inner: str, down: str = EDGES["top"], across: str = "stretch") -> str:
    place = ";".join(
        f"{name}:{size(attrs[member])}mm"
        for name, member in (("left", "x"), ("top", "y"), ("width", "w"), ("height", "h"))
    )
    return f'<div class="ck-box" style="{place};justify-content:{down};align-items:{across}">{inner}</div>'
