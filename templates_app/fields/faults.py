"""Faults: what is wrong with an input, gathered by dotted path and bounded."""

from __future__ import annotations

from craftkit.lib.errors import Issues, field_issues

FAULTS_LIMIT = 100
PATH_LIMIT = 400


def printable(text: str, limit: int = PATH_LIMIT) -> str:
    """A key or value of the caller's as it can be shown and stored: short, and without characters that cannot be."""
    return "".join("\ufffd" if ch == "\x00" or "\ud800" <= ch <= "\udfff" else ch for ch in text[:limit])


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
        more = [f"{self.left_out} more fields are not valid"] if self.left_out else []
        return field_issues(self.found, form=[*self.form, *more])
