"""Synthesis: a manifest alone made into a document that looks designed, with tables and a clear total."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from templates_app.document.page import page_box
from templates_app.document.schema import VERSION
from templates_app.fields.manifest import Loop, Manifest, Variable
from templates_app.keys import join, label_from

Node = dict[str, Any]
INK, QUIET = "#18181b", "#71717a"
TYPOGRAPHY = {"font": "Inter", "size": 9.5, "lineHeight": 1.5, "color": INK}
TOTAL_WORDS = ("total", "subtotal", "tax", "vat", "discount", "shipping", "balance", "due", "net", "gross", "paid")
WIDE_TABLE = 8
NARROW_PAGE = 120.0


def synthesise(name: str, manifest: Manifest, page: dict[str, Any]) -> dict[str, Any]:
    """A document of schema 1 that prints everything in the manifest."""
    is_narrow = _is_narrow(page)
    logos = [variable for variable in manifest.variables if _is_logo(variable)]
    totals = [variable for variable in manifest.variables if manifest.loops and _is_total(variable)]
    texts = [
        variable for variable in manifest.variables if variable.data_type == "longtext" and not _is_short(variable)
    ]
    pictures = [variable for variable in manifest.variables if variable.data_type == "image" and variable not in logos]
    taken = {variable.key for variable in (*logos, *totals, *texts, *pictures)}
    facts = [variable for variable in manifest.variables if variable.key not in taken]
    body = [
        *_head(name, logos),
        *_facts(facts, is_narrow=is_narrow),
        *(block for loop in manifest.loops for block in _loop(loop, "", has_title=len(manifest.loops) > 1)),
        *_totals(totals, is_narrow=is_narrow),
        *(block for variable in texts for block in _text(variable)),
        *(block for variable in pictures for block in _picture(variable)),
    ]
    return {
        "schema": VERSION,
        "page": page,
        "header": None,
        "footer": {"default": {"left": [_plain(name)], "center": [], "right": _page_numbers()}, "first": None},
        "typography": TYPOGRAPHY,
        "body": {"type": "doc", "content": body},
        "variables": {},
        "loops": {loop.key: {"label": loop.label} for loop in manifest.loops},
        "roles": [],
    }


def _is_narrow(page: dict[str, Any]) -> bool:
    width, _, margin = page_box(page)
    return width - margin["left"] - margin["right"] < NARROW_PAGE


def _is_logo(variable: Variable) -> bool:
    return variable.data_type == "image" and "logo" in variable.key.lower()


def _is_total(variable: Variable) -> bool:
    words = label_from(variable.key).lower().split()
    return variable.data_type == "currency" and any(word in TOTAL_WORDS for word in words)


def _is_short(variable: Variable) -> bool:
    return "address" in variable.key.lower()


def _plain(text: str, **style: Any) -> Node:
    node: Node = {"type": "text", "text": text}
    return node | ({"marks": [{"type": "textStyle", "attrs": style}]} if style else {})


def _chip(key: str, *, is_bold: bool = False, **style: Any) -> Node:
    node: Node = {"type": "variable", "attrs": {"key": key}}
    marks: list[Node] = [{"type": "bold"}] if is_bold else []
    marks += [{"type": "textStyle", "attrs": style}] if style else []
    return node | ({"marks": marks} if marks else {})


def _line(*content: Node, align: str | None = None) -> Node:
    node: Node = {"type": "paragraph", "content": list(content)}
    return node | ({"attrs": {"align": align}} if align else {})


def _heading(level: int, text: str) -> Node:
    return {"type": "heading", "attrs": {"level": level}, "content": [_plain(text)]}


def _columns(*columns: Iterable[Node], gap: int = 12) -> Node:
    inner = [{"type": "column", "content": list(column)} for column in columns]
    return {"type": "columns", "attrs": {"gap": gap}, "content": inner}


def _table(rows: list[Node], borders: str) -> Node:
    return {"type": "table", "attrs": {"borders": borders}, "content": rows}


def _cell(*blocks: Node, kind: str = "tableCell") -> Node:
    return {"type": kind, "content": list(blocks)}


def _if_filled(variable: Variable, blocks: list[Node]) -> list[Node]:
    """The blocks, printed only when there is a value; a required one is always there."""
    if variable.required:
        return blocks
    when = {"key": variable.key, "op": "notEmpty"}
    return [{"type": "condition", "attrs": {"when": when}, "content": [{"type": "conditionThen", "content": blocks}]}]


def _page_numbers() -> list[Node]:
    page, pages = ({"type": "pageNumber", "attrs": {"kind": kind}} for kind in ("page", "pages"))
    return [page, _plain(" / "), pages]


def _head(name: str, logos: list[Variable]) -> list[Node]:
    title: Node = {"type": "heading", "attrs": {"level": 1}, "content": [_plain(name, size=26)]}
    if not logos:
        return [title, {"type": "horizontalRule"}]
    images = [
        block
        for variable in logos
        for block in _if_filled(variable, [_image(variable.key, variable.label, width=34, align="right")])
    ]
    return [_columns([title], images), {"type": "horizontalRule"}]


def _image(key: str, alt: str, **attrs: Any) -> Node:
    return {"type": "image", "attrs": {"bind": key, "alt": alt, **attrs}}


def _facts(facts: list[Variable], *, is_narrow: bool) -> list[Node]:
    """Labelled values, in groups by the first word of their keys, two groups beside each other where there is room."""
    groups: dict[str, list[Variable]] = {}
    for variable in facts:
        groups.setdefault(variable.key.split(".")[0] if "." in variable.key else "", []).append(variable)
    blocks = [_group(title, variables, is_titled=len(groups) > 1) for title, variables in groups.items()]
    if is_narrow or len(blocks) == 1:
        return [block for group in blocks for block in group]
    pairs = [blocks[at : at + 2] for at in range(0, len(blocks), 2)]
    empty: Node = {"type": "paragraph"}
    return [_columns(*pair) if len(pair) == 2 else _columns(*pair, [empty]) for pair in pairs]


def _group(title: str, variables: list[Variable], *, is_titled: bool) -> list[Node]:
    heading = [_heading(3, label_from(title))] if is_titled and title else []
    return [*heading, _table([_fact(variable) for variable in variables], "rows")]


def _fact(variable: Variable) -> Node:
    row: Node = {
        "type": "tableRow",
        "content": [
            _cell(_line(_plain(variable.label, color=QUIET))),
            _cell(_line(_chip(variable.key), align="right")),
        ],
    }
    when = {"showIf": {"key": variable.key, "op": "notEmpty"}}
    return row if variable.required else {**row, "attrs": when}


def _loop(loop: Loop, parent: str, *, has_title: bool) -> list[Node]:
    """A table with a row for each item; rows with lists inside, or too wide for a table, become blocks of their own."""
    key = join(parent, loop.key)
    scalars = [part for part in loop.item_fields if isinstance(part, Variable)]
    nested = [part for part in loop.item_fields if isinstance(part, Loop)]
    title: list[Node] = [_heading(3 if parent else 2, loop.label) if has_title else {"type": "paragraph"}]
    if not nested and len(scalars) <= WIDE_TABLE:
        return [*title, _rows_table(key, scalars)]
    details = [_table([_item_fact(key, variable) for variable in scalars], "rows")] if scalars else []
    inner = [block for part in nested for block in _loop(part, key, has_title=True)]
    return [*title, {"type": "loop", "attrs": {"each": key, "empty": "None"}, "content": [*details, *inner]}]


def _item_fact(list_key: str, variable: Variable) -> Node:
    key = join(list_key, variable.key)
    return {
        "type": "tableRow",
        "content": [
            _cell(_line(_plain(variable.label, color=QUIET))),
            _cell(_value_block(key, variable, align="right")),
        ],
    }


def _rows_table(key: str, fields: list[Variable]) -> Node:
    style = {"size": 8.5, "color": QUIET}
    heads = [_cell(_line(_plain(field.label, **style), align=_align(field)), kind="tableHeader") for field in fields]
    cells = [_cell(_value_block(join(key, field.key), field, align=_align(field))) for field in fields]
    empty = _cell(_line(_plain("None", color=QUIET)))
    empty["attrs"] = {"colspan": len(fields)}
    rows: list[Node] = [
        {"type": "tableRow", "content": heads},
        {"type": "tableRow", "attrs": {"repeat": key}, "content": cells},
        {"type": "tableRow", "attrs": {"showIf": {"key": key, "op": "empty"}}, "content": [empty]},
    ]
    return _table(rows, "rows")


def _align(variable: Variable) -> str | None:
    return "right" if variable.data_type in ("number", "currency") else None


def _value_block(key: str, variable: Variable, *, align: str | None) -> Node:
    if variable.data_type == "image":
        return _image(key, variable.label, width=18)
    return _line(_chip(key), align=align)


def _totals(totals: list[Variable], *, is_narrow: bool) -> list[Node]:
    """Sums to the right below the tables, the last and largest of them set big."""
    if not totals:
        return []
    ordered = sorted(totals, key=lambda variable: label_from(variable.key).lower().split()[-1] == "total")
    table = _table([_total(variable, is_last=variable is ordered[-1]) for variable in ordered], "rows")
    inner = [table] if is_narrow else [_columns([{"type": "paragraph"}], [table])]
    return [{"type": "keepTogether", "content": inner}]


def _total(variable: Variable, *, is_last: bool) -> Node:
    label = (
        {**_plain(variable.label, size=11), "marks": [{"type": "bold"}]}
        if is_last
        else _plain(variable.label, color=QUIET)
    )
    value = _chip(variable.key, is_bold=True, size=16) if is_last else _chip(variable.key)
    cells = [_cell(_line(label)), _cell(_line(value, align="right"))]
    for cell in cells if is_last else []:
        cell["attrs"] = {"valign": "bottom"}
    row: Node = {"type": "tableRow", "content": cells}
    return row if variable.required else {**row, "attrs": {"showIf": {"key": variable.key, "op": "notEmpty"}}}


def _text(variable: Variable) -> list[Node]:
    return _if_filled(variable, [_heading(4, variable.label), _line(_chip(variable.key))])


def _picture(variable: Variable) -> list[Node]:
    blocks = [_heading(4, variable.label), _image(variable.key, variable.label, width=80)]
    return _if_filled(variable, [{"type": "keepTogether", "content": blocks}])
