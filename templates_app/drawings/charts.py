"""Charts: rows of data as bars, lines or a pie, plain enough for print.

Drawn by hand, because no library was fit for it: those for the web leave scripts, random ids and dates in their output
and lay values over bars; those for science bring a stack of native code.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, localcontext

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.drawings.faults import InvalidDrawing
from templates_app.drawings.lettering import shortened, width
from templates_app.drawings.pen import AXIS, INK, QUIET, RULE, TEXT_SIZE, TITLE_SIZE, Pen, colour
from templates_app.drawings.pies import draw_pie
from templates_app.drawings.plots import draw_bars, draw_lines
from templates_app.drawings.shapes import Chart, Frame
from templates_app.drawings.svg import picture

ROWS_LIMITS = {"bar": 100, "line": 1_000, "pie": 100}
SERIES_LIMIT = 8
LEAST, MOST = 20, 1_000
DESCRIBED_ROWS = 30
EXACT = Context(prec=40)


def draw_chart(chart: Chart) -> str:
    """The SVG of a chart. Raises InvalidDrawing."""
    _check(chart)
    pen = Pen(chart.width, mirrored=chart.mirrored)
    with localcontext(EXACT):
        frame = _legend(pen, chart, _title(pen, chart))
        if _has_values(chart):
            KINDS[chart.kind](pen, chart, frame)
        else:
            _empty(pen, chart, frame)
    size = (chart.width, chart.height)
    attributes = f' fill="{INK}" direction="{"rtl" if chart.mirrored else "ltr"}"'
    content = "".join(pen.parts)
    return picture(
        content, size=size, box=size, title=chart.title, description=_described(chart), attributes=attributes
    )


def _check(chart: Chart) -> None:
    rows, limit = len(chart.labels), ROWS_LIMITS[chart.kind]
    if not (LEAST <= chart.width <= MOST and LEAST <= chart.height <= MOST):
        raise InvalidDrawing(filled("A chart is {least} to {most} mm wide and high.", least=LEAST, most=MOST))
    if rows > limit:
        raise InvalidDrawing(
            filled("A {kind} chart shows at most {most} rows, not {rows}.", kind=chart.kind, most=limit, rows=rows)
        )
    if not 1 <= len(chart.series) <= (1 if chart.kind == "pie" else SERIES_LIMIT):
        if chart.kind == "pie":
            raise InvalidDrawing(gettext_noop("A pie chart shows one value in each row."))
        raise InvalidDrawing(
            filled("A {kind} chart shows 1 to {most} values in each row.", kind=chart.kind, most=SERIES_LIMIT)
        )
    if chart.kind == "pie" and any(value is not None and value < 0 for value in chart.series[0].values):
        raise InvalidDrawing(gettext_noop("A pie chart cannot show values below zero."))


def _has_values(chart: Chart) -> bool:
    values = [value for series in chart.series for value in series.values if value is not None]
    return any(value > 0 for value in values) if chart.kind == "pie" else bool(values)


def _title(pen: Pen, chart: Chart) -> Frame:
    """Draws the title, and answers what is left."""
    if not chart.title:
        return Frame(0, 0, chart.width, chart.height)
    text = shortened(chart.title, chart.width / 1.05, TITLE_SIZE)
    pen.text(text, 0, TITLE_SIZE, size=TITLE_SIZE, fill=INK, weight=600)
    return Frame(0, TITLE_SIZE * 1.6, chart.width, chart.height)


def _legend(pen: Pen, chart: Chart, frame: Frame) -> Frame:
    """Names the series when there are several, on one line, and answers what is left."""
    if len(chart.series) < 2 or frame.height < LEAST / 2:
        return frame
    room = frame.width / len(chart.series)
    at, base = frame.left, frame.top + TEXT_SIZE
    for number, series in enumerate(chart.series):
        pen.box(at, base - TEXT_SIZE * 0.8, TEXT_SIZE * 0.85, TEXT_SIZE * 0.85, colour(number))
        text = shortened(series.name, room - TEXT_SIZE * 3, TEXT_SIZE)
        pen.text(text, at + TEXT_SIZE * 1.35, base, fill=INK)
        at += TEXT_SIZE * 3 + width(text, TEXT_SIZE)
    return Frame(frame.left, frame.top + TEXT_SIZE * 1.9, frame.right, frame.bottom)


def _empty(pen: Pen, chart: Chart, frame: Frame) -> None:
    """An axis without anything on it, and a word that says so."""
    for share in (0.0, 0.5, 1.0):
        y = frame.top + 1 + (frame.height - 2) * share
        pen.rule(frame.left, y, frame.right, AXIS if share == 1 else RULE)
    middle = frame.top + frame.height * 0.75 + TEXT_SIZE * 0.36
    pen.text(chart.empty, frame.left + frame.width / 2, middle, anchor="middle", fill=QUIET)


def _described(chart: Chart) -> str:
    """The data in words, for those who cannot see the chart."""
    rows = []
    for row, label in enumerate(chart.labels[:DESCRIBED_ROWS]):
        values = [series.values[row] for series in chart.series]
        rows.append(f"{label}: {', '.join(chart.empty if value is None else chart.write(value) for value in values)}")
    return "; ".join(rows) + ("; …" if len(chart.labels) > DESCRIBED_ROWS else "")


KINDS: dict[str, Callable[[Pen, Chart, Frame], None]] = {"bar": draw_bars, "line": draw_lines, "pie": draw_pie}
