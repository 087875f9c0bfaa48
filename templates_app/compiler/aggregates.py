"""Aggregates: the sum, count, average, least or greatest over the rows of a list, exact and worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Any

from templates_app.compiler.scope import PIECE_COST, Getter, Scope
from templates_app.expressions.aggregates import REDUCERS
from templates_app.expressions.values import EXACT, KINDS, READERS, TEXT, Value, is_empty
from templates_app.keys import lists_of


def aggregate(key: str, name: str, data_type: str, *, is_list: bool) -> Getter:
    """A function that goes over the innermost list of a key and answers a Decimal, an ISO date, or None for nothing.

    Lists around it stand at their current row where there is one, else they are gone over as well. The count of a list
    is that of its rows; empty values are passed over.
    """
    chain = lists_of(key) if is_list else lists_of(key)[:-1]
    known: list[Any] = [None, None]

    def get(scope: Scope) -> Any:
        start, steps = _start(key, chain, scope)
        if known[0] is not start:
            known[:] = start, _reduced(name, data_type, _values(start, steps, scope), is_list=is_list)
        return known[1]

    return get


def _start(key: str, chain: list[str], scope: Scope) -> tuple[Any, list[str]]:
    """The innermost row at hand among the lists around, and the steps of the key from there."""
    outer, steps = "", key.split("[].")
    taken = 0
    for at, list_key in enumerate(chain, start=1):
        if scope.rows.get(list_key) is None:
            break
        outer, taken = list_key, at
    return scope.rows[outer], steps[taken:]


def _values(start: Any, steps: list[str], scope: Scope) -> Iterator[Any]:
    """What stands at the end of the steps, each but the last a list to go over; for a list itself, its rows."""
    value = start
    for name in steps[0].split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if len(steps) == 1 and not isinstance(value, list):
        yield value
        return
    for row in value if isinstance(value, list) else ():
        scope.spend(PIECE_COST)
        if len(steps) == 1:
            yield row
        else:
            yield from _values(row, steps[1:], scope)


def _reduced(name: str, data_type: str, values: Iterator[Any], *, is_list: bool) -> Any:
    if is_list:
        return Decimal(sum(isinstance(row, dict) for row in values))
    read = READERS[KINDS.get(data_type, TEXT)]
    found = [value for value in map(read, values) if not is_empty(value)]
    with localcontext(EXACT):
        result: Value = REDUCERS[name](found, 0)
    return result if result is None or isinstance(result, Decimal) else result.isoformat()  # type: ignore[union-attr]
