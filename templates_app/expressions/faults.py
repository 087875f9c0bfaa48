"""Faults: what can be wrong with an expression, where in its text, and what can go wrong with its values."""

from __future__ import annotations

from dataclasses import dataclass

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled


def position(text: str, at: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset in a text."""
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


class ExpressionError(AppError):
    """A text is not an expression; `reason` says why, `line` and `column` (from 1) say where."""

    status = 400
    code = "invalid_expression"

    def __init__(self, reason: str, text: str, at: int) -> None:
        self.reason = reason
        self.line, self.column = position(text, at)
        super().__init__(
            filled("line {line}, column {column}: {reason}", line=self.line, column=self.column, reason=reason)
        )


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in a computed variable that can never work, with the place in its text (line and column from 1)."""

    key: str
    reason: str
    line: int
    column: int

    @property
    def message(self) -> str:
        """The reason with its place in front."""
        return filled("line {line}, column {column}: {reason}", line=self.line, column=self.column, reason=self.reason)


class Fault(Exception):
    """A value cannot be computed from this data; `at` is the offset of the part that failed."""

    def __init__(self, reason: str, at: int) -> None:
        self.reason = reason
        self.at = at
        super().__init__(reason)


class Exhausted(Exception):
    """The steps that a render may spend on computing are used up."""
