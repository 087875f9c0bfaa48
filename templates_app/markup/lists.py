"""Lists: one more family at the end of every list of fonts that a stylesheet has."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import tinycss2

DECLARING = ("font", "font-family")
SIZES = ("dimension", "percentage")
ALONE = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))


@lru_cache(maxsize=256)
def with_family(css: str, family: str) -> str:
    """The stylesheet with the family as the last resort of each list, since the browser's own choice is blind."""
    nodes = tinycss2.parse_component_value_list(css)
    _extend_blocks(nodes, tinycss2.parse_component_value_list(f", '{family}'"))
    return str(tinycss2.serialize(nodes))


def _extend_blocks(nodes: list[Any], more: list[Any]) -> None:
    """Every block of braces but those of @font-face, whose family is a name and no list."""
    rule = ""
    for node in nodes:
        if node.type == "at-keyword":
            rule = node.lower_value
        elif node.type == "{} block":
            if rule != "font-face":
                _extend_blocks(node.content, more)
                node.content[:] = _extended(node.content, more)
            rule = ""
        elif node == ";":
            rule = ""


def _extended(nodes: list[Any], more: list[Any]) -> list[Any]:
    """The inside of a block, declaration by declaration."""
    done: list[Any] = []
    part: list[Any] = []
    for node in [*nodes, None]:
        if node is None or node == ";" or node.type == "{} block":
            done += _declaration(part, more) if node is None or node == ";" else part
            done += [] if node is None else [node]
            part = []
        else:
            part.append(node)
    return done


def _declaration(nodes: list[Any], more: list[Any]) -> list[Any]:
    """A list of families with `more` at its end, before an !important; anything else as it is."""
    seen = [node for node in nodes if node.type not in ("whitespace", "comment")]
    if len(seen) < 3 or seen[0].type != "ident" or seen[0].lower_value not in DECLARING or seen[1] != ":":
        return nodes
    value = seen[2:]
    is_alone = len(value) == 1 and value[0].type == "ident" and value[0].lower_value in ALONE
    has_no_list = seen[0].lower_value == "font" and not any(node.type in SIZES for node in value)
    if is_alone or has_no_list:
        return nodes
    end = next((at for at, node in enumerate(nodes) if node == "!"), len(nodes))
    return [*nodes[:end], *more, *nodes[end:]]
