"""Figures: barcodes and charts, drawn from the data; what cannot be drawn is a frame that says so, and a warning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

from templates_app.compiler.context import FRAME, Context, cached_formatter
from templates_app.compiler.scope import Piece, Scope, getter, rows_of
from templates_app.document.schema import attributes_of
from templates_app.drawings import Chart, InvalidDrawing, Series, barcode, draw_chart
from templates_app.fields.faults import about
from templates_app.formats import as_decimal

Node = dict[str, Any]
# A letter of a drawing is dearer than one of a text, in time and in the PDF.
LETTER_COST = 4
ROW_COST = 40
NARROWEST_CHART, WIDEST_CHART = 20.0, 300.0


def compile_barcode(node: Node, context: Context) -> list[Piece]:
    """A code of a fixed content, or of a value; nothing for no value."""
    attrs = attributes_of(node)
    get = getter(attrs["key"]) if "key" in attrs else None
    place = attrs.get("key", "")

    def draw(content: str) -> str:
        svg = barcode(
            attrs["kind"],
            content,
            size=attrs.get("size"),
            height=attrs.get("height"),
            shows_text=attrs["showText"],
        )
        return f'<span class="ck-code">{svg}</span>'

    def write(scope: Scope) -> str:
        content = content_of(get(scope) if get else attrs["value"], attrs["kind"])
        return drawn(lambda: draw(content), content, place, context, scope) if content else ""

    return [write]


def content_of(value: Any, kind: str) -> str:
    """A value as a scanner is to read it. Numbers have lost their leading zeros, which an article number needs."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    number = as_decimal(value)
    text = "" if number is None else f"{number:f}"
    return text.zfill(13) if kind == "ean13" else text


def compile_chart(node: Node, context: Context) -> list[Piece]:
    """A chart of the rows of a list."""
    attrs = attributes_of(node)
    each, keys = attrs["each"], attrs["values"]
    rows, label = rows_of(each), context.text_of(attrs["label"], None)
    gets = [getter(key) for key in keys]
    align = f" ck-{attrs['align']}" if "align" in attrs else ""

    plain = _plain_chart(attrs, context)

    def chart_of(scope: Scope) -> Chart:
        labels, columns, outer = [], [], scope.rows.get(each)
        for row in rows(scope):
            scope.spend(ROW_COST)
            scope.rows[each] = row
            labels.append(label(scope))
            columns.append([as_decimal(get(scope)) for get in gets])
        scope.rows[each] = outer
        series = tuple(
            Series(_name(key, context), tuple(values[at] for values in columns)) for at, key in enumerate(keys)
        )
        return replace(plain, labels=tuple(labels), series=series)

    def write(scope: Scope) -> str:
        svg = drawn(lambda: draw_chart(chart_of(scope)), attrs.get("title", ""), each, context, scope)
        return f'<div class="ck-chart{align}">{svg}</div>'

    return [write]


def _name(key: str, context: Context) -> str:
    variable = context.manifest.by_key.get(key)
    return variable.label if variable else key


def _plain_chart(attrs: dict[str, Any], context: Context) -> Chart:
    """A chart without rows, that writes in the locale; the marks of its axis go without a currency."""
    key, fmt = attrs["values"][0], attrs.get("format")
    variable = context.manifest.by_key.get(key)
    known = fmt or (variable.format if variable else None) or ""
    mark_format = "percent" if known.startswith("percent") else None
    return Chart(
        attrs["kind"],
        (),
        (),
        width=attrs.get("width") or min(max(context.room, NARROWEST_CHART), WIDEST_CHART),
        height=attrs["height"],
        title=attrs.get("title", ""),
        mirrored=context.is_mirrored,
        write=context.formatter_of(key, fmt),
        write_mark=cached_formatter("number", mark_format, context.locale, context.timezone),
        write_share=cached_formatter("number", "percent:0", context.locale, context.timezone),
    )


def drawn(draw: Callable[[], str], shown: str, place: str, context: Context, scope: Scope) -> str:
    """The drawing, or a frame with what it was to show."""
    try:
        svg = draw()
    except InvalidDrawing as refusal:
        context.remarks.add("drawing_failed", about(place, refusal.message) if place else refusal.message, place)
        return f'<span class="ck-missing" style="{FRAME}">{escape(shown[:80])}</span>'
    scope.spend(len(svg) * LETTER_COST)
    return svg
