"""The `Range` header (RFC 9110 section 14): which bytes of a file a client wants."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@dataclass(frozen=True)
class Span:
    """Bytes from `start` up to and with `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.end - self.start + 1

    def header(self, size: int) -> str:
        """The value of Content-Range."""
        return f"bytes {self.start}-{self.end}/{size}"


class NotSatisfiable(ValueError):
    """The range lies outside of the file."""


def wanted(header: str, size: int) -> Span | None:
    """The span that is asked for; None for the whole file: no range, several, or a form that we do not know."""
    found = ONE_RANGE.fullmatch(header.replace(" ", ""))
    if found is None or found.group() == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return suffix(int(last), size)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise NotSatisfiable
    return Span(start, end)


def suffix(length: int, size: int) -> Span:
    """The last so many bytes."""
    if length == 0 or size == 0:
        raise NotSatisfiable
    return Span(max(0, size - length), size - 1)
