"""Blocks: every block node of a document, made into pieces of HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from templates_app.compiler.conditions import compile_condition
from templates_app.compiler.contents import ANCHOR, mark
from templates_app.compiler.context import Context, size, text_width
from templates_app.compiler.figures import compile_chart
from templates_app.compiler.inline import compile_inline
from templates_app.compiler.scope import Piece, Scope, choose, getter, join, repeat
from templates_app.compiler.tables import compile_table
from templates_app.document.schema import attributes_of

Node = dict[str, Any]
LIST_STYLES = {"alpha": "a", "roman": "i"}


def compile_blocks(nodes: list[Node], context: Context) -> list[Piece]:
    """The pieces of a sequence of blocks."""
    return join(piece for node in nodes for piece in BLOCKS[node["type"]](node, context))


def compile_body(body: Node, context: Context) -> list[Piece]:
    """The pieces of a whole document. The editor's empty last paragraph is dropped: it could cause a blank page."""
    nodes = list(body["content"])
    while len(nodes) > 1 and nodes[-1]["type"] == "paragraph" and not nodes[-1].get("content"):
        nodes.pop()
    return compile_blocks(nodes, context)


def _inner(node: Node, context: Context) -> list[Piece]:
    return compile_blocks(node.get("content") or [], context)


def css_class(*names: str) -> str:
    """A class attribute of the names that are not empty, with a blank before it."""
    used = " ".join(name for name in names if name)
    return f' class="{used}"' if used else ""


def _line(node: Node, context: Context, tag: str, extra: str = "") -> list[Piece]:
    attrs = attributes_of(node)
    align = f"ck-{attrs['align']}" if "align" in attrs else ""
    indent = f"ck-indent-{attrs['indent']}" if attrs.get("indent") else ""
    content = compile_inline(node.get("content") or [], context)
    return [f"<{tag}{css_class(align, indent)}{extra}>", *(content or ["<br>"]), f"</{tag}>"]


def _paragraph(node: Node, context: Context) -> list[Piece]:
    return _line(node, context, "p")


def _heading(node: Node, context: Context) -> list[Piece]:
    """With a table of contents, a heading is numbered for it, and its own anchor moves inside."""
    attrs = attributes_of(node)
    tag, own = f"h{attrs['level']}", f' id="{attrs["id"]}"' if "id" in attrs else ""
    if not context.has_contents:
        return _line(node, context, tag, own)
    opening, *rest = _line(node, context, tag)
    inner = f'">{f"<span{own}></span>" if own else ""}'
    return [f'{str(opening).removesuffix(">")} id="{ANCHOR}', _count, inner, *rest]


def _count(scope: Scope) -> str:
    scope.headings += 1
    return str(scope.headings)


def _toc(node: Node, context: Context) -> list[Piece]:
    attrs = attributes_of(node)
    return [mark(attrs["from"], attrs["to"])]


def _bullets(node: Node, context: Context) -> list[Piece]:
    return ["<ul>", *_inner(node, context), "</ul>"]


def _numbers(node: Node, context: Context) -> list[Piece]:
    attrs = attributes_of(node)
    start = f' start="{attrs["start"]}"' if attrs["start"] != 1 else ""
    style = f' type="{LIST_STYLES[attrs["style"]]}"' if attrs["style"] != "decimal" else ""
    return [f"<ol{start}{style}>", *_inner(node, context), "</ol>"]


def _wrapped(before: str, after: str) -> Callable[[Node, Context], list[Piece]]:
    return lambda node, context: [before, *_inner(node, context), after]


def _image(node: Node, context: Context) -> list[Piece]:
    attrs = attributes_of(node)
    alt, style = attrs["alt"], f"width:{size(attrs['width'])}mm" if "width" in attrs else ""
    before = f"<div{css_class('ck-image', 'ck-' + attrs['align'] if 'align' in attrs else '')}>"

    def wrap(source: Any) -> str:
        image = context.image(source, alt, style)
        return f"{before}{image}</div>" if image else ""

    if "bind" not in attrs:
        return [wrap(attrs.get("asset"))]
    get = getter(attrs["bind"])

    def bound(scope: Scope) -> str:
        return wrap(get(scope))

    return [bound]


def _loop(node: Node, context: Context) -> list[Piece]:
    attrs = attributes_of(node)
    empty = f'<p class="ck-empty">{escape(attrs["empty"])}</p>' if "empty" in attrs else ""
    return [repeat(attrs["each"], _inner(node, context), empty)]


def _condition(node: Node, context: Context) -> list[Piece]:
    branches = {child["type"]: _inner(child, context) for child in node["content"]}
    test = compile_condition(node["attrs"]["when"])
    return [choose(test, branches["conditionThen"], branches.get("conditionElse", []))]


def _section(node: Node, context: Context) -> list[Piece]:
    name = context.page_named(attributes_of(node))
    with context.within(text_width(context.pages[name])):
        return [f'<div class="ck-section" style="page:{name}">', *_inner(node, context), "</div>"]


def _columns(node: Node, context: Context) -> list[Piece]:
    gap, columns = attributes_of(node)["gap"], node["content"]
    widths = [attributes_of(column).get("width") for column in columns]
    share = (context.room - gap * (len(columns) - 1)) / sum(width or 1 for width in widths)
    pieces: list[Piece] = [f'<div class="ck-columns" style="gap:{size(gap)}mm">']
    for column, width in zip(columns, widths, strict=True):
        flex = f' style="flex:{size(width)} 1 0"' if width else ""
        with context.within(share * (width or 1)):
            pieces += [f'<div class="ck-column"{flex}>', *_inner(column, context), "</div>"]
    return [*pieces, "</div>"]


def _table(node: Node, context: Context) -> list[Piece]:
    return compile_table(node, context, compile_blocks)


BLOCKS: dict[str, Callable[[Node, Context], list[Piece]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bulletList": _bullets,
    "orderedList": _numbers,
    "listItem": _wrapped("<li>", "</li>"),
    "blockquote": _wrapped("<blockquote>", "</blockquote>"),
    "horizontalRule": lambda node, context: ["<hr>"],
    "table": _table,
    "image": _image,
    "loop": _loop,
    "condition": _condition,
    "section": _section,
    "toc": _toc,
    "chart": compile_chart,
    "columns": _columns,
    "pageBreak": lambda node, context: ['<div class="ck-break"></div>'],
    "keepTogether": _wrapped('<div class="ck-keep">', "</div>"),
}
