"""The pen: shapes and text on a sheet in millimetres; in pages written from the right it draws the mirror image."""

from __future__ import annotations

from collections.abc import Sequence

from templates_app.drawings.svg import length, words

INK, QUIET, RULE, AXIS = "#18181b", "#71717a", "#e4e4e7", "#a1a1aa"
# Apart in hue and in lightness, so that they stay apart for eyes that see few colours and on a printer without any.
PALETTE = ("#1d4ed8", "#f59e0b", "#0f766e", "#e11d48", "#7dd3fc", "#6d28d9", "#84cc16", "#78716c")
BRIGHT = ("#f59e0b", "#7dd3fc", "#84cc16")
TITLE_SIZE, TEXT_SIZE = 3.9, 2.7


def colour(number: int) -> str:
    """The colour of a series or slice, counted from 0."""
    return PALETTE[number % len(PALETTE)]


def on_colour(number: int) -> str:
    """The colour of text that lies on a series' colour."""
    return INK if colour(number) in BRIGHT else "#ffffff"


class Pen:
    """Draws on a sheet of a width; x grows in reading direction, y downwards."""

    def __init__(self, width: float, *, mirrored: bool) -> None:
        self.width = width
        self.mirrored = mirrored
        self.parts: list[str] = []

    def x(self, x: float) -> float:
        """Where an x of the reading direction is on the sheet."""
        return self.width - x if self.mirrored else x

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A filled rectangle."""
        left = self.x(x + width) if self.mirrored else x
        self.parts.append(
            f'<rect x="{length(left)}" y="{length(y)}" width="{length(width)}" height="{length(height)}" '
            f'fill="{fill}"/>'
        )

    def rule(self, x: float, y: float, end: float, stroke: str, weight: float = 0.2) -> None:
        """A horizontal line."""
        self.parts.append(
            f'<path d="M{length(self.x(x))} {length(y)}H{length(self.x(end))}" stroke="{stroke}" '
            f'stroke-width="{length(weight)}" fill="none"/>'
        )

    def curve(self, points: Sequence[tuple[float, float]], stroke: str, weight: float) -> None:
        """A line through points."""
        path = "L".join(f"{length(self.x(x))} {length(y)}" for x, y in points)
        self.parts.append(
            f'<path d="M{path}" stroke="{stroke}" stroke-width="{length(weight)}" fill="none" '
            'stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def dot(self, x: float, y: float, radius: float, stroke: str) -> None:
        """A mark on a line."""
        self.parts.append(
            f'<circle cx="{length(self.x(x))}" cy="{length(y)}" r="{length(radius)}" fill="#fff" stroke="{stroke}" '
            f'stroke-width="{length(radius * 0.6)}"/>'
        )

    def shape(self, path: str, fill: str) -> None:
        """A filled path with a white edge; the caller has mirrored it."""
        self.parts.append(f'<path d="{path}" fill="{fill}" stroke="#fff" stroke-width="0.3" stroke-linejoin="round"/>')

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        anchor: str = "start",
        size: float = TEXT_SIZE,
        fill: str = QUIET,
        weight: int = 400,
    ) -> None:
        """A line of text whose start, middle or end is at a point of its baseline."""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        bold = "" if weight == 400 else f' font-weight="{weight}"'
        self.parts.append(
            f'<text x="{length(self.x(x))}" y="{length(y)}" font-size="{length(size)}" fill="{fill}"{at}{bold}>'
            f"{words(text)}</text>"
        )
