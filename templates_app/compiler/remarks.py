"""Remarks: what is noticed while a page is put together, each once, however many rows it is true of."""

from __future__ import annotations

from templates_app.warnings import RenderWarning

REMARKS_LIMIT = 50


class Remarks:
    """Warnings in the order of their first place; past the limit no further ones are taken."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], RenderWarning] = {}

    def add(self, code: str, message: str, path: str = "") -> None:
        """Remember a remark about a data path."""
        if len(self.found) < REMARKS_LIMIT:
            self.found.setdefault((code, message), RenderWarning(code, message, path or None))

    def warnings(self) -> list[RenderWarning]:
        """All of them."""
        return list(self.found.values())
