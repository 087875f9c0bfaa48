"""What may be asked of the printer: how a document is printed, what it may load, and how large it may grow."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """How one document is printed and finished. Paper and margins are not here: the page's CSS `@page` sets them."""

    tagged: bool = True
    outline: bool = True
    watermark: str | None = None
    title: str = ""
    language: str = "en"


def watermark_of(env: str) -> str | None:
    """What is written across the pages of everything that is made in this environment."""
    return "TEST" if env == "test" else None


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that the page may load, and its media type."""

    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How large one document may be, in bytes, pages and seconds."""

    html_bytes: int = 5 * MEGABYTE
    asset_bytes: int = 25 * MEGABYTE
    pages: int = 500
    pdf_bytes: int = 50 * MEGABYTE
    seconds: float = 30.0
