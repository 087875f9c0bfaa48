"""The frame: the rows in reach while expressions are worked out, and the steps that are left for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from templates_app.expressions.faults import Exhausted

Row = dict[str, Any]


class Frame:
    """The data under '' and the current row of every open list, with its index; results of lists already gone through.

    `left` bounds the work: every node of an expression costs a step each time, a text one for every few letters.
    """

    __slots__ = ("at", "left", "memo", "rows")

    def __init__(self, values: Row, steps: int) -> None:
        self.rows: dict[str, Row] = {"": values}
        self.at: dict[str, int] = {}
        self.memo: dict[object, tuple[tuple[int, ...], Any]] = {}
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take from what is left. Raises Exhausted."""
        self.left -= steps
        if self.left < 0:
            raise Exhausted

    def path(self, key: str) -> str:
        """The exact place of an absolute key: `items[2].price` where `items` is open at its third row."""
        path, list_key = "", ""
        *lists, last = key.split("[].")
        for name in lists:
            list_key = f"{list_key}[].{name}" if list_key else name
            path += f"{name}[{self.at.get(list_key, '')}]."
        return path + last


def reader(key: str) -> Callable[[Frame], Any]:
    """A function that looks an absolute key up; None for what is not there."""
    list_key, _, rest = key.rpartition("[].")
    first, *others = rest.split(".")
    if not others:
        return lambda frame: frame.rows[list_key].get(first) if list_key in frame.rows else None

    def read(frame: Frame) -> Any:
        value: Any = frame.rows.get(list_key)
        for name in (first, *others):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    return read


def writer(key: str) -> Callable[[Frame, Any], None]:
    """A function that puts a value in the place of an absolute key; None takes away what is there."""
    list_key, _, rest = key.rpartition("[].")
    *parents, name = rest.split(".")

    def write(frame: Frame, value: Any) -> None:
        target: Any = frame.rows[list_key]
        for parent in parents:
            target = target.get(parent) if value is None else target.setdefault(parent, {})
            if not isinstance(target, dict):
                return
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value

    return write


def for_each(frame: Frame, lists: Sequence[str], visit: Callable[[Frame], None], cost: int) -> None:
    """Calls a function once for each row of the innermost of nested lists; rows around it stay where they are.

    `cost` is in steps, for each row. Raises Exhausted, and what the function raises.
    """
    if not lists:
        frame.spend(cost)
        visit(frame)
        return
    list_key, inner = lists[0], lists[1:]
    given = reader(list_key)(frame)
    rows = given if isinstance(given, list) else []
    frame.spend(len(rows) * (1 if inner else cost))
    outer = frame.rows.get(list_key), frame.at.get(list_key)
    try:
        for number, row in enumerate(rows):
            if not isinstance(row, dict):
                continue
            frame.rows[list_key], frame.at[list_key] = row, number
            if inner:
                for_each(frame, inner, visit, cost)
            else:
                visit(frame)
    finally:
        _restore(frame, list_key, *outer)


def _restore(frame: Frame, list_key: str, row: Row | None, number: int | None) -> None:
    if row is None or number is None:
        frame.rows.pop(list_key, None)
        frame.at.pop(list_key, None)
    else:
        frame.rows[list_key], frame.at[list_key] = row, number
