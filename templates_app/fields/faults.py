"""Faults: what is wrong with an input, gathered by dotted path and bounded."""

from __future__ import annotations

from craftkit.lib.errors import Issues, field_issues
from craftkit.lib.speech import filled

FAULTS_LIMIT = 100
PATH_LIMIT = 400


def printable(text: str, limit: int = PATH_LIMIT) -> str:
    """A key or value of the caller's as it can be shown and stored: short, and without characters that cannot be."""
    return "".join("\ufffd" if ch == "\x00" or "\ud800" <= ch <= "\udfff" else ch for ch in text[:limit])


def about(place: str, reason: str) -> str:
    """A fault with what it is about in front."""
    return filled("{place}: {reason}", place=place, reason=reason)


class Faults:
    """Messages by path; past the limit they are only counted."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self.form: list[str] = []
        self.left_out = 0

    def __bool__(self) -> bool:
        return bool(self.found or self.form)

    def add(self, path: str, message: str) -> None:
        """Remember a fault at a path."""
        if path not in self.found and len(self.found) >= FAULTS_LIMIT:
            self.left_out += 1
            return
        self.found.setdefault(printable(path), []).append(message)

    def issues(self) -> Issues:
        """The documented shape, with a line on how many more there are."""
        more = [filled("{count} more fields are not valid", count=self.left_out)] if self.left_out else []
        return field_issues(self.found, form=[*self.form, *more])
