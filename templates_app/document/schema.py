"""The schema: every kind of node and mark of a document, what it holds and which attributes it takes.

This is the definition for all languages: `manage.py document_schema` writes it down for the editor.
"""

from __future__ import annotations

from typing import Any

from templates_app.document import rules as is_a
from templates_app.document.choices import OPTIONS
from templates_app.document.conditions import condition
from templates_app.document.grammar import Attr, Kind, fitting
from templates_app.document.page import RULES
from templates_app.drawings import BARCODE_KINDS, CHART_KINDS
from templates_app.fields.uses import COUNT, EXTREME, IMAGE, LIST, PLOT, SUM, TEST, VALUE

VERSION = 1
NODES_LIMIT = 20_000
DEPTH_LIMIT = 20
BYTES_LIMIT = 2_000_000
TEXT_LIMIT = 200_000

FLOW = "(block | section)+"
# Millimetres that a field for signers takes unless it says otherwise.
FIELD_SIZES = {
    "signature": (60, 18),
    "initials": (25, 12),
    "date": (35, 8),
    "text": (60, 8),
    "checkbox": (5, 5),
    # As high for each option.
    "radio": (60, 6),
    "select": (60, 8),
}

# What an aggregate of a chip asks of the key that it goes over.
AGGREGATES = {"sum": SUM, "count": COUNT, "avg": SUM, "min": EXTREME, "max": EXTREME}
ALIGN = Attr(is_a.one_of("left", "center", "right", "justify"))
COLOUR, FONT = Attr(is_a.colour), Attr(is_a.font)
CELL = Kind(
    "block+",
    {
        "colspan": Attr(is_a.whole(1, 50), 1),
        "rowspan": Attr(is_a.whole(1, 1_000), 1),
        "colwidth": Attr(is_a.column_widths),
        "background": COLOUR,
        "valign": Attr(is_a.one_of("top", "middle", "bottom")),
    },
    isolating=True,
)
NODES: dict[str, Kind] = {
    "doc": Kind(FLOW, transparent=True),
    "paragraph": Kind("inline*", {"align": ALIGN, "indent": Attr(is_a.whole(0, 8), 0)}),
    "heading": Kind("inline*", {"level": Attr(is_a.whole(1, 4), 1), "align": ALIGN, "id": Attr(is_a.anchor)}),
    "bulletList": Kind("listItem+"),
    "orderedList": Kind(
        "listItem+",
        {
            "start": Attr(is_a.whole(0, 100_000), 1),
            "style": Attr(is_a.one_of("decimal", "alpha", "roman"), "decimal"),
        },
    ),
    "listItem": Kind("paragraph block*"),
    "blockquote": Kind("block+"),
    "horizontalRule": Kind(),
    "table": Kind(
        "tableRow+",
        {
            "repeatHeader": Attr(is_a.flag, True),
            "repeatFooter": Attr(is_a.flag, False),
            "borders": Attr(is_a.one_of("all", "outer", "rows", "none"), "all"),
            "keepRows": Attr(is_a.flag, True),
        },
        isolating=True,
    ),
    "tableRow": Kind(
        "(tableCell | tableHeader)*",
        {
            "repeat": Attr(is_a.list_key, asks=LIST),
            "showIf": Attr(condition, asks=TEST),
            "footer": Attr(is_a.flag, False),
        },
    ),
    "tableCell": CELL,
    "tableHeader": CELL,
    "image": Kind(
        "",
        {
            "asset": Attr(is_a.asset),
            "bind": Attr(is_a.key, asks=IMAGE),
            "alt": Attr(is_a.text(1_000), ""),
            "width": Attr(is_a.number(1, 2_000)),
            "align": Attr(is_a.one_of("left", "center", "right")),
        },
        either=("asset", "bind"),
    ),
    "variable": Kind(
        "",
        {
            "key": Attr(is_a.key, required=True, asks=VALUE),
            "fallback": Attr(is_a.text(1_000)),
            "format": Attr(is_a.format_text),
            "agg": Attr(is_a.one_of(*AGGREGATES)),
        },
    ),
    "loop": Kind(
        FLOW,
        {"each": Attr(is_a.list_key, required=True, asks=LIST), "empty": Attr(is_a.text(1_000))},
        isolating=True,
        transparent=True,
    ),
    "condition": Kind(
        "conditionThen conditionElse?",
        {"when": Attr(condition, required=True, asks=TEST)},
        isolating=True,
        transparent=True,
    ),
    "conditionThen": Kind(FLOW, isolating=True, transparent=True),
    "conditionElse": Kind(FLOW, isolating=True, transparent=True),
    "section": Kind(
        "block+",
        {name: Attr(RULES[name]) for name in ("size", "orientation", "margin")},
        isolating=True,
        paged=True,
    ),
    "columns": Kind("column{2,4}", {"gap": Attr(is_a.number(0, 100), 6)}, isolating=True),
    "column": Kind("block+", {"width": Attr(is_a.number(1, 100))}, isolating=True),
    "pageBreak": Kind(),
    "keepTogether": Kind("block+"),
    "signatureField": Kind(
        "",
        {
            "fieldId": Attr(is_a.anchor, required=True),
            "role": Attr(is_a.key),
            "kind": Attr(is_a.one_of(*FIELD_SIZES), "signature"),
            "required": Attr(is_a.flag, True),
            "width": Attr(is_a.number(3, 200)),
            "height": Attr(is_a.number(3, 100)),
            "label": Attr(is_a.text(200)),
            "options": Attr(OPTIONS),
        },
        single=True,
    ),
    "toc": Kind("", {"from": Attr(is_a.whole(1, 4), 1), "to": Attr(is_a.whole(1, 4), 3)}),
    "barcode": Kind(
        "",
        {
            "kind": Attr(is_a.one_of(*BARCODE_KINDS), "qr"),
            "key": Attr(is_a.key, asks=VALUE),
            "value": Attr(is_a.text(2_000)),
            "size": Attr(is_a.number(5, 300)),
            "height": Attr(is_a.number(3, 300)),
            "showText": Attr(is_a.flag, True),
        },
        either=("key", "value"),
    ),
    "chart": Kind(
        "",
        {
            "kind": Attr(is_a.one_of(*CHART_KINDS), "bar"),
            "each": Attr(is_a.list_key, required=True, asks=LIST),
            "label": Attr(is_a.key, required=True, asks=VALUE),
            "values": Attr(is_a.keys, required=True, asks=PLOT),
            "format": Attr(is_a.format_text),
            "title": Attr(is_a.text(200)),
            "width": Attr(is_a.number(20, 1_000)),
            "height": Attr(is_a.number(20, 1_000), 70),
            "align": Attr(is_a.one_of("left", "center", "right")),
        },
    ),
    "pageNumber": Kind("", {"kind": Attr(is_a.one_of("page", "pages"), "page")}),
    "hardBreak": Kind(),
    "text": Kind(),
}
MARKS: dict[str, Kind] = {
    **{name: Kind() for name in ("bold", "italic", "underline", "strike", "sub", "sup")},
    "link": Kind("", {"href": Attr(is_a.link, required=True)}),
    "textStyle": Kind("", {"color": COLOUR, "size": Attr(is_a.number(1, 400)), "font": FONT, "background": COLOUR}),
}
BLOCKS = (
    *("paragraph", "heading", "bulletList", "orderedList", "blockquote", "horizontalRule", "table", "image", "loop"),
    *("condition", "columns", "pageBreak", "keepTogether", "toc", "chart"),
)
INLINES = ("text", "variable", "hardBreak", "signatureField", "barcode")
BAND_INLINES = ("text", "variable", "hardBreak", "pageNumber", "image")
MARKED = frozenset({*INLINES, *BAND_INLINES})
GROUPS = {"block": BLOCKS, "inline": INLINES}
TYPOGRAPHY = {
    "font": Attr(is_a.font, "Liberation Serif"),
    "size": Attr(is_a.number(4, 96), 11),
    "lineHeight": Attr(is_a.number(0.8, 4), 1.4),
    "color": Attr(is_a.colour, "#111111"),
}
ROLE = {
    "key": Attr(is_a.key, required=True),
    "label": Attr(is_a.text(160)),
    "order": Attr(is_a.whole(0, 1_000)),
}

fits = fitting(NODES, GROUPS)
DEFAULTS = {name: kind.defaults for name, kind in NODES.items()}


def attributes_of(node: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a node that passed its check: those that are set, and the defaults of those that are not."""
    given = {name: value for name, value in (node.get("attrs") or {}).items() if value is not None}
    return DEFAULTS[node["type"]] | given
