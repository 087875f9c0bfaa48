"""Plots: bars and lines over an axis of values, with a label under each row."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from templates_app.drawings.lettering import lines, width
from templates_app.drawings.pen import AXIS, INK, RULE, TEXT_SIZE, Pen, colour
from templates_app.drawings.scale import Scale, scale_for
from templates_app.drawings.shapes import Chart, Frame

LINE_HEIGHT = TEXT_SIZE * 1.3
LABEL_LINES = 2
NARROWEST_LABEL, LABEL_GAP = 9.0, 2.0
MARK_ROOM = 9.0
BARS_SHARE, WIDEST_BAR = 0.72, 14.0
MARKED_POINTS, DOT = 40, 0.75


def draw_bars(pen: Pen, chart: Chart, frame: Frame) -> None:
    """Bars side by side for each row, with their values where there is room for all."""
    plot, scale = _axes(pen, chart, frame, from_zero=True)
    slot = plot.width / len(chart.labels)
    bar = min(slot * BARS_SHARE / len(chart.series), WIDEST_BAR)
    texts = [chart.write(value) for _, _, value in _values(chart)]
    has_texts = max((width(text, TEXT_SIZE) for text in texts), default=0) <= max(bar, slot / len(chart.series) * 0.9)
    zero = _y(plot, scale, Decimal(0))
    for number, row, value in _values(chart):
        x = plot.left + slot * (row + 0.5) + bar * (number - len(chart.series) / 2)
        top, bottom = sorted((_y(plot, scale, value), zero))
        gap = bar * 0.06
        pen.box(x + gap, top, bar - 2 * gap, bottom - top, colour(number))
        if has_texts:
            y = top - 0.9 if value >= 0 else bottom + TEXT_SIZE
            pen.text(chart.write(value), x + bar / 2, y, anchor="middle", fill=INK)
    pen.rule(plot.left, zero, plot.right, AXIS, 0.3)


def draw_lines(pen: Pen, chart: Chart, frame: Frame) -> None:
    """A line for each series, broken where a value is missing; the values of a single short one are written out."""
    plot, scale = _axes(pen, chart, frame, from_zero=False)
    slot = plot.width / len(chart.labels)
    if scale.marks[0] <= 0 <= scale.marks[-1]:
        pen.rule(plot.left, _y(plot, scale, Decimal(0)), plot.right, AXIS, 0.3)
    for number, series in enumerate(chart.series):
        points = [
            None if value is None else (plot.left + slot * (row + 0.5), _y(plot, scale, value))
            for row, value in enumerate(series.values)
        ]
        for stretch in _stretches(points):
            pen.curve(stretch, colour(number), 0.6)
            for x, y in stretch if len(chart.labels) <= MARKED_POINTS or len(stretch) == 1 else []:
                pen.dot(x, y, DOT, colour(number))
    texts = [chart.write(value) for _, _, value in _values(chart)]
    if len(chart.series) == 1 and max((width(text, TEXT_SIZE) for text in texts), default=0) <= slot * 0.95:
        for _, row, value in _values(chart):
            y = _y(plot, scale, value) - 1.8
            pen.text(chart.write(value), plot.left + slot * (row + 0.5), y, anchor="middle", fill=INK)


def _values(chart: Chart) -> Iterator[tuple[int, int, Decimal]]:
    """Every value there is, with the numbers of its series and row."""
    for number, series in enumerate(chart.series):
        for row, value in enumerate(series.values):
            if value is not None:
                yield number, row, value


def _stretches(points: list[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    stretch: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            stretch.append(point)
        elif stretch:
            yield stretch
            stretch = []


def _y(plot: Frame, scale: Scale, value: Decimal) -> float:
    return plot.bottom - plot.height * scale.share(value)


def _axes(pen: Pen, chart: Chart, frame: Frame, *, from_zero: bool) -> tuple[Frame, Scale]:
    """Draws the marks and the labels, and answers the room that is left between them."""
    values = [value for _, _, value in _values(chart)]
    tallest = LINE_HEIGHT * LABEL_LINES
    marks = max(2, min(7, round((frame.height - tallest) / MARK_ROOM) + 1))
    scale = scale_for(values, from_zero=from_zero, marks=marks)
    texts = [chart.write_mark(mark) for mark in scale.marks]
    margin = max(width(text, TEXT_SIZE) for text in texts) + 1.5
    labels, every = _labels(chart, frame.width - margin)
    below = LINE_HEIGHT * max(map(len, labels), default=0) + 1.2
    over = TEXT_SIZE * (1.6 if values and max(values) > 0 else 0.5)
    under = TEXT_SIZE * 1.2 if from_zero and values and min(values) < 0 else 0.0
    plot = Frame(frame.left + margin, frame.top + over, frame.right, frame.bottom - below - under)
    for mark, text in zip(scale.marks, texts, strict=True):
        y = _y(plot, scale, mark)
        pen.rule(plot.left, y, plot.right, RULE)
        pen.text(text, plot.left - 1.5, y + TEXT_SIZE * 0.36, anchor="end")
    _write_labels(pen, plot, labels, plot.width / len(chart.labels), every, plot.bottom + under)
    return plot, scale


def _write_labels(pen: Pen, plot: Frame, labels: list[list[str]], slot: float, every: int, top: float) -> None:
    """The labels under their rows; the outer ones are kept on the sheet, unless that moves them into the next."""
    reached = 0.0
    for number, label in enumerate(labels):
        half = max((width(line, TEXT_SIZE) for line in label), default=0) / 2
        middle = max(min(plot.left + slot * (number * every + 0.5), plot.right - half), half)
        if middle - half < reached:
            continue
        reached = middle + half
        for at, line in enumerate(label):
            pen.text(line, middle, top + LINE_HEIGHT * (at + 1), anchor="middle")


def _labels(chart: Chart, room: float) -> tuple[list[list[str]], int]:
    """The labels in lines, of every so many rows: where rows stand too close, some go without."""
    slot = room / len(chart.labels)
    longest = max(width(label, TEXT_SIZE) for label in chart.labels)
    wanted = min(longest + LABEL_GAP, NARROWEST_LABEL)
    every = max(1, math.ceil(wanted / slot)) if slot else 1
    shown = chart.labels[::every]
    return [lines(label, slot * every * 0.94, TEXT_SIZE, LABEL_LINES) for label in shown], every
