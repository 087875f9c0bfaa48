"""Tables: header rows that repeat on every page, rows repeated for data, cells without needless tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from templates_app.compiler.conditions import compile_condition
from templates_app.compiler.context import Context, size
from templates_app.compiler.inline import compile_inline
from templates_app.compiler.long_tables import boxed, is_long, natural_widths
from templates_app.compiler.scope import Piece, choose, join, repeat, run
from templates_app.document.schema import attributes_of

Node = dict[str, Any]
Blocks = Callable[[list[Node], Context], list[Piece]]
HEADS = {"thead": "col", "tbody": "row", "tfoot": "row"}
TAGS = {"tableCell": "td", "tableHeader": "th"}


def compile_table(node: Node, context: Context, blocks: Blocks) -> list[Piece]:
    """The pieces of a table."""
    attrs = attributes_of(node)
    rows, feet = _apart(node["content"])
    heads = _leading_headers(rows)
    classes = ["ck-table", f"ck-borders-{attrs['borders']}"]
    classes += ["ck-split"] if not attrs["keepRows"] else []
    classes += ["ck-once"] if not attrs["repeatHeader"] else []
    classes += [] if attrs["repeatFooter"] or not feet else ["ck-foot-once"]
    groups = {"thead": rows[:heads], "tbody": rows[heads:], "tfoot": feet}
    parts = {tag: _rows(group, context, blocks, HEADS[tag]) for tag, group in groups.items() if group}
    columns = _columns([*rows, *feet])
    return [lambda scope: _written(classes, columns, {tag: run(pieces, scope) for tag, pieces in parts.items()})]


def _written(classes: list[str], columns: list[float], texts: dict[str, str]) -> str:
    """A table with its data; the body of a long one as boxes."""
    widths = columns if all(columns) else []
    body = texts.get("tbody", "")
    if is_long(body):
        widths = widths or natural_widths(texts.get("thead", "") + body, len(columns))
        classes, texts = [*classes, "ck-long"], {**texts, "tbody": boxed(body, widths)}
    group = "".join(f'<col style="width:{size(width)}%">' for width in widths)
    opening = f'<table class="{" ".join(classes)}">' + (f"<colgroup>{group}</colgroup>" if group else "")
    return opening + "".join(f"<{tag}>{text}</{tag}>" for tag, text in texts.items()) + "</table>"


def _apart(rows: list[Node]) -> tuple[list[Node], list[Node]]:
    """The rows, and those for the foot of the table wherever they stand."""
    feet = [row for row in rows if attributes_of(row)["footer"]]
    return [row for row in rows if not attributes_of(row)["footer"]], feet


def _leading_headers(rows: list[Node]) -> int:
    """How many rows at the top are headers: all cells header cells, once each."""
    count = 0
    for row in rows:
        cells = row.get("content") or []
        if not cells or (row.get("attrs") or {}).get("repeat") or any(cell["type"] != "tableHeader" for cell in cells):
            break
        count += 1
    return count


def _columns(rows: list[Node]) -> list[float]:
    """Widths in percent from the first row's pixel widths, as editors keep them; zeros when one is not set."""
    cells = (rows[0].get("content") or []) if rows else []
    widths: list[int] = []
    for cell in cells:
        attrs = attributes_of(cell)
        widths += attrs.get("colwidth") or [0] * attrs["colspan"]
    return [100 * width / sum(widths) if all(widths) else 0.0 for width in widths]


def _rows(rows: list[Node], context: Context, blocks: Blocks, scope_of_headers: str) -> list[Piece]:
    return [piece for row in rows for piece in _row(row, context, blocks, scope_of_headers)]


def _row(row: Node, context: Context, blocks: Blocks, scope_of_headers: str) -> list[Piece]:
    attrs = attributes_of(row)
    cells = [piece for cell in row.get("content") or [] for piece in _cell(cell, context, blocks, scope_of_headers)]
    pieces = join(["<tr>", *cells, "</tr>"])
    if attrs.get("showIf"):
        pieces = [choose(compile_condition(attrs["showIf"]), pieces, [])]
    return [repeat(attrs["repeat"], pieces)] if attrs.get("repeat") else pieces


def _cell(cell: Node, context: Context, blocks: Blocks, scope_of_headers: str) -> list[Piece]:
    attrs, tag = attributes_of(cell), TAGS[cell["type"]]
    line = _single_line(cell)
    align = (line.get("attrs") or {}).get("align") if line else None
    classes = [f"ck-{align}" if align else "", f"ck-{attrs['valign']}" if attrs.get("valign") else ""]
    used = " ".join(name for name in classes if name)
    opening = "".join(
        [
            f"<{tag}",
            f' class="{used}"' if used else "",
            f' scope="{scope_of_headers}"' if tag == "th" else "",
            *(f' {span}="{attrs[span]}"' for span in ("colspan", "rowspan") if attrs[span] > 1),
            f' style="background:{attrs["background"]}"' if attrs.get("background") else "",
            ">",
        ]
    )
    content = compile_inline(line.get("content") or [], context) if line else blocks(cell["content"], context)
    return [opening, *content, f"</{tag}>"]


def _single_line(cell: Node) -> Node | None:
    """The one plain paragraph of a cell, which needs no element of its own."""
    content = cell["content"]
    if len(content) != 1 or content[0]["type"] != "paragraph" or (content[0].get("attrs") or {}).get("indent"):
        return None
    return dict(content[0])
