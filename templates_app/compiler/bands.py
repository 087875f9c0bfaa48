"""Bands: headers and footers as page margin boxes, whose text is a CSS string and is escaped as one."""

from __future__ import annotations

import re
from typing import Any

from templates_app.compiler.context import Context, size
from templates_app.compiler.scope import Scope, getter
from templates_app.document.schema import attributes_of

Node = dict[str, Any]
BOXES = {"header": "top", "footer": "bottom"}
SLOTS = ("left", "center", "right")
MIRRORED = {"left": "right", "center": "center", "right": "left"}
BAND_SIZE, BAND_COLOR = 8.0, "#71717a"
LOGO_WIDTH = 30.0


def css_text(text: str) -> str:
    """A CSS string with every character but ASCII letters and digits written by its code point."""
    return '"' + re.sub(r"[^A-Za-z0-9]", lambda found: f"\\{ord(found[0]):x} ", text.replace("\0", "\ufffd")) + '"'


def band_rules(content: dict[str, Any], context: Context, scope: Scope, font: str) -> str:
    """The @page rules of a document's bands; another first page is a rule of its own."""
    common: list[str] = []
    first: list[str] = []
    for name, side in BOXES.items():
        bands = content.get(name) or {}
        common += _boxes(bands.get("default") or {}, side, context, scope, font)
        if bands.get("first") is not None:
            first += _boxes(bands["first"], side, context, scope, font, is_every_slot=True)
    rules = [f"@page{{{''.join(common)}}}" if common else "", f"@page :first{{{''.join(first)}}}" if first else ""]
    return "".join(rules)


def _boxes(
    band: dict[str, Any], side: str, context: Context, scope: Scope, font: str, *, is_every_slot: bool = False
) -> list[str]:
    """One margin box for every slot; on the first page also the empty ones, which would show the common band else."""
    boxes = []
    for slot in SLOTS:
        nodes, edge = band.get(slot) or [], MIRRORED[slot] if context.is_mirrored else slot
        if nodes:
            boxes.append(f"@{side}-{edge}{{{_declarations(nodes, edge, context, scope, font)}}}")
        elif is_every_slot:
            boxes.append(f"@{side}-{edge}{{content:none}}")
    return boxes


def _declarations(nodes: list[Node], slot: str, context: Context, scope: Scope, font: str) -> str:
    style = _style(nodes)
    text = " ".join(_part(node, context, scope) for node in nodes if node["type"] != "image") or '""'
    image = next((node for node in nodes if node["type"] == "image"), None)
    declarations = {
        "content": text,
        "white-space": "pre-line",
        "text-align": slot,
        "vertical-align": "middle",
        "font-family": font,
        "font-size": f"{size(style.get('size', BAND_SIZE))}pt",
        "line-height": "1.4",
        "color": style.get("color", BAND_COLOR),
        "font-weight": "600" if style.get("bold") else "400",
        "font-style": "italic" if style.get("italic") else "normal",
        "tab-size": "7",
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
    if node["type"] == "text":
        return css_text(node["text"])
    return css_text(context.chip(node["attrs"])(scope))


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
