"""Pages as readers see them: cropped, turned, scaled."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Matrix, Name

from renders.papers import draw_over, paper_of
from tests.templates_app.overlays import CROPPED, PLAIN, base

# Ten points from the left and twenty from the top, ten by five points large, in mm.
BOX = tuple(points * 25.4 / 72 for points in (10, 20, 10, 5))


@pytest.mark.parametrize(
    ("turn", "size", "rectangle"),
    [
        (0, (495, 722), (60, 757, 70, 762)),
        (90, (722, 495), (70, 70, 75, 80)),
        (180, (495, 722), (525, 80, 535, 85)),
        (270, (722, 495), (520, 762, 525, 772)),
        (-90, (722, 495), (520, 762, 525, 772)),
        (450, (722, 495), (70, 70, 75, 80)),
    ],
)
def test_a_box_is_counted_from_the_corner_that_readers_see(turn, size, rectangle):
    with pikepdf.open(BytesIO(base((turn, CROPPED, b"")))) as pdf:
        paper = paper_of(pdf.pages[0])

    assert (paper.width, paper.height) == size
    assert paper.rectangle(*BOX) == pytest.approx(rectangle)


def test_units_larger_than_points_are_heeded():
    with pikepdf.open(BytesIO(base((0, (0, 0, 500, 700), b""), unit=2))) as pdf:
        paper = paper_of(pdf.pages[0])

    assert (paper.width, paper.height) == (1000, 1400)
    assert paper.rectangle(*BOX) == pytest.approx((5, 687.5, 10, 690))


@pytest.mark.parametrize(
    ("crop", "size"),
    [((-100, -100, 300, 2000), (300, 841.89)), ((300, 400, 100, 200), (200, 200)), ((900, 900, 950, 950), None)],
)
def test_a_crop_box_shows_no_more_than_the_page(crop, size):
    with pikepdf.open(BytesIO(base((0, crop, b"")))) as pdf:
        paper = paper_of(pdf.pages[0])

    assert (paper.width, paper.height) == pytest.approx(size or (595.276, 841.89))


def test_a_form_gets_a_name_of_its_own_on_its_page_alone():
    with pikepdf.open(BytesIO(base(PLAIN, PLAIN))) as pdf:
        old, form = pdf.make_stream(b""), pdf.make_stream(b"")
        pdf.pages[0].obj.Resources.XObject = Dictionary(Stamp=old)
        first, second = pdf.pages

        drawn = draw_over(first, form, Name.Stamp, Matrix(1, 0, 0, 1, 5, 0))

        assert drawn == "1 0 0 1 5 0 cm /StampX Do"
        assert first.resources.XObject.StampX.objgen == form.objgen
        assert first.resources.XObject.Stamp.objgen == old.objgen
        assert set(first.resources.keys()) == {"/Font", "/XObject"}
        assert Name.StampX not in second.resources.XObject


def test_boxes_given_upside_down_are_read_all_the_same():
    with pikepdf.open(BytesIO(base())) as pdf:
        pdf.pages[0].obj.MediaBox = Array([595, 842, 0, 0])

        paper = paper_of(pdf.pages[0])

    assert (paper.width, paper.height) == (595, 842)
