"""Any content is a barcode that reads back as it was, or is refused; any data is a chart."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates_app.drawings import BARCODE_KINDS, CHART_KINDS, Chart, InvalidDrawing, Series, barcode, draw_chart
from templates_app.drawings.outline import outline
from tests.templates_app.rasters import SVG, raster, read_back

SIZES = st.one_of(st.none(), st.floats(1, 400))
TEXTS = st.text(max_size=20)
NUMBERS = st.one_of(
    st.none(), st.decimals(allow_nan=False, allow_infinity=False), st.integers(-1000, 1000).map(Decimal)
)
ROWS = st.lists(st.tuples(TEXTS, NUMBERS, NUMBERS), max_size=12)
FORBIDDEN = {SVG + name for name in ("script", "style", "image", "use", "a", "foreignObject", "animate", "set")}


def examined(svg):
    """Well-formed, of known elements, without references."""
    for element in ElementTree.fromstring(svg).iter():
        assert element.tag not in FORBIDDEN
        assert not any("href" in name or name.startswith("on") for name in element.attrib)
    return svg


@given(st.sampled_from([*BARCODE_KINDS]), st.text(max_size=60), SIZES, SIZES, st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_content_is_a_picture_or_is_refused(kind, content, size, height, shows_text):
    try:
        examined(barcode(kind, content, size=size, height=height, shows_text=shows_text))
    except InvalidDrawing as refusal:
        message = refusal.message
    else:
        message = "drawn"

    assert message


@pytest.mark.parametrize("kind", ["qr", "datamatrix", "code128"])
@given(content=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_printable_content_reads_back(kind, content):
    found = [text for _, text in read_back(barcode(kind, content))]

    assert content in found


@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=8))
def test_an_outline_covers_the_dark_modules_and_no_other(rows):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 {len(rows)}"><path d="{outline(rows)}"/></svg>'

    sheet = raster(svg, scale=10)

    dark = [[sheet.getpixel((x * 10 + 5, y * 10 + 5)) == 0 for x in range(6)] for y in range(len(rows))]
    assert dark == rows


@given(
    kind=st.sampled_from([*CHART_KINDS]),
    rows=ROWS,
    title=TEXTS,
    size=st.tuples(st.floats(1, 300), st.floats(1, 300)),
    mirrored=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_any_data_is_a_chart_or_is_refused(kind, rows, title, size, mirrored):
    labels, *columns = zip(*rows, strict=True) if rows else ((), (), ())
    series = tuple(Series(title, values) for values in columns)[: 1 if kind == "pie" else 2]
    chart = Chart(kind, labels, series, width=size[0], height=size[1], title=title, mirrored=mirrored)
    try:
        svg = examined(draw_chart(chart))
    except InvalidDrawing as refusal:
        svg = refusal.message

    assert "nan" not in svg.split("<desc>")[0]
    assert svg
