"""Warnings: what a render tells its caller that went well enough to finish, but perhaps not as meant."""

from __future__ import annotations

from dataclasses import dataclass

CODES = (
    "unknown_key",
    "coerced_value",
    "not_computed",
    "unused_loop",
    "drawing_failed",
    "missing_glyph",
    "font_missing",
    "asset_blocked",
    "asset_failed",
    "text_overflow",
    "low_resolution",
    "stationery_size",
    "conformance_not_met",
    "sample_unfit",
    "finishing_failed",
    "not_merged",
)


@dataclass(frozen=True, slots=True)
class RenderWarning:
    """One remark about a render: a code from CODES, a sentence, and where it applies (data path, page from 1)."""

    code: str
    message: str
    path: str | None = None
    page: int | None = None

    def as_json(self) -> dict[str, str | int]:
        """The shape the API shows: absent parts are left out."""
        shape: dict[str, str | int | None] = {
            "code": self.code,
            "message": self.message,
            "path": self.path,
            "page": self.page,
        }
        return {name: part for name, part in shape.items() if part is not None}
