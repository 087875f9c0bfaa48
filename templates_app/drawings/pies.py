"""Pies: shares of a whole, with a list of what they are beside them."""

from __future__ import annotations

import math
from decimal import Decimal

from templates_app.drawings.lettering import shortened, width
from templates_app.drawings.pen import INK, TEXT_SIZE, Pen, colour, on_colour
from templates_app.drawings.shapes import Chart, Frame
from templates_app.drawings.svg import length

SLICES_LIMIT = 8
ROW_HEIGHT = TEXT_SIZE * 1.75
SWATCH = 2.4
READABLE_SHARE = 0.06

Slice = tuple[str, Decimal]


def draw_pie(pen: Pen, chart: Chart, frame: Frame) -> None:
    """Slices from the top on, clockwise or in the reading direction of the page, and their list."""
    slices = _slices(chart)
    total = sum((value for _, value in slices), Decimal(0))
    radius = max(min(frame.height, frame.width * 0.5) / 2, 1.0)
    centre = (frame.left + radius, frame.top + frame.height / 2)
    begin = 0.0
    for number, (_, value) in enumerate(slices):
        share = float(value / total)
        pen.shape(_slice_path(pen, centre, radius, begin, share), colour(number))
        if share >= READABLE_SHARE:
            _share_on_slice(pen, chart, centre, radius, begin + share / 2, value / total, number)
        begin += share
    _list(pen, chart, slices, Frame(frame.left + 2 * radius + 6, frame.top, frame.right, frame.bottom))


def _slices(chart: Chart) -> list[Slice]:
    """Rows with a value above zero; the last of too many are one slice that says how many they are."""
    found = [
        (label, value)
        for label, value in zip(chart.labels, chart.series[0].values, strict=True)
        if value is not None and value > 0
    ]
    if len(found) <= SLICES_LIMIT:
        return found
    rest = found[SLICES_LIMIT - 1 :]
    return [*found[: SLICES_LIMIT - 1], (f"+{len(rest)}", sum((value for _, value in rest), Decimal(0)))]


def _point(pen: Pen, centre: tuple[float, float], radius: float, turn: float) -> tuple[float, float]:
    """A point of the circle; `turn` is 0 at the top and 1 after a full turn."""
    angle = 2 * math.pi * turn
    return pen.x(centre[0] + radius * math.sin(angle)), centre[1] - radius * math.cos(angle)


def _slice_path(pen: Pen, centre: tuple[float, float], radius: float, begin: float, share: float) -> str:
    sweep = 0 if pen.mirrored else 1
    arc = f"A{length(radius)} {length(radius)} 0 "
    if share > 0.9999:
        top, low = _point(pen, centre, radius, 0), _point(pen, centre, radius, 0.5)
        halves = "".join(f"{arc}1 {sweep} {length(x)} {length(y)}" for x, y in (low, top))
        return f"M{length(top[0])} {length(top[1])}{halves}z"
    start, end = _point(pen, centre, radius, begin), _point(pen, centre, radius, begin + share)
    return (
        f"M{length(pen.x(centre[0]))} {length(centre[1])}L{length(start[0])} {length(start[1])}"
        f"{arc}{int(share > 0.5)} {sweep} {length(end[0])} {length(end[1])}z"
    )


def _share_on_slice(
    pen: Pen, chart: Chart, centre: tuple[float, float], radius: float, turn: float, share: Decimal, number: int
) -> None:
    angle, text = 2 * math.pi * turn, chart.write_share(share)
    if width(text, TEXT_SIZE) > radius * 0.7:
        return
    x, y = centre[0] + radius * 0.68 * math.sin(angle), centre[1] - radius * 0.68 * math.cos(angle)
    pen.text(text, x, y + TEXT_SIZE * 0.36, anchor="middle", fill=on_colour(number))


def _list(pen: Pen, chart: Chart, slices: list[Slice], frame: Frame) -> None:
    """What each colour stands for: label and value, as many as there is room for."""
    count = min(len(slices), max(int(frame.height // ROW_HEIGHT), 0))
    texts = [chart.write(value) for _, value in slices[:count]]
    column = max((width(text, TEXT_SIZE) for text in texts), default=0)
    longest = max((width(label, TEXT_SIZE) for label, _ in slices[:count]), default=0)
    room = min(frame.width - SWATCH - 1.6 - column - 4, longest)
    if room < min(longest, TEXT_SIZE * 3):
        room, texts = frame.width - SWATCH - 1.6, ["" for _ in texts]
    top = frame.top + (frame.height - count * ROW_HEIGHT) / 2
    for number, ((label, _), text) in enumerate(zip(slices, texts, strict=False)):
        y = top + number * ROW_HEIGHT
        pen.box(frame.left, y + (ROW_HEIGHT - SWATCH) / 2, SWATCH, SWATCH, colour(number))
        base = y + ROW_HEIGHT / 2 + TEXT_SIZE * 0.36
        shown = shortened(label, room, TEXT_SIZE)
        pen.text(shown, frame.left + SWATCH + 1.6, base, fill=INK)
        if text:
            pen.text(text, frame.left + SWATCH + 1.6 + room + 4 + column, base, anchor="end")
