"""Bands: headers and footers as page margin boxes, whose text is a CSS string and is escaped as one."""

from __future__ import annotations

import re
from typing import Any

from templates_app.compiler.context import Context, size, text_width
from templates_app.compiler.scope import Scope, getter
from templates_app.document.page import page_box
from templates_app.document.schema import attributes_of

Node = dict[str, Any]
BOXES = {"header": "top", "footer": "bottom"}
SLOTS = ("left", "center", "right")
MIRRORED = {"left": "right", "center": "center", "right": "left"}
BAND_SIZE, BAND_COLOR, LINE_HEIGHT = 8.0, "#71717a", 1.4
# Says to the printer whether bands may need more than their margins: a margin box may hold no property of our own, and
# nothing of ours holds tabs.
MEASURED, LEFT_ALONE = "tab-size:7", "tab-size:8"
LONGEST_NUMBER, WIDE_FROM, MM_PER_POINT = "00000", 0x2500, 25.4 / 72
LOGO_WIDTH = 30.0


def css_text(text: str) -> str:
    """A CSS string with every character but ASCII letters and digits written by its code point."""
    return '"' + re.sub(r"[^A-Za-z0-9]", lambda found: f"\\{ord(found[0]):x} ", text.replace("\0", "\ufffd")) + '"'


def band_rules(content: dict[str, Any], context: Context, scope: Scope, font: str) -> str:
    """The @page rules of a document's bands; another first page is a rule of its own.

    Where one might not fit, all are marked for the browser to measure.
    """
    common: list[str] = []
    first: list[str] = []
    fixed = f"font-family:{font};{LEFT_ALONE if _plainly_fit(content, context, scope) else MEASURED}"
    for name, side in BOXES.items():
        bands = content.get(name) or {}
        common += _boxes(bands.get("default") or {}, side, context, scope, fixed)
        if bands.get("first") is not None:
            first += _boxes(bands["first"], side, context, scope, fixed, is_every_slot=True)
    rules = [f"@page{{{''.join(common)}}}" if common else "", f"@page :first{{{''.join(first)}}}" if first else ""]
    return "".join(rules)


def _plainly_fit(content: dict[str, Any], context: Context, scope: Scope) -> bool:
    """Whether one line in every slot has more room than it can need, so that measuring would cost time for nothing.

    A template's own CSS may change the margins, and pictures and line breaks take what they take.
    """
    if content.get("css"):
        return False
    pages = [context.page, *context.pages.values()]
    room = min(map(text_width, pages))
    for name, side in BOXES.items():
        margin = min(page_box(page)[2][side] for page in pages)
        for band in (content.get(name) or {}).values():
            lines = {slot: _line(nodes, context, scope) for slot, nodes in (band or {}).items() if nodes}
            if any(line is None or line[1] > margin for line in lines.values()):
                return False
            left, center, right = (width for width, _ in (lines.get(slot) or (0.0, 0.0) for slot in SLOTS))
            if (center + 2 * max(left, right) if center else left + right) > room:
                return False
    return True


def _line(nodes: list[Node], context: Context, scope: Scope) -> tuple[float, float] | None:
    """The most that a slot's line may measure, width and height in mm; None when it may be more than a line."""
    if any(node["type"] in ("image", "hardBreak") for node in nodes):
        return None
    words = "".join(LONGEST_NUMBER if node["type"] == "pageNumber" else _words(node, context, scope) for node in nodes)
    if "\n" in words or "\r" in words:
        return None
    letter = float(_style(nodes).get("size", BAND_SIZE)) * MM_PER_POINT
    return sum(1 if ord(one) < WIDE_FROM else 2 for one in words) * letter, LINE_HEIGHT * letter


def _boxes(
    band: dict[str, Any], side: str, context: Context, scope: Scope, fixed: str, *, is_every_slot: bool = False
) -> list[str]:
    """One margin box for every slot; on the first page also the empty ones, which would show the common band else."""
    boxes = []
    for slot in SLOTS:
        nodes, edge = band.get(slot) or [], MIRRORED[slot] if context.is_mirrored else slot
        if nodes:
            boxes.append(f"@{side}-{edge}{{{_declarations(nodes, edge, context, scope)};{fixed}}}")
        elif is_every_slot:
            boxes.append(f"@{side}-{edge}{{content:none}}")
    return boxes


def _declarations(nodes: list[Node], slot: str, context: Context, scope: Scope) -> str:
    style = _style(nodes)
    text = " ".join(_part(node, context, scope) for node in nodes if node["type"] != "image") or '""'
    image = next((node for node in nodes if node["type"] == "image"), None)
    declarations = {
        "content": text,
        "white-space": "pre-line",
        "text-align": slot,
        "vertical-align": "middle",
        "font-size": f"{size(style.get('size', BAND_SIZE))}pt",
        "line-height": str(LINE_HEIGHT),
        "color": style.get("color", BAND_COLOR),
        "font-weight": "600" if style.get("bold") else "400",
        "font-style": "italic" if style.get("italic") else "normal",
        "background": "none",
    } | (_background(image, slot, context, scope) if image else {})
    return ";".join(f"{name}:{value}" for name, value in declarations.items())


def _style(nodes: list[Node]) -> dict[str, Any]:
    """A margin box has one style: that of the first marked node."""
    marks: list[Node] = next((node["marks"] for node in nodes if node.get("marks")), [])
    style: dict[str, Any] = {mark["type"]: True for mark in marks}
    for mark in marks:
        if mark["type"] == "textStyle":
            style |= {name: value for name, value in (mark.get("attrs") or {}).items() if value is not None}
    return style


def _part(node: Node, context: Context, scope: Scope) -> str:
    if node["type"] == "pageNumber":
        return f"counter({attributes_of(node)['kind']})"
    if node["type"] == "hardBreak":
        return '"\\a "'
    return css_text(_words(node, context, scope))


def _words(node: Node, context: Context, scope: Scope) -> str:
    return str(node["text"]) if node["type"] == "text" else context.chip(node["attrs"])(scope)


def _background(node: Node, slot: str, context: Context, scope: Scope) -> dict[str, str]:
    """The image of a slot: a background, because generated content cannot be given a size."""
    attrs = node.get("attrs") or {}
    source = getter(attrs["bind"])(scope) if attrs.get("bind") else attrs.get("asset")
    address = context.images.get(source) if isinstance(source, str) else None
    if address is None:
        return {}
    width = size(attrs.get("width") or LOGO_WIDTH)
    return {
        "background": f"url({css_text(address)}) no-repeat {slot} center / {width}mm auto",
        "min-width": f"{width}mm",
    }
