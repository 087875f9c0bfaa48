"""Scoping: which rows a function over a list goes through, and which rows stand fixed around it.

The innermost list of the argument is always gone through whole. Lists around it stand at their current row where
there is one (in `orders[].total`, `sum(orders[].lines[].price)` is the sum of that order's lines), else they are gone
through as well.
"""

from __future__ import annotations

from templates_app.expressions.functions import AGGREGATES
from templates_app.expressions.nodes import Call, Key, Node, parts
from templates_app.keys import list_of, lists_of


def chain_to(list_key: str) -> tuple[str, ...]:
    """A list with those around it, outermost first; nothing for ''."""
    return (*lists_of(list_key), list_key) if list_key else ()


def is_aggregate(node: Node) -> bool:
    """Whether a call goes through a list; min and max of several arguments choose among plain values."""
    if not isinstance(node, Call) or node.name not in AGGREGATES:
        return False
    return len(node.arguments) == 1 or node.name not in ("min", "max")


def innermost(argument: Node, lists: frozenset[str]) -> str | None:
    """The list that an argument asks to go through, '' for none; None when it mixes rows of different lists.

    `lists` are the keys of all lists there are.
    """
    wanted = _wanted(argument, lists)
    deepest = max(wanted, key=lambda list_key: len(chain_to(list_key)), default="")
    return deepest if wanted <= {*chain_to(deepest), ""} else None


def _wanted(node: Node, lists: frozenset[str]) -> set[str]:
    """The innermost lists of all keys; a function over a list inside still wants the rows around that list."""
    if isinstance(node, Key):
        return {node.key if node.key in lists else list_of(node.key)}
    inner = {list_key for part in parts(node) for list_key in _wanted(part, lists)}
    return {list_of(list_key) for list_key in inner} if is_aggregate(node) else inner


def fixed_and_open(list_key: str, scope: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the lists that lead to one: those that stand at a row of `scope`, and those to go through."""
    chain = chain_to(list_key)
    count = 0
    while count < len(chain) - 1 and chain[count] in scope:
        count += 1
    return chain[:count], chain[count:]
