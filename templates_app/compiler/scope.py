"""Scopes: the values in reach at a place of a document, and programs of text and functions that run in them.

A document is compiled once into pieces; a repeated row then costs one pass over a few strings and lookups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError

PAGE_LIMIT = 40_000_000
PIECE_COST = 8


class PageTooLarge(AppError):
    """The document grows beyond what can be printed: too many rows in too large a loop."""

    status = 400
    code = "document_too_large"
    message = gettext_noop("The document is too large with this data; send fewer rows.")


class Scope:
    """The document's values under '' and the current row of every open list.

    `left` bounds the work and the output; `headings` counts those that were written.
    """

    __slots__ = ("headings", "left", "rows")

    def __init__(self, values: dict[str, Any]) -> None:
        self.rows: dict[str, Any] = {"": values}
        self.left = PAGE_LIMIT
        self.headings = 0

    def spend(self, amount: int) -> None:
        """Take from what is left. Raises PageTooLarge."""
        self.left -= amount
        if self.left < 0:
            raise PageTooLarge


Piece = str | Callable[[Scope], str]
Getter = Callable[[Scope], Any]
Test = Callable[[Scope], bool]


def join(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with neighbouring texts made one."""
    joined: list[Piece] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if texts:
            joined.append("".join(texts))
            texts = []
        joined.append(piece)
    return [*joined, "".join(texts)] if texts else joined


def run(pieces: list[Piece], scope: Scope) -> str:
    """The text of a program."""
    scope.spend(len(pieces) * PIECE_COST)
    return "".join([piece if isinstance(piece, str) else piece(scope) for piece in pieces])


def getter(key: str) -> Getter:
    """A function that looks an absolute key up; None for what is not there."""
    list_key, _, rest = key.rpartition("[].")
    path = rest.split(".")
    if len(path) == 1:
        name = path[0]
        return lambda scope: scope.rows[list_key].get(name) if list_key in scope.rows else None

    def get(scope: Scope) -> Any:
        value = scope.rows.get(list_key)
        for name in path:
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        return value

    return get


def rows_of(list_key: str) -> Callable[[Scope], list[dict[str, Any]]]:
    """A function that finds the rows of a list; empty for what is no list of objects."""
    get = getter(list_key)

    def rows(scope: Scope) -> list[dict[str, Any]]:
        found = get(scope)
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    return rows


def repeat(list_key: str, pieces: list[Piece], when_empty: str = "") -> Piece:
    """A piece that runs others once for every row of a list."""
    rows = rows_of(list_key)

    def write(scope: Scope) -> str:
        outer = scope.rows.get(list_key)
        texts: list[str] = []
        for row in rows(scope):
            scope.rows[list_key] = row
            text = run(pieces, scope)
            scope.spend(len(text))
            texts.append(text)
        scope.rows[list_key] = outer
        return "".join(texts) if texts else when_empty

    return write


def choose(test: Test, then: list[Piece], otherwise: list[Piece]) -> Piece:
    """A piece that runs one of two programs."""
    return lambda scope: run(then if test(scope) else otherwise, scope)
