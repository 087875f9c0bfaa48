"""Charts show the data they are given, in proportion, in words for those who cannot see them, and in any script."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from templates_app.drawings import Chart, InvalidDrawing, Series, draw_chart
from templates_app.drawings.lettering import lines, shortened, width
from templates_app.drawings.pen import INK, PALETTE
from templates_app.drawings.scale import scale_for
from tests.templates_app.rasters import box, elements, size_in_mm

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def numbers(*values):
    return tuple(None if value is None else Decimal(str(value)) for value in values)


def chart(kind, *columns, labels=QUARTERS, **options):
    """The SVG of a chart with series named A, B, …"""
    series = tuple(Series(name, numbers(*values)) for name, values in zip("ABCDEFGHI", columns, strict=False))
    return draw_chart(Chart(kind, labels, series, **options))


def texts(svg):
    return [text.text for text in elements(svg, "text")]


def bars(svg, colour=PALETTE[0]):
    """The bars of a colour as (x, top, width, height); legend squares are smaller."""
    found = [
        [float(part.attrib[name]) for name in ("x", "y", "width", "height")]
        for part in elements(svg, "rect")
        if part.attrib["fill"] == colour
    ]
    return [bar for bar in found if bar[2] > 3]


def test_bars_are_as_high_as_their_values():
    found = bars(chart("bar", [100, 200, 50, 0]))

    heights = [height for *_, height in found]
    assert heights == pytest.approx([heights[0], heights[0] * 2, heights[0] / 2, 0], abs=0.01)
    assert len({round(top + height, 2) for _, top, _, height in found}) == 1


def test_bars_below_zero_hang_from_the_same_line():
    (_, top, _, height), (_, below, _, depth) = bars(chart("bar", [100, -50], labels=("a", "b")))

    assert below == pytest.approx(top + height, abs=0.01)
    assert depth == pytest.approx(height / 2, abs=0.01)


def test_bars_of_several_series_stand_side_by_side_and_are_named():
    svg = chart("bar", [1, 2, 3, 4], [4, 3, 2, 1])

    first, second = bars(svg), bars(svg, PALETTE[1])
    assert all(left[0] + left[2] <= right[0] for left, right in zip(first, second, strict=True))
    assert texts(svg)[:2] == ["A", "B"]


def test_values_and_marks_are_written_as_asked():
    svg = chart("bar", [1200, 3400, 2800, 1], write=lambda value: f"€{value:,}", write_mark=lambda value: f"m{value}")

    assert {"€1,200", "€3,400", "€2,800", "€1", "m0", "m1000"} <= set(texts(svg))


def test_values_are_left_out_where_they_would_overlap():
    crowd = chart("bar", range(60), labels=tuple(f"row {number}" for number in range(60)))

    shown = texts(crowd)
    assert "59" not in shown
    assert 5 < len([text for text in shown if text.startswith("row")]) < 20


def test_missing_values_leave_a_gap():
    assert len(bars(chart("bar", [1, None, 3, 4]))) == 3
    svg = chart("line", [1, 2, None, 4])
    curves = [path for path in elements(svg, "path") if path.attrib["stroke"] == PALETTE[0]]
    assert len(curves) == 2
    assert len(elements(svg, "circle")) == 3


def test_a_line_runs_through_its_values():
    circles = elements(chart("line", [0, 10, 5, 10]), "circle")

    ys = [float(circle.attrib["cy"]) for circle in circles]
    xs = [float(circle.attrib["cx"]) for circle in circles]
    assert ys[1] == ys[3] < ys[2] < ys[0]
    assert ys[0] - ys[2] == pytest.approx(ys[2] - ys[1], abs=0.01)
    assert {round(right - left, 1) for left, right in pairwise(xs)} == {round(xs[1] - xs[0], 1)}


def test_a_pie_shows_shares_and_lists_values():
    svg = chart("pie", [50, 25, 20, 5])

    assert len([path for path in elements(svg, "path") if path.attrib["fill"] in PALETTE]) == 4
    assert {"50 %", "25 %", "20 %", *QUARTERS, "50", "5"} <= set(texts(svg))
    assert "5 %" not in texts(svg)


def test_a_pie_of_many_rows_gathers_the_last():
    svg = chart("pie", range(20, 8, -1), labels=tuple(f"row {number}" for number in range(12)))

    assert "+5" in texts(svg)
    assert "row 7" not in texts(svg)
    assert str(sum(range(13, 8, -1))) in texts(svg)


def test_a_pie_of_one_row_is_a_whole_circle():
    svg = chart("pie", [5], labels=("all",))

    assert elements(svg, "path")[0].attrib["d"].count("A") == 2
    assert "100 %" in texts(svg)


@pytest.mark.parametrize("kind", ["bar", "line", "pie"])
@pytest.mark.parametrize("values", [(), (None, None)])
def test_nothing_to_show_is_said(kind, values):
    svg = chart(kind, values, labels=("a", "b")[: len(values)], title="Sales", empty="No data")

    assert texts(svg) == ["Sales", "No data"]


@pytest.mark.parametrize(
    ("kind", "columns", "options", "message"),
    [
        ("pie", [[1, -1]], {}, "A pie chart cannot show values below zero."),
        ("pie", [[1, 1], [1, 1]], {}, "A pie chart shows one value in each row."),
        ("bar", [[1, 1]] * 9, {}, "A bar chart shows 1 to 8 values in each row."),
        ("line", [], {}, "A line chart shows 1 to 8 values in each row."),
        ("bar", [[1, 1]], {"width": 10}, "A chart is 20 to 1000 mm wide and high."),
        ("bar", [range(101)], {"labels": ("x",) * 101}, "A bar chart shows at most 100 rows, not 101."),
    ],
)
def test_what_cannot_be_shown_is_refused(kind, columns, options, message):
    with pytest.raises(InvalidDrawing) as caught:
        chart(kind, *columns, **{"labels": ("a", "b"), **options})

    assert caught.value.message == message


def test_a_chart_has_its_size_and_the_font_of_the_page():
    svg = chart("bar", [1, 2, 3, 4], width=80, height=45.5)

    assert size_in_mm(svg) == box(svg) == (80, 45.5)
    assert "font-family" not in svg


def test_a_chart_tells_its_data_in_words():
    svg = chart("bar", [1, None, 3, 4], [5, 6, 7, 8], title="Sales & <more>")

    assert [title.text for title in elements(svg, "title")] == ["Sales & <more>"]
    assert [text.text for text in elements(svg, "desc")] == ["Q1: 1, 5; Q2: -, 6; Q3: 3, 7; Q4: 4, 8"]
    assert 'role="img" aria-label="Sales &amp; &lt;more&gt;. Q1: 1, 5;' in svg
    assert "row 29: 29; …" in chart("line", range(50), labels=tuple(f"row {number}" for number in range(50)))


def test_everything_stays_on_the_sheet():
    for kind in ("bar", "line", "pie"):
        svg = chart(kind, [123456789, 2, 3, 4], labels=("a very long label indeed", *QUARTERS[1:]), width=60, height=40)
        for text in elements(svg, "text"):
            x, room = float(text.attrib["x"]), width(text.text or "", float(text.attrib["font-size"]))
            start = {"start": x, "middle": x - room / 2, "end": x - room}[text.attrib.get("text-anchor", "start")]
            assert start >= -0.01
            assert start + room <= 60.01
            assert 0 <= float(text.attrib["y"]) <= 40


def test_a_page_written_from_the_right_has_the_mirror_image():
    plain, mirrored = (bars(chart("bar", [1, 2, 3, 4], mirrored=flag)) for flag in (False, True))

    assert [[120 - x - wide, *rest] for x, *rest, wide, _ in plain] == [
        pytest.approx([x, *rest], abs=0.01) for x, *rest, _, _ in mirrored
    ]
    assert 'direction="rtl"' in chart("pie", [1, 2, 3, 4], mirrored=True)


@pytest.mark.parametrize(
    ("values", "from_zero", "marks"),
    [
        ([3, 97], True, [0, 20, 40, 60, 80, 100]),
        ([1200, 3400.5], True, [0, 1000, 2000, 3000, 4000]),
        ([-400, 3400], True, [-1000, 0, 1000, 2000, 3000, 4000]),
        ([0.0012, 0.0034], True, [0, 0.001, 0.002, 0.003, 0.004]),
        ([1000, 1097], False, [1000, 1020, 1040, 1060, 1080, 1100]),
        ([10, 97], False, [0, 20, 40, 60, 80, 100]),
        ([-97, -90], False, [-98, -96, -94, -92, -90]),
        ([0, 0], True, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([5, 5], False, [5, 5.2, 5.4, 5.6, 5.8, 6]),
        ([-5, -2], True, [-5, -4, -3, -2, -1, 0]),
    ],
)
def test_marks_are_round_and_span_the_values(values, from_zero, marks):
    assert [float(mark) for mark in scale_for(numbers(*values), from_zero=from_zero, marks=6).marks] == marks


def test_texts_are_shortened_and_broken_to_fit():
    assert shortened("Hamburg", 100, 2.7) == "Hamburg"
    assert shortened("Hamburg and its harbour", 20, 2.7).endswith("…")
    assert width(shortened("Hamburg and its harbour", 20, 2.7), 2.7) <= 20
    assert lines("Hamburg and its harbour", 19, 2.7, 2) == ["Hamburg and", "its harbour"]
    assert lines("Hamburg", 30, 2.7, 2) == ["Hamburg"]
    assert lines("", 30, 2.7, 2) == []
    assert width("漢字", 1) == 2
    assert INK.startswith("#")
